"""Damage that an event did. In: its `Background`. Out: `Damage`, with the words that prove it, or None."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from wirewatch.incidents import Count, Damage, Evidence
from wirewatch_enricher.incidents.casualties.figures import Figure, figures
from wirewatch_enricher.incidents.proofs import Background, proof
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_NUMBER_BEHIND = 3
"""How far behind its verb a number may stand: "destroyed at least 12 houses", "wrecked a total of 20"."""
_NOUN_PHRASE = 4
"""How many words a thing has at most: "two parked fire engines"."""


class _Told(Struct, frozen=True, kw_only=True):
    """Words of damage, tokens `start` to `end`: that there was none, or how many things it met."""

    start: int
    end: int
    none: bool = False
    count: Count | None = None


def damage_of(scene: Background) -> tuple[Damage | None, tuple[Evidence, ...]]:
    """Return what the text says of damage: that there was none, else what it counts, else its first words of any."""
    told = [one for sentence in scene.sentences for one in _told(scene.reading, sentence)]
    if not told:
        return None, ()
    best = min(told, key=lambda one: (not one.none, one.count is None))
    words = scene.reading.text(best.start, best.end)
    rule = "no_damage" if best.none else "harm.damage"
    damage = Damage(said_none=best.none, words=words, count=best.count)
    return damage, (proof(scene, "damage", best.start, best.end, rule),)


def _told(reading: Reading, sentence: Sentence) -> Iterator[_Told]:
    for cue in sentence.of("no_damage"):
        yield _Told(start=cue.start, end=cue.end, none=True)
    for cue in sentence.of("harm.damage"):
        things = _things(reading, sentence, cue)
        if not things:
            yield _Told(start=cue.start, end=cue.end)
            continue
        total = sum(one.value for one in things)
        most = total if any(one.at_most for one in things) else None
        first, last = min(cue.start, things[0].start), max(cue.end, _noun_end(reading, sentence, things[-1]))
        yield _Told(start=first, end=last, count=Count(least=total, most=most))


def _things(reading: Reading, sentence: Sentence, cue: Cue) -> Sequence[Figure]:
    """Return the numbers of the things that a verb of damage takes: "wrecked two cars and a bus", "a bus was burnt"."""
    if _is_passive(reading, cue):
        clause = sentence.clause_at(cue.start)
        before = [one for one in _lists(reading, sentence) if clause.start <= one[-1].start and one[-1].end < cue.start]
        return before[-1] if before else ()
    return next((one for one in _lists(reading, sentence) if _takes(reading, cue, one[0])), ())


def _is_passive(reading: Reading, cue: Cue) -> bool:
    before, after = word_before(reading, cue.start), reading.words[cue.end : cue.end + 1]
    return before in reading.lists["word.aux"] or after == ("by",)


def _takes(reading: Reading, cue: Cue, number: Figure) -> bool:
    """Whether a number is a verb's object: "destroyed at least 12 houses", not "burned for two days"."""
    between = reading.words[cue.end : number.start]
    elsewhere = reading.lists["damage.elsewhere"]
    return cue.end <= number.start <= cue.end + _NUMBER_BEHIND and not elsewhere.intersection(between)


def _lists(reading: Reading, sentence: Sentence) -> Iterator[Sequence[Figure]]:
    """Yield the numbers of things, those together that stand in one list."""
    found: list[Figure] = []
    for one in figures(reading, sentence):
        if not _is_thing(reading, sentence, one):
            continue
        if found and not (one.start - found[-1].end <= _NOUN_PHRASE + 1 and _goes_on(reading, one)):
            yield found
            found = []
        found = [*found, one]
    if found:
        yield found


def _goes_on(reading: Reading, number: Figure) -> bool:
    return word_before(reading, number.start) in reading.lists["word.and"] | {","}


def _noun_end(reading: Reading, sentence: Sentence, number: Figure) -> int:
    """Return where the thing behind a number ends, which is one word at least: "12 parked cars"."""
    behind = range(number.end + 1, min(number.end + _NOUN_PHRASE, sentence.end))
    return next((at for at in behind if reading.words[at] in reading.lists["damage.behind_noun"]), behind.stop)


def _is_thing(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    noun = range(number.end, number.end + _NOUN_PHRASE)
    named = number.end < sentence.end and reading.words[number.end].isalpha()
    return named and not any(cue.start in noun for cue in sentence.of("victim"))
