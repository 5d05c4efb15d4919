"""Sightings to incidents: a set of records in, its parts out, each one real-world event. Pure, and blind to arrival.

Records are taken in their own order (observed time, article). Each joins the incident that it fits best, opens one
where it fits none, and makes one of two that it fits both where these agree.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.geo import distance_km
from wirewatch_alerts.fuse import incident_id
from wirewatch_alerts.matching import Limits, default_limits
from wirewatch_alerts.records import Order, Record, in_order
from wirewatch_alerts.same import Profile, gap, other_site, overlap, profile_of, same_event, same_time


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
        if part is not best and _bridged(joined, best, part, limits):
            first, second = sorted((joined, part), key=_first)
            joined = _join(first, second, limits)
            taken.append(part)
    return [*(part for part in parts if part not in taken), joined]


def _bridged(joined: _Open, best: _Open, part: _Open, limits: Limits) -> bool:
    """Tell whether a record that fits two incidents makes one of them: what kept them apart was only not told."""
    one, other = best.profile, part.profile
    kept = other_site(one, other, limits) or (one.span.told and other.span.told and not same_time(one, other, limits))
    return not kept and same_event(joined.profile, other, limits)


def _join(first: _Open, second: _Open, limits: Limits) -> _Open:
    together = in_order((*first.cluster.records, *second.cluster.records))
    return _open(replace(first.cluster, records=together), limits)


def _first(part: _Open) -> Order:
    return part.cluster.records[0].order


def _fit(part: _Open, profile: Profile) -> tuple[bool, timedelta, float, float, float, str]:
    """Return how well a record fits a cluster, the best lowest: type, time, names, distance, of equals the latest."""
    one, other = part.profile.place, profile.place
    apart = round(distance_km(one, other), 1) if one and other else 0.0
    late = max(timedelta(0), gap(part.profile.span, profile.span))
    strange = -round(overlap(part.profile.names, profile.names), 2)
    latest = -part.profile.last_observed_at.timestamp()
    return not part.profile.types & profile.types, late, strange, apart, latest, part.cluster.incident_id
