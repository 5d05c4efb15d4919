"""Whether it happened, whether it worked, how sure that is. In: `Report`s. Out: `Verdict`s, and a status.

The status of an event is a pure table of realis, outcome and attribution.
Cues are bound to the clause of the trigger: a "could" three clauses away says nothing of it.
"""

from collections.abc import Iterable

from msgspec import Struct

from wirewatch.incidents import IncidentType, Outcome, Realis, Status
from wirewatch_enricher.incidents.cues import Cue
from wirewatch_enricher.incidents.denial import STOPS, denied, overlap
from wirewatch_enricher.incidents.reading import Reading, Sentence
from wirewatch_enricher.incidents.triggers import Report

_REACH = 8
_OPENERS = 3
_IMPACT_BASES = frozenset(
    [
        "hit",
        "strike",
        "slam",
        "smash",
        "crash",
        "explode",
        "detonate",
        "blow",
        "burst",
        "wreck",
        "tear",
        "pound",
        "pummel",
        "pierce",
        "damage",
        "destroy",
        "gut",
        "kill",
        "explosion",
        "detonation",
        "impact",
        "plunge",
        "dive",
    ]
)


_AERIAL = frozenset({IncidentType.DRONE_ATTACK, IncidentType.MISSILE_ATTACK})
_FALLEN = frozenset({"was dropped", "were dropped"})


class Verdict(Struct, frozen=True, kw_only=True):
    """Realis and outcome of one report, with the cues that made them (None: nothing was said)."""

    realis: Realis
    outcome: Outcome
    realis_cue: Cue | None = None
    outcome_cue: Cue | None = None


def verdict(reading: Reading, report: Report) -> Verdict:
    """Judge one report by the cues of its own clause, and of its sentence where they govern it."""
    realis, realis_cue = _realis(reading, report)
    outcome, outcome_cue = _outcome(report)
    if realis is Realis.OCCURRED and outcome in {Outcome.INTERCEPTED, Outcome.FAILED}:
        realis = Realis.ATTEMPTED
    return Verdict(realis=realis, outcome=outcome, realis_cue=realis_cue, outcome_cue=outcome_cue)


def _realis(reading: Reading, report: Report) -> tuple[Realis, Cue | None]:
    for realis, cue in (
        (Realis.DENIED, denied(reading, report)),
        (Realis.HYPOTHETICAL, _hypothetical(report)),
        (Realis.THREATENED, _governing(report, "threaten")),
        (Realis.PLANNED, _planned(report)),
    ):
        if cue:
            return realis, cue
    return Realis.OCCURRED, None


def _hypothetical(report: Report) -> Cue | None:
    trigger, sentence = report.trigger, report.sentence
    for cue in report.clause.of("hypo"):
        if cue.start <= trigger.start <= cue.end + _REACH or 0 <= cue.start - trigger.end <= 1:
            return cue
    for cue in sentence.of("hypo"):
        opens = cue.start - sentence.start <= _OPENERS and cue.base in _OPENING
        if opens and cue.start < trigger.start:
            return cue
    return None


_OPENING = frozenset({"if", "suppose", "imagine", "what if", "supposing", "should", "whether", "whoever"})


def _governing(report: Report, tag: str) -> Cue | None:
    doubts = report.sentence.of("unverified")
    return next(
        (
            cue
            for cue in report.sentence.of(tag)
            if 0 <= report.trigger.start - cue.start <= _REACH and not any(overlap(cue, doubt) for doubt in doubts)
        ),
        None,
    )


def _planned(report: Report) -> Cue | None:
    cue = next((cue for cue in report.sentence.of("plan") if -2 <= report.trigger.start - cue.start <= 12), None)
    foiled = cue and any(0 <= cue.start - stop.end <= _FOILED_REACH for stop in report.sentence.of("act.foil"))
    return None if foiled or report.trigger.tag in STOPS else cue


_FOILED_REACH = 3


def _outcome(report: Report) -> tuple[Outcome, Cue | None]:
    through = report.sentence.of("act.through")
    stopped = tuple(cue for cue in report.clause.of(*STOPS) if _stops(report, cue)) or _destroyed(report)
    failed = report.clause.of("act.fail") or (() if stopped else report.sentence.of("act.fail"))
    if failed:
        return Outcome.FAILED, failed[0]
    if stopped:
        return (Outcome.COMPLETED, through[0]) if through else (Outcome.INTERCEPTED, stopped[0])
    none = report.sentence.of("no_damage", "nobody", "nobody_hurt", "nobody_killed")
    hit = [
        cue
        for cue in report.clause.of("act.", "harm.")
        if _impact(cue) and not any(overlap(cue, other) for other in none)
    ]
    return (Outcome.COMPLETED, hit[0]) if hit else (Outcome.UNKNOWN, None)


def _stops(report: Report, cue: Cue) -> bool:
    """Whether a word of stopping stops an attack here: a plain "stopped" needs a weapon or an attack beside it."""
    if cue.tag == "act.foil":
        return True
    aerial = report.clause.of("weapon.drone", "weapon.missile", "weapon.rocket", "weapon.craft", "weapon.mortar")
    if cue.tag == "act.intercept" and report.sentence.of("figurative"):
        return False
    if cue.base in _FALLEN:
        drones = [one for one in report.sentence.of("weapon.drone") if one.end <= cue.start]
        return bool(drones) and not report.sentence.of("weapon.explosive", "weapon.grenade")
    if cue.tag != "act.hinder":
        return bool(aerial) or report.type in _AERIAL
    beside = (*aerial, *report.clause.of("act.attack", "act.bombard", "weapon.explosive"))
    return any(-5 <= one.start - cue.end <= 5 for one in beside)


