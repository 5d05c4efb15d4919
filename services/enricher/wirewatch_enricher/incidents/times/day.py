"""The day of an event. In: an `Event` and what surrounds it. Out: the day, and the time words that name it.

The event's own clauses decide, then their sentences, then when somebody spoke of it, the dateline last of all.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from wirewatch.incidents import IncidentType, Realis, TimePrecision
from wirewatch_enricher.incidents.events.kinds import event_type
from wirewatch_enricher.incidents.events.linking import Event
from wirewatch_enricher.incidents.proofs import Background
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import dateline_end
from wirewatch_enricher.incidents.times.aftermath import own_day
from wirewatch_enricher.incidents.times.clock import StatedTime, stated_time
from wirewatch_enricher.incidents.times.timeref import TimeRef

_NOON = 12
_POST_WORDS = 80
_MONTH_DAYS, _YEAR_DAYS = 31, 366


def event_day(event: Event, scene: Background) -> tuple[date | None, TimeRef | None]:
    """Return the day of an event and the words that name it; None where the text does not let one know."""
    for pool in _pools(event, scene):
        for ref in pool:
            if ref.first is not None and ref.first <= scene.today:
                begun = _begun(scene, ref, pool)
                own = own_day(scene, begun) or begun
                return own.first or ref.first, own
            if ref.shift is not None:
                return _base(scene, ref) + timedelta(days=ref.shift), ref
    return _undated_day(event, scene)


def event_stretch(event: Event, scene: Background) -> tuple[TimeRef, TimePrecision] | None:
    """Return the words that name the month or the year of an event told as background, where no day is known of it.

    Of what is news without a day, publication says more than "this month".
    """
    for ref in () if event.foreground else _own_times(event):
        if ref.first is None or ref.last is None or ref.future or ref.first > scene.today:
            continue
        days = (ref.last - ref.first).days
        if days <= _YEAR_DAYS:
            return ref, TimePrecision.MONTH if days <= _MONTH_DAYS else TimePrecision.YEAR
    return None


def _begun(scene: Background, ref: TimeRef, pool: Sequence[TimeRef]) -> TimeRef:
    """Return the words that say when what was done "overnight" began: "around 9 p.m. on Sunday".

    Who said or did something about it "on Tuesday" speaks of the night before that day, which is the same day.
    """
    if scene.reading.words[ref.start : ref.end] != ("overnight",):
        return ref
    eve = scene.today - timedelta(days=1)
    sentence = next((refs for refs in scene.refs.values() if ref in refs), ())
    before = [one for one in sentence if one.end <= ref.start and not _in_dateline(scene, one)]
    told = before[-1] if before and before[-1].exact and before[-1].first == eve else None
    after = scene.reading.lists["common.after"]
    if told and not (told.reporting or after.intersection(scene.reading.words[told.end : ref.start])):
        told = None
    return next((one for one in pool if one.first == eve and one.exact), told or ref)


def _pools(event: Event, scene: Background) -> Iterator[Sequence[TimeRef]]:
    own = _own_times(event)
    sure = [ref for ref in own if ref.exact and not ref.future]
    loose = [ref for s in scene.sentences for ref in scene.refs[s.number] if ref.exact and not ref.future]
    loose = [ref for ref in loose if not _counted_since(scene, ref)]
    yield [ref for ref in sure if scene.reading.words[ref.end : ref.end + 1] in _POSSESSIVE]
    yield [ref for ref in sure if _counts_back(scene, ref)]
    yield _named_first([ref for ref in sure if not ref.reporting], scene)
    deeds = {cue.end for s in scene.sentences for cue in s.of("harm.kill", "harm.injure")}
    yield sorted(
        (ref for ref in loose if not ref.reporting), key=lambda ref: deeds.isdisjoint({ref.start, ref.start - 1})
    )
    if event.told[0].verdict.realis is Realis.DENIED:
        yield sorted(loose, key=lambda ref: ref.first or scene.today)
    lines = {ref.start for s in scene.sentences for ref in scene.refs[s.number] if _in_dateline(scene, ref)}
    yield [ref for ref in sure if ref.start not in lines]
    yield [ref for ref in loose if ref.start not in lines]
    yield loose
    if all(one.report.sentence.in_title for one in event.told):
        lead = next((refs for s in scene.reading.sentences if not s.in_title and (refs := scene.refs[s.number])), ())
        yield [ref for ref in lead if ref.exact and ref.recent(scene.today) and not ref.reporting]


def _counts_back(scene: Background, ref: TimeRef) -> bool:
    """Whether a day counts back from another one of its sentence: "Delhi on Friday deplored ... the day before"."""
    if not ref.shift or ref.shift > 0 or scene.reading.words[ref.end : ref.end + 1] not in _CLAUSE_ENDS:
        return False
    refs = next((refs for refs in scene.refs.values() if ref in refs), ())
    return any(one.end <= ref.start and one.exact and not _in_dateline(scene, one) for one in refs)


_CLAUSE_ENDS = ((), (".",), (",",), (";",), ("and",))


def _counted_since(scene: Background, ref: TimeRef) -> bool:
    """Whether a day only bounds a count: "the third attack since Sunday"."""
    words = scene.reading.words[max(0, ref.start - _COUNTED) : ref.start]
    ordinals = (cue.base for s in scene.sentences if s.start <= ref.start < s.end for cue in s.of("ordinal"))
    return words[-1:] == ("since",) and not {*words}.isdisjoint(ordinals)


_COUNTED = 4
_POSSESSIVE = (("'s",), ("\u2019s",), ("s'",))


def _named_first(refs: list[TimeRef], scene: Background) -> list[TimeRef]:
    """Return days with one that the text names before the "overnight" of its title, which counts from another day."""
    titled = [s for s in scene.reading.sentences if s.in_title]
    vague = {cue.start for s in titled for cue in s.of("time.day") if cue.value == 0}
    return sorted(refs, key=lambda ref: ref.start in vague) if vague else refs


def _own_times(event: Event) -> list[TimeRef]:
    """Return the times of an event's reports: of those with its own type, of all where none of them names a day."""
    kind = event_type(event)
    news = [one for one in event.told if one.foreground] or list(event.told)
    own = [one.weight.time for one in news if one.report.type in {kind, None} and one.weight.time]
    rest = [one.weight.time for one in event.told if one.weight.time]
    if any(ref.exact and (ref.first or ref.shift) for ref in own):
        return own
    return [one.weight.time for one in news if one.weight.time] or rest


