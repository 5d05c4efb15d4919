"""What several reports of one event say together. In: its reports with their verdicts. Out: realis and outcome.

Title and lead go first; a stop that the title tells stands against what debris does, one of several weapons that gets
through against every stop.
"""

from collections.abc import Iterable
from itertools import pairwise

from wirewatch.incidents import IncidentType, Outcome, Realis
from wirewatch_enricher.incidents.status.denial import STOPS, overlap
from wirewatch_enricher.incidents.status.failing import AERIAL, fails, harmed_or_damaged, impact
from wirewatch_enricher.incidents.status.stopped import (
    another_went_off,
    destroyed_in_flight,
    felled_alone,
    of_one,
    only_debris,
    past_aside,
)
from wirewatch_enricher.incidents.status.verdict import INTO, Verdict
from wirewatch_enricher.incidents.text.reading import Sentence
from wirewatch_enricher.incidents.types.triggers import Report


def merged_realis(told: Iterable[tuple[Report, Verdict]]) -> Realis:
    """Return the realis of an event: what title and lead say first, a plan only where nothing came of it."""
    told = list(told)
    found = [verdict.realis for _, verdict in told]
    rumour = _doubtful_title(told[0][0].sentence)
    if (
        found[0] is Realis.DENIED
        or (rumour and Realis.DENIED in found[1:3])
        or found.count(Realis.DENIED) * 2 > len(found)
    ):
        return Realis.DENIED
    plans = [one for one in found if one in {Realis.PLANNED, Realis.THREATENED}]
    done = [(report, verdict) for report, verdict in told if not (plans and _of_a_plan(report))]
    real = [verdict.realis for _, verdict in done if verdict.realis in {Realis.OCCURRED, Realis.ATTEMPTED}]
    return plans[0] if len(plans) >= max(len(real), 1) else next(iter(real), found[0])


def _doubtful_title(sentence: Sentence) -> bool:
    """Whether a title tells of a rumour or of a denial, which the body then says to be that of the event."""
    denies = sentence.of("deny") or any(cue.base == "deny" for cue in sentence.of("say"))
    return sentence.in_title and bool(denies or sentence.of("unverified"))


def _of_a_plan(report: Report) -> bool:
    """Whether a report tells of no more than a plan that was foiled, or of what those who made it had."""
    foiled, plans = report.sentence.of("act.foil"), report.sentence.of("plan")
    plot = report.trigger.tag == "act.foil" and any(
        0 <= plan.start - cue.end <= _PLOT for cue in foiled for plan in plans
    )
    return plot or (report.trigger.tag == "act.plant" and report.trigger.base in report.sentence.lists["merging.finds"])


_PLOT = 3


