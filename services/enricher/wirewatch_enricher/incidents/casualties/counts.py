"""Killed and injured. In: the sentences that tell of one event. Out: a `Count` of each, or None where nothing is said.

A toll ("rose to three") beats a plain figure, the first plain figure beats later ones, which are mostly parts of it.
The attackers do not count.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from wirewatch.incidents import Count
from wirewatch_enricher.incidents.casualties.attackers import (
    attackers_among,
    attackers_in,
    counts_attackers,
    did_it,
    told_later,
    without_attackers,
)
from wirewatch_enricher.incidents.casualties.binding import bound
from wirewatch_enricher.incidents.casualties.bodies import bodies, buried
from wirewatch_enricher.incidents.casualties.died_since import died_since
from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import of_a_thing
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, ORDINAL, PLAIN, SPARED, WEAK, Harm
from wirewatch_enricher.incidents.casualties.in_care import in_care, words_of_care
from wirewatch_enricher.incidents.casualties.old_harm import no_news_of_harm, stale
from wirewatch_enricher.incidents.casualties.ordinals import ordinals
from wirewatch_enricher.incidents.casualties.phrasings import fallen
from wirewatch_enricher.incidents.casualties.rivals import only_claimed
from wirewatch_enricher.incidents.casualties.shares import shared
from wirewatch_enricher.incidents.casualties.singles import person_figures
from wirewatch_enricher.incidents.casualties.then_died import and_killed, then_died
from wirewatch_enricher.incidents.casualties.together import together
from wirewatch_enricher.incidents.casualties.tolls import over_a_period, tolls
from wirewatch_enricher.incidents.casualties.unhurt import nobody_hurt
from wirewatch_enricher.incidents.location.where import Spot
from wirewatch_enricher.incidents.status.denial import overlap
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import ATTACKERS, INJURED, KILLED, excepted
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.times.timeref import TimeRef


def harms(
    reading: Reading, sentence: Sentence, *, air_raid: bool = False, towns: Sequence[Spot] = ()
) -> tuple[Harm, ...]:
    """Return the figures of killed and injured that a sentence gives, and those of attackers.

    `air_raid`: it tells of an attack by aircraft; `towns`: those that it names, so that each keeps its own victims.
    """
    past = stale(reading, sentence)
    nobody = tuple(one for one in nobody_hurt(reading, sentence) if one.start not in past)
    attackers = attackers_in(reading, sentence, air_raid=air_raid)
    told = sentence.of(KILLED, INJURED, "toll", "buried", "ordinal") or not reading.lists["counts.unlisted"].isdisjoint(
        reading.words[sentence.start : sentence.end]
    )
    if not told and not attackers:
        return nobody
    everyone = shared(reading, sentence, person_figures(reading, sentence))
    apart = tuple(_counted_apart(sentence, attackers, everyone))
    later = tuple(one for cue in attackers if (one := told_later(reading, sentence, cue, everyone)))
    if not told:
        return (*nobody, *apart, *later)
    numbers = without_attackers(reading, attackers, sentence, everyone)
    numbers = [one for one in numbers if not over_a_period(reading, sentence, one)]
    counted = (
        *tolls(reading, sentence, numbers),
        *(one for one in ordinals(reading, sentence) if one.start not in past),
        *buried(reading, sentence, numbers),
        *died_since(reading, sentence, numbers),
        *bodies(reading, sentence, numbers),
        *in_care(reading, sentence, numbers),
    )
    found = [*nobody, *counted]
    used: set[int] = {at for harm in found for at in range(harm.start, harm.end)}
    ordinal = any(harm.strength == ORDINAL for harm in found)
    for cue in _words_of_harm(reading, sentence, numbers):
        if cue.start in used and not ordinal:
            continue
        harm = bound(reading, sentence, cue, numbers)
        if harm is None or _spared(reading, sentence, harm):
            continue
        if not did_it(reading, sentence, harm, attackers):
            found.append(_weighed(reading, sentence, harm))
    hurt = {harm.kind for harm in found if harm.value and harm.strength > WEAK}
    added = together(reading, sentence, found, numbers, towns)
    kept = (harm for harm in added if not (harm.none and harm.kind in hurt))
    parted = tuple(one for harm in kept for one in _parted(reading, harm, attackers, everyone))
    return (*parted, *apart, *(() if any(one.kind == ATTACKERS for one in parted) else later))


def _parted(
    reading: Reading, harm: Harm, attackers: Sequence[Cue], numbers: Sequence[Figure]
) -> tuple[Harm] | tuple[Harm, Harm]:
    """Return a figure without the attackers that it includes, and these apart."""
    them = attackers_among(reading, harm, attackers, numbers)
    if not them:
        return (harm,)
    apart = replace(harm, kind=ATTACKERS, value=them, strength=WEAK)
    return replace(harm, value=max(0, harm.value - them)), apart


def _counted_apart(sentence: Sentence, attackers: Sequence[Cue], numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield how many attackers a sentence counts."""
    for one in numbers:
        if not one.article and counts_attackers(attackers, sentence, one):
            yield Harm(kind=ATTACKERS, value=one.value, strength=WEAK, start=one.start, end=one.end)
    for cue in attackers:
        if sentence.lists["common.oneself"] & {*sentence.tokens.words[cue.start : cue.end]}:
            yield Harm(kind=ATTACKERS, value=1, strength=WEAK, start=cue.start, end=cue.end)


