"""What the sightings of one incident say together: their records in, one `Incident` out. Nothing else decides it.

Figures and status: see toll.py and credence.py. Place and time: the most exact, of equals the first.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from msgspec.structs import replace

from wirewatch.incidents import (
    Attribution,
    Incident,
    IncidentType,
    Place,
    PlacePrecision,
    Sighting,
    Stance,
    Status,
    Target,
    TimePrecision,
    Weapon,
    WeaponUse,
)
from wirewatch_alerts.credence import credence_of
from wirewatch_alerts.differences import differences
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.records import Record, by_news, in_order
from wirewatch_alerts.titles import title_of
from wirewatch_alerts.toll import newer, toll_of

MOST_SIGHTINGS = 200
"""An incident lists the ids of so many of its sightings; the others are counted."""

T = TypeVar("T")

PLACE_RANK = {precision: rank for rank, precision in enumerate(PlacePrecision)}
TIME_RANK = {precision: rank for rank, precision in enumerate(TimePrecision)}
_STANCE_STRENGTH = {
    Stance.NONE: 0,
    Stance.DENIED: 1,
    Stance.SUSPECTED: 2,
    Stance.ALLEGED: 3,
    Stance.ADMITTED: 4,
    Stance.CLAIMED: 5,
}


def incident_id(records: Sequence[Record]) -> str:
    """Return the id of an incident: a hash of the earliest of its sightings."""
    first = min(records, key=lambda record: record.order)
    return "inc-" + hashlib.sha256(first.id.encode()).hexdigest()[:16]


def fuse(records: Iterable[Record], *, follows: str | None = None) -> Incident:
    """Return the incident that these records make; `follows` is the closed incident that it comes after."""
    everything = in_order(records)
    told = telling(everything)
    sightings = [record.sighting for record in told]
    said = credence_of(told)
    kind = _kind(sightings)
    toll = toll_of(said.standing, denied=said.status is Status.DENIED)
    who = _attribution(sightings)
    place_of = _best(sightings, lambda one: one.place is not None and PLACE_RANK[one.place.precision])
    targets = _targets(sightings)
    place = place_of.place if place_of else None
    when_of = timed(told)
    incident = Incident(
        incident_id=incident_id(everything),
        type=kind,
        status=said.status,
        title=title_of(kind, said.status, targets, place),
        weapons=_weapons(sightings),
        targets=targets,
        perpetrator=who.who,
        stance=who.stance,
        claimed=_claimed(sightings),
        killed=toll.killed.least if toll.killed else None,
        killed_most=toll.killed.most if toll.killed else None,
        injured=toll.injured.least if toll.injured else None,
        injured_most=toll.injured.most if toll.injured else None,
        damage=_last(by_news(told), lambda record: record.sighting.damage),
        place=place,
        when=when_of.when if when_of else None,
        sites=place_of.sites if place_of else (),
        by_site_guard=all(one.by_site_guard for one in sightings),
        foreground=any(_is_news(record) for record in everything),
        retracted=said.retracted,
        follows=follows,
        codes=_coded(sightings, kind, said.status).codes,
        sightings=tuple(record.sighting.sighting_id for record in everything[:MOST_SIGHTINGS]),
        sightings_more=max(0, len(everything) - MOST_SIGHTINGS) or None,
    )
    return replace(incident, fused=differences(incident, by_news(told)))


def _is_news(record: Record) -> bool:
    """Tell news from follow-ups, and from what says neither where nor when: that may join an incident, not open one."""
    sighting = record.sighting
    return not sighting.follow_up and (sighting.place is not None or sighting.when is not None)


def telling(records: Sequence[Record], fresh: timedelta | None = None) -> Sequence[Record]:
    """Return the records, in order, that say what happened.

    Follow-ups are silent where there is anything else, but for those that come so soon after the first report that
    they can only be news in the words of a follow-up.
    """
    fresh = default_limits().time.fresh if fresh is None else fresh
    news = [record for record in records if not record.sighting.follow_up]
    if not news:
        return records
    until = records[0].report.first_observed_at + fresh
    return [one for one in records if not _looks_back(one) or one.report.first_observed_at <= until] or records


def _looks_back(record: Record) -> bool:
    """Tell what may look back on an event: a follow-up, and what an article with other news tells besides."""
    return record.sighting.follow_up or record.number > 1


def place_of(told: Sequence[Record]) -> Place | None:
    """Return the most exact place, of equals the first told."""
    best = _best([one.sighting for one in told], lambda one: one.place is not None and PLACE_RANK[one.place.precision])
    return best.place if best else None


def timed(told: Sequence[Record]) -> Sighting | None:
    """Return the sighting with the most exact time, of equals the first told.

    An hour that is told without a place is in nobody knows which zone, and counts less than any that has one.
    """
    return _best([one.sighting for one in told], _time_rank)


def _time_rank(sighting: Sighting) -> int | bool:
    if sighting.when is None:
        return False
    return TIME_RANK[sighting.when.precision] + (len(TIME_RANK) if sighting.place is None else 0)


def _best(sightings: Sequence[Sighting], rank: Callable[[Sighting], int | bool]) -> Sighting | None:
    """Return the first sighting of the lowest rank; a rank of `False` (but not 0) leaves a sighting out."""
    ranked = [(rank(one), number) for number, one in enumerate(sightings)]
    found = min(((value, number) for value, number in ranked if value is not False), default=None)
    return sightings[found[1]] if found else None


def _last(values: Iterable[Record], read: Callable[[Record], T | None]) -> T | None:
    found = [value for one in values if (value := read(one)) is not None]
    return found[-1] if found else None


def _kind(sightings: Sequence[Sighting]) -> IncidentType:
    counts = Counter(one.type for one in sightings)
    return max(counts, key=lambda kind: counts[kind])


def _coded(sightings: Sequence[Sighting], kind: IncidentType, status: Status) -> Sighting:
    same = [one for one in sightings if one.type is kind]
    return next((one for one in reversed(same) if one.status is status), same[0])


def _claimed(sightings: Sequence[Sighting]) -> bool | None:
    said = {one.claimed for one in sightings} - {None}
    return (True in said) if said else None


def _attribution(sightings: Sequence[Sighting]) -> Attribution:
    return max((one.attribution for one in sightings), key=lambda who: (_STANCE_STRENGTH[who.stance], bool(who.who)))


def _weapons(sightings: Sequence[Sighting]) -> tuple[WeaponUse, ...]:
    uses: dict[Weapon, WeaponUse] = {}
    for use in (use for one in sightings for use in one.weapons):
        known = uses.get(use.weapon)
        words = tuple(dict.fromkeys((*(known.words if known else ()), *use.words)))
        count = newer(known.count if known else None, use.count, may_fall=False)
        uses[use.weapon] = WeaponUse(weapon=use.weapon, words=words, count=count)
    return tuple(uses.values())


def _targets(sightings: Sequence[Sighting]) -> tuple[Target, ...]:
    found: dict[tuple[str, str], Target] = {}
    for target in (target for one in sightings for target in one.targets):
        found.setdefault((target.target.value, (target.name or "").casefold()), target)
    named = {target.target for target in found.values() if target.name}
    return tuple(target for target in found.values() if target.name or target.target not in named)
