"""Enriched articles made by hand for the tests of incidents and alerts: keyword options in, articles out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import (
    Attribution,
    Codes,
    Count,
    Damage,
    EventTime,
    Evidence,
    IncidentType,
    Outcome,
    Part,
    Place,
    PlacePrecision,
    Realis,
    Salience,
    Sighting,
    SiteDistance,
    Stance,
    Status,
    Target,
    TargetClass,
    TimePrecision,
    Weapon,
    WeaponUse,
)

START = datetime(2025, 3, 4, 5, 0, tzinfo=UTC)
CODES = Codes(acled_event="Explosions/Remote violence", acled_sub_events=("Air/drone strike",), plover_event="ASSAULT")
MISRATA = Place(
    name="Misrata",
    lat=32.375,
    lon=15.092,
    precision=PlacePrecision.CITY,
    radius_km=10.0,
    country="LY",
    gazetteer_id="m",
)
CONSULATE = Place(
    name="Turkish consulate general in Misrata",
    lat=32.3754,
    lon=15.0925,
    precision=PlacePrecision.SITE,
    radius_km=0.3,
    country="LY",
)
BASRA = Place(name="Basra", lat=30.508, lon=47.806, precision=PlacePrecision.CITY, radius_km=12.0, country="IQ")
NEAR_CONSULATE = SiteDistance(
    site_id="tr-misrata", name="Turkish consulate general", kind="consulate", country="TR", distance_km=0.6
)


def at(hours: float) -> datetime:
    """Return the moment so many hours after the start of the story."""
    return START + timedelta(hours=hours)


def count(number: int | None) -> Count | None:
    """Return a told number; 0 is told to be none."""
    return None if number is None else Count(least=number, said_none=number == 0)


def day(moment: datetime) -> EventTime:
    """Return the whole day of a moment as the time of an event."""
    start = moment.replace(hour=0, minute=0)
    end = start + timedelta(days=1) - timedelta(minutes=1)
    return EventTime(start=start, end=end, precision=TimePrecision.DAY, zone="UTC", words="today")


def minute(moment: datetime) -> EventTime:
    """Return a moment as the time of an event."""
    return EventTime(start=moment, end=moment, precision=TimePrecision.MINUTE, zone="UTC", words="at dawn")


def sighting(sighting_id: str, **changed: Any) -> Sighting:
    """Return a thwarted drone attack near the consulate, with what is changed."""
    killed, injured = count(changed.pop("killed", None)), count(changed.pop("injured", None))
    place = changed.pop("place", CONSULATE)
    near = (NEAR_CONSULATE,) if place == CONSULATE else ()
    values: dict[str, Any] = {
        "sighting_id": sighting_id,
        "type": IncidentType.DRONE_ATTACK,
        "status": Status.THWARTED,
        "realis": Realis.ATTEMPTED,
        "outcome": Outcome.INTERCEPTED,
        "salience": Salience.FOREGROUND,
        "weapons": (WeaponUse(weapon=Weapon.DRONE, words=("drone",), count=Count(least=1, most=1)),),
        "targets": (Target(target=TargetClass.DIPLOMATIC, name="Turkish consulate general", country="TR"),),
        "killed": killed,
        "injured": injured,
        "place": place,
        "sites": near,
        "confidence": 0.9,
        "codes": CODES,
        "evidence": (
            Evidence(field="status", part=Part.TITLE, start=6, end=15, quote="shot down", rule="thwarted-verb"),
        ),
    }
    return Sighting(**values | changed)


def claimed_by(who: str) -> dict[str, Any]:
    """Return the fields of a claim."""
    return {"claimed": True, "attribution": Attribution(stance=Stance.CLAIMED, who=who)}


def article(
    article_id: str,
    *,
    hours: float = 0.0,
    source: str | None = None,
    revision: str = "1",
    sightings: Sequence[Sighting] | None = None,
    exercise: bool = False,
    revision_of: str | None = None,
    title: str = "Drone shot down on its way to Turkish consulate in Misrata",
    text: str = "Gunners brought down a drone laden with explosives. Nobody was hurt.",
    **changed: Any,
) -> EnrichedArticle:
    """Return an article seen so many hours after the start; without `sightings` it has one with what is changed."""
    seen_at = at(hours)
    found = tuple(sightings) if sightings is not None else (sighting(f"{article_id}#1", **changed),)
    return EnrichedArticle(
        article_id=article_id,
        revision=revision,
        entry_id=f"entry-{article_id}",
        source=source or f"Source {article_id}",
        url=f"https://news.example/{article_id}",
        title=title,
        text=text,
        language="en",
        published=seen_at,
        observed_at=seen_at,
        exercise=exercise,
        revision_of=revision_of,
        sightings=found,
    )


def no_damage() -> Damage:
    """Return damage that is said to be none."""
    return Damage(said_none=True, words="did no damage")
