"""What a document tells: gate, read, weigh each report by itself. In: a document and its mentions. Out: `Account`."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from spacy.tokens import Doc

from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.incidents.events.linking import Told
from wirewatch_enricher.incidents.gate import (
    acts_may_get_type,
    may_get_type,
    may_give_type,
    may_give_type_near,
    may_report,
)
from wirewatch_enricher.incidents.location.line import dateline, here_spots
from wirewatch_enricher.incidents.location.where import Spot, best_place, spots
from wirewatch_enricher.incidents.news.frames import frames
from wirewatch_enricher.incidents.news.salience import LEAD_SENTENCES, Setting, weigh
from wirewatch_enricher.incidents.news.undated_deeds import deeds_in
from wirewatch_enricher.incidents.status.verdict import verdict
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, read_text
from wirewatch_enricher.incidents.times.timeref import NEWS_DAYS, TimeRef
from wirewatch_enricher.incidents.times.when import time_refs
from wirewatch_enricher.incidents.types.triggers import Report, find_reports
from wirewatch_enricher.lexicon import languages
from wirewatch_enricher.places import zone_of

_SHORT = 60
_LOOSE_DAYS = 60


class Account(Struct, frozen=True, kw_only=True):
    """What a document tells: its reports, weighed one by one, and what they are weighed by.

    `today` is the document's own day, `dated` whether it has one from its feed.
    """

    reading: Reading
    told: tuple[Told, ...]
    by_sentence: dict[int, tuple[Spot, ...]]
    dateline: Spot | None
    refs: dict[int, tuple[TimeRef, ...]]
    today: date
    dated: bool


def account_of(document: Document, mentions: tuple[Mention, ...], *, doc: Doc | None = None) -> Account | None:
    """Read what a document tells, each report weighed by itself; None where it tells of no event."""
    language = document.language
    if language not in languages():
        return None
    reading = read_text(document.text, language, title_end=document.title_end, doc=doc)
    dated = document.published is not None
    if not may_report(reading, dated=dated):
        return None
    reports = reports_of(reading, dated=dated)
    if not may_be_kept(reports, reading, dated=dated):
        return None
    line = dateline(reading, mentions)
    by_sentence = {
        sentence.number: (*here_spots(reading, sentence, line), *spots(reading, sentence, mentions))
        for sentence in reading.sentences
    }
    today = _today(document, _zone(by_sentence, line))
    refs = _refs(reading, today)
    if not dated:
        today = _told_today(reading, refs, today)
        refs = _refs(reading, today)
    told = tuple(_tell(reading, reports, refs, by_sentence, today=today, dated_text=dated))
    return Account(
        reading=reading, told=told, by_sentence=by_sentence, dateline=line, refs=refs, today=today, dated=dated
    )


def reports_of(reading: Reading, *, dated: bool) -> tuple[Report, ...]:
    """Return the reports of a text in its order; of one with a date none where they could not be kept.

    Only the sentences that may give a type are searched at first, as most texts have none that does.
    """
    typing = tuple(may_give_type(reading))
    first = find_reports(reading, typing)
    if dated and not any(report.type for report in first):
        if any(may_give_type_near(reading)):
            return find_reports(reading, loose=True)
        if not acts_may_get_type(reading):
            return ()
    numbers = {sentence.number for sentence in typing}
    others = find_reports(reading, (one for one in reading.sentences if one.number not in numbers))
    return tuple(sorted((*first, *others), key=lambda report: report.sentence.number))


def may_be_kept(reports: Sequence[Report], reading: Reading, *, dated: bool) -> bool:
    """Whether one of the reports has a type, or may be news and get one; without a date words of deeds suffice."""
    if not dated:
        return bool(reports or deeds_in(reading))
    if any(report.type for report in reports):
        return True
    return may_get_type(reading, [(report.sentence, report.sentence.by_tag) for report in reports])


def _zone(by_sentence: dict[int, tuple[Spot, ...]], line: Spot | None) -> ZoneInfo | None:
    best = best_place([spot for found in by_sentence.values() for spot in found], line)
    return ZoneInfo(zone_of(best.place)) if best else None


def _today(document: Document, zone: ZoneInfo | None) -> date:
    """Return the day of publication in the zone of the place, or in the writer's own where that is near."""
    moment: datetime = document.published or document.observed_at
    there = moment.astimezone(zone) if zone else moment
    apart = (there.utcoffset() or timedelta()) - (moment.utcoffset() or timedelta())
    return (moment if moment.utcoffset() and abs(apart) <= _NEAR_ZONE else there).date()