def _in_dateline(scene: Background, ref: TimeRef) -> bool:
    return any(s.start <= ref.start and ref.end <= dateline_end(scene.reading, s) for s in scene.sentences)


def _undated_day(event: Event, scene: Background) -> tuple[date | None, TimeRef | None]:
    """Return the day of an event without time words: of the text's first event, or of publication where it is fresh.

    Fresh is what names only a part of the day ("at dawn") or an hour ("at 12:55"), what a short post without a title
    tells, a flash, and a threat of which an office gives notice.
    """
    for one in sorted(event.told, key=lambda one: not one.foreground) if event.foreground else ():
        for cue in one.report.clause.of("time.part"):
            late = scene.reading.lists["day.late"]
            back = cue.base in late and (scene.document.published or scene.document.observed_at).hour < _NOON
            return _as_told(cue, scene.today - timedelta(days=int(back)))
    trigger = event.told[0].report.trigger
    if event.foreground and scene.document.published is not None and clock_of(scene):
        return _as_told(trigger, scene.today)
    short = scene.document.published is not None and len(scene.reading.words) < _POST_WORDS
    if (short and (not scene.document.title_end or _flash(scene))) or _noticed(event, scene):
        return _as_told(trigger, scene.today)
    return _as_told(trigger, scene.main_day) if event.foreground and scene.main_day else (None, None)


def clock_of(scene: Background) -> StatedTime | None:
    """Return the first time of day that the event's sentences state, with its place in the document."""
    numbers = {cue.base: cue.value or 0 for s in scene.sentences for cue in s.of("number")}
    for sentence in scene.sentences:
        first, last = scene.reading.span(sentence.start, sentence.end)
        found = stated_time(scene.document.text[first:last], numbers)
        if found:
            return replace(found, start=found.start + first, end=found.end + first)
    return None


def _noticed(event: Event, scene: Background) -> bool:
    dated = scene.document.published is not None and event_type(event) is IncidentType.THREAT
    return dated and any(s.of("threat.notice") for s in scene.reading.sentences)


def _as_told(cue: Cue, day: date) -> tuple[date, TimeRef]:
    return day, TimeRef(start=cue.start, end=cue.end, first=day, last=day, exact=True)


def _flash(scene: Background) -> bool:
    return any(cue.base in scene.reading.lists["day.flashes"] for s in scene.reading.sentences for cue in s.of("newsy"))


def _last_named(scene: Background, ref: TimeRef) -> date | None:
    """Return the day that "that night" points back to: the last that the sentences before it name."""
    before = (one for refs in scene.refs.values() for one in refs if one.end <= ref.start and one.exact)
    named = [one for one in before if one.first and not one.reporting and not one.future]
    return max(named, key=lambda one: one.start).first if named else None


def _named_beside(scene: Background, ref: TimeRef) -> date | None:
    """Return the day of "that night" where its own sentence names one before: "at 1:50 on Wednesday, one of 58"."""
    refs = next((refs for refs in scene.refs.values() if ref in refs), ())
    before = [one for one in refs if one.end <= ref.start and one.exact and not (one.reporting or one.future)]
    return before[-1].first if before and not _in_dateline(scene, before[-1]) else None


def _last_told(before: Sequence[TimeRef]) -> Sequence[TimeRef]:
    """Return the last of the days named before, one on which somebody spoke where there is no other."""
    return [one for one in before if not one.reporting][-1:] or before[-1:]


def _base(scene: Background, ref: TimeRef) -> date:
    """The day that "the day before" counts from: another day of the same sentence, else that of publication."""
    if ref.shift == 0 and (day := _named_beside(scene, ref) or scene.main_day or _last_named(scene, ref)) is not None:
        return day
    for sentence in scene.reading.sentences:
        if sentence.start <= ref.start < sentence.end:
            named = [one for one in scene.refs[sentence.number] if one is not ref and one.first and one.exact]
            before = [one for one in named if one.end <= ref.start and not _in_dateline(scene, one)]
            told = [one for one in named if not one.reporting] or [one for one in named if not _in_dateline(scene, one)]
            for other in (*_last_told(before), *told, *named):
                if other.first is not None:
                    return other.first
    return scene.today
