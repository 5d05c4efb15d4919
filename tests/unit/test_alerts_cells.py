"""The index of time and place: it must find all that may be one event, and leave out what is far away."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alert_articles import START, article, day, minute, sighting
from wirewatch.incidents import IncidentType, Place, PlacePrecision
from wirewatch_alerts.cells import buckets_of, found_by, held_under, lookups, member_of, score_of, sought_under
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.same import profile_of, same_event

LIMITS = default_limits()
PRECISIONS = {0.5: PlacePrecision.SITE, 12.0: PlacePrecision.CITY, 40.0: PlacePrecision.REGION}


def record(name: str, hours: int, **changed: Any) -> Record:
    """Return the only record of an article."""
    told = article(name, hours=hours, sightings=[sighting(name, **changed)])
    return records_of(told, see(Seen(article_id=name), told))[0]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Record, Record]:
    """Return two records that are near each other on the globe, or a little too far."""
    lat, lon = draw(st.sampled_from([0.0, 32.5, 68.9, -54.0, 89.2])), draw(st.sampled_from([0.0, 15.1, 179.9, -180.0]))
    apart_deg, found = draw(st.sampled_from([0.1, 0.2, 1.2])), []
    for name in "ab":
        radius_km = draw(st.sampled_from([0.5, 12.0, 15.0, 15.0, 15.1, 40.0, 60.0, 61.0, 300.0]))
        place = Place(
            name="X",
            lat=max(-90.0, min(90.0, lat + draw(st.floats(-apart_deg, apart_deg)))),
            lon=(lon + draw(st.floats(-2 * apart_deg, 2 * apart_deg)) + 180.0) % 360.0 - 180.0,
            precision=PRECISIONS.get(radius_km, PlacePrecision.CITY),
            radius_km=radius_km,
            country=draw(st.sampled_from(["LY", "LY", "TN", None])),
        )
        hours = draw(st.one_of(st.integers(0, 60), st.integers(0, 240)))
        at = START + timedelta(hours=hours)
        when = draw(st.sampled_from([None, day(at), day(at - timedelta(days=1)), minute(at - timedelta(hours=2))]))
        kind = draw(st.sampled_from([IncidentType.DRONE_ATTACK, IncidentType.BOMBING]))
        place_or_none = draw(st.sampled_from([place] * 7 + [None]))
        killed, follow_up = draw(st.sampled_from([None, 3])), draw(st.booleans())
        found.append(record(name, hours, place=place_or_none, when=when, type=kind, follow_up=follow_up, killed=killed))
    return found[0], found[1]


def finds(late: Record, early: Record) -> bool:
    """Tell whether one record's look-ups find the other."""
    score, member, buckets = score_of(early, LIMITS), member_of("inc-1", early), buckets_of(early, LIMITS)
    read = [one for one in lookups((late,), LIMITS) if one.bucket in buckets and one.least <= score <= one.most]
    return any(found_by(one, member, LIMITS) == "inc-1" for one in read)


@settings(max_examples=1000, deadline=None)
@given(pairs())
def test_what_may_be_one_event_is_found(pair: tuple[Record, Record]) -> None:
    """Whatever `same_event` joins, the index finds, from either side."""
    one, other = pair
    if same_event(profile_of((one,), LIMITS), profile_of((other,), LIMITS), LIMITS):
        assert (finds(one, other), finds(other, one)) == (True, True)


@settings(max_examples=500, deadline=None)
@given(pairs())
def test_what_may_be_one_event_has_a_key_in_common(pair: tuple[Record, Record]) -> None:
    """Whatever `same_event` joins, a clustering in memory finds, from either side."""
    one, other = (profile_of((record,), LIMITS) for record in pair)
    if same_event(one, other, LIMITS):
        found = [set(held_under(a, LIMITS)) & set(sought_under(b, LIMITS)) for a, b in ((one, other), (other, one))]
        assert all(found)


def test_what_is_far_is_not_read() -> None:
    """An entry of the same cell that is out of reach is left out before its incident is loaded."""
    near = Place(name="X", lat=32.4, lon=15.1, precision=PlacePrecision.CITY, radius_km=5.0, country="LY")
    far = Place(name="Y", lat=32.2, lon=15.3, precision=PlacePrecision.CITY, radius_km=5.0, country="LY")
    when = day(START)
    one, other = record("a", 0, place=near, when=when), record("b", 1, place=far, when=when)
    assert (set(buckets_of(one, LIMITS)) & set(buckets_of(other, LIMITS)) != set(), finds(other, one)) == (True, False)


def test_reports_of_one_town_share_their_buckets() -> None:
    """Many reports of one town ask each bucket once."""
    place = Place(name="X", lat=32.4, lon=15.1, precision=PlacePrecision.CITY, radius_km=5.0, country="LY")
    many = [record(f"a{number}", number, place=place, when=day(START)) for number in range(20)]
    assert len(lookups(many, LIMITS)) == len(lookups(many[:1], LIMITS))
