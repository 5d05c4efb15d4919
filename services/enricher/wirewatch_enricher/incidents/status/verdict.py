"""Whether it happened, whether it worked, how sure that is. In: `Report`s. Out: `Verdict`s, and a status.

The status of an event is a pure table of realis, outcome and attribution.
Cues are bound to the clause of the trigger: a "could" three clauses away says nothing of it.
"""

from msgspec import Struct

from wirewatch.incidents import IncidentType, Outcome, Realis, Status
from wirewatch_enricher.incidents.status.denial import STOPS, denied, overlap
from wirewatch_enricher.incidents.status.doubted import harm_asked
from wirewatch_enricher.incidents.status.failing import AERIAL, fails, impact
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.types.triggers import WARNED, Report

_REACH = 8
_OPENERS = 3

INTO = frozenset({"penetrated", "penetrate", "got as far as the"})
"""What a weapon does to the sky of a country, or on its way, before it is stopped."""


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
    if report.rule == WARNED:
        cue = denied(reading, report)
        return (Realis.DENIED if cue else Realis.OCCURRED), cue
    for realis, cue in (
        (Realis.DENIED, denied(reading, report)),
        (Realis.HYPOTHETICAL, _hypothetical(reading, report) or _would_stop(report)),
        (Realis.THREATENED, _governing(report, "threaten")),
        (Realis.PLANNED, _planned(report)),
    ):
        if cue:
            return realis, cue
    return Realis.OCCURRED, None


def _hypothetical(reading: Reading, report: Report) -> Cue | None:
    trigger, sentence = report.trigger, report.sentence
    for cue in report.clause.of("hypo"):
        threatened = trigger.tag == "act.threat" and trigger.start <= cue.start < trigger.end  # "would blow up"
        if threatened or harm_asked(reading, report, cue):
            continue
        if cue.start <= trigger.start <= cue.end + _REACH or 0 <= cue.start - trigger.end <= 1:
            return cue
    for cue in sentence.of("hypo"):
        opens = cue.start - sentence.start <= _OPENERS and cue.base in reading.lists["verdict.opening"]
        if opens and cue.start < trigger.start:
            return cue
    return None


def _would_stop(report: Report) -> Cue | None:
    """Return the stop of "may be intercepted" and "will buy jammers to bring down drones": for whatever comes."""
    trigger, words = report.trigger, report.sentence.tokens.words
    if trigger.tag not in STOPS:
        return None
    before = words[max(report.sentence.start, trigger.start - 3) : trigger.start]
    modal = "be" in before and not report.sentence.lists["verdict.modals"].isdisjoint(before)
    bought = before[-1:] == ("to",) and any(cue.end < trigger.start for cue in report.sentence.of(*_BUYS))
    return trigger if modal or bought else None


_BUYS = ("policy", "hypo", "soft.money")


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
    through = [cue for cue in report.sentence.of("act.through") if cue.base not in INTO]
    stopped = tuple(cue for cue in report.clause.of(*STOPS) if _stops(report, cue)) or _destroyed(report)
    whole = () if stopped or _hurts(report) else report.sentence.of("act.fail")
    failed = [cue for cue in report.clause.of("act.fail") or whole if fails(report.sentence, cue, report.type)]
    if failed:
        return Outcome.FAILED, failed[0]
    if stopped:
        return (Outcome.COMPLETED, through[0]) if through else (Outcome.INTERCEPTED, stopped[0])
    none = report.sentence.of("no_damage", "nobody", "nobody_hurt", "nobody_killed")
    hit = [
        cue
        for cue in report.clause.of("act.", "harm.")
        if impact(cue)
        and not any(overlap(cue, other) for other in none)
        and not _spared(report, cue)
        and not _meant(report.sentence, cue)
    ]
    return (Outcome.COMPLETED, hit[0]) if hit else (Outcome.UNKNOWN, None)


def _hurts(report: Report) -> bool:
    """Whether a clause tells of people hurt: "Letter bomb wounds guard, second parcel defused"."""
    clause = report.clause
    hurt = clause.of("harm.kill", "harm.injure") and clause.of("victim", "number")
    return bool(hurt) and not clause.of("nobody", "nobody_hurt", "negate", "attacker_word", "actor.attacker", *STOPS)


def _meant(sentence: Sentence, cue: Cue) -> bool:
    """Whether a hit is but what something was for: "it was heading to strike the consulate"."""
    before = sentence.tokens.words[max(sentence.start, cue.start - _MEANT_WORDS) : cue.start]
    return before[-1:] == ("to",) and not sentence.lists["verdict.purposes"].isdisjoint(before)


_MEANT_WORDS = 5


def _spared(report: Report, cue: Cue) -> bool:
    """Whether nobody of those named was harmed: "neither soldiers nor bystanders were hurt"."""
    negations = report.sentence.of("negate")
    neither = report.sentence.lists["verdict.neither"]
    return cue.tag == "harm.injure" and any(
        no.base in neither and 0 < cue.start - no.end <= _REACH and no.start >= report.clause.start for no in negations
    )


