"""Figures of harm that several sentences give of one event. In: the harms in order. Out: the same, settled.

Victims told one after the other are added ("A shopkeeper was hurt. His wife was also hurt."); those of the hurt who
died are no longer among the hurt ("Two men were shot. One died.").
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.attackers import without_those_told_later
from wirewatch_enricher.incidents.casualties.harm import (
    IMPLIED,
    ORDINAL,
    PLAIN,
    TOLL,
    WEAK,
    Harm,
    sentence_of,
    who_of,
)
from wirewatch_enricher.incidents.casualties.less_the_dead import has_died, known, less_the_dead, some_of_those
from wirewatch_enricher.incidents.text.persons import ATTACKERS, INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_NEAR, _FAR = 2, 4
_BESIDE = 4


def settled(reading: Reading, found: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return the harms of an event with later victims added to earlier ones, and the dead taken from the hurt.

    Sums of what else is told are left out: "seven dead" in the title of three officers and four attackers, "all nine
    casualties" of three dead and six wounded.
    """
    found = without_those_told_later(reading, found)
    found = [harm for harm in found if harm.kind != ATTACKERS and not _is_a_sum(reading, harm, found)]
    found = [harm for harm in found if not has_died(reading, harm, found)]
    found = [replace(harm, strength=PLAIN) if _overtaken(reading, harm, found) else harm for harm in found]
    found = [replace(harm, strength=IMPLIED) if _of_a_part(reading, harm, found) else harm for harm in found]
    toll = any(harm.kind == KILLED and harm.strength == TOLL for harm in found) or _revised(reading, found)
    title = reading.sentences[0].end if reading.sentences[0].in_title else 0
    body = [harm for harm in found if harm.start >= title]
    now = less_the_dead(reading, body, toll=toll)
    more = {old.value: new.value for old, new in zip(body, now, strict=True) if new.value > old.value}
    titled = less_the_dead(reading, [harm for harm in found if harm.start < title], toll=toll)
    raised = {harm: more.get(harm.value, harm.value) for harm in titled if harm.kind == KILLED}
    kept = (*(replace(harm, value=raised.get(harm, harm.value)) for harm in titled), *now)
    for kind in (KILLED, INJURED):
        own = [harm for harm in kept if harm.kind == kind and not harm.none and WEAK <= harm.strength < TOLL]
        if len(own) == sum(harm.kind == kind and harm.strength >= WEAK for harm in kept):
            kept = _with_later_ones(reading, kept, own)
    return kept


