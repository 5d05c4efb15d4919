"""What surrounds an event, and the words in it that prove a field. In: tokens or offsets. Out: `Evidence`."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from wirewatch.incidents import Evidence
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.incidents.casualties.harm import Harm
from wirewatch_enricher.incidents.events.linking import Told
from wirewatch_enricher.incidents.location.where import Spot
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.times.timeref import TimeRef

HarmsOf = Callable[[Sentence, bool], tuple[Harm, ...]]
"""Gives the figures of harm of a sentence; True: as those of an attack from aircraft."""


class Background(Struct, frozen=True, kw_only=True):
    """What surrounds an event: the document, what was read in it, and the sentences that tell of this event.

    `others` are those that tell of the other events that are news, `harms_of` gives the figures of any sentence.
    `dateline` is where the text was written, else the town of its title.
    """

    document: Document
    reading: Reading
    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]
    others: tuple[Sentence, ...]
    harms_of: HarmsOf
    by_sentence: dict[int, tuple[Spot, ...]]
    spots: tuple[Spot, ...]
    dateline: Spot | None
    refs: dict[int, tuple[TimeRef, ...]]
    today: date
    main_day: date | None


def proof(scene: Background, field: str, start: int, end: int, rule: str) -> Evidence:
    """Return the words from token `start` to token `end` as evidence."""
    return proof_at(scene, field, *scene.reading.span(start, end), rule)


def proof_at(scene: Background, field: str, first: int, last: int, rule: str) -> Evidence:
    """Return the words from character `first` to `last` of the document as evidence."""
    part, begin, stop = scene.document.part(first, last)
    own = scene.document.title if part == "title" else scene.document.body
    return Evidence(field=field, part=part, start=begin, end=stop, quote=own[begin:stop], rule=rule)


def events_proof(scene: Background, news: Sequence[Told]) -> Iterator[Evidence]:
    """Yield the words that make an event what it is, and its status what it is."""
    for one in news:
        yield proof(scene, "type", one.report.trigger.start, one.report.trigger.end, one.report.rule)
    for one in news:
        for rule, cue in (("outcome", one.verdict.outcome_cue), ("realis", one.verdict.realis_cue)):
            if cue:
                yield proof(scene, "status", cue.start, cue.end, rule)


def in_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence as it stands in the article, the same words once for a field."""
    first = {(one.part, one.start, one.field, one.end): one for one in sorted(evidence, key=lambda one: one.rule)}
    return tuple(first[key] for key in sorted(first))
