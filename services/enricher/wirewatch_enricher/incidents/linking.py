"""Which reports speak of the same event. In: weighed reports in text order. Out: `Event`s, foreground and not.

Reports are one event unless a day or a place says otherwise. A report without a type of its own, or undated ones after
the lead, only ever join; an event of its own needs a type, and a date, a place in the lead, or a word like "separate".
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from wirewatch.incidents import IncidentType, PlacePrecision, Salience
from wirewatch_enricher.incidents.reading import Sentence
from wirewatch_enricher.incidents.salience import OLD, Weight
from wirewatch_enricher.incidents.several import several
from wirewatch_enricher.incidents.told import Event, Told
from wirewatch_enricher.incidents.where import Spot, far_apart

__all__ = ["Event", "Told", "days_of", "default_type", "event_type", "link", "precise"]

_APART_KM = 25.0
_LEAD = 5
_FIRST = 2
_T = IncidentType
_BEATS: dict[IncidentType, frozenset[IncidentType]] = {
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


def link(told: Sequence[Told], *, dated_lead: bool = False, loose: bool = False) -> tuple[Event, ...]:
    """Group reports into events, foreground ones first, in text order.

    `dated_lead`: the lead has a date in the news window, so that a typed report further down may be the news when
    nothing before it is. `loose`: the text has no date of its own, so every type that it tells is an event.
    """
    counted = None if loose else several(told)
    if counted:
        return (*(Event(told=group) for group in counted[0]), *(Event(told=(one,)) for one in counted[1]))
    if dated_lead and not any(one.foreground for one in told):
        told = _promote(told)
    front: list[list[Told]] = []
    back: list[list[Told]] = []
    for one in told:
        if not one.foreground and not _undated(one):
            _put_back(back, one)
            continue
        home = next((group for group in reversed(front) if _joins(group, one, loose=loose)), None)
        if home is not None:
            home.append(one)
        elif one.foreground and (loose or _may_open(front, one)):
            front.append([one])
        else:
            _put_back(back, one)
    old = [group for group in front if _only_title(group) and _told_as_old(back, group)]
    front = [group for group in front if group not in old]
    return tuple(Event(told=tuple(group)) for group in (*front, *map(_as_old, old), *back))


def _only_title(group: Sequence[Told]) -> bool:
    return all(not one.weight.dated for one in group) and group[0].report.sentence.in_title


def _told_as_old(back: list[list[Told]], group: Sequence[Told]) -> bool:
    """Whether the lead dates what the title tells before the news window."""
    kinds = {one.report.type for one in group}
    lead = [one for other in back for one in other if one.report.sentence.number <= _FIRST + 1]
    return any(one.weight.reason == OLD and one.report.type in kinds | {None} for one in lead)


def _as_old(group: Sequence[Told]) -> list[Told]:
    weight = Weight(salience=Salience.BACKGROUND, reason=OLD)
    return [replace(one, weight=weight) for one in group]


def _promote(told: Sequence[Told]) -> list[Told]:
    first = next((one for one in told if _undated(one) and one.report.type in _SEEN), None)
    return [_as_news(one) if one is first else one for one in told]


_SEEN = frozenset(
    {_T.DRONE_ATTACK, _T.MISSILE_ATTACK, _T.AIR_STRIKE, _T.BOMBING, _T.ARMED_ATTACK, _T.RIOT, _T.ABDUCTION}
)


def _as_news(one: Told) -> Told:
    weight = Weight(salience=Salience.FOREGROUND, reason="the lead dates what it tells", time=one.weight.time)
    return replace(one, weight=weight)


def _undated(one: Told) -> bool:
    return one.weight.reason.startswith("undated")


def _put_back(back: list[list[Told]], one: Told) -> None:
    number = one.report.sentence.number
    if back and back[-1][-1].report.sentence.number == number and _kind(back[-1]) in {one.report.type, None}:
        back[-1].append(one)
    else:
        back.append([one])


def _joins(group: Sequence[Told], one: Told, *, loose: bool) -> bool:
    if loose:
        return one.report.type is None or one.report.type in _kinds(group)
    return _fits(group, one)


def _kinds(group: Sequence[Told]) -> set[IncidentType]:
    return {one.report.type for one in group if one.report.type is not None}


def _kind(group: Sequence[Told]) -> IncidentType | None:
    return next((one.report.type for one in group if one.report.type), None)


def _may_open(front: list[list[Told]], one: Told) -> bool:
    if not front:
        return True
    sentence = one.report.sentence
    return one.report.type is not None and (one.weight.dated or sentence.in_title or bool(sentence.of("separate")))


def _fits(group: Sequence[Told], one: Told) -> bool:
    same = one.report.type in {None, _kind(group)} or any(one.report.type is t.report.type for t in group)
    if same and group[0].report.sentence.in_title and one.report.sentence.number <= _FIRST and not _separate(one):
        return True
    if not same and (_unlike(group, one) or (_separate(one) and _named_apart(group, one))):
        return False
    days, own = days_of(group), days_of([one])
    if days and own and min(abs((a - b).days) for a in days for b in own) > (0 if same else 1):
        return not one.weight.dated
    return not _elsewhere(group, one)


def _unlike(group: Sequence[Told], one: Told) -> bool:
    """Whether a report is of a type that never goes with those of a group, and told apart from them."""
    kind, kinds = one.report.type, _kinds(group)
    if kind is None or not kinds or any(kind in _BEATS.get(k, ()) or k in _BEATS.get(kind, ()) for k in kinds):
        return False
    told = [member for member in group if member.report.type]
    number = one.report.sentence.number
    return all(member.entry != one.entry for member in told) or (
        all(member.report.sentence.number != number for member in told)
        and (_separate(one) or (one.weight.time is not None and not one.weight.time.reporting))
    )


def _separate(one: Told) -> bool:
    return bool(one.report.sentence.of("separate"))


def days_of(group: Iterable[Told]) -> set[date]:
    """Return the days that reports of an event name as its own."""
    times = [one.weight.time for one in group if one.weight.time is not None]
    return {time.first for time in times if time.exact and not time.reporting and time.first is not None}


def _elsewhere(group: Sequence[Told], one: Told) -> bool:
    here = [spot for spot in one.spots if spot.located and precise(spot)]
    members = [spot for member in group for spot in member.spots if precise(spot)]
    there = [spot for spot in members if spot.located] or members
    if not here or not there:
        return False
    return all(far_apart(a.place, b.place) > _APART_KM for a in here for b in there)


def precise(spot: Spot) -> bool:
    """Whether a spot is a town or a part of one."""
    return spot.place.precision not in {PlacePrecision.REGION, PlacePrecision.COUNTRY}


def _named_apart(group: Sequence[Told], one: Told) -> bool:
    names = {spot.place.name for member in group for spot in member.spots}
    return any(spot.located and precise(spot) and spot.place.name not in names for spot in one.spots)


def event_type(event: Event) -> IncidentType | None:
    """Return the type of an event: the first that a foreground report has, or one of the lead that takes it in."""
    own = [one for one in event.told if one.foreground and one.report.type] or [
        one for one in event.told if one.report.type
    ]
    if not own:
        return None
    kind = own[0].report.type
    first = own[0].report.sentence.number
    for one in own:
        other = one.report.type
        if other is IncidentType.BOMBING and kind is IncidentType.THREAT and not _went_off(one):
            continue
        if other and kind and kind in _BEATS.get(other, frozenset()) and one.report.sentence.number <= first + _LEAD:
            kind = other
    return kind


def _went_off(one: Told) -> bool:
    return bool(one.report.clause.of("act.explode", "harm.kill", "harm.injure", "harm.damage"))


def default_type(event: Event) -> IncidentType | None:
    """Return the type of an event of which no report says the means; None where it is none."""
    sentences = [one.report.sentence for one in event.told if one.foreground]
    triggers = {
        cue.tag
        for one in event.told
        if one.foreground
        for cue in one.report.clause.of("act.")
        if cue.start == one.report.trigger.start
    }
    harm = _any(sentences, "harm.kill", "harm.injure", "actor.gunmen", "harm.damage")
    target = _any(sentences, "target.", "victim")
    if "act.explode" in triggers:
        return IncidentType.BOMBING if (harm or target) and not _any(sentences, "accident") else None
    if "act.bombard" in triggers and target and (harm or _any(sentences, "actor.state")):
        return IncidentType.MISSILE_ATTACK
    if _any(sentences, "actor.state") and any("strike" in one.report.trigger.base for one in event.told) and harm:
        return IncidentType.AIR_STRIKE
    built = _any([one.report.sentence for one in event.told if one.weight.dated], *_BUILT)
    return IncidentType.ARMED_ATTACK if target and (harm or (built and "act.attack" in triggers)) else None


_BUILT = ("target.infrastructure", "target.energy", "target.military", "target.police", "target.diplomatic")


def _any(sentences: Sequence[Sentence], *tags: str) -> bool:
    return any(sentence.of(*tags) for sentence in sentences)
