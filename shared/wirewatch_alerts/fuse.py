"""What the sightings of one incident say together: their records in, one `Incident` out. Nothing else decides it.

Figures: the newest, and only a report that knows of more dead may lower the injured. Status: the strongest word, each
source counted with its last one if that takes the report back. Place and time: the most exact, of equals the first.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct

from wirewatch.incidents import (
    Attribution,
    Count,
    EventTime,
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
from wirewatch_alerts.records import Record, in_order
from wirewatch_alerts.titles import title_of

T = TypeVar("T")

PLACE_RANK = {precision: rank for rank, precision in enumerate(PlacePrecision)}
TIME_RANK = {precision: rank for rank, precision in enumerate(TimePrecision)}
STATUS_STRENGTH = {
    Status.PLANNED: 0,
    Status.ALLEGED: 1,
    Status.DENIED: 2,
    Status.THWARTED: 3,
    Status.CONFIRMED: 4,
}
_STANCE_STRENGTH = {
    Stance.NONE: 0,
    Stance.DENIED: 1,
    Stance.SUSPECTED: 2,
    Stance.ALLEGED: 3,
    Stance.ADMITTED: 4,
    Stance.CLAIMED: 5,
}


class Toll(Struct, frozen=True, kw_only=True):
    """Persons killed and injured as far as told: lower bounds and, where said, upper ones."""

    killed: Count | None = None
    injured: Count | None = None


def incident_id(records: Sequence[Record]) -> str:
    """Return the id of an incident: a hash of the earliest of its sightings."""
    first = min(records, key=lambda record: record.order)
    return "inc-" + hashlib.sha256(first.id.encode()).hexdigest()[:16]


def fuse(records: Iterable[Record], *, follows: str | None = None) -> Incident:
    """Return the incident that these records make; `follows` is the closed incident that it comes after."""
    everything = in_order(records)
    told = telling(everything)
    sightings = [record.sighting for record in told]
    status, retracted = status_of(told)
    kind = _kind(sightings)
    toll = _toll(told)
    who = _attribution(sightings)
    place_of = _best(sightings, lambda one: one.place is not None and PLACE_RANK[one.place.precision])
    targets = _targets(sightings)
    place = place_of.place if place_of else None
    return Incident(
        incident_id=incident_id(everything),
        type=kind,
        status=status,
        title=title_of(kind, status, targets, place),
        weapons=_weapons(sightings),
        targets=targets,
        perpetrator=who.who,
        stance=who.stance,
        claimed=_claimed(sightings),
        killed=toll.killed.least if toll.killed else None,
        killed_most=toll.killed.most if toll.killed else None,
        injured=toll.injured.least if toll.injured else None,
        injured_most=toll.injured.most if toll.injured else None,
        damage=_last(_by_news(told), lambda record: record.sighting.damage),
        place=place,
        when=time_of(told),
        sites=place_of.sites if place_of else (),
        by_site_guard=all(one.by_site_guard for one in sightings),
        foreground=any(not record.sighting.follow_up for record in everything),
        retracted=retracted,
        follows=follows,
        codes=_coded(sightings, kind, status).codes,
        sightings=tuple(record.sighting.sighting_id for record in everything),
    )


def telling(records: Sequence[Record]) -> Sequence[Record]:
    """Return the records that say what happened: follow-ups are silent where there is anything else."""
    return [record for record in records if not record.sighting.follow_up] or records


def place_of(records: Sequence[Record]) -> Place | None:
    """Return the most exact place, of equals the first told."""
    sightings = [record.sighting for record in telling(records)]
    best = _best(sightings, lambda one: one.place is not None and PLACE_RANK[one.place.precision])
    return best.place if best else None


def time_of(records: Sequence[Record]) -> EventTime | None:
    """Return the most exact time, of equals the first told."""
    sightings = [record.sighting for record in telling(records)]
    best = _best(sightings, lambda one: one.when is not None and TIME_RANK[one.when.precision])
    return best.when if best else None


def status_of(records: Sequence[Record]) -> tuple[Status, bool]:
    """Return the strongest status, and whether the report was taken back by the source that it rested on."""
    words: dict[str, list[Status]] = {}
    for record in _by_news(records):
        words.setdefault(record.report.source, []).append(record.sighting.status)
    strongest = max((_last_word(said) for said in words.values()), key=STATUS_STRENGTH.__getitem__)
    took_back = any(said[-1] is Status.DENIED and set(said) != {Status.DENIED} for said in words.values())
    return strongest, took_back and strongest is Status.DENIED


def _last_word(said: Sequence[Status]) -> Status:
    return Status.DENIED if said[-1] is Status.DENIED else max(said, key=STATUS_STRENGTH.__getitem__)


def _by_news(records: Iterable[Record]) -> list[Record]:
    """Return records by when what they say was said: an edit speaks at its own time."""
    return sorted(records, key=lambda record: (record.report.observed_at, record.report.article_id))


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


def _toll(records: Sequence[Record]) -> Toll:
    toll = Toll()
    for record in _by_news(records):
        toll = _newer_toll(toll, record.sighting)
    return toll


def _newer_toll(toll: Toll, sighting: Sighting) -> Toll:
    more_dead = _least(sighting.killed) > _least(toll.killed)
    return Toll(
        killed=_newer(toll.killed, sighting.killed, may_fall=False),
        injured=_newer(toll.injured, sighting.injured, may_fall=more_dead),
    )


def _newer(known: Count | None, told: Count | None, *, may_fall: bool) -> Count | None:
    if told is None or known is None:
        return known if told is None else told
    return told if may_fall or told.least >= known.least else known


def _least(count: Count | None) -> int:
    return count.least if count else 0


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
        count = _newer(known.count if known else None, use.count, may_fall=False)
        uses[use.weapon] = WeaponUse(weapon=use.weapon, words=words, count=count)
    return tuple(uses.values())


def _targets(sightings: Sequence[Sighting]) -> tuple[Target, ...]:
    found: dict[tuple[str, str], Target] = {}
    for target in (target for one in sightings for target in one.targets):
        found.setdefault((target.target.value, (target.name or "").casefold()), target)
    named = {target.target for target in found.values() if target.name}
    return tuple(target for target in found.values() if target.name or target.target not in named)