_NEAR_ZONE = timedelta(minutes=90)


def _tell(
    reading: Reading,
    reports: Sequence[Report],
    refs: dict[int, tuple[TimeRef, ...]],
    by_sentence: dict[int, tuple[Spot, ...]],
    *,
    today: date,
    dated_text: bool,
) -> Iterator[Told]:
    days = NEWS_DAYS if dated_text else _LOOSE_DAYS
    set_frames = frames(reading, dated=lambda one: any(ref.recent(today, days=days) for ref in refs[one.number]))
    lead_from = next((s.number for s in reading.sentences if not s.in_title), 0)
    past = _past_sentences(reading, refs, today=today)
    head = [sentence for sentence in reading.sentences if sentence.number < lead_from + LEAD_SENTENCES]
    times = [ref for sentence in head for ref in refs[sentence.number]]
    words = len(reading.words) - lead_from
    undated = dated_text and words > _SHORT and not any(ref.recent(today) or ref.shift is not None for ref in times)
    told = any(s.of("official") for s in head) and any(s.of("say") for s in head)
    undated = undated and not told and not reading.entries[1:]
    lead_old = any(ref.old(today) for ref in times)
    leads = frozenset(_entry_leads(reading, refs, by_sentence))
    for report in reports:
        sentence = report.sentence
        goes_on = sentence.number in past
        setting = Setting(
            frames=set_frames,
            today=today,
            goes_on=goes_on,
            lead_from=lead_from,
            entries=leads,
            undated=undated,
            lead_old=lead_old,
            days=days,
            loose=not dated_text,
        )
        judged = verdict(reading, report)
        weight = weigh(reading, report, judged, refs[sentence.number], setting)
        entry = reading.entry_of(sentence.number)
        own = by_sentence[sentence.number] or (by_sentence[reading.entries[entry - 1]] if entry else ())
        yield Told(report=report, verdict=judged, weight=weight, spots=own, entry=entry)


def _entry_leads(
    reading: Reading, refs: dict[int, tuple[TimeRef, ...]], by_sentence: dict[int, tuple[Spot, ...]]
) -> Iterator[int]:
    """Yield the sentences with which the entries of a live blog open, from its second on.

    They are the first of each, and the second where the first says where or when: "Blasts in Odesa this evening. A
    missile came down on a yard."
    """
    opening = frozenset(reading.entries[1:])
    for first in opening:
        two = bool(refs[first] or by_sentence[first]) and first + 1 not in opening
        own = reading.sentences[first : first + 1 + two]
        yield from (one.number for one in own if not _claims(one))


def _claims(sentence: Sentence) -> bool:
    """Whether a sentence only passes a claim on: "A channel asserts that the street was bombed"."""
    claims = sentence.lists["account.claims"]
    return bool(sentence.of("claim.verb", "unverified", "deny")) or any(c.base in claims for c in sentence.of("say"))


def _past_sentences(reading: Reading, refs: dict[int, tuple[TimeRef, ...]], *, today: date) -> frozenset[int]:
    """Return the sentences without a time that go on telling what an earlier one set before the news window."""
    found, past, paragraph = set(), False, -1
    for sentence in reading.sentences:
        own = [ref for ref in refs[sentence.number] if not ref.reporting]
        opens = sentence.of("pronoun")
        if sentence.paragraph != paragraph and not (opens and opens[0].start == sentence.start):
            past = False
        paragraph = sentence.paragraph
        if any(ref.recent(today) for ref in own):
            past = False
        elif any(ref.old(today) for ref in own):
            past = True
        elif past and not own:
            found.add(sentence.number)
    return frozenset(found)


def _refs(reading: Reading, today: date) -> dict[int, tuple[TimeRef, ...]]:
    return {sentence.number: time_refs(reading, sentence, today=today) for sentence in reading.sentences}


def _told_today(reading: Reading, refs: dict[int, tuple[TimeRef, ...]], today: date) -> date:
    """Return the last day that a text without a date of its own names by the calendar, in the last year it names."""
    years = [ref.first.year for own in refs.values() for ref in own if ref.first and not ref.exact]
    days = [
        ref.first
        for sentence in reading.sentences
        for ref in refs[sentence.number]
        if ref.exact and ref.first and any(ref.start <= cue.start < ref.end for cue in sentence.of("time.month"))
    ]
    last = max(days, default=None)
    if last is not None and years and max(years) < last.year - 1 and (last.month, last.day) != (2, 29):
        last = max((day for day in days if day.year <= max(years) + 1), default=last)
    return last or today
