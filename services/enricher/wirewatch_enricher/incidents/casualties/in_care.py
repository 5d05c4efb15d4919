"""The hurt as hospitals tell of them. In: a sentence and its figures. Out: `Harm`s, and the words that tell of care.

"61 are still in hospital and 26 have been sent home" are 87 hurt; "the rest of the wounded, seven persons" are seven;
"were brought to the Assad Hospital" and "sought the help of doctors" tell of harm.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wirewatch_enricher.incidents.casualties.figures import Figure, figures
from wirewatch_enricher.incidents.casualties.harm import ORDINAL, PLAIN, Harm
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_CLAUSE = 9
_NEAR = 3


def in_care(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the hurt of whom some are in hospital and some are home, and those of "the rest of the wounded, seven"."""
    remain_there = reading.phrases["in_care.remain_there"]
    remain = any(pair in remain_there for pair in pairwise(reading.words[sentence.start : sentence.end]))
    if remain or sentence.of(INJURED):
        yield from _home_and_there(reading, sentence, [one for one in numbers if not one.article])
        yield from _the_rest(reading, numbers)
        yield from _carried(reading, sentence, numbers)
    yield from _given_help(reading, sentence, numbers)


def _home_and_there(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the sum of "seven have been discharged and three are still admitted".

    Where all the hurt are counted as well, the sum may only be little less, and if one has died since.
    """
    where = {one: _where(reading, sentence, one, numbers) for one in numbers}
    home = [one for one, place in where.items() if place == "home"]
    there = [one for one, place in where.items() if place == "there"]
    if len(home) != 1 or len(there) != 1:
        return
    whole = home[0].value + there[0].value
    before = [one for one in reading.sentences if one.number < sentence.number and one.of(INJURED)]
    more = min((one.value for other in before for one in figures(reading, other) if one.value > whole), default=whole)
    if more > whole + _some_died(reading, sentence) * (1 + whole // _THIRD):
        return
    all_told = [one.value for one in numbers if one not in {*home, *there} and one.value >= whole]
    start, end = sorted((home[0].start, there[0].start))
    if whole in all_told or not all_told or _some_died(reading, sentence):
        yield Harm(kind=INJURED, value=whole, strength=ORDINAL, start=start, end=end + 1)


_THIRD = 3
"""How much of the hurt may have died since: a third of those who are left, and one."""


def _some_died(reading: Reading, sentence: Sentence) -> bool:
    return any(one.of(KILLED) for one in reading.sentences if one.number <= sentence.number)


def _where(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure]) -> str | None:
    """Return whether those of a figure are "home" or still "there", None where its clause does not tell."""
    stop = min([one.start for one in numbers if one.start > number.start] + [sentence.end, number.end + _CLAUSE])
    said = reading.words[number.end : stop]
    remain_words = reading.phrases["in_care.remain"]
    if said[-1:] in remain_words and "," in said:
        said = said[: said.index(",")]
    hurt = reading.lists["common.hurt"]
    if "of" in reading.words[max(0, number.start - 2) : number.start] and said[:1] and said[0] in hurt:
        return None
    if not said or (said[0] == "of" and not hurt & {*said[:_NEAR]}):
        return None
    if reading.lists["in_care.home"] & {*said}:
        return "home"
    before = reading.words[max(sentence.start, number.start - _NEAR) : number.start]
    there = reading.lists["in_care.there"]
    remain = before[-1:] in remain_words and not there.isdisjoint(before)
    return "there" if remain or (there | reading.lists["in_care.kept"]) & {*said} else None


def _the_rest(reading: Reading, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the seven of "the rest of the wounded, seven persons, went home", "the wounded, seven in all, …"."""
    for number in numbers:
        before = reading.words[max(0, number.start - 2 * _NEAR) : number.start]
        in_all = reading.phrases["in_care.in_all"]
        whole = reading.lists["in_care.rest"] & {*before} or reading.words[number.end : number.end + 2] in in_all
        whole = whole or reading.lists["in_care.count"] & {*reading.words[number.end : number.end + _NEAR + 1]}
        if before[-1:] == (",",) and reading.lists["common.hurt"] & {*before[-2:]} and whole and not number.article:
            yield Harm(kind=INJURED, value=number.value, strength=PLAIN, start=number.start, end=number.end)


def _carried(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the 30 of "ambulances ferried 30 injured to four hospitals"."""
    for hurt in sentence.of(INJURED):
        them = next((one for one in numbers if one.end == hurt.start and not one.article), None)
        if them and hurt.end - hurt.start == 1 and reading.words[hurt.end : hurt.end + 1] == ("to",):
            yield Harm(kind=INJURED, value=them.value, strength=PLAIN, start=them.start, end=hurt.end)


def _given_help(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the three of "crews gave first aid to three people", "doctors are fighting for the lives of three"."""
    for number in numbers if reading.language == "en" else ():
        before = reading.words[max(sentence.start, number.start - _CLAUSE) : number.start]
        medical = reading.lists["in_care.medical"]
        aid = reading.lists["in_care.aid"]
        helped = before[-1:] == ("to",) and aid & {*before} and medical & {*before} and not number.article
        helped = helped and reading.lists["in_care.charity"].isdisjoint(before)
        if helped or (before[-2:] == ("lives", "of") and not reading.lists["in_care.fight"].isdisjoint(before)):
            yield Harm(kind=INJURED, value=number.value, strength=PLAIN, start=number.start, end=number.end)


def words_of_care(reading: Reading, sentence: Sentence) -> Iterator[Cue]:
    """Yield what befell those who came to a hospital or under a doctor's hands, in words that no lexicon lists."""
    told = {at for one in sentence.of(INJURED) for at in range(one.start, one.end)}
    grave = reading.lists["in_care.grave"]
    brought = reading.lists["in_care.brought"]
    stay = reading.lists["in_care.stay"]
    houses = reading.lists["in_care.houses"]
    more = reading.lists["in_care.more"]
    seek = reading.lists["in_care.seek"]
    took_in = reading.lists["in_care.took_in"]
    for at in range(sentence.start + 1, sentence.end) if reading.language == "en" else ():
        word = reading.words[at]
        end = _there(reading, sentence, at) if word in brought | stay else None
        end = end or (_helped(reading, sentence, at) if word in seek else None)
        end = end or (_there(reading, sentence, at) if word in more else None)
        end = end or (at + 1 if word in took_in and houses & {*reading.words[max(0, at - _NAME) : at]} else None)
        if (word == "affected" and _affected(reading, at)) or (word in grave and _counted(reading, at)):
            yield Cue(INJURED, "hit", None, at, at + 1)
        if end and told.isdisjoint(range(at, end)) and not _is_of_bodies(reading, sentence, at):
            yield Cue(INJURED, "in care", None, at, end)


def _there(reading: Reading, sentence: Sentence, verb: int) -> int | None:
    """Return where "brought to Raee hospital", "are in the town's clinic" ends; None where it is of no hospital."""
    brought = reading.lists["in_care.brought"]
    ways = reading.lists["in_care.to"] if reading.words[verb] in brought else reading.lists["in_care.in"]
    way = next((at for at in range(verb + 1, min(verb + _WAY, sentence.end)) if reading.words[at] in ways), None)
    between = reading.words[verb + 1 : way]
    if way is None or not (reading.lists["in_care.adverbs"].issuperset(between) or between[:1] == ("from",)):
        return None
    houses = reading.lists["in_care.houses"]
    in_names = reading.lists["in_care.in_names"]
    not_there = reading.lists["in_care.not_there"]
    for at in range(way + 1, min(way + _NAME, sentence.end)):
        if reading.words[at] in houses:
            return at + 1 if not_there.isdisjoint(reading.words[at + 1 : at + 2]) else None
        if not (reading.words[at].isalnum() or reading.words[at] in in_names):
            return None
    return None


def _helped(reading: Reading, sentence: Sentence, verb: int) -> int | None:
    """Return where "asked doctors for help", "received first aid", "remain under doctors' supervision" ends."""
    crews = reading.lists["in_care.crews"]
    doctors = reading.lists["in_care.doctors"]
    medical = reading.lists["in_care.medical"]
    aid = reading.lists["in_care.aid"]
    fill = reading.lists["in_care.fill"]
    for at in range(verb + 1, min(verb + _NAME, sentence.end)):
        word = reading.words[at]
        if word in aid | crews and medical & {*reading.words[verb + 1 : at + 1], *reading.words[at + 1 : at + 4]}:
            return at + 1
        if word not in medical | fill:
            return at if at - 1 > verb and reading.words[at - 1] in doctors else None
    return None


def _affected(reading: Reading, at: int) -> bool:
    """Whether persons were "affected as a result of" an attack or "affected, of whom" some died."""
    was = word_before(reading, at) in reading.lists["word.aux"]
    affected = reading.phrases["in_care.affected"]
    return was and any(reading.words[at + 1 : at + 1 + len(words)] == words for words in affected)


def _counted(reading: Reading, at: int) -> bool:
    """Whether a bare adjective counts the badly hurt: "five martyred, 3 critical."."""
    before = word_before(reading, at)
    alone = not reading.words[at + 1 : at + 2] or not reading.words[at + 1].isalnum()
    return alone and (before.isdecimal() or before in reading.lists["number"])


def _is_of_bodies(reading: Reading, sentence: Sentence, verb: int) -> bool:
    """Whether the dead are brought: "the bodies of two men were taken to the hospital"."""
    for body in (one for one in sentence.of(KILLED) if one.end <= verb):
        between = reading.words[body.end : verb]
        commas = [at for at, word in enumerate(between) if word == ","]
        if len(commas) == len(_ASIDE):
            between = (*between[: commas[0]], *between[commas[1] + 1 :])
        if len(between) <= _NAME and not {",", "and", ";", "while", "but"} & {*between}:
            return True
    return False


_ASIDE = ",,"
"""The commas of "the bodies of 14 people, including five children, were brought"."""


_WAY, _NAME = 7, 7
