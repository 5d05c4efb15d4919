"""Which reports speak of the same event. In: weighed reports in text order. Out: `Event`s, foreground and not.

Reports are one event unless a day or a place says otherwise. A report without a type of its own, or undated ones after
the lead, only ever join; an event of its own needs a type, and a date, a place in the lead, or a word like "separate".
"""

from collections.abc import Sequence

from msgspec.structs import replace

from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.incidents.events.apart import FIRST, days_of, fits, kind_of, kinds_of, other_towns, precise
from wirewatch_enricher.incidents.events.kinds import default_type, event_type
from wirewatch_enricher.incidents.events.several import several
from wirewatch_enricher.incidents.events.told import Event, Told
from wirewatch_enricher.incidents.location.where import Spot
from wirewatch_enricher.incidents.news.salience import OLD, Weight
from wirewatch_enricher.incidents.text.reading import Clause
from wirewatch_enricher.incidents.types.type_rules import GENERIC

__all__ = ["Event", "Told", "days_of", "default_type", "event_type", "link", "precise"]

_T = IncidentType


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
    told = [_without_others_means(one) for one in told]
    front: list[list[Told]] = []
    back: list[list[Told]] = []
    lead = _lead_kinds(told)
    for one in told:
        if not one.foreground and not _undated(one):
            _put_back(back, one)
            continue
        home = next((group for group in _by_kind(front, one) if _joins(group, one, loose=loose, lead=lead)), None)
        if home is not None:
            home.append(one)
        elif one.foreground and (loose or _may_open(front, one)):
            front.append([one])
        else:
            _put_back(back, one)
    front = _with_bare_titles(front)
    back = [group for group in back if not _told_below(front, group)]
    old = [group for group in front if _only_title(group) and _told_as_old(back, group)]
    front = [group for group in front if group not in old]
    return tuple(Event(told=tuple(group)) for group in (*front, *map(_as_old, old), *back))


def _without_others_means(one: Told) -> Told:
    """Return a title's report without the type that it has of another clause, which is of another town.

    "Seven dead in Kharkiv, drone hits ambulance in Zmiiv".
    """
    clause, weapons = one.report.clause, one.report.weapons
    titled = one.report.sentence.in_title and one.report.type in _BY_MEANS
    if not titled or not weapons or clause.of("weapon."):
        return one
    theirs = one.report.sentence.clause_at(weapons[0].start)
    here, there = (_towns(one, part) for part in (clause, theirs))
    if not here or not there or not other_towns(here, there):
        return one
    return replace(one, report=replace(one.report, type=None))


_BY_MEANS = frozenset({_T.DRONE_ATTACK, _T.MISSILE_ATTACK, _T.AIR_STRIKE, _T.BOMBING})


def _with_bare_titles(front: list[list[Told]]) -> list[list[Told]]:
    """Return groups with a title's clause that no other report goes on with put to the next, which is told."""
    bare = [group for group in front if all(one.report.type is None and one.report.rule != GENERIC for one in group)]
    told = [group for group in front if group not in bare]
    if not bare or not told:
        return front
    return [[*(one for group in bare for one in group), *told[0]], *told[1:]]


def _towns(one: Told, clause: Clause) -> list[Spot]:
    return [spot for spot in one.spots if clause.start <= spot.start < clause.end and precise(spot)]


def _lead_kinds(told: Sequence[Told]) -> frozenset[IncidentType]:
    """Return the types that the first sentence below the title tells."""
    body = [one.report for one in told if not one.report.sentence.in_title]
    first = min((report.sentence.number for report in body), default=0)
    return frozenset(report.type for report in body if report.type and report.sentence.number == first <= FIRST)


def _by_kind(front: Sequence[list[Told]], one: Told) -> list[list[Told]]:
    """Return the groups that a report may join, the last ones and those with its own type first."""
    last = front[::-1]
    own = [group for group in last if one.report.type in kinds_of(group)]
    return [*own, *(group for group in last if group not in own)]


def _only_title(group: Sequence[Told]) -> bool:
    return all(not one.weight.dated for one in group) and group[0].report.sentence.in_title


def _told_as_old(back: list[list[Told]], group: Sequence[Told]) -> bool:
    """Whether the lead dates what the title tells before the news window."""
    kinds = {one.report.type for one in group}
    lead = [one for other in back for one in other if one.report.sentence.number <= FIRST + 1]
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
    if back and back[-1][-1].report.sentence.number == number and kind_of(back[-1]) in {one.report.type, None}:
        back[-1].append(one)
    else:
        back.append([one])


def _told_below(front: Sequence[list[Told]], group: Sequence[Told]) -> bool:
    """Put what a newer entry of a live blog adds to the group that an older one tells of; False where there is none."""
    if not all(one.entry and _undated(one) for one in group):
        return False
    kind, towns = kind_of(group), _named(group)
    home = next((one for one in front if kind and kind in kinds_of(one) and towns & _named(one)), None)
    if home is not None:
        home.extend(group)
    return home is not None


def _named(group: Sequence[Told]) -> frozenset[str]:
    return frozenset(spot.place.name for one in group for spot in one.spots if precise(spot))


def _joins(group: Sequence[Told], one: Told, *, loose: bool, lead: frozenset[IncidentType]) -> bool:
    if loose:
        return one.report.type is None or one.report.type in kinds_of(group)
    return fits(group, one, lead)


def _may_open(front: list[list[Told]], one: Told) -> bool:
    if not front:
        return True
    if one.report.type is None:
        return False
    sentence = one.report.sentence
    alone = one.entry > 0 and all(member.entry != one.entry for group in front for member in group)
    return one.weight.dated or alone or sentence.in_title or bool(sentence.of("separate"))