_ALWAYS_DONE = frozenset(
    {
        IncidentType.RIOT,
        IncidentType.PROTEST,
        IncidentType.AIRSPACE_INCURSION,
        IncidentType.THREAT,
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
    titled = _title_stop(told)
    through = any(cue.base not in INTO for sentence in own for cue in sentence.of("act.through"))
    if through or any(_one_through(sentence) for sentence in own):
        return Outcome.COMPLETED
    if titled and kind in AERIAL:
        return titled
    stops = [(r, v) for r, v in told if v.outcome in _STOPPED]
    if not stops:
        return _unstopped(kind, own)
    felled = [(r, v) for r, v in stops if _main_stop(r, v) and not _one_of_several(r, v)]
    if kind is IncidentType.DRONE_ATTACK and felled_alone(told, felled, own):
        return Outcome.INTERCEPTED
    burnt = kind is IncidentType.ARSON_VANDALISM and any(harmed_or_damaged(one) and not _himself(one) for one in own)
    return Outcome.COMPLETED if burnt or _title_harm(told) else _with_stops(kind, told, stops, own)


def _unstopped(kind: IncidentType, own: list[Sentence]) -> Outcome:
    """Return the outcome of an event of which no report tells a stop: what stands beside them may."""
    if kind in _CHARGED and _dud_beside(own):
        return Outcome.FAILED
    if kind is not IncidentType.DRONE_ATTACK:
        return Outcome.COMPLETED
    debris = any(s.of("harm.debris") and s.of("actor.defence") for s in own) or only_debris(own)
    return Outcome.INTERCEPTED if debris else Outcome.COMPLETED


def _title_harm(told: Iterable[tuple[Report, Verdict]]) -> bool:
    """Whether a title tells that the weapon itself hurt people, and of no stop: "Three hurt as a drone explodes"."""
    titles = [(report, verdict) for report, verdict in told if report.sentence.in_title]
    hurt = any(
        report.trigger.tag in _HURTS and verdict.outcome is Outcome.COMPLETED and _people(report.sentence)
        for report, verdict in titles
    )
    return hurt and not any(report.sentence.of(*STOPS, "act.fail", "harm.debris", "negate") for report, _ in titles)


def _people(sentence: Sentence) -> bool:
    return bool(sentence.of("victim")) or any((cue.value or 0) > 1 for cue in sentence.of("number"))


_INJURES = "harm.injure"
_HURTS = frozenset({"harm.kill", "harm.injure"})


def _with_stops(
    kind: IncidentType, told: list[tuple[Report, Verdict]], stops: list[tuple[Report, Verdict]], own: list[Sentence]
) -> Outcome:
    """Return the outcome of an event some of whose clauses (`stops`) tell that it was stopped or failed."""
    several = all(_one_of_several(report, verdict) for report, verdict in stops)
    part = several and any(harmed_or_damaged(sentence) or another_went_off(sentence) for sentence in own)
    harmed = any(map(harmed_or_damaged, own))
    bombed = kind not in _CHARGED and (harmed or any(verdict.outcome is Outcome.COMPLETED for _, verdict in told))
    if bombed and all(_dud(verdict) for _, verdict in stops):
        return Outcome.COMPLETED  # of what jets drop, a bomb that lies on the ground unexploded is one
    if not part and any(_dud(verdict) for _, verdict in stops) and not harmed:
        return Outcome.FAILED
    hits = [r for r, v in told if v.outcome is Outcome.COMPLETED and v.realis is not Realis.DENIED and _reaches(r)]
    hits = [r for r in hits if not _beside_stop(r, stops)]
    debris = any(
        one.of("harm.debris") and (one.of("actor.defence", *STOPS) or before.of(*STOPS))
        for before, one in pairwise((*own[:1], *own))
    )
    shots = IncidentType.ARMED_ATTACK if kind in AERIAL else None
    hits = [r for r in hits if (shots is None or r.type is not shots) and not (debris and r.trigger.tag == _INJURES)]
    clean = [r for r in hits if not r.sentence.of("harm.debris")]
    burns = any(_burns(sentence) for sentence in own if sentence.of("harm.debris") or _on_fire(sentence))
    if part or burns or (clean and not _sure_stop(kind, own)):
        return Outcome.COMPLETED
    return stops[0][1].outcome


def _title_stop(told: Iterable[tuple[Report, Verdict]]) -> Outcome | None:
    """Return how a title says that an attack was stopped; None where it does not, or tells of a hit beside it.

    A stop that only says which drone is meant ("debris of a downed drone") does not count.
    """
    titles = [(report, verdict) for report, verdict in told if report.sentence.in_title]
    stops = [verdict for report, verdict in titles if _main_stop(report, verdict)]
    hit = any(
        report.trigger.tag in _HITS and not _foiled(verdict) and not report.sentence.of("harm.debris")
        for report, verdict in titles
    )
    hit = hit or any(_on_fire(report.sentence) for report, _ in titles)
    return stops[0].outcome if stops and not hit else None


def _foiled(verdict: Verdict) -> bool:
    return verdict.outcome in _STOPPED and verdict.outcome_cue is not None and verdict.outcome_cue.tag == "act.foil"


_HITS = frozenset({"act.attack", "act.explode", "act.bombard", "harm.kill"})
_STOPPED = frozenset({Outcome.INTERCEPTED, Outcome.FAILED})


def _main_stop(report: Report, verdict: Verdict) -> bool:
    cue = verdict.outcome_cue
    if verdict.outcome is not Outcome.INTERCEPTED or cue is None:
        return False
    if cue.tag not in STOPS:
        return destroyed_in_flight(report.sentence, cue)
    weapons = report.clause.of("weapon.")
    beside = any(0 <= weapon.start - cue.end <= 1 for weapon in weapons)
    words = report.sentence.tokens.words
    return not (beside and cue.start and words[cue.start - 1] in report.sentence.lists["merging.of"])


def _one_through(sentence: Sentence) -> bool:
    """Whether one of several got through: "two were shot down and one caused damage", "uno detonó; el otro no"."""
    stops = sentence.of(*STOPS, "act.fail")
    none = sentence.of("no_damage", "nobody", "negate")
    if not stops:
        return False
    for one in sentence.listed_as("word.one_of"):
        start = past_aside(sentence, one.end)
        for cue in sentence.of("harm.damage", "act.attack", "act.explode"):
            near = 0 <= cue.start - start <= 2
            clean = not any(overlap(cue, other) for other in (*stops, *none))
            between = not any(start <= other.start < cue.start for other in (*stops, *none))
            if near and clean and between and (impact(cue) or cue.tag != "act.attack"):
                return True
    return False


def _one_of_several(report: Report, verdict: Verdict) -> bool:
    """Whether a stop is that of one weapon among several: "the second failed to explode"."""
    return verdict.outcome_cue is not None and of_one(report.sentence, verdict.outcome_cue, within=_BESIDE)


_BESIDE, _IN_CLAUSE = 4, 8


def _dud(verdict: Verdict) -> bool:
    """Whether the charge itself did not go off."""
    cue = verdict.outcome_cue
    return verdict.outcome is Outcome.FAILED and cue is not None and any(word in cue.base for word in _GO_OFF)


_GO_OFF = (
    "explod",
    "detonat",
    "go off",
    "going off",
    "did not",
    "didn't",
    "unexploded",
    "fuse",
    "failed",
    "detonator",
    "harmless",
    "it safe",
    "made safe",
)


def _dud_beside(own: Iterable[Sentence]) -> bool:
    """Whether a sentence beside the reports tells that the charge failed, and none of harm."""
    sentences = list(own)
    duds = (s for s in sentences if any(word in cue.base for cue in s.of("act.fail") for word in _GO_OFF))
    failed = any(not s.listed_as("word.one_of") and not s.of("relic", "weapon.firearm") for s in duds)
    return failed and not any(map(harmed_or_damaged, sentences))


_CHARGED = frozenset({IncidentType.DRONE_ATTACK, IncidentType.BOMBING, IncidentType.ARSON_VANDALISM})


def _reaches(report: Report) -> bool:
    """Whether a report tells that something or somebody was hit: "it burst in a hedge" tells of neither."""
    reached = report.sentence.of("target.", "victim", "harm.kill") and not report.sentence.of("claim.yes")
    return bool(reached) and not (report.type is IncidentType.ARSON_VANDALISM and _himself(report.sentence))


def _himself(sentence: Sentence) -> bool:
    """Whether a sentence tells what somebody did to himself: "burns himself", "set fire to his own trousers"."""
    return not sentence.lists["merging.himself"].isdisjoint(sentence.tokens.words[sentence.start : sentence.end])


def _beside_stop(report: Report, stops: list[tuple[Report, Verdict]]) -> bool:
    aimed = report.clause.of("target.", "harm.kill", "harm.injure", "victim")
    return any(
        stop.clause.start == report.clause.start or (stop.sentence.number == report.sentence.number and not aimed)
        for stop, verdict in stops
    )


def _burns(sentence: Sentence) -> bool:
    return bool(sentence.of("harm.fire")) and not sentence.of("nobody", "negate")


def _on_fire(sentence: Sentence) -> bool:
    """Whether a title tells of a fire, beside those who were killed."""
    killed = sentence.of("harm.kill")
    fires = [cue for cue in sentence.of("harm.fire") if not any(overlap(cue, other) for other in killed)]
    return sentence.in_title and bool(fires) and not (sentence.of("nobody", "negate") or _himself(sentence))


def _sure_stop(kind: IncidentType, sentences: list[Sentence]) -> bool:
    """Whether the text says that the target was not reached, or that the attack was foiled and nobody was killed."""
    failed = (
        cue
        for s in sentences
        for cue in s.of("act.fail")
        if fails(s, cue, kind) and not of_one(s, cue, within=_IN_CLAUSE)
    )
    if any(word in cue.base for cue in failed for word in _NOT_REACHED):
        return True
    foiled = any(cue.base in _FOILS for s in sentences for cue in s.of("act.foil"))
    return foiled and not any(s.of("harm.kill") and not s.of("nobody", "negate") for s in sentences)


_NOT_REACHED = ("reach", "before", "short", "without", "early", "prematurely", "too soon")
_FOILS = frozenset({"foil", "thwart", "avert", "frustrate"})
