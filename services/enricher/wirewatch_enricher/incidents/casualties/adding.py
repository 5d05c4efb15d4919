"""Figures of harm that several sentences give of one event. In: the harms in order. Out: the same, settled.

Victims told one after the other are added ("A shopkeeper was hurt. His wife was also hurt."); those of the hurt who
died are no longer among the hurt ("Two men were shot. One died.").
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.harm import (
    ANYONE,
    EACH,
    IMPLIED,
    ORDINAL,
    PLAIN,
    SPARED,
    THEM,
    TOLL,
    WEAK,
    Harm,
    who_of,
)
from wirewatch_enricher.incidents.text.persons import ATTACKERS, INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_NEAR, _FAR = 2, 4
_BESIDE = 4
_VAGUE = ANYONE | {"other"}


def settled(reading: Reading, found: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return the harms of an event with later victims added to earlier ones, and the dead taken from the hurt.

    Sums of what else is told are left out: "seven dead" in the title of three officers and four attackers, "all nine
    casualties" of three dead and six wounded.
    """
    found = [harm for harm in found if harm.kind != ATTACKERS and not _is_a_sum(reading, harm, found)]
    toll = any(harm.kind == KILLED and harm.strength == TOLL for harm in found)
    title = reading.sentences[0].end if reading.sentences[0].in_title else 0
    kept = (
        *_less_the_dead(reading, [harm for harm in found if harm.start < title], toll=toll),
        *_less_the_dead(reading, [harm for harm in found if harm.start >= title], toll=toll),
    )
    for kind in (KILLED, INJURED):
        own = [harm for harm in kept if harm.kind == kind and not harm.none and WEAK <= harm.strength < TOLL]
        told = list(_by_sentence(reading, own))
        if len(own) == sum(harm.kind == kind and harm.strength >= WEAK for harm in kept):
            for one, other in pairwise(told):
                if _added(reading, one, other):
                    both = replace(one[1], value=one[1].value + other[1].value, strength=max(one[1].strength, 2))
                    return tuple(both if harm is one[1] else harm for harm in kept)
    return kept


def _is_a_sum(reading: Reading, harm: Harm, found: Sequence[Harm]) -> bool:
    """Whether a figure counts the attackers as well, or the dead with the hurt."""
    dead, hurt = (
        {one.value for one in found if one.kind == kind and one is not harm and one.value} for kind in (KILLED, INJURED)
    )
    if harm.kind == INJURED:
        return bool(_BOTH_KINDS & {*reading.words[harm.start : harm.end]}) and _adds_up(harm.value, dead, hurt)
    attackers = {one.value for one in found if one.kind == ATTACKERS}
    end = reading.sentences[0].end if reading.sentences[0].in_title else 0
    if harm.start < end:
        return _adds_up(harm.value, dead, attackers)
    titled = {one.value for one in found if one.kind == KILLED and one.start < end and one.value}
    return _adds_up(harm.value, titled, {value for value in attackers if value > 1})


_BOTH_KINDS = frozenset({"casualties", "victims"})


def _adds_up(value: int, some: set[int], others: set[int]) -> bool:
    return any(value == one + other for one in some for other in others)


def _by_sentence(reading: Reading, own: Sequence[Harm]) -> Iterator[tuple[Sentence, Harm]]:
    """Yield the strongest harm of each sentence of the text's body."""
    for sentence in reading.sentences:
        inside = [harm for harm in own if sentence.start <= harm.start < sentence.end]
        if inside and not sentence.in_title:
            yield sentence, max(inside, key=lambda harm: (harm.strength, harm.value))


