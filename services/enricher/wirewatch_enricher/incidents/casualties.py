"""Killed and injured. In: the sentences that tell of one event. Out: a `Count` of each, or None where nothing is said.

A figure is bound to a word of harm by order: after an active verb ("killing two people"), before a passive one or a
noun ("two people were killed", "two dead"). A toll ("rose to three") beats a plain figure, the first plain figure
beats later ones, which are mostly parts of it. The attackers do not count.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from wirewatch.incidents import Count
from wirewatch_enricher.incidents.cues import Cue
from wirewatch_enricher.incidents.figures import Figure, figures
from wirewatch_enricher.incidents.groups import persons, summed, with_before
from wirewatch_enricher.incidents.persons import INJURED, KILLED, singular, victim_in
from wirewatch_enricher.incidents.reading import Reading, Sentence

_LEFT, _RIGHT = 12, 6
_PERSONAL = frozenset({"kill", "injure", "wound", "murder", "assassinate", "maim"})
_STOP = frozenset([";", ".", ":", "but", "when", "while", "which", "although"])
_TOLL, _ORDINAL, _PLAIN, _IMPLIED, _WEAK, _SPARED = 4, 3, 2, 1, 0, -1


class Harm(Struct, frozen=True, kw_only=True):
    """One figure of harm as one sentence gives it, how strong it is, and the tokens that say so."""

    kind: str
    value: int
    strength: int
    start: int
    end: int
    at_most: bool = False
    none: bool = False


def harms(reading: Reading, sentence: Sentence) -> tuple[Harm, ...]:
    """Return the figures of killed and injured that a sentence gives."""
    if sentence.of("superseded"):
        return ()
    numbers = figures(reading, sentence)
    found = [*_none(sentence), *_tolls(reading, sentence, numbers), *_ordinals(sentence)]
    used: set[int] = {at for harm in found for at in range(harm.start, harm.end)}
    dead = [(cue.start, cue.end) for cue in sentence.of(KILLED)]
    for cue in sentence.of(KILLED, INJURED):
        if cue.tag == INJURED and any(start <= cue.start < end for start, end in dead):
            continue
        if cue.start in used and not any(h.strength == _ORDINAL for h in found):
            continue
        harm = _bound(reading, sentence, cue, numbers)
        if harm and not _attackers(sentence, harm) and not _spared(sentence, harm):
            found.append(harm)
    return tuple(found)


def _none(sentence: Sentence) -> Iterator[Harm]:
    for cue in sentence.of("nobody_hurt"):
        yield Harm(kind=KILLED, value=0, strength=_IMPLIED, start=cue.start, end=cue.end, none=True)
        yield Harm(kind=INJURED, value=0, strength=_PLAIN, start=cue.start, end=cue.end, none=True)
    for cue in sentence.of("unhurt"):
        for kind in (KILLED, INJURED):
            yield Harm(kind=kind, value=0, strength=_SPARED, start=cue.start, end=cue.end, none=True)
    for cue in sentence.of("nobody_killed"):
        yield Harm(kind=KILLED, value=0, strength=_PLAIN, start=cue.start, end=cue.end, none=True)


def _tolls(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    tolls = [cue for cue in sentence.of("toll") if reading.words[cue.start - 1] not in reading.word_set("word.earlier")]
    if not tolls or (len(tolls) < len(sentence.of("toll"))):
        return
    first = min(cue.start for cue in tolls)
    for number in numbers:
        if number.start < first or number.article:
            continue
        kind = _kind_after(sentence, number) or _kind_before(sentence, number)
        if kind and reading.words[number.start - 1] in reading.word_set("word.to"):
            yield Harm(
                kind=kind,
                value=number.value,
                strength=_TOLL,
                start=number.start,
                end=number.end,
                at_most=number.at_most,
            )


def _kind_after(sentence: Sentence, number: Figure) -> str | None:
    near = [cue for cue in sentence.of(KILLED, INJURED) if 0 <= cue.start - number.end <= 1]
    return near[0].tag if near else None


def _kind_before(sentence: Sentence, number: Figure) -> str | None:
    before = [cue for cue in sentence.of(KILLED, INJURED) if cue.end <= number.start]
    return max(before, key=lambda cue: cue.end).tag if before else None


def _ordinals(sentence: Sentence) -> Iterator[Harm]:
    for ordinal in sentence.of("ordinal"):
        near = [cue for cue in sentence.of(KILLED) if -1 <= cue.start - ordinal.end <= 4]
        victim = [cue for cue in sentence.of("victim") if 0 <= cue.start - ordinal.end <= 1]
        dead = near or (sentence.of(KILLED, "buried") if victim else ())
        if (ordinal.value or 0) > 1 and dead and (victim or dead[0].base in {"body", "death", "dead"}):
            yield Harm(kind=KILLED, value=ordinal.value or 0, strength=_ORDINAL, start=ordinal.start, end=ordinal.end)


def _bound(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    active = _right(reading, sentence, cue, numbers)
    noun = cue.end < sentence.end and reading.words[cue.end] in reading.word_set("word.of")
    first = active and (noun or _is_active(reading, cue))
    passive = None if first else _left(reading, sentence, cue, numbers)
    return passive or active


def _is_active(reading: Reading, cue: Cue) -> bool:
    before = reading.words[cue.start - 1] if cue.start else ""
    return reading.words[cue.start].endswith("ing") or (
        reading.words[cue.start].endswith(("s", "ed")) and before not in reading.word_set("word.aux")
    )


def _right(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    at, stop = cue.end, min(sentence.end, cue.end + _RIGHT)
    while at < stop and reading.words[at] in reading.word_set("word.about") and not any(n.start == at for n in numbers):
        at += 1
    if reading.words[at : at + 1] == (",",) and any(n.start == at + 1 and _closed(reading, n) for n in numbers):
        at += 1
    number = next((n for n in numbers if n.start == at), None)
    person = victim_in(sentence, at, 6) or (cue.base in _PERSONAL and _is_active(reading, cue))
    if number and number.article and reading.language == "en" and _plural(reading, sentence, at):
        return None
    if number and (not number.article or person):
        if not number.article and _kind_after(sentence, number) and not victim_in(sentence, number.end, 1):
            return None
        return _harm(cue, summed(reading, sentence, number, numbers, stop=sentence.end), _PLAIN)
    victim = victim_in(sentence, cue.end, 3)
    first = _is_active(reading, cue) or reading.language in _VERB_FIRST
    if victim and first and singular(reading, sentence, victim):
        value = 1 + _also(reading, sentence, victim)
        return Harm(kind=cue.tag, value=value, strength=_IMPLIED, start=cue.start, end=victim.end)
    return _alone(reading, cue)


def _plural(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether "a" only opens a phrase for several: "a number of civilians"."""
    victim = victim_in(sentence, at, 5)
    return bool(victim and not singular(reading, sentence, victim) and "of" in reading.words[at : victim.start])


