"""Whether a report is the news. In: a report, its times, and where it stands. Out: `Weight`: salience and the reason.

Every cue is bound to the report's clause, or to its sentence where it governs it. Frames (fiction, drill, sport …) are
judged from title and lead; a report with a date of its own in the news window and a word of harm stands against them.
"""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from wirewatch.incidents import IncidentType, Realis, Salience
from wirewatch_enricher.incidents.news.frames import ADVICE, Frames, framed
from wirewatch_enricher.incidents.news.manners import figurative, plural_habit
from wirewatch_enricher.incidents.status.verdict import Verdict
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.times.bound import bound_time, bounds_stretch
from wirewatch_enricher.incidents.times.timeref import NEWS_DAYS, TimeRef
from wirewatch_enricher.incidents.types.triggers import Report

LEAD_SENTENCES = 3
OLD = "its own words date it before the news window"
_REACH = 9


class Weight(Struct, frozen=True, kw_only=True):
    """Salience of one report and the sentence that says why; `dated`: it has a time of its own in the news window."""

    salience: Salience
    reason: str
    dated: bool = False
    time: TimeRef | None = None


class Setting(Struct, frozen=True, kw_only=True):
    """Where a report stands: frames, day of publication, old news that it goes on with, `entries` of a blog."""

    frames: Frames
    today: date
    goes_on: bool
    lead_from: int
    entries: frozenset[int] = frozenset()
    undated: bool = False
    lead_old: bool = False
    days: int = NEWS_DAYS
    loose: bool = False


def weigh(reading: Reading, report: Report, found: Verdict, refs: tuple[TimeRef, ...], setting: Setting) -> Weight:
    """Decide whether a report is foreground, background or generic."""
    time = bound_time(reading, report, refs, today=setting.today)
    dated = time is not None and (
        time.recent(setting.today, days=setting.days) or (time.shift is not None and time.exact)
    )
    beside_old = any(ref.old(setting.today, days=setting.days) and not bounds_stretch(report, ref) for ref in refs)
    case = _Case(
        reading=reading,
        report=report,
        found=found,
        time=time,
        setting=setting,
        dated=dated,
        beside_old=beside_old,
    )
    reason = _why_not(case)
    if reason:
        generic = reason.startswith(("generic", "hypothetical", "fiction", "a drill", "figurative"))
        salience = Salience.GENERIC if generic else Salience.BACKGROUND
        return Weight(salience=salience, reason=reason, dated=dated, time=time)
    if dated:
        return Weight(
            salience=Salience.FOREGROUND, reason="its own words date it in the news window", dated=True, time=time
        )
    if setting.loose and report.type is not None:
        return Weight(salience=Salience.FOREGROUND, reason="a text without a date tells it as a fact", time=time)
    if _in_lead(report.sentence, setting):
        return Weight(salience=Salience.FOREGROUND, reason="it stands in the title or the lead", time=time)
    return Weight(salience=Salience.BACKGROUND, reason="undated, and not in the lead", time=time)


def _in_lead(sentence: Sentence, setting: Setting) -> bool:
    first = sentence.number < setting.lead_from + LEAD_SENTENCES
    return sentence.in_title or first or sentence.number in setting.entries


class _Case(Struct, frozen=True, kw_only=True):
    """All that the checks look at."""

    reading: Reading
    report: Report
    found: Verdict
    time: TimeRef | None
    setting: Setting
    dated: bool
    beside_old: bool


def _why_not(case: _Case) -> str:
    return next((why for check in _CHECKS if (why := check(case))), "")


def _hypothetical(case: _Case) -> str:
    realis = case.found.realis
    if realis is Realis.HYPOTHETICAL:
        return "hypothetical: " + _quote(case.reading, case.found)
    return "a threat in words: " + _quote(case.reading, case.found) if realis is Realis.THREATENED else ""


def _other_time(case: _Case) -> str:
    time = case.time
    if time is None:
        return ""
    if time.shift is not None and case.beside_old:
        return OLD
    if time.old(case.setting.today, days=case.setting.days):
        return OLD
    if time.future and case.found.realis is not Realis.PLANNED:
        return "it lies ahead"
    return "its own words set it long before another event" if time.shift is not None and not time.exact else ""


def _drill(case: _Case) -> str:
    return "a drill" if case.report.sentence.of("drill") and not case.report.sentence.of("harm.kill") else ""


def _figurative(case: _Case) -> str:
    return "figurative" if figurative(case.report) else ""


def _relic(case: _Case) -> str:
    if case.report.type not in {IncidentType.BOMBING, IncidentType.MISSILE_ATTACK}:
        return ""
    if case.report.type is IncidentType.MISSILE_ATTACK:
        return _test_fired(case)
    mined = any(cue.base in case.reading.lists["salience.mines"] for cue in case.report.weapons)
    around = case.reading.sentences if mined else [s for s in case.reading.sentences if s.in_title]
    return "a relic of an old war" if any(s.of("relic") for s in (case.report.sentence, *around)) else ""


def _test_fired(case: _Case) -> str:
    sentence = case.report.sentence
    if sentence.of("harm.kill", "harm.injure"):
        return ""
    head = [one for one in case.reading.sentences if _in_lead(one, case.setting)]
    flight = not sentence.of("target.", "victim") and any(one.of("soft.space") for one in head)
    return "generic: a test, a space flight, a relic" if flight or sentence.of("test_fire", "relic") else ""


