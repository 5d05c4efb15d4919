"""From a document and its mentions to its sightings: gate, read, judge, link, write down."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from spacy.tokens import Doc

from wirewatch.incidents import Sighting
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.incidents.gate import may_report
from wirewatch_enricher.incidents.linking import Event, Told, link
from wirewatch_enricher.incidents.reading import Reading, Sentence, read_text
from wirewatch_enricher.incidents.records import Background, write_sighting
from wirewatch_enricher.incidents.salience import Setting, Weight, frames, weigh
from wirewatch_enricher.incidents.triggers import find_reports
from wirewatch_enricher.incidents.verdict import verdict
from wirewatch_enricher.incidents.when import TimeRef, time_refs
from wirewatch_enricher.incidents.where import Spot, best_place, dateline, spots
from wirewatch_enricher.lexicon import languages
from wirewatch_enricher.places import zone_of

_FACT_REACH = 6


def find_sightings(
    document: Document, mentions: tuple[Mention, ...], *, doc: Doc | None = None
) -> tuple[Sighting, ...]:
    """Return every candidate incident of a document, foreground, background and generic ones, in that order.

    `doc` is the `Doc` that a user's pipeline made of `document.text`, if any: its sentences are then used. A language
    without a lexicon gives nothing.
    """
    language = document.language
    if language not in languages() or not may_report(document.text, language):
        return ()
    reading = read_text(document.text, language, title_end=document.title_end, doc=doc)
    reports = find_reports(reading)
    if not reports:
        return ()
    by_sentence = {sentence.number: spots(reading, sentence, mentions) for sentence in reading.sentences}
    line = dateline(reading, mentions)
    zone = _zone(by_sentence, line)
    today = _today(document, zone)
    refs = {sentence.number: time_refs(reading, sentence, today=today) for sentence in reading.sentences}
    told = tuple(_tell(reading, refs, by_sentence, today=today))
    events = link(told)
    facts = _facts(reading, events, refs, today=today)
    found = []
    for number, event in enumerate(events):
        scene = Background(
            document=document,
            reading=reading,
            mentions=mentions,
            sentences=facts[number],
            spots=tuple(spot for sentence in facts[number] for spot in by_sentence[sentence.number]),
            dateline=line,
            refs=refs,
            today=today,
            only=sum(one.foreground for one in events) <= 1,
        )
        sighting = write_sighting(event, scene, number=number)
        if sighting is not None:
            found.append(sighting)
    return tuple(found)


def _zone(by_sentence: dict[int, tuple[Spot, ...]], line: Spot | None) -> ZoneInfo | None:
    best = best_place([spot for found in by_sentence.values() for spot in found], line)
    return ZoneInfo(zone_of(best.place)) if best else None


def _today(document: Document, zone: ZoneInfo | None) -> date:
    moment: datetime = document.published or document.observed_at
    return (moment.astimezone(zone) if zone else moment).date()


def _tell(
    reading: Reading, refs: dict[int, tuple[TimeRef, ...]], by_sentence: dict[int, tuple[Spot, ...]], *, today: date
) -> Iterator[Told]:
    set_frames = frames(reading)
    lead_from = next((s.number for s in reading.sentences if not s.in_title), 0)
    before: Weight | None = None
    paragraph = -1
    for report in find_reports(reading):
        sentence = report.sentence
        if sentence.paragraph != paragraph:
            before, paragraph = None, sentence.paragraph
        setting = Setting(frames=set_frames, today=today, before=before, lead_from=lead_from)
        judged = verdict(reading, report)
        weight = weigh(reading, report, judged, refs[sentence.number], setting)
        before = weight if weight.time is not None or before is None else before
        yield Told(report=report, verdict=judged, weight=weight, spots=by_sentence[sentence.number])


def _facts(
    reading: Reading, events: Sequence[Event], refs: dict[int, tuple[TimeRef, ...]], *, today: date
) -> list[tuple[Sentence, ...]]:
    """Give each sentence to the event that it tells of: that of its reports, else that of the sentence before it."""
    owner: dict[int, int] = {}
    for number, event in enumerate(events):
        for told_in in event.numbers():
            owner.setdefault(told_in, number)
    given: list[list[Sentence]] = [[] for _ in events]
    last: int | None = None
    gap = 0
    paragraph = -1
    for sentence in reading.sentences:
        if sentence.number in owner:
            last, gap = owner[sentence.number], 0
        else:
            gap += 1
            if sentence.paragraph != paragraph and last is not None and not events[last].foreground:
                last = 0 if events and events[0].foreground else None
            if any(ref.old(today) for ref in refs[sentence.number]) or gap > _FACT_REACH:
                paragraph = sentence.paragraph
                continue
        paragraph = sentence.paragraph
        if last is not None:
            given[last].append(sentence)
    return [tuple(sentences) for sentences in given]