def _with_later_ones(reading: Reading, found: tuple[Harm, ...], own: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return harms with those of `own`, all of one kind, that come to the first of them added to it."""
    told = [one for one in _by_sentence(reading, own) if not _one_of_them(reading, one[1], own)]
    first: Harm | None = None
    more = 0
    for one, other in pairwise([*_only_titled(reading, own, told), *told]):
        if _added(reading, one, other):
            first = first or one[1]
            more += other[1].value
        elif first:
            break
    return tuple(
        replace(one, value=one.value + more, strength=max(one.strength, PLAIN)) if one is first else one
        for one in found
    )


def _overtaken(reading: Reading, toll: Harm, found: Sequence[Harm]) -> bool:
    """Whether one more has died since a toll: "has risen to 34. Later a woman died, the 35th victim"."""
    if toll.kind != KILLED or toll.strength != TOLL:
        return False
    told = sentence_of(reading, toll)
    down = not reading.lists["adding.down"].isdisjoint(reading.words[told.start : told.end])
    later = (one for one in found if one.kind == KILLED and one.strength == ORDINAL and one.start > toll.end)
    return not down and any(0 < one.value - toll.value <= _FAR for one in later)


def _of_a_part(reading: Reading, nth: Harm, found: Sequence[Harm]) -> bool:
    """Whether an ordinal counts some of those whom title or lead counts: "killing four … Two died, the third later"."""
    lead = reading.sentences[min(1, len(reading.sentences) - 1)].end
    told = (one.value for one in found if one.kind == nth.kind and one.start < lead and one.strength == PLAIN)
    return nth.kind == KILLED and nth.strength == ORDINAL and nth.start >= lead and max(told, default=0) > nth.value


def _revised(reading: Reading, found: Sequence[Harm]) -> bool:
    """Whether a sentence that counts the dead tells of a toll: "revised to 38 died, six of the wounded succumbed"."""
    told = (sentence_of(reading, one) for one in found if one.kind == KILLED and one.value > 1)
    return any(not reading.lists["adding.tolls"].isdisjoint(reading.words[one.start : one.end]) for one in told)


def _is_a_sum(reading: Reading, harm: Harm, found: Sequence[Harm]) -> bool:
    """Whether a figure counts the attackers, alone ("five of them") or as well, or the dead with the hurt."""
    dead, hurt = (
        {one.value for one in found if one.kind == kind and one is not harm and one.value} for kind in (KILLED, INJURED)
    )
    toll = harm.strength == TOLL
    said = {*reading.words[sentence_of(reading, harm).start if toll else harm.start : harm.end]}
    both_kinds = reading.lists["adding.both_kinds"]
    if (toll or harm.kind == INJURED) and said & both_kinds and _adds_up(harm.value, dead, hurt):
        return True
    if harm.kind == INJURED:
        return False
    attackers = {one.value for one in found if one.kind == ATTACKERS}
    if reading.words[harm.start + 1 : harm.start + 3] == ("of", "them") and harm.value in attackers:
        return any(cue.end <= harm.start for cue in sentence_of(reading, harm).of("attacker_word"))
    end = reading.sentences[0].end if reading.sentences[0].in_title else 0
    if harm.start < end:
        return _adds_up(harm.value, dead, attackers)
    titled = {one.value for one in found if one.kind == KILLED and one.start < end and one.value}
    return _adds_up(harm.value, titled, {value for value in attackers if value > 1})


def _adds_up(value: int, some: set[int], others: set[int]) -> bool:
    return any(value == one + other for one in some for other in others)


def _by_sentence(reading: Reading, own: Sequence[Harm]) -> Iterator[tuple[Sentence, Harm]]:
    """Yield the strongest harm of each sentence of the text's body."""
    for sentence in reading.sentences:
        inside = [harm for harm in own if sentence.start <= harm.start < sentence.end]
        if inside and not sentence.in_title:
            yield sentence, max(inside, key=lambda harm: (harm.strength, harm.value))


def _only_titled(
    reading: Reading, own: Sequence[Harm], told: Sequence[tuple[Sentence, Harm]]
) -> Iterator[tuple[Sentence, Harm]]:
    """Yield the one of whom only the headline tells, where the body adds to him: "Bomb wounds general", "also hurt"."""
    title = reading.sentences[0]
    one = next((harm for harm in own if title.in_title and harm.start < title.end and harm.value == 1), None)
    if one is None or not told or told[0][1].strength < PLAIN or one.value == told[0][1].value:
        return
    sentence, first = told[0]
    if _also(reading, sentence, first) and not who_of(title, one) & who_of(sentence, first):
        yield sentence, one


def _one_of_them(reading: Reading, harm: Harm, own: Sequence[Harm]) -> bool:
    """Whether a figure is a part of others told before: "one of the Rwandans is in a critical condition"."""
    return some_of_those(reading, harm) and any(one.start < harm.start for one in own)


def _added(reading: Reading, one: tuple[Sentence, Harm], other: tuple[Sentence, Harm]) -> bool:
    """Whether the second of two figures counts others than the first."""
    (first, before), (second, after) = one, other
    also = _also(reading, second, after)
    far = second.number - first.number > (_FAR if also else _NEAR)
    far = far or not reading.lists["adding.elsewhere"].isdisjoint(reading.words[second.start : second.end])
    if not far and _another_by_name(reading, before, after):
        return True
    told_of = reading.words[before.start] in reading.lists["word.he"]
    of_all = not (reading.lists["word.part"] | _AMONG).isdisjoint(reading.words[after.start - 1 : after.end])
    of_two = before.value == 1 and reading.words[after.start : after.start + 2] == ("the", "other")
    told_of = told_of or (known(reading, after) and not _is_one_more(reading, second, after, also=also or of_two))
    if far or told_of or before.strength == ORDINAL or (of_all and not also):
        return False
    begin = after.start - (word_before(reading, after.start) in reading.lists["word.another"])
    if set(reading.words[begin : after.start + _BESIDE]) & reading.lists["word.further"]:
        return True
    if before.value == after.value > 1:
        return False
    old, new = who_of(first, before), _whom(reading, second, after)
    if before.kind == INJURED or after.value == 1 or word_before(reading, after.start) in reading.lists["word.his"]:
        old = old or _whom(reading, first, before) or _counted_noun(reading, before)
    named = any(text[:1].isupper() for text in reading.texts[after.start + 1 : after.start + 2])
    apart = old and not named and not (old | new) & reading.lists["adding.vague"] and not old & new
    if also and of_all and after.value > before.value:
        return True
    return bool(new) and ((also and not of_all) or bool(apart and (also or after.strength > WEAK)))


def _another_by_name(reading: Reading, one: Harm, other: Harm) -> bool:
    """Whether one who is only named, or "he", is followed by a new name or his kin: "Ali Said died. His wife died"."""
    he, his = reading.lists["word.he"], reading.lists["word.his"]
    who = reading.words[one.start] in he or _is_name(reading, one)
    if not who or one.value > 1 or other.value > 1:
        return False
    new = _is_name(reading, other) and reading.words[other.start] not in reading.words[: other.start]
    return new or (reading.words[other.start] in his and reading.words[other.start + 1] in reading.lists["singles.kin"])


def _is_name(reading: Reading, harm: Harm) -> bool:
    """Whether a figure begins with a name: "Hassan , 34, was killed"."""
    sentence = sentence_of(reading, harm)
    known = any(cue.start == harm.start for cue in sentence.of("number", "victim", harm.kind))
    no_names = reading.lists["adding.no_names"]
    return reading.texts[harm.start][:1].isupper() and not known and reading.words[harm.start] not in no_names


def _is_one_more(reading: Reading, sentence: Sentence, harm: Harm, *, also: bool) -> bool:
    """Whether "the" one harmed is another than those told of: "the guard also died", "the other died in the yard"."""
    kin_words = reading.lists["singles.kin"]
    kin = reading.language == "en" and not kin_words.isdisjoint(reading.words[harm.start : harm.start + _NEAR])
    kin = kin and reading.words[harm.start + _NEAR :][:1] != ("of",)
    return harm.value == 1 and (also or kin) and not _told_before(reading, sentence, harm)


_AMONG = frozenset({"بين", "parmi", "entre", "среди", "серед"})


def _also(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether a figure comes to those before: "a guard was also hurt", "was killed as well"."""
    behind = reading.words[harm.start : min(sentence.end, harm.end + _NEAR)]
    also = "also" in behind[:-1] or "too" in behind[-_NEAR:] or ("as", "well") in pairwise(behind)
    oneself = reading.lists["common.oneself"]
    also = also or (harm.value == 1 and not oneself.isdisjoint(behind)) or _by_a_second(reading, sentence)
    did = any(cue.start == harm.start for cue in sentence.of(harm.kind))
    return also and not any(cue.start >= harm.start or not did for cue in sentence.of("attacker_word"))


def _by_a_second(reading: Reading, sentence: Sentence) -> bool:
    """Whether a second attack did it, which comes to one that was told alone: "a second bomb killed two rescuers"."""
    before = next((one for one in reading.sentences if one.number == sentence.number - 1), sentence)
    means = {one.start for one in sentence.of("act.", "weapon.")}
    nth = any(one.end in means and reading.words[one.start - 1] == "a" for one in sentence.of("ordinal"))
    return nth and reading.lists["adding.both"].isdisjoint(reading.words[before.start : before.end])


def _told_before(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether the persons of a figure were named in an earlier sentence."""
    who = who_of(sentence, harm)
    return any(cue.base in who for one in reading.sentences if one.number < sentence.number for cue in one.of("victim"))


def _whom(reading: Reading, sentence: Sentence, harm: Harm) -> frozenset[str]:
    """Return the words for those harmed, also right behind a figure: "killed two" (soldiers)."""
    behind = takewhile(str.isalnum, reading.words[harm.end : min(sentence.end, harm.end + _NEAR)])
    return who_of(sentence, harm) or who_of(sentence, replace(harm, end=harm.end + len([*behind])))


def _counted_noun(reading: Reading, harm: Harm) -> frozenset[str]:
    """Return what a figure counts where the lexicon has no word for it: the "diners" of "two diners"."""
    noun = next((word for word in reading.words[harm.start + 1 : harm.start + 3] if word.endswith("s")), None)
    return frozenset({noun} if noun and noun not in reading.lists["adding.people"] else ())
