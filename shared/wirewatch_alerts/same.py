"""Whether two reports tell of one event: two profiles in, a verdict out. Pure and symmetric.

Type, place, time and article must allow it. Names stand in for a place that is not told, and tell two sites of one
town apart where nothing else does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from wirewatch.geo import distance_km
from wirewatch.incidents import IncidentType, Place, PlacePrecision, Sighting, TargetClass, TimePrecision
from wirewatch_alerts.fuse import place_of, telling, timed
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.records import Record

TELLS_THE_DAY = frozenset({TimePrecision.MINUTE, TimePrecision.HOURS, TimePrecision.DAY})
_TELLS_THE_HOUR = frozenset({TimePrecision.MINUTE, TimePrecision.HOURS})
EXACT = frozenset({PlacePrecision.SITE, PlacePrecision.DISTRICT})
_STEM = 5
MOST_KEYS = 8
"""So many of a report's names are entered in the index; a report without a place looks for more."""
MOST_LOST_KEYS = 16


class Span(Struct, frozen=True, kw_only=True):
    """When an event was: between two moments; `exact` where the text tells the hour, `told` where it tells the day."""

    start: datetime
    end: datetime
    told: bool = False
    exact: bool = False


class Profile(Struct, frozen=True, kw_only=True):
    """What matters of a record or a cluster for matching; `keys` are the names that it may be found by."""

    types: frozenset[IncidentType]
    place: Place | None
    span: Span
    first_observed_at: datetime
    last_observed_at: datetime
    articles: frozenset[str]
    exercise: bool
    follow_up: bool
    keys: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    site_names: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()
    targets: frozenset[TargetClass] = frozenset()
    owners: frozenset[str] = frozenset()
    dead: frozenset[int] = frozenset()
    another: bool = False


def keys_of(record: Record) -> tuple[str, ...]:
    """Return the names that a record may be found by: more where it has no place."""
    return record.names[: MOST_LOST_KEYS if record.spot is None else MOST_KEYS]


def profile_of(records: Sequence[Record], limits: Limits) -> Profile:
    """Return what matters of records for matching; they must be in order."""
    told = telling(records, limits.time.fresh)
    observed = records[0].report.first_observed_at
    targets = [target for record in told for target in record.sighting.targets]
    return Profile(
        types=frozenset(record.sighting.type for record in told),
        place=place_of([record for record in told if record.spot is not None]),
        span=span_of(timed(told), observed, follow_up=told[0].sighting.follow_up, limits=limits),
        first_observed_at=observed,
        last_observed_at=records[-1].report.first_observed_at,
        articles=frozenset(record.report.article_id for record in records),
        exercise=records[0].report.exercise,
        follow_up=told[0].sighting.follow_up,
        keys=frozenset(key for record in records for key in keys_of(record)),
        towns=frozenset(name for record in told if record.spot is not None for name in record.towns),
        names=frozenset(name for record in told for name in record.names),
        site_names=frozenset(name for record in told for name in record.site_names),
        venues=frozenset(one for record in told for one in record.venues),
        targets=frozenset(target.target for target in targets),
        owners=frozenset(target.country for target in targets if target.country),
        dead=frozenset(one.sighting.killed.least for one in told if one.sighting.killed),
        another=told[0].another,
    )


def span_of(timed: Sighting | None, observed: datetime, *, follow_up: bool, limits: Limits) -> Span:
    """Return when the event was by the text, or what its first report allows.

    An hour without a place is in nobody knows which zone: it tells hardly more than the day.
    """
    when = timed.when if timed else None
    if timed is None or when is None or when.precision not in TELLS_THE_DAY:
        back = limits.time.follow_up if follow_up else limits.time.unknown
        return Span(start=observed - back, end=observed + limits.time.after_observed)
    exact = when.precision in _TELLS_THE_HOUR
    if exact and timed.place is None:
        return Span(start=when.start - limits.time.close, end=when.end + limits.time.close, told=True)
    return Span(start=when.start, end=when.end, told=True, exact=exact)


def same_event(one: Profile, other: Profile, limits: Limits) -> bool:
    """Tell whether two profiles may be one event: nothing of type, place, time, site or article speaks against it."""
    return (
        one.exercise == other.exercise
        and not one.articles & other.articles
        and _same_type(one, other, limits)
        and _same_spot(one, other, limits)
        and same_time(one, other, limits)
        and not other_site(one, other, limits)
    )


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the smaller of two sets the other one has, from 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


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


