"""Sightings to incidents: a set of records in, its parts out, each one real-world event. Pure, and blind to arrival.

Records are taken in their own order (observed time, article). Each joins the incident that it fits best, opens one
where it fits none, and makes one of two that it fits both where these agree.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.incidents import EventTime, IncidentType, Place, TimePrecision
from wirewatch_alerts.fuse import incident_id, place_of, telling, time_of
from wirewatch_alerts.geo import distance_km
from wirewatch_alerts.matching import Limits, default_limits
from wirewatch_alerts.records import Order, Record, in_order

_TELLS_THE_DAY = frozenset({TimePrecision.MINUTE, TimePrecision.HOURS, TimePrecision.DAY})
_TELLS_THE_HOUR = frozenset({TimePrecision.MINUTE, TimePrecision.HOURS})


class Span(Struct, frozen=True, kw_only=True):
    """When an event was: between two moments; `exact` where the text tells the hour, `told` where it tells the day."""

    start: datetime
    end: datetime
    told: bool = False
    exact: bool = False


class Profile(Struct, frozen=True, kw_only=True):
    """What matters of a record or a cluster for matching."""

    types: frozenset[IncidentType]
    place: Place | None
    span: Span
    first_observed_at: datetime
    last_observed_at: datetime
    articles: frozenset[str]
    exercise: bool
    follow_up: bool


class Cluster(Struct, frozen=True, kw_only=True):
    """One incident's records in their order; `follows` is the id of the closed incident that it comes after."""

    records: tuple[Record, ...]
    follows: str | None = None

    @property
    def incident_id(self) -> str:
        """The incident's id."""
        return incident_id(self.records)


class _Open(Struct, frozen=True, kw_only=True):
    """A cluster under way, with its profile."""

    cluster: Cluster
    profile: Profile


def cluster(records: Iterable[Record], limits: Limits | None = None) -> tuple[Cluster, ...]:
    """Return the incidents that a set of records makes, in the order of their first sightings."""
    return extend((), in_order(records), limits)


def extend(known: Iterable[Cluster], records: Sequence[Record], limits: Limits | None = None) -> tuple[Cluster, ...]:
    """Return known clusters with records added that come after all of theirs; the same as `cluster` of all records."""
    limits = limits or default_limits()
    parts = [_open(one, limits) for one in known]
    for record in records:
        parts = _add(parts, record, limits)
    return tuple(sorted((part.cluster for part in parts), key=lambda one: one.records[0].order))


def profile_of(records: Sequence[Record], limits: Limits) -> Profile:
    """Return what matters of records for matching; they must be in order."""
    told = telling(records)
    observed = records[0].report.first_observed_at
    return Profile(
        types=frozenset(record.sighting.type for record in told),
        place=place_of(records),
        span=span_of(time_of(records), observed, follow_up=told[0].sighting.follow_up, limits=limits),
        first_observed_at=observed,
        last_observed_at=records[-1].report.first_observed_at,
        articles=frozenset(record.report.article_id for record in records),
        exercise=records[0].report.exercise,
        follow_up=told[0].sighting.follow_up,
    )


def span_of(when: EventTime | None, observed: datetime, *, follow_up: bool, limits: Limits) -> Span:
    """Return when the event was by the text, or what its first report allows."""
    if when is not None and when.precision in _TELLS_THE_DAY:
        return Span(start=when.start, end=when.end, told=True, exact=when.precision in _TELLS_THE_HOUR)
    back = limits.time.follow_up if follow_up else limits.time.unknown
    return Span(start=observed - back, end=observed + limits.time.after_observed)


def same_event(one: Profile, other: Profile, limits: Limits) -> bool:
    """Tell whether two profiles may be one event: nothing of type, place, time or article speaks against it."""
    return (
        one.exercise == other.exercise
        and not one.articles & other.articles
        and any(limits.alike(a, b) for a in one.types for b in other.types)
        and same_place(one.place, other.place, limits)
        and _same_time(one, other, limits)
    )


def same_place(one: Place | None, other: Place | None, limits: Limits) -> bool:
    """Tell whether two places may be one; an unknown place is none."""
    if one is None or other is None:
        return False
    abroad = one.country is None or one.country != other.country
    if abroad and (is_coarse(one, limits) or is_coarse(other, limits)):
        return False
    return distance_km(one, other) <= one.radius_km + other.radius_km + limits.place.slack_km


def is_coarse(place: Place, limits: Limits) -> bool:
    """Tell a region or country from a place on a map."""
    return place.radius_km > limits.place.coarse_km


def _same_time(one: Profile, other: Profile, limits: Limits) -> bool:
    early, late = sorted((one, other), key=lambda profile: profile.first_observed_at)
    if late.span.told and late.span.start > early.first_observed_at + limits.time.after_observed:
        return False
    gap = _gap(one.span, other.span)
    if one.span.exact and other.span.exact:
        return gap <= limits.time.slack
    days = one.span.told and other.span.told and not (one.span.exact or other.span.exact)
    return gap < timedelta(0) if days else gap <= timedelta(0)


def _gap(one: Span, other: Span) -> timedelta:
    """Return the time between two spans; negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def _open(cluster: Cluster, limits: Limits) -> _Open:
    return _Open(cluster=cluster, profile=profile_of(cluster.records, limits))


def _add(parts: list[_Open], record: Record, limits: Limits) -> list[_Open]:
    profile = profile_of((record,), limits)
    fitting = [part for part in parts if not part.profile.follow_up and same_event(part.profile, profile, limits)]
    quiet = limits.time.quiet
    still_open = [part for part in fitting if profile.first_observed_at - part.profile.last_observed_at <= quiet]
    if not still_open:
        last = max(fitting, key=lambda part: part.profile.last_observed_at, default=None)
        follows = last.cluster.incident_id if last else None
        return [*parts, _open(Cluster(records=(record,), follows=follows), limits)]
    best = min(still_open, key=lambda part: _fit(part, profile))
    joined = _open(replace(best.cluster, records=in_order((*best.cluster.records, record))), limits)
    taken = [best]
    for part in still_open:
        if part is not best and same_event(joined.profile, part.profile, limits):
            first, second = sorted((joined, part), key=_first)
            joined = _join(first, second, limits)
            taken.append(part)
    return [*(part for part in parts if part not in taken), joined]


def _join(first: _Open, second: _Open, limits: Limits) -> _Open:
    together = in_order((*first.cluster.records, *second.cluster.records))
    return _open(replace(first.cluster, records=together), limits)


def _first(part: _Open) -> Order:
    return part.cluster.records[0].order


def _fit(part: _Open, profile: Profile) -> tuple[bool, timedelta, float, float, str]:
    """Return how well a record fits a cluster, the best lowest: type, time, distance, and of equals the latest."""
    one, other = part.profile.place, profile.place
    apart = round(distance_km(one, other), 1) if one and other else 0.0
    gap = max(timedelta(0), _gap(part.profile.span, profile.span))
    latest = -part.profile.last_observed_at.timestamp()
    return not part.profile.types & profile.types, gap, apart, latest, part.cluster.incident_id
