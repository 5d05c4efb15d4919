"""Incidents, as one article reports them (`Sighting`) and as all articles together do (`Incident`), and their words."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from wirewatch.vocabulary import (
    IncidentType,
    Outcome,
    Part,
    PlacePrecision,
    Realis,
    Salience,
    Stance,
    Status,
    TargetClass,
    TimePrecision,
    Weapon,
)

__all__ = [
    "Attribution",
    "Codes",
    "Count",
    "Damage",
    "EventTime",
    "Evidence",
    "Fused",
    "Incident",
    "IncidentType",
    "Instant",
    "Outcome",
    "Part",
    "Place",
    "PlacePrecision",
    "Realis",
    "Said",
    "Salience",
    "Sighting",
    "SiteDistance",
    "Stance",
    "Status",
    "Target",
    "TargetClass",
    "TimePrecision",
    "Weapon",
    "WeaponUse",
]

Instant = Annotated[datetime, Meta(tz=True)]
"""A moment with its offset; a time stamp without one is malformed."""


class Evidence(Struct, frozen=True, kw_only=True):
    """The words that prove one field: `quote == part[start:end]` of the enriched article, in code points.

    `field` is the sighting's field that they fill ("status"), `rule` the extraction rule that read them.
    """

    field: str
    part: Part
    start: int
    end: int
    quote: str
    rule: str


class Count(Struct, frozen=True, kw_only=True):
    """A number as the text gives it: at least, at most (None: no bound said), and whether it is *said* to be none."""

    least: int
    most: int | None = None
    said_none: bool = False


class WeaponUse(Struct, frozen=True, kw_only=True):
    """A weapon of the incident: its class, the words of the text in base form, and how many there were."""

    weapon: Weapon
    words: tuple[str, ...] = ()
    count: Count | None = None


class Target(Struct, frozen=True, kw_only=True):
    """What was attacked: its class, its name in the text, and the country (ISO 3166-1 alpha-2) that runs it."""

    target: TargetClass
    name: str | None = None
    country: str | None = None


class Damage(Struct, frozen=True, kw_only=True):
    """Damage as the text says it: `said_none` is "no damage was done", which is not the same as silence.

    `count`: how many buildings, vehicles or other things were hit, where the text counts them.
    """

    said_none: bool
    words: str
    count: Count | None = None


class Attribution(Struct, frozen=True, kw_only=True):
    """Who is said to be behind it, and by what kind of word."""

    stance: Stance = Stance.NONE
    who: str | None = None


class Place(Struct, frozen=True, kw_only=True):
    """A place in WGS 84 degrees. `radius_km` bounds how far the true point may lie from the given one."""

    name: str
    lat: float
    lon: float
    precision: PlacePrecision
    radius_km: float
    country: str | None = None
    gazetteer_id: str | None = None


class EventTime(Struct, frozen=True, kw_only=True):
    """When it happened: the first and last moment that the words allow, with the offset of the place."""

    start: Instant
    end: Instant
    precision: TimePrecision
    zone: str
    words: str


class SiteDistance(Struct, frozen=True, kw_only=True):
    """A protected site near the incident; `distance_km` is the upper bound, the place's own radius included.

    None where the place is known no better than its city: a city's centre lies near an embassy in most capitals.
    """

    site_id: str
    name: str
    kind: str
    country: str | None = None
    distance_km: float | None = None


class Codes(Struct, frozen=True, kw_only=True):
    """The incident in the words of ACLED (event and sub-event types) and PLOVER (event and mode)."""

    acled_event: str
    acled_sub_events: tuple[str, ...]
    plover_event: str
    plover_mode: str | None = None


class Sighting(Struct, frozen=True, kw_only=True):
    """One incident as one article reports it.

    `reasons` says in short sentences why it is foreground or not, and what made its status; `evidence` holds the
    words. `killed`, `injured`: persons other than the attackers; None where the text does not say.
    """

    sighting_id: str
    type: IncidentType
    status: Status
    realis: Realis
    outcome: Outcome
    attribution: Attribution = Attribution()
    salience: Salience
    weapons: tuple[WeaponUse, ...] = ()
    targets: tuple[Target, ...] = ()
    claimed: bool | None = None
    killed: Count | None = None
    injured: Count | None = None
    damage: Damage | None = None
    place: Place | None = None
    when: EventTime | None = None
    sites: tuple[SiteDistance, ...] = ()
    by_site_guard: bool = False
    follow_up: bool = False
    confidence: float
    codes: Codes
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Said(Struct, frozen=True, kw_only=True):
    """What one source says of a field, its newest word."""

    value: str
    source: str
    article_id: str


class Fused(Struct, frozen=True, kw_only=True):
    """A field on which the sources differ: how the incident's value was chosen, and who says otherwise.

    `others_more` counts those that are not listed.
    """

    field: str
    how: str
    others: tuple[Said, ...]
    others_more: int | None = None


class Incident(Struct, frozen=True, kw_only=True):
    """One real-world event: what its sightings say together. A pure function of the set of its sightings.

    `killed` and `injured` are the newest lower bounds, None where nobody said; `sightings` lists the ids it is made of.
    `foreground` is false where all of them are follow-ups; `retracted`: who reported it took it back; `follows` is the
    closed incident that a late report belonged to. `fused` tells the fields on which its sources differ.
    """

    incident_id: str
    type: IncidentType
    status: Status
    title: str
    weapons: tuple[WeaponUse, ...] = ()
    targets: tuple[Target, ...] = ()
    perpetrator: str | None = None
    stance: Stance = Stance.NONE
    claimed: bool | None = None
    killed: int | None = None
    killed_most: int | None = None
    injured: int | None = None
    injured_most: int | None = None
    damage: Damage | None = None
    place: Place | None = None
    when: EventTime | None = None
    sites: tuple[SiteDistance, ...] = ()
    by_site_guard: bool = False
    foreground: bool = True
    retracted: bool = False
    follows: str | None = None
    codes: Codes
    sightings: tuple[str, ...]
    sightings_more: int | None = None
    fused: tuple[Fused, ...] = ()
