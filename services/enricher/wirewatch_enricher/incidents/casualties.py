"""Killed and injured. In: the sentences that tell of one event. Out: a `Count` of each, or None where nothing is said.

A toll ("rose to three") beats a plain figure, the first plain figure beats later ones, which are mostly parts of it.
The attackers do not count.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from wirewatch.incidents import Count
from wirewatch_enricher.incidents.binding import ORDINAL, SPARED, TOLL, WEAK, Harm, bound, is_active, kind_after
from wirewatch_enricher.incidents.cues import Cue
from wirewatch_enricher.incidents.denial import overlap
from wirewatch_enricher.incidents.figures import Figure
from wirewatch_enricher.incidents.groups import person_figures
from wirewatch_enricher.incidents.old_harm import no_news_of_harm
from wirewatch_enricher.incidents.persons import INJURED, KILLED, victim_in
from wirewatch_enricher.incidents.reading import Reading, Sentence
from wirewatch_enricher.incidents.timeref import TimeRef
from wirewatch_enricher.incidents.unhurt import nobody_hurt

_ACTS = ("act.shoot", "act.stab", "act.attack", "act.explode", KILLED, INJURED)


def harms(reading: Reading, sentence: Sentence) -> tuple[Harm, ...]:
    """Return the figures of killed and injured that a sentence gives."""
    if sentence.of("superseded"):
        return ()
    everyone = person_figures(reading, sentence)
    numbers = [one for one in everyone if not _of_attackers(sentence, one)]
    found = [*nobody_hurt(reading, sentence), *_tolls(reading, sentence, numbers), *_ordinals(sentence)]
    used: set[int] = {at for harm in found for at in range(harm.start, harm.end)}
    dead = sentence.of(KILLED)
    for cue in sentence.of(KILLED, INJURED):
        if cue.tag == INJURED and any(overlap(cue, other) for other in dead):
            continue
        if cue.start in used and not any(h.strength == ORDINAL for h in found):
            continue
        if _part_of(reading, cue, numbers) or no_news_of_harm(reading, sentence, cue):
            continue
        harm = _without_attackers(reading, sentence, bound(reading, sentence, cue, numbers), everyone)
        if harm and not _attackers(reading, sentence, harm) and not _spared(reading, sentence, harm):
            if cue.tag == INJURED and _then_died(reading, sentence, cue):
                continue
            found.append(harm)
    hurt = {harm.kind for harm in found if harm.value and harm.strength > WEAK}
    return tuple(harm for harm in found if not (harm.none and harm.kind in hurt))


def _part_of(reading: Reading, cue: Cue, numbers: Sequence[Figure]) -> bool:
    """Whether a figure only takes a part of those hurt: "three of the wounded have died"."""
    start = cue.start if reading.words[cue.start] == "of" else cue.start - 2
    return reading.words[start : start + 2] == ("of", "the") and any(number.end == start for number in numbers)


def _tolls(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    tolls = [cue for cue in sentence.of("toll") if reading.words[cue.start - 1] not in reading.word_set("word.earlier")]
    if not tolls or (len(tolls) < len(sentence.of("toll"))):
        return
    first = min(cue.start for cue in tolls)
    for number in numbers:
        if number.start < first or number.article:
            continue
        kind = kind_after(reading, sentence, number) or _kind_before(sentence, number)
        if kind and reading.words[number.start - 1] in reading.word_set("word.to"):
            yield Harm(
                kind=kind,
                value=number.value,
                strength=TOLL,
                start=number.start,
                end=number.end,
                at_most=number.at_most,
            )


def _kind_before(sentence: Sentence, number: Figure) -> str | None:
    before = [cue for cue in sentence.of(KILLED, INJURED) if cue.end <= number.start]
    return max(before, key=lambda cue: cue.end).tag if before else None


def _ordinals(sentence: Sentence) -> Iterator[Harm]:
    for ordinal in sentence.of("ordinal"):
        near = [cue for cue in sentence.of(KILLED) if -1 <= cue.start - ordinal.end <= 4]
        victim = [cue for cue in sentence.of("victim") if 0 <= cue.start - ordinal.end <= 1]
        later = [cue for cue in sentence.of(KILLED, "buried") if victim and cue.start > ordinal.end]
        hurt = [cue for cue in sentence.of(INJURED) if cue.start > ordinal.end and cue.start < (later or [cue])[0].end]
        dead = near or (() if hurt else later)
        if (ordinal.value or 0) > 1 and dead and (victim or dead[0].base in {"body", "death", "dead"}):
            yield Harm(kind=KILLED, value=ordinal.value or 0, strength=ORDINAL, start=ordinal.start, end=ordinal.end)


def _attackers(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether who is harmed did it: "two gunmen were killed", "a man who stabbed a guard died"."""
    own = [cue for cue in sentence.of("attacker_word") if harm.start <= cue.start < harm.end]
    if any(not _part(reading, cue) and not _with_others(reading, cue, harm) for cue in own):
        return True
    if reading.words[harm.start] == "both" and sentence.of("actor.gunmen", "attacker_word"):
        return True
    who = (at for at in range(harm.start, harm.end) if reading.words[at] == "who")
    acts = [cue for cue in sentence.of(*_ACTS) if is_active(reading, cue)]
    return any(0 < cue.start - at <= 2 and cue.end < harm.end for at in who for cue in acts)


