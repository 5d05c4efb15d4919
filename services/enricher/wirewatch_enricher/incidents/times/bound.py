"""Which time words date a report. In: a report and the times of its sentence. Out: the `TimeRef` bound to it, or None.

The times of its own clause come first, then the nearest of its sentence. What is told to follow an event ("Poland
protested on Friday after a drone hit …") happened on a day of its own, which says only that the event is no later.
"""

from datetime import date

from msgspec.structs import replace

from wirewatch_enricher.incidents.text.reading import Reading
from wirewatch_enricher.incidents.times.timeref import TimeRef
from wirewatch_enricher.incidents.types.triggers import Report

_BEFORE = 8


def bound_time(reading: Reading, report: Report, refs: tuple[TimeRef, ...], *, today: date) -> TimeRef | None:
    """Return the time words that belong to a report: in its clause, else the nearest of its sentence."""
    if since := next((ref for ref in refs if _since(reading, report, ref)), None):
        return since
    if own := [ref for ref in refs if 0 < report.trigger.start - ref.end <= _OWN_WORDS and _whose(reading, ref)]:
        return own[-1]
    fit = [ref for ref in refs if not bounds_stretch(report, ref) or _when(reading, ref)]
    at_once = [ref for ref in fit if not _of_its_end(reading, report, ref)]
    if fit and not at_once:
        return replace(fit[0], reporting=True)
    fit = at_once
    inside = [ref for ref in fit if report.clause.start <= ref.start < report.clause.end and not ref.reporting]
    around = [ref for ref in fit if not ref.reporting] or fit
    pool = inside or around
    if not pool:
        return None
    best = min(
        pool, key=lambda ref: abs(ref.start - report.trigger.start) + _BEFORE * (ref.start < report.trigger.start)
    )
    if best.reporting and best.old(today):
        return None
    return replace(best, reporting=True) if _of_what_followed(report, best) else best


def _since(reading: Reading, report: Report, ref: TimeRef) -> bool:
    """Whether a day is that since which the event goes on, or something is out of order because of it."""
    if ref.exact and reading.words[report.trigger.end : ref.start] == ("since",):
        return True
    if not ref.exact or ref.future or "since" not in reading.words[max(0, ref.start - 3) : ref.start]:
        return False
    causes_words = reading.lists["bound.causes"]
    causes = (at for at in range(ref.end, min(ref.end + 3, report.trigger.start)) if reading.words[at] in causes_words)
    return any(report.trigger.start - at <= _BEFORE for at in causes)


def _of_what_followed(report: Report, ref: TimeRef) -> bool:
    """Whether a day is that of what came of an event: "was summoned on Friday after a drone hit the wall"."""
    between = (cue.base for cue in report.sentence.of("split") if ref.end <= cue.start <= report.trigger.start)
    return not report.sentence.lists["common.after"].isdisjoint(between)


def _of_its_end(reading: Reading, report: Report, ref: TimeRef) -> bool:
    """Whether a day is that on which one of the wounded died, or a body was found or named.

    "Identified on Wednesday", "died of her wounds on Monday" and "found dead on Sunday" say when somebody learned more.
    """
    before = reading.words[max(report.sentence.start, ref.start - _END_WORDS) : ref.start]
    if not reading.lists["bound.named"].isdisjoint(before[-2:]):
        return True
    if "found" in before and not reading.lists["bound.bodies"].isdisjoint(before):
        return True
    if _DIED.isdisjoint(before):
        return False
    return not _WOUNDS.isdisjoint(reading.words[report.sentence.start : report.sentence.end])


_END_WORDS = 6
_DIED = frozenset(
    {"died", "dies", "succumbed", "passed", "martyrdom", "décès", "décédé", "décédée", "\u0648\u0641\u0627\u0647"}
)
_WOUNDS = frozenset({
    *("wounds", "injuries", "hospital", "wounded", "injured", "surgery", "blessé", "blessée", "blessés", "blessures"),
    *("\u0628\u062c\u0631\u0627\u062d\u0647", "\u0628\u062c\u0631\u0627\u062d\u0647\u0627"),
})  # fmt: skip


def _whose(reading: Reading, ref: TimeRef) -> bool:
    """Whether a day names an event: "since Thursday's bombing"."""
    return ref.exact and not ref.future and reading.words[ref.end : ref.end + 1] in {("'s",), ("\u2019s",)}


_OWN_WORDS = 5


def _when(reading: Reading, ref: TimeRef) -> bool:
    """Whether a clause tells what happened on a day: "held since Wednesday, when petrol bombs were thrown"."""
    return reading.words[ref.end : ref.end + 2] == (",", "when")


def bounds_stretch(report: Report, ref: TimeRef) -> bool:
    """Whether time words only bound a stretch: "the first since March", "until 2019"."""
    before = [cue.base for cue in report.sentence.of("split") if cue.end == ref.start]
    return "since" in before or "until" in before
