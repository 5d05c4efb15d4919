"""The hurt as hospitals tell of them. In: a sentence and its figures. Out: `Harm`s.

"61 are still in hospital and 26 have been sent home" are 87 hurt; "the rest of the wounded, seven persons" are seven.
"""

from collections.abc import Iterator, Sequence

from wirewatch_enricher.incidents.casualties.figures import Figure, figures
from wirewatch_enricher.incidents.casualties.harm import ORDINAL, PLAIN, Harm
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_HOME = frozenset({"discharged", "released", "home"})
_THERE = frozenset({"admitted", "hospital", "hospitals", "treated", "treatment", "hospitalised", "hospitalized"})
_KEPT = frozenset({"care", "observation", "ward", "wards", "surgery"})
_CLAUSE = 9
_REST = frozenset({"rest", "remainder"})
_HURT = frozenset({"wounded", "injured", "hurt"})
_IN_ALL = {("in", "all"), ("in", "total")}
_NEAR = 3


def in_care(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the hurt of whom some are in hospital and some are home, and those of "the rest of the wounded, seven"."""
    if sentence.of(INJURED):
        yield from _home_and_there(reading, sentence, [one for one in numbers if not one.article])
        yield from _the_rest(reading, numbers)
        yield from _carried(reading, sentence, numbers)


def _home_and_there(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the sum of "seven have been discharged and three are still admitted".

    Where all the hurt are counted as well, the sum may only be less if one has died since.
    """
    where = {one: _where(reading, sentence, one, numbers) for one in numbers}
    home = [one for one, place in where.items() if place == "home"]
    there = [one for one, place in where.items() if place == "there"]
    if len(home) != 1 or len(there) != 1:
        return
    whole = home[0].value + there[0].value
    before = [one for one in reading.sentences if one.number < sentence.number and one.of(INJURED)]
    if any(one.value > whole for other in before for one in figures(reading, other)) and not _some_died(
        reading, sentence
    ):
        return
    all_told = [one.value for one in numbers if one not in {*home, *there} and one.value >= whole]
    start, end = sorted((home[0].start, there[0].start))
    if whole in all_told or not all_told or _some_died(reading, sentence):
        yield Harm(kind=INJURED, value=whole, strength=ORDINAL, start=start, end=end + 1)


def _some_died(reading: Reading, sentence: Sentence) -> bool:
    return any(one.of(KILLED) for one in reading.sentences if one.number <= sentence.number)


def _where(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure]) -> str | None:
    """Return whether those of a figure are "home" or still "there", None where its clause does not tell."""
    stop = min([one.start for one in numbers if one.start > number.start] + [sentence.end, number.end + _CLAUSE])
    said = reading.words[number.end : stop]
    if "of" in reading.words[max(0, number.start - 2) : number.start] and said[:1] and said[0] in _HURT:
        return None
    if not said or (said[0] == "of" and not _HURT & {*said[:_NEAR]}):
        return None
    if _HOME & {*said}:
        return "home"
    return "there" if (_THERE | _KEPT) & {*said} else None


def _the_rest(reading: Reading, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the seven of "the rest of the wounded, seven persons, went home", "the wounded, seven in all, …"."""
    for number in numbers:
        before = reading.words[max(0, number.start - 2 * _NEAR) : number.start]
        whole = _REST & {*before} or reading.words[number.end : number.end + 2] in _IN_ALL
        if before[-1:] == (",",) and _HURT & {*before[-2:]} and whole and not number.article:
            yield Harm(kind=INJURED, value=number.value, strength=PLAIN, start=number.start, end=number.end)


def _carried(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the 30 of "ambulances ferried 30 injured to four hospitals"."""
    for hurt in sentence.of(INJURED):
        them = next((one for one in numbers if one.end == hurt.start and not one.article), None)
        if them and hurt.end - hurt.start == 1 and reading.words[hurt.end : hurt.end + 1] == ("to",):
            yield Harm(kind=INJURED, value=them.value, strength=PLAIN, start=them.start, end=hurt.end)