def _destroyed(report: Report) -> tuple[Cue, ...]:
    """Return the harm that is done to the weapon itself: "destroyed a bomb", "the drone was hit"."""
    weapons = report.clause.of("weapon.drone", "weapon.missile", "weapon.rocket", "weapon.explosive", "weapon.craft")
    return tuple(
        cue
        for cue in report.clause.of("harm.damage", "act.attack")
        for weapon in weapons
        if (cue.base == "destroy" and 0 <= weapon.start - cue.end <= 4)
        or (cue.base in {"destroy", "hit"} and 1 <= cue.start - weapon.end <= 3 and _passive(report, cue))
    )


def _passive(report: Report, cue: Cue) -> bool:
    return any(mark.end == cue.start for mark in report.sentence.of("passive"))


def _impact(cue: Cue) -> bool:
    return cue.base.split(" ")[0] in _IMPACT_BASES or cue.tag in {"act.through", "harm.kill", "harm.injure"}


def status_of(realis: Realis, outcome: Outcome, *, unverified: bool) -> Status:
    """Return the status of an event: the table that docs/incidents.md gives."""
    if realis is Realis.DENIED:
        return Status.DENIED
    if realis in {Realis.PLANNED, Realis.THREATENED, Realis.HYPOTHETICAL}:
        return Status.PLANNED
    if unverified:
        return Status.ALLEGED
    return Status.THWARTED if outcome in {Outcome.INTERCEPTED, Outcome.FAILED} else Status.CONFIRMED


def merged_realis(told: Iterable[tuple[Report, Verdict]]) -> Realis:
    """Return the realis of an event: what title and lead say first, a plan only where nothing came of it."""
    told = list(told)
    found = [verdict.realis for _, verdict in told]
    rumour = told[0][0].sentence.in_title and told[0][0].sentence.of("unverified")
    if (
        found[0] is Realis.DENIED
        or (rumour and Realis.DENIED in found[1:3])
        or found.count(Realis.DENIED) * 2 > len(found)
    ):
        return Realis.DENIED
    real = [one for one in found if one in {Realis.OCCURRED, Realis.ATTEMPTED}]
    plans = [one for one in found if one in {Realis.PLANNED, Realis.THREATENED}]
    return plans[0] if len(plans) >= max(len(real), 1) else next(iter(real), found[0])


_ALWAYS_DONE = frozenset(
    {
        IncidentType.RIOT,
        IncidentType.PROTEST,
        IncidentType.AIRSPACE_INCURSION,
        IncidentType.THREAT,
        IncidentType.CYBER_ATTACK,
    }
)
"""What is over once it is seen, walked or said: a drone that strays and is shot down did stray."""


def merged_outcome(
    kind: IncidentType, verdicts: Iterable[tuple[Report, Verdict]], sentences: Iterable[Sentence]
) -> Outcome:
    """Return the outcome of an event of which several clauses speak.

    One of several weapons that gets through makes it completed. What the debris of a stopped weapon does counts only
    where it kills or sets on fire.
    """
    if kind in _ALWAYS_DONE:
        return Outcome.COMPLETED
    told, own = list(verdicts), list(sentences)
    if any(sentence.of("act.through") or _one_through(sentence) for sentence in own):
        return Outcome.COMPLETED
    stops = [(r, v) for r, v in told if v.outcome in {Outcome.INTERCEPTED, Outcome.FAILED}]
    if not stops:
        debris = kind is IncidentType.DRONE_ATTACK and any(s.of("harm.debris") and s.of("actor.defence") for s in own)
        return Outcome.INTERCEPTED if debris else Outcome.COMPLETED
    hits = [r for r, v in told if v.outcome is Outcome.COMPLETED and _reaches(r) and not _beside_stop(r, stops)]
    clean = [r for r in hits if not r.sentence.of("harm.debris")]
    if any(_burns(s) for s in own if s.of("harm.debris")) or (clean and not _sure_stop(own)):
        return Outcome.COMPLETED
    return stops[0][1].outcome


def _one_through(sentence: Sentence) -> bool:
    """Whether one of several got through: "two were shot down and one caused damage", "uno detonó; el otro no"."""
    stops = sentence.of(*STOPS, "act.fail")
    none = sentence.of("no_damage", "nobody", "negate")
    if not stops:
        return False
    for one in sentence.of("word.one_of"):
        for cue in sentence.of("harm.damage", "act.attack", "act.explode"):
            near = 0 <= cue.start - one.end <= 2
            clean = not any(overlap(cue, other) for other in (*stops, *none))
            between = not any(one.end <= other.start < cue.start for other in (*stops, *none))
            if near and clean and between and (_impact(cue) or cue.tag != "act.attack"):
                return True
    return False


def _reaches(report: Report) -> bool:
    """Whether a report tells that something or somebody was hit: "it burst in a hedge" tells of neither."""
    return bool(report.sentence.of("target.", "victim", "harm.kill")) and not report.sentence.of("claim.yes")


def _beside_stop(report: Report, stops: list[tuple[Report, Verdict]]) -> bool:
    aimed = report.clause.of("target.", "harm.kill", "harm.injure", "victim")
    return any(
        stop.clause.start == report.clause.start or (stop.sentence.number == report.sentence.number and not aimed)
        for stop, _ in stops
    )


def _burns(sentence: Sentence) -> bool:
    return bool(sentence.of("harm.fire")) and not sentence.of("nobody", "negate")


def _sure_stop(sentences: list[Sentence]) -> bool:
    """Whether the text says that the target was not reached."""
    reach = ("reach", "before", "short", "without")
    return any(any(word in cue.base for word in reach) for s in sentences for cue in s.of("act.fail"))