def other_site(one: Profile, other: Profile, limits: Limits) -> bool:
    """Tell whether two events of one town and day were at two sites.

    Missions of two countries are two, and markets of two names. So are sites of which no name is the other's, where the
    kinds of target differ as well or one report calls its event one more. Where both are placed to the site, that
    alone decides.
    """
    if _both_exact(one, other):
        return not same_place(one.place, other.place, limits)
    if one.owners and other.owners and not one.owners & other.owners:
        return True
    if _other_venue(one, other):
        return True
    if not one.site_names or not other.site_names or _share_a_name(one.site_names, other.site_names):
        return False
    if _scripts(one) != _scripts(other):
        return False
    differ = bool(one.targets and other.targets and not one.targets & other.targets)
    return differ or one.another or other.another


def _other_venue(one: Profile, other: Profile) -> bool:
    """Tell whether two name venues, but none that the other one names, nor a word of its name."""
    if not one.venues or not other.venues or _scripts(one) != _scripts(other):
        return False
    called = [{venue.partition(":")[2] for venue in profile.venues} for profile in (one, other)]
    named = [{name[:_STEM] for name in profile.site_names} for profile in (one, other)]
    return not called[0] & (called[1] | named[1]) and not called[1] & named[0]


def same_time(one: Profile, other: Profile, limits: Limits) -> bool:
    """Tell whether two events may have been at one time."""
    if _echoes(one, other, limits):
        return True
    slack = limits.time.close if _one_site(one, other, limits) else limits.time.slack
    early, late = sorted((one, other), key=lambda profile: profile.first_observed_at)
    known = early.first_observed_at + (slack if late.span.exact else timedelta(0))
    if late.span.told and late.span.start > max(known, early.first_observed_at + limits.time.after_observed):
        return False
    apart = gap(one.span, other.span)
    if one.span.exact and other.span.exact:
        return apart <= slack
    if one.span.told and other.span.told and not (one.span.exact or other.span.exact):
        return apart < timedelta(0)
    return apart <= (slack if slack == limits.time.close else timedelta(0))


def gap(one: Span, other: Span) -> timedelta:
    """Return the time between two spans; negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def _one_site(one: Profile, other: Profile, limits: Limits) -> bool:
    if overlap(one.site_names, other.site_names) >= limits.names.close:
        return True
    return _both_exact(one, other) and same_place(one.place, other.place, limits)


def _both_exact(one: Profile, other: Profile) -> bool:
    return all(profile.place is not None and profile.place.precision in EXACT for profile in (one, other))


def _same_type(one: Profile, other: Profile, limits: Limits) -> bool:
    """Tell whether types may name one event; those that are only akin do where town, day and kind of target agree."""
    if _echoes(one, other, limits) or any(limits.alike(a, b) for a in one.types for b in other.types):
        return True
    if not any(limits.akin(a, b) for a in one.types for b in other.types):
        return False
    placed = one.place and other.place and not (is_coarse(one.place, limits) or is_coarse(other.place, limits))
    targets = one.targets & other.targets or not (one.targets and other.targets)
    return bool(placed and targets and one.span.told and other.span.told)


def _echoes(one: Profile, other: Profile, limits: Limits) -> bool:
    """Tell a look back that says no day from a new attack: it is about one exact site and has the same dead."""
    same_dead = (one.dead & other.dead) - {0}
    looks_back = not (one.span.told and other.span.told) and not (one.another or other.another)
    near = abs(one.last_observed_at - other.last_observed_at) <= limits.time.quiet
    return bool(same_dead) and looks_back and near and _both_exact(one, other)


def _share_a_name(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets have a name in common, endings aside."""
    return bool({name[:_STEM] for name in one} & {name[:_STEM] for name in other})


def _scripts(one: Profile) -> set[bool]:
    """Return which scripts the names of sites are in, Latin and others: names of two scripts never agree."""
    return {name.isascii() for name in one.site_names}


def _same_spot(one: Profile, other: Profile, limits: Limits) -> bool:
    if one.place is not None and other.place is not None:
        return same_place(one.place, other.place, limits)
    shared = one.keys & other.keys
    if len(shared) >= limits.names.shared or shared & (one.towns | other.towns):
        return True
    early, late = sorted((one, other), key=lambda profile: profile.first_observed_at)
    return bool(shared) and late.first_observed_at - early.last_observed_at <= timedelta(hours=limits.names.one_h)
