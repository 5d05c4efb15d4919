"""Groups of victims that one sentence tells one after the other. In: its harms and figures. Out: the harms, summed.

"One died at the scene and two others died in hospital" has a word of harm for each; "two were killed in the north and
three in the south" has one for both. Who is only a part ("five hurt, one of them badly") adds nothing.
"""

from collections.abc import Sequence, Set
from itertools import pairwise

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.gapping import died_in_hospital, sharing, unsaid
from wirewatch_enricher.incidents.casualties.harm import PLAIN, TOLL, WEAK, Harm, who_of
from wirewatch_enricher.incidents.casualties.harm_places import apart, towns_of
from wirewatch_enricher.incidents.casualties.remainder import with_rest
from wirewatch_enricher.incidents.location.where import Spot
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, harm_within
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_JOINT = 4
_TWO = 2


def together(
    reading: Reading, sentence: Sentence, found: Sequence[Harm], numbers: Sequence[Figure], towns: Sequence[Spot] = ()
) -> tuple[Harm, ...]:
    """Return the harms of a sentence, those of one kind added where they count others than the first.

    Those of other towns than the first (`towns` are the sentence's) are not added: they are of another attack.
    """
    found = with_rest(reading, sentence, found, numbers)
    kept = died_in_hospital(reading, sentence, found, numbers)
    kept = [harm for harm in kept if not _of_those_told(reading, harm, found)]
    for kind in (KILLED, INJURED):
        own = [harm for harm in kept if harm.kind == kind and not harm.none]
        if not own or any(harm.strength >= TOLL - 1 for harm in own):
            continue
        first, *later = sorted(own, key=lambda harm: (harm.start, -harm.end))
        whole = first
        sure = tuple(sharing(reading, sentence, kind, kept, numbers))
        others = (one for one in unsaid(reading, sentence, kind, kept, numbers) if one not in sure)
        everyone = sorted((*later, *others, *sure), key=lambda one: one.start)
        for other in everyone:
            if _in_other_towns(towns, first, other, everyone):
                kept.append(other)
            elif other.start >= whole.end and (
                other in sure
                or reading.lists["together.also_killed"].issubset(reading.words[other.start : other.end])
                or _as_well(reading, other)
                or _others(reading, sentence, whole, other, numbers)
            ):
                strength = max(whole.strength, other.strength, PLAIN if whole.value > 1 else WEAK)
                whole = replace(whole, value=whole.value + other.value, end=other.end, strength=strength)
        if whole is not first:
            kept = [harm for harm in kept if harm not in own or not whole.start <= harm.start < whole.end]
            kept.append(whole)
    return tuple(kept)


def _as_well(reading: Reading, other: Harm) -> bool:
    """Whether a group is said to come to those before: "and five civilians perished as well"."""
    behind = reading.words[other.start : other.end + _TWO]
    return other.value > 1 and ("as", "well") in pairwise(behind) and "of" not in behind[:_TWO]


def _in_other_towns(towns: Sequence[Spot], first: Harm, other: Harm, later: Sequence[Harm]) -> bool:
    """Whether a group behind the first was harmed in a town apart from its town."""
    if len(towns) < _TWO or other.start < first.end:
        return False
    every = (first, *later)
    return apart(towns_of(towns, first, every), towns_of(towns, other, every))


def _of_those_told(reading: Reading, harm: Harm, found: Sequence[Harm]) -> bool:
    """Whether the hurt are some of those told right before: "two died, one of them hit by a bullet"."""
    if harm.kind != INJURED or harm.none or reading.words[harm.start + 1 : harm.start + 3] != ("of", "them"):
        return False
    return any(one.end <= harm.start for one in found)