def _weighed(reading: Reading, sentence: Sentence, harm: Harm) -> Harm:
    """Return a figure as strong as it is: "all four" are the whole, "two more" come to others, a claim is a claim.

    "Seven are now dead" and "so that seven died" count all who died so far.
    """
    if only_claimed(reading, sentence, harm):
        return replace(harm, strength=min(harm.strength, WEAK))
    if reading.lists["counts.seen"] & set(reading.words[max(sentence.start, harm.start - 2) : harm.start]):
        return replace(harm, strength=min(harm.strength, IMPLIED))
    beside = reading.words[max(0, harm.start - 1) : harm.start + 3]
    if harm.value > 1 and ("all" in beside[:2] or _dead_so_far(reading, harm)):
        return replace(harm, strength=ORDINAL)
    more = [at for at, word in enumerate(beside) if word in reading.lists["word.more"]]
    body = (one for one in reading.sentences[: sentence.number + 1] if not one.in_title)
    told = {cue.tag for one in body for cue in one.of(KILLED, INJURED) if cue.end <= harm.start}
    others = harm.kind in told or not told
    if more and others and harm.strength == PLAIN and beside[more[0] + 1 : more[0] + 2] != ("than",):
        return replace(harm, strength=IMPLIED)
    return harm


def _dead_so_far(reading: Reading, harm: Harm) -> bool:
    """Whether a figure counts all the dead so far: "seven are now dead", "so that seven died"."""
    said = reading.words[max(0, harm.start - 1) : harm.end]
    now = said[-1] == "dead" and "now" in said and reading.lists["counts.more"].isdisjoint(said)
    return harm.kind == KILLED and (now or reading.words[harm.start - 2 : harm.start] == ("so", "that"))


def _words_of_harm(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Cue]:
    """Yield the words of harm that tell of victims of their own."""
    dead, past = sentence.of(KILLED), stale(reading, sentence)
    whole = [one for one in dead if not reading.lists["harm.them"] & set(reading.words[one.start : one.end])]
    once = {(cue.start, cue.end, cue.tag): cue for cue in reversed(sentence.of(KILLED, INJURED))}
    whole_phrases = {(cue.start, cue.tag) for cue in once.values() if "*" not in cue.base}
    shot_dead = {cue.start + 1 for cue in dead if reading.words[cue.start : cue.end] == ("shot", "dead")}
    unlisted = (*_shot(reading, sentence, numbers), *words_of_care(reading, sentence), *fallen(reading, sentence))
    for cue in sorted((*reversed(once.values()), *unlisted), key=lambda one: one.start):
        if ("*" in cue.base and (cue.start, cue.tag) in whole_phrases) or cue.start in shot_dead:
            continue
        if cue.tag == INJURED and any(overlap(cue, other) for other in whole):
            continue
        if cue.start in past or no_news_of_harm(reading, sentence, cue):
            continue
        if cue.tag == KILLED or not (then_died(reading, sentence, cue) or and_killed(reading, sentence, cue)):
            yield cue


