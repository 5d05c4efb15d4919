"""Where a record stands in the index of time and place, and where to look for what it may belong to.

The look-up finds every incident that `same.same_event` could join with a record, and not much besides: entries are
split by family of types, cell (small ones for what is known within a town, larger ones else), country or name, and
sorted by the end of the event's span. An entry tells its place, so that what is too far is left out before it is read.
A clustering in memory needs no more than places and names: `held_under` and `sought_under`.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from math import cos, floor, radians

from msgspec import Struct

from wirewatch.geo import DEGREE_KM, km_between
from wirewatch.incidents import Place
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.records import Record
from wirewatch_alerts.same import TELLS_THE_DAY, Profile, is_coarse, keys_of, profile_of

_PAD = timedelta(hours=48)
"""Spans of one incident drift apart by the slack between its reports; none drifts so far."""
_LONGEST_TOLD = timedelta(hours=48)
_TOWN_KM = 15.0
"""Places that are known as well as this lie in small cells."""
_SMALL_DEG, _LARGE_DEG = 0.5, 1.5
_ROUNDING_KM = 0.01

Key = tuple[str, str]
"""What a profile is found under in memory: how, and the cell, country or name."""


class Lookup(Struct, frozen=True, kw_only=True):
    """One bucket of the index and the scores to read from it, in seconds since 1970.

    Where there are `places`, entries that are out of reach of all of them are nothing to it.
    """

    bucket: str
    least: float
    most: float
    places: frozenset[Place] = frozenset()


def member_of(incident_id: str, record: Record) -> str:
    """Return what stands in the index for a record: its incident, its place, and what names it."""
    spot = record.spot
    where = f"{spot.lat!r},{spot.lon!r},{spot.radius_km!r}" if spot else ""
    return f"{incident_id}|{where}|{record.id}"


def found_by(lookup: Lookup, member: str, limits: Limits) -> str | None:
    """Return the incident of an entry that a look-up read; None where its place is out of reach."""
    incident_id, where, _ = member.split("|", 2)
    if lookup.places and where:
        lat, lon, radius_km = map(float, where.split(","))
        slack_km = radius_km + limits.place.slack_km + _ROUNDING_KM
        if all(km_between(lat, lon, one.lat, one.lon) > one.radius_km + slack_km for one in lookup.places):
            return None
    return incident_id


def buckets_of(record: Record, limits: Limits) -> tuple[str, ...]:
    """Return the buckets that a record is entered in."""
    head, place = _head(record, limits), record.spot
    if place is None:
        return tuple(f"{head}:lost:{key}{_kind(record)}" for key in keys_of(record))
    names = [f"{head}:in:{place.country}"] if place.country else []
    if is_coarse(place, limits):
        names += [f"{head}:wide:{place.country}"] if place.country else []
    else:
        names += _cells(head, place, 0.0, _SMALL_DEG if place.radius_km <= _TOWN_KM else _LARGE_DEG)
    names += [f"{head}:name:{key}" for key in keys_of(record)]
    return tuple(name + _kind(record) for name in names)


def score_of(record: Record, limits: Limits) -> float:
    """Return what a record is sorted by: the end of the event's span, in seconds since 1970."""
    return profile_of((record,), limits).span.end.timestamp()


def lookups(records: Iterable[Record], limits: Limits) -> tuple[Lookup, ...]:
    """Return where to look for the incidents that records may belong to, each bucket once."""
    together: dict[str, Lookup] = {}
    for one in (one for record in records for one in _lookups(record, limits)):
        known = together.get(one.bucket, one)
        together[one.bucket] = Lookup(
            bucket=one.bucket,
            least=min(known.least, one.least),
            most=max(known.most, one.most),
            places=known.places | one.places,
        )
    return tuple(together.values())


def _lookups(record: Record, limits: Limits) -> Iterator[Lookup]:
    span = profile_of((record,), limits).span
    early = (span.start - _PAD - limits.time.quiet).timestamp()
    least = (span.start - _PAD).timestamp() if span.told else early - limits.time.old_news.total_seconds()
    ahead = _LONGEST_TOLD if span.told else max(_LONGEST_TOLD, limits.time.quiet)
    most = (span.end + _PAD + ahead).timestamp()
    later = (max(span.end, record.report.first_observed_at) + _PAD + limits.time.follow_up).timestamp()
    places = frozenset((record.spot,) if record.spot else ())
    for name in _around(record, limits):
        yield Lookup(bucket=name, least=least, most=most, places=places)
        yield Lookup(bucket=f"{name}:later", least=early, most=later, places=places)


def _head(record: Record, limits: Limits) -> str:
    return ("drill:" if record.report.exercise else "") + limits.family(record.sighting.type)


def _kind(record: Record) -> str:
    """Return the half of a bucket: what may look back on an event, as follow-ups do, lies apart from the news."""
    return ":later" if record.sighting.follow_up or not _tells_the_day(record) else ""


def _tells_the_day(record: Record) -> bool:
    when = record.sighting.when
    return when is not None and when.precision in TELLS_THE_DAY


def _around(record: Record, limits: Limits) -> Iterator[str]:
    head, place = _head(record, limits), record.spot
    yield from (f"{head}:lost:{key}" for key in keys_of(record))
    if place is None:
        yield from (f"{head}:name:{key}" for key in keys_of(record))
        return
    if is_coarse(place, limits):
        if place.country:
            yield f"{head}:in:{place.country}"
        return
    reach_km = place.radius_km + limits.place.slack_km + _ROUNDING_KM
    yield from _cells(head, place, reach_km + _TOWN_KM, _SMALL_DEG)
    yield from _cells(head, place, reach_km + limits.place.coarse_km, _LARGE_DEG)
    if place.country:
        yield f"{head}:wide:{place.country}"


def _cells(head: str, place: Place, reach_km: float, size_deg: float) -> Iterator[str]:
    """Yield the cells of one size that lie within reach of a place's point."""
    up = reach_km / DEGREE_KM
    across = min(180.0, up / max(0.001, cos(radians(min(90.0, abs(place.lat) + up)))))
    around = round(360 / size_deg)
    for row in range(floor((place.lat - up) / size_deg), floor((place.lat + up) / size_deg) + 1):
        first, last = floor((place.lon - across) / size_deg), floor((place.lon + across) / size_deg)
        for column in sorted({one % around for one in range(first, last + 1)}):
            yield f"{head}:at:{size_deg:g}:{row}:{column}"


def held_under(profile: Profile, limits: Limits) -> Iterator[Key]:
    """Yield the keys of a profile; of two that `same.same_event` allows, each has one that is sought for the other."""
    yield from (("name", name) for name in profile.keys)
    place = profile.place
    if place is None:
        yield from (("lost", name) for name in profile.keys)
        return
    yield "in", place.country or ""
    if is_coarse(place, limits):
        yield "wide", place.country or ""
    else:
        yield from (("at", cell) for cell in _cells("", place, 0.0, _LARGE_DEG))


def sought_under(profile: Profile, limits: Limits) -> Iterator[Key]:
    """Yield the keys of all profiles that may be one event with this one, by their places and names."""
    place = profile.place
    if place is None:
        yield from (("name", name) for name in profile.keys)
        return
    yield from (("lost", name) for name in profile.keys)
    if is_coarse(place, limits):
        yield "in", place.country or ""
        return
    yield "wide", place.country or ""
    reach_km = place.radius_km + limits.place.slack_km + limits.place.coarse_km + _ROUNDING_KM
    yield from (("at", cell) for cell in _cells("", place, reach_km, _LARGE_DEG))
