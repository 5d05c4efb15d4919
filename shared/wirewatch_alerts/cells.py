"""Where a record stands in the index of time and place, and where to look for what it may belong to.

The look-up finds every incident that `same.same_event` could join with a record, and not much besides: entries are
split by family of types, one-degree cell, country or name, and sorted by the end of the event's span.
"""

from collections.abc import Iterator
from datetime import timedelta
from math import ceil, cos, floor, radians

from msgspec import Struct

from wirewatch.incidents import Place
from wirewatch_alerts.geo import DEGREE_KM
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.records import Record
from wirewatch_alerts.same import TELLS_THE_DAY, is_coarse, keys_of, profile_of

_PAD = timedelta(hours=48)
"""Spans of one incident drift apart by the slack between its reports; none drifts so far."""
_LONGEST_TOLD = timedelta(hours=48)


class Lookup(Struct, frozen=True, kw_only=True):
    """One bucket of the index and the scores to read from it, in seconds since 1970."""

    bucket: str
    least: float
    most: float


def buckets_of(record: Record, limits: Limits) -> tuple[str, ...]:
    """Return the buckets that a record is entered in."""
    head, place = _head(record, limits), record.spot
    if place is None:
        return tuple(f"{head}:lost:{key}{_kind(record)}" for key in keys_of(record))
    names = [f"{head}:in:{place.country}"] if place.country else []
    if is_coarse(place, limits):
        names += [f"{head}:wide:{place.country}"] if place.country else []
    else:
        names.append(_cell(head, floor(place.lat), floor(place.lon)))
    names += [f"{head}:name:{key}" for key in keys_of(record)]
    return tuple(name + _kind(record) for name in names)


def score_of(record: Record, limits: Limits) -> float:
    """Return what a record is sorted by: the end of the event's span, in seconds since 1970."""
    return profile_of((record,), limits).span.end.timestamp()


def lookups(record: Record, limits: Limits) -> tuple[Lookup, ...]:
    """Return where to look for the incidents that a record may belong to."""
    span = profile_of((record,), limits).span
    early = (span.start - _PAD - limits.time.quiet).timestamp()
    least = (span.start - _PAD).timestamp() if span.told else early
    names = tuple(_around(record, limits))
    news = (Lookup(bucket=name, least=least, most=(span.end + _PAD + _LONGEST_TOLD).timestamp()) for name in names)
    most = (span.end + _PAD + limits.time.follow_up).timestamp()
    later = (Lookup(bucket=f"{name}:later", least=early, most=most) for name in names)
    return (*news, *later)


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
    yield from _cells(head, place, place.radius_km + limits.place.coarse_km + limits.place.slack_km)
    if place.country:
        yield f"{head}:wide:{place.country}"


def _cells(head: str, place: Place, reach_km: float) -> Iterator[str]:
    up = ceil(reach_km / DEGREE_KM)
    across = min(180, ceil(reach_km / (DEGREE_KM * max(0.02, cos(radians(min(89.0, abs(place.lat) + up)))))))
    for lat in range(floor(place.lat) - up, floor(place.lat) + up + 1):
        for lon in range(floor(place.lon) - across, floor(place.lon) + across + 1):
            yield _cell(head, lat, lon)


def _cell(head: str, lat: int, lon: int) -> str:
    return f"{head}:at:{lat}:{(lon + 180) % 360 - 180}"