def _stops(report: Report, cue: Cue) -> bool:
    """Whether a word of stopping stops an attack here: a plain "stopped" needs a weapon or an attack beside it."""
    if cue.tag == "act.foil":
        tries = cue.base.startswith(report.sentence.stems["verdict.tries"])
        resists_words = report.sentence.lists["verdict.resists"]
        resists = tries and not resists_words.isdisjoint(report.sentence.tokens.words[cue.end : cue.end + 1])
        return not resists and not (tries and report.type in _DEADLY and report.sentence.of("harm.kill"))
    aerial = report.clause.of("weapon.drone", "weapon.missile", "weapon.rocket", "weapon.craft", "weapon.mortar")
    figurative = not aerial and bool(report.sentence.of("figurative"))
    if cue.tag == "act.intercept" and (figurative or _stops_others(report.sentence, cue)):
        return False
    if cue.base in report.sentence.lists["verdict.fallen"]:
        drones = [one for one in report.sentence.of("weapon.drone") if one.end <= cue.start]
        cargo = (
            one
            for one in report.sentence.of("weapon.explosive", "weapon.grenade")
            if all(one.end != drone.start for drone in drones)  # "booby-trapped drone"
        )
        return bool(drones) and (cue.base in report.sentence.lists["verdict.landed"] or not any(cargo))
    if cue.tag != "act.hinder":
        return bool(aerial) or report.type in AERIAL
    cyber = report.clause.of("act.cyber")
    attacks = report.clause.of("act.attack", "act.bombard")
    behind = report.sentence.tokens.words[cue.end : cue.end + 1]
    by_or_in = report.sentence.phrases["verdict.by_or_in"]
    if behind in by_or_in and any(0 < one.start - cue.end <= _BY_REACH for one in (*attacks, *cyber)):
        return False  # "knocked out by a cyber attack"
    beside = (*aerial, *attacks, *report.clause.of("weapon.explosive"))
    whole = cue.base in report.sentence.lists["verdict.prevented"]
    ended, reach = ((*cyber, *attacks), _SUBJECT) if whole else (cyber, _STOPPED)
    done = max((one.end for one in (*attacks, *report.clause.of("act.explode"))), default=0)
    flown = behind == ("by",) and any(done <= one.start and 0 <= cue.start - one.end <= _SUBJECT for one in aerial)
    stopped = _passive(report, cue) and (flown or any(0 <= cue.start - one.end <= reach for one in ended))
    return stopped or any(-5 <= one.start - cue.end <= 5 for one in beside)


_DEADLY = AERIAL | {IncidentType.BOMBING}


def _stops_others(sentence: Sentence, cue: Cue) -> bool:
    """Whether a drone is the means, or a person the one shot: "using a drone to halt a convoy", "shot by soldiers"."""
    means = cue.base.startswith("us") and any(cue.start < one.start < cue.end for one in sentence.of("weapon.drone"))
    shot = cue.base.startswith(("shot by", "hit by"))
    return means or (shot and any(0 <= cue.start - one.end <= 1 for one in sentence.of("victim", "attacker_word")))


_BY_REACH, _STOPPED, _SUBJECT = 4, 8, 14


def _destroyed(report: Report) -> tuple[Cue, ...]:
    """Return the harm that is done to the weapon itself: "destroyed a bomb", "the drone was hit"."""
    if report.type is IncidentType.AIR_STRIKE:
        return ()  # what jets destroy is what they came for
    weapons = report.clause.of("weapon.drone", "weapon.missile", "weapon.rocket", "weapon.explosive", "weapon.craft")
    return tuple(
        cue
        for cue in report.clause.of("harm.damage", "act.attack")
        for weapon in weapons
        if (cue.base == "destroy" and 0 <= weapon.start - cue.end <= 4 and not _passive(report, cue))
        or (cue.base in {"destroy", "hit"} and 1 <= cue.start - weapon.end <= 3 and _passive(report, cue))
        or (report.sentence.in_title and cue.start == weapon.end and _undergone(report, cue))
    )


def _undergone(report: Report, cue: Cue) -> bool:
    """Whether a headline leaves out the "were": "drones destroyed over the dam", not "drones destroyed a dam"."""
    words = report.sentence.tokens.words
    return words[cue.start] == "destroyed" and words[cue.end : cue.end + 1] in report.sentence.phrases["verdict.where"]


def _passive(report: Report, cue: Cue) -> bool:
    return any(mark.end == cue.start for mark in report.sentence.of("passive"))


def status_of(realis: Realis, outcome: Outcome, *, unverified: bool) -> Status:
    """Return the status of an event: the table that docs/incidents.md gives."""
    if realis is Realis.DENIED:
        return Status.DENIED
    if realis in {Realis.PLANNED, Realis.THREATENED, Realis.HYPOTHETICAL}:
        return Status.PLANNED
    if unverified:
        return Status.ALLEGED
    return Status.THWARTED if outcome in {Outcome.INTERCEPTED, Outcome.FAILED} else Status.CONFIRMED
