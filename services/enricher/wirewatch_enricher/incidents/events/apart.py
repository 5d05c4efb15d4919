"""Whether a report speaks of the event of those before it. In: the reports of an event, and one more. Out: yes or no.

A type that never goes with theirs, a day, or a place tells it apart; a title and the lead below it often tell one
deed as two types.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from wirewatch.incidents import IncidentType, PlacePrecision
from wirewatch_enricher.incidents.events.told import Told
from wirewatch_enricher.incidents.location.where import Spot, far_apart, part_of
from wirewatch_enricher.incidents.times.timeref import TimeRef
from wirewatch_enricher.incidents.types.triggers import SALVO

_T = IncidentType
_APART_KM = 25.0
_TOWNS_APART_KM = 10.0
"""The same for clauses of a title and entries of a live blog, each of which may be of a thing of its own."""
FIRST = 2
"""Up to which sentence a title's event is told again as a matter of course."""
BEATS: dict[IncidentType, frozenset[IncidentType]] = {
    _T.DRONE_ATTACK: frozenset(
        {_T.ARMED_ATTACK, _T.BOMBING, _T.AIR_STRIKE, _T.ARSON_VANDALISM, _T.AIRSPACE_INCURSION, _T.THREAT, _T.PROTEST}
    ),
    _T.MISSILE_ATTACK: frozenset({_T.THREAT, _T.PROTEST, _T.ARSON_VANDALISM}),
    _T.AIR_STRIKE: frozenset({_T.BOMBING, _T.PROTEST, _T.THREAT}),
    _T.BOMBING: frozenset({_T.THREAT, _T.PROTEST, _T.ARSON_VANDALISM}),
    _T.ABDUCTION: frozenset({_T.ARMED_ATTACK, _T.THREAT, _T.PROTEST}),
    _T.ARMED_ATTACK: frozenset({_T.THREAT, _T.PROTEST}),
    _T.RIOT: frozenset({_T.ARSON_VANDALISM, _T.PROTEST, _T.THREAT}),
    _T.ARSON_VANDALISM: frozenset({_T.PROTEST}),
    _T.CYBER_ATTACK: frozenset({_T.THREAT, _T.PROTEST, _T.RIOT, _T.ARSON_VANDALISM}),
}
"""Which types take in which others, as a drone attack does the explosion."""


def fits(group: Sequence[Told], one: Told, lead: frozenset[IncidentType]) -> bool:
    """Whether a report is of the event of a group; `lead` are the types that the first sentence of the body tells."""
    same = one.report.type in {None, kind_of(group)} or any(one.report.type is t.report.type for t in group)
    headed = same and group[0].report.sentence.in_title and one.report.sentence.number <= FIRST
    if headed and not separate(one) and not (one.entry and _elsewhere(group, one)):
        return True
    if not same and (
        (_unlike(group, one) and not _retold(group, one, lead))
        or (separate(one) and not _its_own(one, *_CHARGES) and (_named_apart(group, one) or _harms(one)))
    ):
        return False
    if not same and _other_entry(group, one):
        return False
    days, own = days_of(group), days_of([one])
    if days and own and not days & own:
        return not one.weight.dated
    return _refers_back(one) or not _elsewhere(group, one)


def _other_entry(group: Sequence[Told], one: Told) -> bool:
    """Whether another entry of a live blog tells of a hack, or a march beside an attack, which is of another thing."""
    kind, kinds = one.report.type, kinds_of(group)
    if not kind or not kinds or not one.entry or any(member.entry == one.entry for member in group):
        return False
    marched = (kind is _T.PROTEST and bool(kinds & _STRUCK)) or (kind in _STRUCK and kinds == {_T.PROTEST})
    return marched or (kind is _T.CYBER_ATTACK) != (_T.CYBER_ATTACK in kinds)


_STRUCK = frozenset({_T.DRONE_ATTACK, _T.MISSILE_ATTACK, _T.AIR_STRIKE, _T.BOMBING})


def _refers_back(one: Told) -> bool:
    """Whether a report speaks of what was told: "two who were hurt in the shooting are in hospital in Gusau"."""
    trigger, words = one.report.trigger, one.report.sentence.tokens.words
    definite = words[max(0, trigger.start - 2) : trigger.start] in one.report.sentence.phrases["apart.in_the"]
    return definite and one.weight.time is None and trigger.tag.startswith("act.")


def _retold(group: Sequence[Told], one: Told, lead: frozenset[IncidentType]) -> bool:
    """Whether the lead tells in other words what the title tells, which has one type that the lead has not."""
    titled = all(member.report.sentence.in_title for member in group)
    kinds = kinds_of(group)
    if not titled or len(kinds) != 1 or one.report.sentence.number > FIRST or not kinds.isdisjoint(lead):
        return False
    return any(kinds | {one.report.type} <= alike for alike in _ALIKE) and not _named_apart(group, one)


_ALIKE = (
    frozenset({_T.ARMED_ATTACK, _T.BOMBING, _T.ARSON_VANDALISM, _T.RIOT, _T.MISSILE_ATTACK}),
    frozenset({_T.DRONE_ATTACK, _T.MISSILE_ATTACK, _T.BOMBING}),
    frozenset({_T.AIR_STRIKE, _T.BOMBING, _T.ARMED_ATTACK}),
)
"""Types that one deed may be told as: a raid with grenades and fire."""


