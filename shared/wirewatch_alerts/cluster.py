"""Sightings to incidents: a set of records in, its parts out, each one real-world event. Pure, and blind to arrival.

Records are taken in their own order (observed time, article). Each joins the incident that it fits best, opens one
where it fits none, and makes one of two that it fits both where these agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.geo import distance_km
from wirewatch_alerts.cells import Key, held_under, sought_under
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


class _Parts:
    """The clusters under way, in the order of their last change, and under which keys each is found."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: dict[int, _Open] = {}
        self._under: defaultdict[Key, set[int]] = defaultdict(set)
        self._changes = 0

    def add(self, part: _Open) -> None:
        """Add a cluster behind all others."""
        self._changes += 1
        self._parts[self._changes] = part
        for key in held_under(part.profile, self._limits):
            self._under[key].add(self._changes)

    def remove(self, number: int) -> None:
        """Take a cluster away by its number."""
        for key in held_under(self._parts.pop(number).profile, self._limits):
            self._under[key].discard(number)

    def near(self, profile: Profile) -> list[tuple[int, _Open]]:
        """Return the clusters that may be one event with a profile by their places and names, with their numbers."""
        keys = sought_under(profile, self._limits)
        numbers = set[int]().union(*(self._under[key] for key in keys if key in self._under))
        return [(number, self._parts[number]) for number in sorted(numbers)]

    def clusters(self) -> tuple[Cluster, ...]:
        """Return all clusters in the order of their first records."""
        return tuple(sorted((part.cluster for part in self._parts.values()), key=lambda one: one.records[0].order))


def cluster(records: Iterable[Record], limits: Limits | None = None) -> tuple[Cluster, ...]:
    """Return the incidents that a set of records makes, in the order of their first sightings."""
    return extend((), in_order(records), limits)


def extend(known: Iterable[Cluster], records: Sequence[Record], limits: Limits | None = None) -> tuple[Cluster, ...]:
    """Return known clusters with records added that come after all of theirs; the same as `cluster` of all records."""
    limits = limits or default_limits()
    parts = _Parts(limits)
    for one in known:
        parts.add(_open(one, limits))
    for record in records:
        _add(parts, record, limits)
    return parts.clusters()


def _open(cluster: Cluster, limits: Limits) -> _Open:
    return _Open(cluster=cluster, profile=profile_of(cluster.records, limits))


def _add(parts: _Parts, record: Record, limits: Limits) -> None:
    profile = profile_of((record,), limits)
    news = ((number, part) for number, part in parts.near(profile) if not part.profile.follow_up)
    fitting = {number: part for number, part in news if same_event(part.profile, profile, limits)}
    observed, quiet = profile.first_observed_at, limits.time.quiet
    still_open = {number: part for number, part in fitting.items() if observed - part.profile.last_observed_at <= quiet}
    if not still_open:
        last = max(fitting.values(), key=lambda part: part.profile.last_observed_at, default=None)
        follows = last.cluster.incident_id if last else None
        parts.add(_open(Cluster(records=(record,), follows=follows), limits))
        return
    nearest = min(still_open, key=lambda number: _fit(still_open[number], profile))
    best = still_open.pop(nearest)
    parts.remove(nearest)
    joined = _open(replace(best.cluster, records=in_order((*best.cluster.records, record))), limits)
    for number, part in still_open.items():
        if _bridged(joined, best, part, limits):
            first, second = sorted((joined, part), key=_first)
            joined = _join(first, second, limits)
            parts.remove(number)
    parts.add(joined)


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