def _shot(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Cue]:
    """Yield what was done to those shot or stabbed: "two shot, one fatally", "he shot five people"."""
    before = {n.end for n in numbers if not n.article} | {cue.end for cue in sentence.of("victim")}
    behind = {n.start for n in numbers if not n.article and not of_a_thing(sentence, n)}
    told = {at for one in sentence.of(INJURED) for at in range(one.start, one.end)}
    shot = reading.lists["counts.shot"]
    fired_words = reading.lists["counts.fired"]
    after_shot = reading.lists["counts.after_shot"]
    for at in range(sentence.start, sentence.end):
        shots = reading.words[at - 2 : at - 1] if at - 2 >= sentence.start else ()
        fired = not fired_words.isdisjoint(shots) and at in {one.end for one in numbers}
        if reading.words[at] not in shot or at in told or fired:
            continue
        after = reading.words[at + 1] if at + 1 < sentence.end else ""
        apposed = reading.words[at - 1] == "," and at - 1 in before and after == "in"
        suffered = (
            (at in before or apposed)
            and not reading.words[at].endswith("ing")
            and (not after.isalnum() or after in after_shot)
        )
        if suffered or at + 1 in behind:
            yield Cue(INJURED, "were shot" if suffered else "shoot", None, at, at + 1)


def harms_beside(
    reading: Reading, own: Sequence[Sentence], refs: Mapping[int, Sequence[TimeRef]], *, today: date, air_raid: bool
) -> tuple[Harm, ...]:
    """Return the harm that the sentences right behind an event's own tell of where these are silent.

    Only those that tell of no other act, nor of old times, count: "The march was against … Six officers were injured."
    Of others the next one may say that nobody was hurt.
    """
    numbers = {sentence.number for sentence in own}
    entries = {reading.entry_of(number) for number in numbers}
    beside = [
        one
        for one in reading.sentences
        if one.number not in numbers and not one.of(*_OTHERS) and reading.entry_of(one.number) in entries
        if any(0 < one.number - number <= _BESIDE for number in numbers)
        and not names_old_days(reading, refs[one.number], today)
    ]
    told = tuple(harm for one in beside for harm in harms(reading, one, air_raid=air_raid))
    next_to = [one for one in reading.sentences if one.number - 1 in numbers and one.number not in numbers]
    nobody = (harm for one in next_to if one not in beside for harm in nobody_hurt(reading, one))
    return (*told, *(harm for harm in nobody if harm.strength > WEAK))


def names_old_days(reading: Reading, refs: Sequence[TimeRef], today: date) -> bool:
    """Whether times name days before the news window: not "since October", nor when somebody was born."""
    said = ((ref, reading.words[max(0, ref.start - _BORN) : ref.start + 1]) for ref in refs)
    return any(ref.old(today) and "since" not in words[-2:] and "born" not in words for ref, words in said)


_BORN = 3
_BESIDE = 3
_OTHERS = ("act.attack", "act.shoot", "act.explode", "act.air", "act.bombard", "act.abduct", "background", "generic")


def _spared(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether the words of harm are negated: "none of the staff were hurt", but not "no fewer than three"."""
    first = sentence.clause_at(harm.start)
    return any(
        -1 <= harm.start - cue.end <= 4
        and cue.start >= first.start
        and not any(excepted(reading, at) for at in range(cue.end, harm.end))
        and reading.lists["counts.turns"].isdisjoint(reading.words[cue.end : harm.start])
        and not reading.lists["counts.more_or_less"] & {*reading.words[cue.end : cue.end + 1]}
        for cue in sentence.of("nobody", "negate")
    )


def total(found: Sequence[tuple[Reading, Harm]], kind: str) -> tuple[Count, Harm] | None:
    """Return the count of one kind and the figure that gave it, the strongest first; None where nothing is said."""
    own = [harm for _, harm in found if harm.kind == kind]
    if not own or (max(harm.strength for harm in own) == SPARED and any(not harm.none for _, harm in found)):
        return None
    best = max(own, key=lambda harm: harm.strength)
    if best.none:
        return Count(least=0, most=0, said_none=True), best
    if best.at_most:
        return Count(least=best.value, most=best.value), best
    return Count(least=best.value), best