def _added(reading: Reading, one: tuple[Sentence, Harm], other: tuple[Sentence, Harm]) -> bool:
    """Whether the second of two figures counts others than the first."""
    (first, before), (second, after) = one, other
    also = "also" in reading.words[after.start : after.end + 1] and not second.of("attacker_word")
    far = second.number - first.number > (_FAR if also else _NEAR)
    told_of = reading.words[before.start] in reading.word_set("word.he")
    of_all = "among" in reading.words[after.start : after.end]
    if far or told_of or of_all or _the(reading, after) or before.strength == ORDINAL:
        return False
    begin = after.start - (word_before(reading, after.start) in reading.word_set("word.another"))
    if set(reading.words[begin : after.start + _BESIDE]) & reading.word_set("word.further"):
        return True
    if before.value == after.value > 1:
        return False
    old, new = who_of(first, before), who_of(second, after)
    if not old and before.kind == INJURED and after.value == 1:
        old = who_of(first, replace(before, end=before.end + _NEAR))
    return bool(new) and (also or bool(old and not (old | new) & _VAGUE and not old & new))


def _the(reading: Reading, harm: Harm) -> bool:
    """Whether those hurt were spoken of before: "the three other injured", "two of the wounded"."""
    before = reading.words[max(0, harm.start - _BESIDE) : harm.start]
    if any(pair in _OF_THEM for pair in pairwise(before)) or before[-2:] in _OF_THOSE:
        return True
    if reading.words[harm.start + 1 : harm.start + 3] in _OF_THOSE:
        return True
    first = reading.words[harm.start]
    return first in EACH or bool({word_before(reading, harm.start), first} & reading.word_set("word.definite"))


def _less_the_dead(reading: Reading, found: Sequence[Harm], *, toll: bool) -> tuple[Harm, ...]:
    """Take from the hurt those of them that died: "two men were shot; one died", "one of them fatally".

    Where dead were told of before, those are more: "it killed nine and injured 20; two of the wounded died later"; not
    where a `toll` is told, which counts them already.
    """
    killed = [harm for harm in found if harm.kind == KILLED and not harm.none and _of_the_hurt(reading, harm)]
    if not killed:
        return tuple(found)
    dead = next((harm for harm in killed if _of_the_wounded(reading, harm)), killed[0])
    of_all = _of_the_wounded(reading, dead) and not toll
    hurt = [one for one in found if one.kind == INJURED and one.start < dead.end and dead.value < one.value]
    gone = {one.value for one in hurt if of_all or (_close(reading, one, dead) and one.strength > SPARED)}
    first = [one for one in found if one.kind == KILLED and one.start < dead.start and WEAK < one.strength < ORDINAL]
    more = {one.value for one in first} if of_all and gone else set()
    return tuple(
        replace(one, value=one.value - dead.value)
        if one in hurt and one.value in gone
        else (replace(one, value=one.value + dead.value) if one in first and one.value in more else one)
        for one in found
    )


def _of_the_wounded(reading: Reading, dead: Harm) -> bool:
    """Whether figures of the dead are a part of the hurt: "two of the wounded died"."""
    said = reading.words[dead.start : dead.end]
    apposed = any(pair in _OF_THEM for pair in pairwise(reading.words[max(0, dead.start - _BESIDE) : dead.start]))
    return apposed or any(word == "of" and set(said[at : at + 4]) & _HURT for at, word in enumerate(said))


_OF_THEM = {("of", "them"), ("of", "whom")}
_OF_THOSE = {("of", word) for word in ("the", "them", "those", "whom")}
_HURT = frozenset({"wounded", "injured", "hurt"})


def _close(reading: Reading, hurt: Harm, dead: Harm) -> bool:
    """Whether both stand in one sentence or in neighbours, and the hurt were not hurt only."""
    between = sum(hurt.end <= sentence.start <= dead.start for sentence in reading.sentences)
    said = reading.words[dead.start : dead.end]
    shot = set(reading.words[hurt.start : hurt.end]) & {"shot", "stabbed"}
    return between <= 1 and bool(shot or {"later", "since", "fatally", *THEM} & set(said))


def _of_the_hurt(reading: Reading, dead: Harm) -> bool:
    """Whether a figure of dead names nobody: "one died", "two of them were killed"."""
    sentence = next(one for one in reading.sentences if one.start <= dead.start < one.end)
    wounds = {"wounds", "injuries"} & set(reading.words[dead.start : dead.end + _BESIDE])
    told = reading.words[dead.start].isalnum() and dead.strength in {IMPLIED, PLAIN}
    return told and (bool(wounds) or _of_the_wounded(reading, dead) or not who_of(sentence, dead))