def _others(reading: Reading, sentence: Sentence, one: Harm, other: Harm, numbers: Sequence[Figure]) -> bool:
    """Whether the second of two groups counts others than the first, hurt in the same event."""
    between = reading.words[one.end : other.start]
    of_the = reading.phrases["common.of_the"]
    if reading.words[max(0, one.start - 2) : one.start] in of_the or word_before(reading, one.start) == "of":
        return False
    joints = [at for at, word in enumerate(between) if word in reading.lists["word.and"] | {",", ";", "while", "but"}]
    behind = between[joints[-1] + 1 :] if joints else between
    if (
        not joints
        or ":" in between
        or len(behind) >= _JOINT
        or reading.lists["together.why"] & set(behind)
        or _a_part(reading, between, one, other, numbers)
    ):
        return False
    verb = any(cue.start == other.start for cue in sentence.of(one.kind))
    next_one = one.value + 1
    nth = next((cue.value for cue in sentence.of("ordinal") if 0 <= cue.start - other.start <= 1), next_one)
    if nth != next_one or (verb and joints[-1] != len(between) - 1) or _by_others(sentence, one, other):
        return False
    head = reading.words[other.start - 1 : other.start + 3]
    said = reading.words[other.start : other.end + _TWO]
    also = {"also", "too"} & {*said} or said[-_TWO:] == ("as", "well")
    if also or set(head) & (reading.lists["word.further"] | reading.lists["word.his"]):
        return True
    first, second = who_of(sentence, one), who_of(sentence, other)
    if first and second and not (first | second) & reading.lists["harm.anyone"] and not first & second:
        return True
    marks = reading.lists["figures.where"] | reading.lists["word.manner"]
    if not harm_within(sentence, other.start, other.end):
        marks |= {"by"}
    return _placed(reading, one, other.start, marks) and _placed(reading, other, sentence.end, marks)


def _by_others(sentence: Sentence, one: Harm, other: Harm) -> bool:
    """Whether police or attackers stand between two groups, or each has a day of its own."""
    agents = sentence.of("actor.state", "target.police", "attacker_word")
    days = sentence.of("time.weekday", "time.month")
    own = any(other.start <= day.start <= other.end + _JOINT for day in days)
    since = sentence.lists["together.since"] & {*sentence.tokens.words[other.start : other.end + _TWO]}
    both = own and not since and any(day.start < other.start for day in days)
    return both or any(one.end <= cue.start < other.start for cue in agents)


def _a_part(reading: Reading, between: Sequence[str], one: Harm, other: Harm, numbers: Sequence[Figure]) -> bool:
    parts = reading.lists["word.part"] | reading.lists["word.sum"] | {"of"}
    if reading.words[other.start] in reading.lists["common.each"]:
        return True
    if parts & set(between[-_JOINT:]) or reading.words[other.start - 1] in reading.lists["word.definite"]:
        return True
    the_other = reading.words[other.start - 2] in reading.lists["word.definite"]
    the_other = the_other and reading.words[other.start - 1] in reading.lists["word.further"]
    said = reading.words[other.start : other.end]
    if the_other or "now" in said or ("one", "of", "them") in {said[at : at + 3] for at in range(1, len(said))}:
        return True
    grave = reading.lists["together.grave"]
    if between[-1:] == (",",) and grave & {*reading.words[other.start + 1 : max(other.end, other.start + _JOINT + 1)]}:
        return True
    return "of" in reading.words[other.start + 1 : other.start + 2] and not _of_more(one, other, numbers)


def _of_more(one: Harm, other: Harm, numbers: Sequence[Figure]) -> bool:
    """Whether a part is of more than the first group, so of others: "four died, and one of the seven in hospital"."""
    return any(0 <= whole.start - other.start - 2 <= 1 and whole.value > one.value for whole in numbers)


def _placed(reading: Reading, harm: Harm, stop: int, marks: Set[str]) -> bool:
    """Whether a place or a manner of its own stands with a group, as one of the `marks` tells."""
    return not marks.isdisjoint(reading.words[harm.start : min(stop, harm.end + _JOINT)])
