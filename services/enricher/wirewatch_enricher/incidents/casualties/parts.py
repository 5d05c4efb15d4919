"""Figures that name only some of those harmed. In: a word for all of them. Out: a weak `Harm`, if there is one.

"The dead include two cooks", "among the dead were three children", "two cooks were among those killed", "five of the
wounded": true at least, and weaker than any figure of all. Of "an unknown number of people" no figure is told.
"""

from collections.abc import Sequence
from itertools import takewhile

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import summed, with_before
from wirewatch_enricher.incidents.casualties.harm import PLAIN, WEAK, Harm, harm_of
from wirewatch_enricher.incidents.casualties.someone import verb_start
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import harm_within
from wirewatch_enricher.incidents.text.reading import Reading, Sentence


def only_some(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a word for those harmed is one of which a part is named."""
    start = _determiner(reading, cue)
    if start is None:
        return False
    before = reading.words[start - 1] if start > sentence.start else ""
    after = reading.words[cue.end] if cue.end < sentence.end else ""
    return before in {"of", "among"} or after in reading.lists["parts.include"]


def part(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the part that is named of those whom a word stands for (see `only_some`)."""
    start = _determiner(reading, cue) or cue.start
    behind = [n for n in numbers if cue.end < n.start <= cue.end + 2]
    before = [n for n in numbers if n.end < start and n.start >= sentence.start]
    are = reading.words[cue.end : cue.end + 1]
    if behind and (are[0] in reading.lists["parts.include"] or are[0] in reading.lists["word.are"]):
        group = summed(reading, sentence, behind[0], numbers, stop=sentence.end)
    elif before and before[-1].end == start - 1 and not before[-1].article:
        group = before[-1]
    elif before and reading.words[start - 1] == "among" and _are_there(reading, start - 2):
        group = with_before(reading, sentence, before[-1], numbers)
        return harm_of(cue, group, PLAIN if reading.words[start - 2] in reading.lists["parts.are"] else WEAK)
    else:
        return None
    return harm_of(cue, group, WEAK)


def _are_there(reading: Reading, at: int) -> bool:
    """Whether "are", "was also" or "were listed" ends at a token."""
    at -= reading.words[at] in reading.lists["parts.also"]
    return reading.words[at] in reading.lists["parts.are"] | reading.lists["word.are"]


def named_behind(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the part that is named of those whom nobody counted: "dozens were hurt, including at least 14 guards"."""
    near = range(cue.end, min(cue.end + 2, sentence.end))
    start = next((at for at in near if reading.words[at] in reading.lists["parts.including"]), None)
    if start is None:
        return None
    group = next((n for n in numbers if start < n.start <= start + _NEAR and not n.article), None)
    return harm_of(cue, summed(reading, sentence, group, numbers, stop=sentence.end), WEAK) if group else None


_NEAR = 3


def uncounted_at(reading: Reading, at: int) -> bool:
    """Whether "several soldiers", "an unknown number of people" begins at a token."""
    reach = _NOUN if reading.words[at : at + 1] in {("a",), ("an",)} else 1
    phrase = takewhile(lambda word: word.isalpha(), reading.words[at : at + reach])
    return any(word in reading.lists["parts.uncounted"] for word in phrase)


def uncounted_before(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> bool:
    """Whether those before a word of harm are uncounted: "two died and an unknown number of people were hurt".

    Not where they share it with those counted: "eleven officers and several protesters were hurt".
    """
    counted = [one.end for one in numbers if not one.article and one.end <= cue.start]
    last, joints = max(counted, default=sentence.start), reading.lists["word.and"] | {"who", "that"}
    uncounted = reading.lists["parts.uncounted"]
    for at in range(verb_start(reading, sentence, cue) - 1, max(last, cue.start - 2 * _NOUN) - bool(not counted), -1):
        if reading.words[at] in joints or not reading.words[at].isalpha():
            return False
        if reading.words[at] in uncounted:
            return not counted or harm_within(sentence, last, at)
    return False


_NOUN = 4


def _determiner(reading: Reading, cue: Cue) -> int | None:
    """Return where "the dead" or "those killed" begins, None for other words of harm."""
    if reading.words[cue.end - 1] not in reading.lists["word.harmed"]:
        return None
    for at in (cue.start - 1, cue.end - 2):
        if at >= 0 and reading.words[at] in reading.lists["parts.the"]:
            return at
    return None
