"""The hurt less those of them who died. In: the figures of several sentences. Out: the same, settled between the kinds.

"Two men were shot; one died" is one dead and one hurt; "a clerk was stabbed; she died" one dead. "The" persons that a
figure counts were told of before.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.harm import (
    IMPLIED,
    ORDINAL,
    PLAIN,
    SPARED,
    WEAK,
    Harm,
    sentence_of,
    who_of,
)
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, word_before

_BESIDE = 4


def known(reading: Reading, harm: Harm) -> bool:
    """Whether those hurt were spoken of before: "the three other injured", "two of the wounded"."""
    before = reading.words[max(0, harm.start - _BESIDE) : harm.start]
    of_them = reading.phrases["common.of_them"]
    if any(pair in of_them for pair in pairwise(before)) or some_of_those(reading, harm):
        return True
    first = reading.words[harm.start]
    definite = reading.lists["word.definite"] | _PLURAL_THE
    return first in reading.lists["common.each"] or bool({word_before(reading, harm.start), first} & definite)


def some_of_those(reading: Reading, harm: Harm) -> bool:
    """Whether a figure counts a part: "two of the wounded", "of those three", not "the driver of the bus"."""
    first = reading.words[harm.start]
    counts = first.isdecimal() or first in reading.lists["number"] | reading.lists["word.another"]
    part = counts and reading.words[harm.start + 1 : harm.start + 3] in OF_THOSE
    return part or reading.words[harm.start - 2 : harm.start] in OF_THOSE


def less_the_dead(reading: Reading, found: Sequence[Harm], *, toll: bool) -> tuple[Harm, ...]:
    """Take from the hurt those of them that died: "two men were shot; one died", "one of them fatally".

    Where dead were told of before, those are more: "it killed nine and injured 20; two of the wounded died later"; not
    where a `toll` is told, which counts them already, as does "killed nine after two of the wounded had died".
    """
    since = min((one.start for one in found if one.kind == INJURED), default=len(reading.words))
    killed = [one for one in found if one.kind == KILLED and one.end > since and not one.none]
    killed = [one for one in killed if _of_the_hurt(reading, one) and not _told_as_dead(reading, one, found)]
    if not killed:
        return tuple(found)
    dead = next((harm for harm in killed if _of_the_wounded(reading, harm, found)), killed[0])
    whole = _whole_of(reading, dead, found)
    begin = sentence_of(reading, dead).start
    if word_before(reading, dead.start) == "after" and any(begin <= one.start < dead.start for one in found):
        return tuple(found)
    of_all = _of_the_wounded(reading, dead, found) and not toll
    reckoned = [one for one in found if one.kind == INJURED and one.strength == ORDINAL and one.start >= begin]
    hurt = [one for one in found if one.kind == INJURED and one.start < dead.start and dead.value < one.value]
    hurt = [one for one in hurt if one not in reckoned]
    hurt = [one for one in hurt if whole in {None, one.value}]
    gone = {one.value for one in hurt if of_all or (_close(reading, one, dead) and one.strength > SPARED)}
    first = [one for one in found if one.kind == KILLED and one.start < dead.start and WEAK < one.strength < ORDINAL]
    counted = any(one.end <= dead.start for one in reckoned) and all(one.value != dead.value for one in first)
    of_all = of_all or (counted and not toll)
    more = {one.value for one in first} if of_all and (gone or reckoned) else set()
    return tuple(
        replace(one, value=one.value - dead.value)
        if one in hurt and one.value in gone
        else (replace(one, value=one.value + dead.value) if one in first and one.value in more else one)
        for one in found
    )


def _told_as_dead(reading: Reading, dead: Harm, found: Sequence[Harm]) -> bool:
    """Whether "the" dead one was told among the dead before: "a driver and a clerk were killed … The clerk died in"."""
    who = who_of(sentence_of(reading, dead), dead)
    before = (one for one in found if one.kind == KILLED and one.end <= dead.start and known(reading, dead))
    return any(who & who_of(sentence_of(reading, one), one) for one in before)


def _of_the_wounded(reading: Reading, dead: Harm, found: Sequence[Harm]) -> bool:
    """Whether figures of the dead are a part of the hurt: "two of the wounded died", "one of the six has died"."""
    said = reading.words[dead.start : dead.end]
    of_them_words = reading.phrases["common.of_them"]
    apposed = any(pair in of_them_words for pair in pairwise(reading.words[max(0, dead.start - _BESIDE) : dead.start]))
    last = max((one for one in found if one.end <= dead.start), key=lambda one: one.end, default=dead)
    of_them = said[1:3] in of_them_words and last.kind == INJURED and last.start >= sentence_of(reading, dead).start
    of_them = of_them and last.value == next(one.value for one in found if one.kind == INJURED)
    counted = reading.lists["less_the_dead.counted"]
    of_them = of_them and counted.isdisjoint(reading.words[dead.end : sentence_of(reading, dead).end])
    whole = of_them or _whole_of(reading, dead, found) is not None
    hurt = reading.lists["common.hurt"]
    return apposed or whole or any(word == "of" and set(said[at : at + 4]) & hurt for at, word in enumerate(said))


def _whole_of(reading: Reading, dead: Harm, found: Sequence[Harm]) -> int | None:
    """Return how many hurt were told of before of whom some died: the six of "one of the six has died"."""
    said = reading.words[dead.start : dead.end]
    those = next((dead.start + at + 2 for at, pair in enumerate(pairwise(said)) if pair == ("of", "the")), None)
    numbers = [cue.value for cue in sentence_of(reading, dead).of("number") if cue.start == those]
    digits = [int(reading.words[those])] if those and reading.words[those].isdecimal() else []
    told = {one.value for one in found if one.kind == INJURED and one.end <= dead.start}
    return next((value for value in (*numbers, *digits) if value in told), None)


OF_THOSE = {("of", word) for word in ("the", "them", "those", "whom")} | {
    *(("de", "los"), ("de", "las"), ("de", "ellos"), ("de", "ellas"), ("d'", "entre"), ("des", "blessés")),
    *(("из", "них"), ("з", "них")),
}
_PLURAL_THE = frozenset({"los", "las", "les", "ces", "estos"})


def _close(reading: Reading, hurt: Harm, dead: Harm) -> bool:
    """Whether both stand in one sentence or in neighbours, and the hurt were not hurt only."""
    between = sum(hurt.end <= sentence.start <= dead.start for sentence in reading.sentences)
    said = reading.words[max(sentence_of(reading, dead).start, dead.start - _BESIDE) : dead.end]
    cared_for = not reading.lists["less_the_dead.in_care"].isdisjoint(reading.words[dead.start : dead.end + _BESIDE])
    shot = set(reading.words[hurt.start : hurt.end]) & {"shot", "stabbed"}
    there = word_before(reading, dead.start) == "where"
    later = reading.lists["less_the_dead.later"]
    return between <= 1 and bool(shot or there or cared_for or later & {*said} or ("not", "survive") in pairwise(said))


def has_died(reading: Reading, hurt: Harm, found: Sequence[Harm]) -> bool:
    """Whether those hurt are the very persons who died next: "a clerk was stabbed; she died", "the boy has died"."""
    sentence = sentence_of(reading, hurt)
    same_value = [one for one in found if one.kind == KILLED and one.value == hurt.value > 0]
    if hurt.kind != INJURED or hurt.strength > PLAIN:
        return False
    of_hurt = [one for one in same_value if one.start == hurt.start and one.end != hurt.end]
    if of_hurt:
        first, last = sorted((hurt.end, of_hurt[0].end))
        return "and" not in reading.words[first:last]
    dead = [one for one in same_value if one.start >= hurt.end]
    if not dead:
        return False
    after = sentence_of(reading, dead[0])
    same = who_of(after, dead[0]) == who_of(sentence, hurt) and known(reading, dead[0])
    they = reading.words[dead[0].start] in reading.lists["word.he"] | reading.lists["common.each"]
    return after.number - sentence.number <= 1 and (they or (same and bool(who_of(sentence, hurt))))


def _of_the_hurt(reading: Reading, dead: Harm) -> bool:
    """Whether a figure of dead names nobody: "one died", "two of them were killed"."""
    sentence = sentence_of(reading, dead)
    wounds = {"wounds", "injuries"} & set(reading.words[dead.start : dead.end + _BESIDE])
    told = reading.words[dead.start].isalnum() and dead.strength in {IMPLIED, PLAIN}
    there = word_before(reading, dead.start) == "where"
    said = reading.words[dead.end : dead.end + _BESIDE]
    in_care = reading.lists["less_the_dead.in_care"]
    there = there or (dead.value == 1 and known(reading, dead) and not in_care.isdisjoint(said))
    return told and (bool(wounds) or there or _of_the_wounded(reading, dead, ()) or not who_of(sentence, dead))