def _unlike(group: Sequence[Told], one: Told) -> bool:
    """Whether a report is of a type that never goes with those of a group, and told apart from them."""
    kind, kinds = one.report.type, kinds_of(group)
    if kind is None or not kinds or any(kind in BEATS.get(k, ()) or k in BEATS.get(kind, ()) for k in kinds):
        return False
    if one.report.rule == SALVO:
        return True
    told = [member for member in group if member.report.type]
    number = one.report.sentence.number
    if kind is _T.MISSILE_ATTACK and _T.DRONE_ATTACK in kinds and _its_own(one, "weapon.missile", "weapon.rocket"):
        return False
    if one.report.sentence.in_title and kinds == {_T.RIOT} and _shot_there(one):
        return False
    if one.report.sentence.in_title:
        return all(member.report.clause.start != one.report.clause.start for member in told)
    return all(member.entry != one.entry for member in told) or (
        all(member.report.sentence.number != number for member in told)
        and (separate(one) or (one.weight.time is not None and not one.weight.time.reporting))
    )


def _shot_there(one: Told) -> bool:
    """Whether a title adds who was shot in a riot: "Crowd storms ministry, two shot dead"."""
    plain = not one.report.clause.of("actor.gunmen", "weapon.firearm", "target.")
    return one.report.type is _T.ARMED_ATTACK and plain and not own_spots(one)


def separate(one: Told) -> bool:
    """Whether words tell a report from what came before: "in a separate attack", "elsewhere"."""
    return bool(one.report.sentence.of("separate"))


def _its_own(one: Told, *tags: str) -> bool:
    """Whether missiles or charges are those of the drones before them: "the bomb did not go off", "its missile"."""
    words, definite = one.report.sentence.tokens.words, ("the", "its", "their")
    return any(
        words[cue.start - 1] in definite or words[cue.start - 2] in definite for cue in one.report.clause.of(*tags)
    )


_CHARGES = ("weapon.explosive", "weapon.grenade")


def _harms(one: Told) -> bool:
    return bool(one.report.sentence.of("harm.kill", "harm.injure") and one.report.sentence.of("number", "victim"))


def days_of(group: Iterable[Told]) -> set[date]:
    """Return the days that reports of an event name as its own."""
    times = [(one, one.weight.time) for one in group if one.weight.time is not None]
    days = [(one, time) for one, time in times if time.exact and not time.reporting]
    named = {time.first for _, time in days if time.first is not None}
    return named | {time.first - timedelta(days=1) for one, time in days if time.first and _overnight(one, time)}


def _overnight(one: Told, time: TimeRef) -> bool:
    """Whether time words name the night that two days share."""
    return one.report.sentence.tokens.words[time.start] == "overnight"


def _elsewhere(group: Sequence[Told], one: Told) -> bool:
    if one.report.trigger.tag == "harm.injure" and any(word in one.report.trigger.base for word in _NURSED):
        return False
    apart = one.entry > 0 and all(member.entry != one.entry for member in group)
    here = [spot for spot in own_spots(one) if precise(spot) and (spot.located or apart)]
    members = [spot for member in group for spot in own_spots(member)]
    towns = [spot for spot in members if precise(spot)] or (members if apart else [])
    there = [spot for spot in towns if spot.located] or towns
    if not here or not there:
        return False
    if one.report.sentence.in_title or apart:
        return other_towns(here, there)
    return all(far_apart(a.place, b.place) > _APART_KM for a in here for b in there)


def other_towns(here: Sequence[Spot], there: Sequence[Spot]) -> bool:
    """Whether the towns of two clauses of a title, or of two entries of a live blog, are not those of one event."""
    return all(far_apart(a.place, b.place) > _TOWNS_APART_KM for a in here for b in there)


_NURSED = ("treat", "hospital", "taken to", "rushed to", "airlift", "admitted", "transferred", "operated")
"""What is done for the wounded, often in another town."""


def own_spots(one: Told) -> Sequence[Spot]:
    """Return the places of a report: in a title, which may tell of several things, those of its clause."""
    if not one.report.sentence.in_title:
        return one.spots
    return [spot for spot in one.spots if one.report.clause.start <= spot.start < one.report.clause.end]


def precise(spot: Spot) -> bool:
    """Whether a spot is a town or a part of one."""
    return spot.place.precision not in {PlacePrecision.REGION, PlacePrecision.COUNTRY}


def _named_apart(group: Sequence[Told], one: Told) -> bool:
    """Whether a report names a town, or a part of one, that the others do not name or hold."""
    theirs = [spot.place for member in group for spot in member.spots]
    return any(
        spot.located
        and precise(spot)
        and not any(one.name == spot.place.name or part_of(spot.place, one) for one in theirs)
        for spot in one.spots
    )


def kinds_of(group: Sequence[Told]) -> set[IncidentType]:
    """Return the types that reports have by themselves."""
    return {one.report.type for one in group if one.report.type is not None}


def kind_of(group: Sequence[Told]) -> IncidentType | None:
    """Return the first type that one of the reports has by itself."""
    return next((one.report.type for one in group if one.report.type), None)