def _of_attackers(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure counts attackers: "two soldiers and four militants were killed"."""
    near = (cue for cue in sentence.of("attacker_word") if 0 <= cue.start - figure.end <= 2)
    return any(victim_in(sentence, figure.end, cue.start - figure.end) is None for cue in near)


def _with_others(reading: Reading, cue: Cue, harm: Harm) -> bool:
    """Whether others are named beside the attacker: "himself and two policemen", "two soldiers and four militants"."""
    before = reading.words[max(harm.start, cue.start - 4) : cue.start]
    if harm.strength > WEAK and set(before) & reading.word_set("word.and"):
        return True
    return reading.words[cue.end - 1] in {"himself", "herself", "themselves"} and reading.words[cue.end] == "and"


def _part(reading: Reading, cue: Cue) -> bool:
    """Whether an attacker is named as one of those counted: "five people including the bomber"."""
    beside = (*reading.words[max(0, cue.start - 2) : cue.start], *reading.words[cue.end : cue.end + 1])
    return bool(reading.word_set("word.part") & set(beside))


def _without_attackers(
    reading: Reading, sentence: Sentence, harm: Harm | None, numbers: Sequence[Figure]
) -> Harm | None:
    """Return a figure less the attackers that it is said to include."""
    for cue in sentence.of("attacker_word") if harm and harm.value > 1 else ():
        if harm and harm.start <= cue.start < harm.end and _part(reading, cue):
            counted = next((n.value for n in numbers if n.end == cue.start), 1)
            return replace(harm, value=max(0, harm.value - counted))
    return harm


def _then_died(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether who was hurt has died since: "two trainees injured in the blast succumbed on Saturday"."""
    if reading.words[cue.start - 1] in reading.word_set("word.aux") or not is_active(reading, cue):
        return False
    ends = {",", ";", "and", "who", "while", "but"}
    died = (one for one in sentence.of(KILLED) if one.base in _DIED and one.start > cue.end)
    return any(not ends & set(reading.words[cue.end : one.start]) for one in died)


_DIED = frozenset(
    {"die", "succumb", "died in hospital", "died of his wounds", "died of her wounds", "died of their wounds"}
)


def harms_beside(
    reading: Reading, own: Sequence[Sentence], refs: Mapping[int, Sequence[TimeRef]], *, today: date
) -> tuple[Harm, ...]:
    """Return the harm that the sentences right behind an event's own tell of where these are silent.

    Only those that tell of no other act, nor of old times, count: "The march was against … Six officers were injured."
    """
    numbers = {sentence.number for sentence in own}
    beside = [
        one
        for one in reading.sentences
        if one.number not in numbers and not one.of(*_OTHERS)
        if any(0 < one.number - number <= _BESIDE for number in numbers)
        and not any(ref.old(today) for ref in refs[one.number])
    ]
    return tuple(harm for one in beside for harm in harms(reading, one))


_BESIDE = 3
_OTHERS = ("act.attack", "act.shoot", "act.explode", "act.air", "act.bombard", "act.abduct", "background", "generic")


def _spared(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether the words of harm are negated: "none of the staff were hurt", but not "no fewer than three"."""
    first = sentence.clause_at(harm.start)
    return any(
        -1 <= harm.start - cue.end <= 4 and cue.start >= first.start and reading.words[cue.end] not in _MORE_OR_LESS
        for cue in sentence.of("nobody", "negate")
    )


_MORE_OR_LESS = frozenset({"fewer", "less", "more", "only", "longer"})


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