_VERB_FIRST = frozenset({"ar", "es", "fr", "ru", "uk"})


def _closed(reading: Reading, number: Figure) -> bool:
    """Whether a comma or the end follows: "the wounded, 14, are in hospital"."""
    return reading.words[number.end : number.end + 1] in {(",",), (".",), ()}


def _also(reading: Reading, sentence: Sentence, victim: Cue) -> int:
    """Return how many more single persons an "and" adds: "a woman and her son"."""
    for other in sentence.of("victim"):
        if not victim.end <= other.start <= victim.end + 2 or not singular(reading, sentence, other):
            continue
        between = reading.words[victim.end : other.start]
        if set(between) & reading.word_set("word.and") or (
            not between and reading.words[other.start][:1] in _AND_LETTERS
        ):
            return 1
    return 0


_AND_LETTERS = frozenset("و")


def _alone(reading: Reading, cue: Cue) -> Harm | None:
    """Return one person where the form of the word itself says so: "загинула", "a été tué"."""
    words = set(reading.words[cue.start : cue.end])
    if words & reading.word_set("word.one"):
        return Harm(kind=cue.tag, value=1, strength=_WEAK, start=cue.start, end=cue.end)
    return None


def _left(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    at, low = cue.start - 1, max(sentence.start, cue.start - _LEFT)
    skipped = _parentheses(reading, sentence)
    victim: Cue | None = None
    while at >= low and reading.words[at] not in _STOP:
        number = next((n for n in numbers if n.start <= at < n.end), None)
        if reading.words[at] in reading.word_set("word.those") or (
            victim is None and reading.words[at] in reading.word_set("word.he")
        ):
            break
        if at in skipped:
            at -= 1
            continue
        if number and _fits(reading, sentence, number, victim, cue):
            return _harm(cue, with_before(reading, sentence, number, numbers), _PLAIN)
        if victim is None:
            victim = next((one for one in sentence.of("victim") if one.start <= at < one.end), None)
        elif any(one.start <= at < one.end for one in sentence.of(KILLED, INJURED)):
            break
        at -= 1
    if victim and singular(reading, sentence, victim) and _adjacent(reading, victim, cue):
        return Harm(kind=cue.tag, value=1, strength=_IMPLIED, start=victim.start, end=cue.end)
    return _someone(reading, sentence, cue)


def _someone(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return one person, whatever the calling, before what only persons suffer: "a drummer was killed"."""
    at = cue.start - 1
    while at > sentence.start and reading.words[at] in reading.word_set("word.aux"):
        at -= 1
    noun, article = reading.words[at], reading.words[at - 1] if at > sentence.start else ""
    person = noun.isalpha() and not noun.endswith(("s", "men", "people", "children", "police"))
    named = any(other.start <= at < other.end for other in sentence.of("weapon.", "target.", "harm."))
    if cue.base in _PERSONAL and article in _ARTICLES and person and not named:
        return Harm(kind=cue.tag, value=1, strength=_WEAK, start=at, end=cue.end)
    return None


_ARTICLES = frozenset({"a", "an", "the"})


def _fits(reading: Reading, sentence: Sentence, number: Figure, victim: Cue | None, cue: Cue) -> bool:
    if victim is not None:
        near = 0 <= victim.start - number.end <= 4
        return near and "," not in reading.words[number.end : victim.start]
    if not number.article and persons(reading, sentence, number):
        return True
    unit = any(one.start == number.end for one in sentence.of("time.unit"))
    return not number.article and not unit and cue.start - number.end <= 3


def _adjacent(reading: Reading, victim: Cue, cue: Cue) -> bool:
    between = reading.words[victim.end : cue.start]
    return len(between) <= 8 and not ({"that", "and", "said", "told"} & set(between))


def _parentheses(reading: Reading, sentence: Sentence) -> frozenset[int]:
    commas = [at for at in range(sentence.start, sentence.end) if reading.words[at] == ","]
    inside: set[int] = set()
    for first, last in pairwise(commas):
        if first + 1 < last and (
            reading.words[first + 1] in reading.word_set("word.paren")
            or reading.words[first + 2 : first + 4] in _OF_THEM
        ):
            inside.update(range(first, last + 1))
    return frozenset(inside)


_OF_THEM = {("of", "them"), ("of", "whom"), ("of", "the")}


def _harm(cue: Cue, number: Figure, strength: int) -> Harm:
    return Harm(
        kind=cue.tag,
        value=number.value,
        strength=_IMPLIED if number.article else strength,
        start=min(cue.start, number.start),
        end=max(cue.end, number.end),
        at_most=number.at_most,
    )


def _attackers(sentence: Sentence, harm: Harm) -> bool:
    return any(harm.start <= cue.start < harm.end for cue in sentence.of("attacker_word"))


def _spared(sentence: Sentence, harm: Harm) -> bool:
    """Whether the words of harm are negated: "none of the staff were hurt"."""
    first = sentence.clause_at(harm.start)
    return any(-1 <= harm.start - cue.end <= 4 and cue.start >= first.start for cue in sentence.of("nobody", "negate"))


def total(found: Sequence[tuple[Reading, Harm]], kind: str) -> tuple[Count, Harm] | None:
    """Return the count of one kind and the figure that gave it, the strongest first; None where nothing is said."""
    own = [harm for _, harm in found if harm.kind == kind]
    if not own or (max(harm.strength for harm in own) == _SPARED and any(not harm.none for _, harm in found)):
        return None
    best = max(own, key=lambda harm: harm.strength)
    if best.none:
        return Count(least=0, most=0, said_none=True), best
    if best.at_most:
        return Count(least=best.value, most=best.value), best
    return Count(least=best.value), best