def _accident(case: _Case) -> str:
    vague = case.report.type in _BY_ACCIDENT and not _armed(case.report)
    other = case.report.type in {None, IncidentType.BOMBING} and case.report.sentence.of("deny_cause", "accident")
    if case.found.realis is Realis.DENIED and other and case.report.sentence.in_title:
        return "generic: an accident or the weather"
    denied = case.found.realis is Realis.DENIED
    own = case.report.sentence
    head = [s for s in case.reading.sentences if s.number < case.setting.lead_from + 2]
    told = own.of("accident") or (own.in_title and not _meant(head) and any(s.of("accident") for s in head))
    if case.report.type is IncidentType.ARMED_ATTACK and own.of("animal") and not own.of("victim", "number"):
        told = own.of("animal")
        vague = True
    around = head if own.in_title else [own]
    if case.report.type is IncidentType.ARMED_ATTACK and not own.of("actor.gunmen"):
        mishap = any(s.of("mishap") for s in around)
        told, vague = told or mishap, vague or mishap
    return "generic: an accident or the weather" if vague and not denied and told else ""


def _meant(sentences: list[Sentence]) -> bool:
    """Whether somebody is told to have done it."""
    means = ("weapon.explosive", "weapon.grenade", "weapon.drone", "actor.gunmen", "claim.yes")
    return any(cue.base not in _NO_ARMS for s in sentences for cue in s.of(*means))


_BY_ACCIDENT = frozenset({None, IncidentType.BOMBING, IncidentType.MISSILE_ATTACK, IncidentType.ARSON_VANDALISM})


def _armed(report: Report) -> bool:
    """Whether a weapon is named: a mine beside an accident is a pit."""
    return any(cue.tag not in _NO_WEAPONS and cue.base not in _NO_ARMS for cue in report.weapons)


_NO_WEAPONS = frozenset({"weapon.vehicle", "weapon.incendiary", "weapon.craft"})
_NO_ARMS = frozenset({"mine", "mines", "loaded with", "rigged with"})
"""A pit, and what may be said of a lorry of gas cylinders."""


def _commemoration(case: _Case) -> str:
    if case.report.type is not IncidentType.PROTEST:
        return ""
    if case.found.realis in {Realis.PLANNED, Realis.DENIED}:
        return "generic: no protest that was held"
    around = (case.report.sentence, *(s for s in case.reading.sentences if s.in_title))
    return "generic: a commemoration" if any(s.of("commemorate") for s in around) else ""


def _in_frame(case: _Case) -> str:
    start = case.report.clause.start
    if case.reading.words[max(0, start - 1) : start + 1] == _IN_WHICH and case.report.sentence.of("fiction", "drill"):
        return "fiction"
    if case.found.realis is Realis.DENIED and "retract" in case.setting.frames.names and not case.setting.lead_old:
        return ""
    why = framed(case.report, case.setting.frames, dated=case.dated)
    return "" if why == ADVICE and (case.dated or _closed(case)) else why


_IN_WHICH = ("in", "which")


def _background(case: _Case) -> str:
    vandals = case.report.type is IncidentType.ARSON_VANDALISM
    return "told as background" if _governed(case.report, "background") and not vandals else ""


def _trial(case: _Case) -> str:
    sentence = case.report.sentence
    tried = (case.report.clause if sentence.in_title else sentence).of("trial")
    return "told at a trial" if tried and (not case.dated or case.beside_old) else ""


def _generic(case: _Case) -> str:
    told = case.dated or case.report.sentence.number in case.setting.entries
    return "generic: no particular event" if not told and plural_habit(case.reading, case.report) else ""


def _undated_text(case: _Case) -> str:
    sentence = case.report.sentence
    told = sentence.number in case.setting.entries or sentence.of("newsy", "unverified", "confirmed", "official")
    return "generic: nothing in the text dates it" if case.setting.undated and not case.dated and not told else ""


def _habit(case: _Case) -> str:
    """Whether its day comes again and again: "every Thursday"."""
    if case.time is None:
        return ""
    each = case.reading.lists["word.each"]
    before = case.reading.words[max(0, case.time.start - 2) : case.time.end]
    return "generic: a habit" if each & set(before) else ""


def _advice(case: _Case) -> str:
    advised = case.report.sentence.of("advice") and not case.dated and not _closed(case)
    return "generic: advice to travellers" if advised else ""


def _closed(case: _Case) -> bool:
    """Whether a site was closed for a threat on a day that is named: more than advice."""
    own = case.report.sentence.number
    near = (s for s in case.reading.sentences if 0 <= s.number - own <= _CLOSES)
    return case.report.type is IncidentType.THREAT and any(s.of("act.clear") and s.of("time.day") for s in near)


_CLOSES = 2
"""How many sentences after a warning tell that a site was closed for it."""


def _goes_on(case: _Case) -> str:
    return "it goes on telling what came before" if case.time is None and case.setting.goes_on else ""


_CHECKS: tuple[Callable[[_Case], str], ...] = (
    _hypothetical,
    _other_time,
    _drill,
    _figurative,
    _relic,
    _accident,
    _commemoration,
    _in_frame,
    _background,
    _trial,
    _habit,
    _advice,
    _generic,
    _goes_on,
    _undated_text,
)


def _governed(report: Report, tag: str) -> bool:
    start = report.trigger.start
    return any(cue.start <= start <= cue.end + _REACH for cue in report.clause.of(tag))


def _quote(reading: Reading, found: Verdict) -> str:
    cue = found.realis_cue
    return f"“{reading.text(cue.start, cue.end)}”" if cue else ""
