"""Whether an event is told with enough to stand on. In: an `Event` and its type. Out: yes or no.

A word alone is no incident: a protest needs people, a hack needs somebody who was hacked or a day, a clash needs harm.
"""

from wirewatch.incidents import IncidentType, Realis, Status
from wirewatch_enricher.incidents.events.linking import Event, Told, precise

_T = IncidentType
_WEAPONS = ("weapon.firearm", "weapon.blade", "weapon.explosive", "weapon.grenade", "weapon.incendiary")
_HARM = ("harm.kill", "harm.injure", "harm.damage")
_PUBLIC = (
    "target.diplomatic",
    "target.government",
    "target.police",
    "target.military",
    "target.transport",
    "target.energy",
    "target.infrastructure",
    "target.religious",
    "target.media",
)


def credible(event: Event, kind: IncidentType) -> bool:
    """Whether one of the event's foreground reports carries what its type needs."""
    return any(_taken_back(one) or _carries(one, kind) for one in event.told if one.foreground)


def _taken_back(one: Told) -> bool:
    """Whether an outlet takes its own report back, which stood enough."""
    return one.verdict.realis is Realis.DENIED and bool(one.report.sentence.of("retract"))


def _carries(one: Told, kind: IncidentType) -> bool:
    sentence, dated = one.report.sentence, one.weight.dated
    placed = any(precise(spot) or sentence.in_title for spot in one.spots)
    match kind:
        case _T.PROTEST:
            people = bool(sentence.of("actor.crowd", "actor.many")) or (
                dated and placed and any((cue.value or 0) > 2 for cue in sentence.of("number"))
            )
            there = (placed or dated) and bool(sentence.of("target.diplomatic"))
            return (people and (placed or dated)) or there
        case _T.THREAT | _T.CYBER_ATTACK:
            headline = sentence.in_title and one.report.type is kind
            twice = len(sentence.of("act.cyber", "weapon.cyber")) > 1
            return dated or bool(sentence.of(*_PUBLIC)) or (headline and (placed or twice))
        case _T.ABDUCTION:
            return dated or bool(sentence.of("official", "say", "newsy")) or (placed and sentence.in_title)
        case _T.ARSON_VANDALISM | _T.RIOT:
            return dated or placed or bool(sentence.of(*_PUBLIC, *_HARM))
        case _T.ARMED_ATTACK:
            shot = ("act.shoot",) if sentence.in_title and placed else ()
            harm = bool(sentence.of(*_HARM, *_WEAPONS, "actor.gunmen", "act.stab", *shot))
            return (harm and (dated or placed or bool(sentence.of("target.", "victim")))) or (dated and placed)
        case _:
            return True


def told_enough(event: Event, kind: IncidentType) -> bool:
    """Whether an undated text tells enough of an event: two of dated, told twice, early, with people, with harm."""
    told = [one for one in event.told if one.foreground and one.report.type in {kind, None}]
    points = (
        any(one.weight.dated for one in told)
        + (len(told) > 1)
        + (min((one.report.sentence.number for one in told), default=9) <= 1)
        + any(one.report.clause.of("number", "victim") for one in told)
        + any(one.report.clause.of(*_HARM) for one in told)
    )
    return points >= _ENOUGH


_ENOUGH = 2


def tells_nothing(status: Status, kind: IncidentType) -> bool:
    """Whether a status makes an event of this type no news: a denied protest, a planned riot."""
    return status in {Status.DENIED, Status.PLANNED} and kind in {_T.PROTEST, _T.RIOT, _T.THREAT, _T.ARSON_VANDALISM}
