"""What a rule may ask about: an incident in, the values of its facts out.

`FACTS` is the only table of them: the condition compiler takes names and types from it, the documentation is generated
from it. Every fact always has a value; `incident.said` tells apart "none were killed" and "nobody said".
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from wirewatch.incidents import Incident
from wirewatch.vocabulary import IncidentType, PlacePrecision, Stance, Status, TargetClass, Weapon

Facts = Mapping[str, Any]
"""Values by fact name, as the condition engine takes them: plain numbers, texts, lists and dicts."""


class On(StrEnum):
    """What a condition is asked about: a rule's an incident or an article, a subscription's an alert."""

    INCIDENT = "incident"
    ARTICLE = "article"
    ALERT = "alert"


RULES_ON = (On.INCIDENT, On.ARTICLE)
"""What rules may be asked about."""


class FactType(StrEnum):
    """What kind of value a fact has, in the words of the rule language."""

    BOOL = "bool"
    INT = "int"
    DOUBLE = "double"
    TEXT = "string"
    TEXTS = "list of string"
    TIME = "timestamp"
    SITES = "list of sites"
    ENTITIES = "list of entities"


class Subject(Struct, frozen=True, kw_only=True):
    """What a rule is asked about: the incident, how many sources and articles tell of it, and whether it is a drill."""

    incident: Incident
    sources: int
    articles: int
    exercise: bool


class Fact(Struct, frozen=True, kw_only=True):
    """One fact: its name in a condition, its type, what it means, how it is read, and all it can be, where known."""

    name: str
    type: FactType
    meaning: str
    read: Callable[[Any], Any]
    values: tuple[str, ...] = ()


class ItemField(Struct, frozen=True, kw_only=True):
    """One field of an item of a list, such as a site in `sites`."""

    name: str
    type: FactType
    meaning: str


SITE_FIELDS = (
    ItemField(name="kind", type=FactType.TEXT, meaning="kind of the site: diplomatic, military, airport …"),
    ItemField(name="sort", type=FactType.TEXT, meaning="sort of the site, such as embassy, consulate or base"),
    ItemField(
        name="distance_km",
        type=FactType.DOUBLE,
        meaning="upper bound of its distance from the incident, the place's own radius included",
    ),
    ItemField(name="name", type=FactType.TEXT, meaning="name of the site"),
    ItemField(name="country", type=FactType.TEXT, meaning='country that runs it, ISO 3166-1 alpha-2, "" if unknown'),
    ItemField(name="radius_km", type=FactType.DOUBLE, meaning="of `my_sites` only: how near is near for this incident"),
)


def kind_of_site(sort: str) -> str:
    """Return what a rule calls a sort of site: an embassy and a consulate are both `diplomatic`."""
    return _kinds().get(sort, sort)


@cache
def _kinds() -> Mapping[str, str]:
    table: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("site_kinds.toml").read_text("utf-8"))
    return {sort: kind for kind, sorts in table.items() for sort in sorts}


def _sites(subject: Subject) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind_of_site(site.kind),
            "sort": site.kind,
            "distance_km": float(site.distance_km),
            "name": site.name,
            "country": site.country or "",
        }
        for site in subject.incident.sites
        if site.distance_km is not None
    ]


_TOLD: Mapping[str, Callable[[Incident], object | None]] = {
    "killed": lambda incident: incident.killed,
    "injured": lambda incident: incident.injured,
    "damage": lambda incident: incident.damage,
    "claimed": lambda incident: incident.claimed,
    "perpetrator": lambda incident: incident.perpetrator,
    "place": lambda incident: incident.place,
    "time": lambda incident: incident.when,
}


def _said(subject: Subject) -> list[str]:
    return [name for name, told in _TOLD.items() if told(subject.incident) is not None]


def _country(subject: Subject) -> str:
    place = subject.incident.place
    return (place.country if place else None) or ""


def _point(incident: Incident) -> tuple[float, float, float]:
    place = incident.place
    return (float(place.lat), float(place.lon), float(place.radius_km)) if place else (0.0, 0.0, 0.0)


def _fact(name: str, kind: FactType, meaning: str, read: Callable[[Incident], Any], values: Iterable[str] = ()) -> Fact:
    return Fact(
        name=f"incident.{name}",
        type=kind,
        meaning=meaning,
        read=lambda subject: read(subject.incident),
        values=tuple(values),
    )


FACTS = (
    _fact("type", FactType.TEXT, "what happened", lambda i: i.type.value, IncidentType),
    _fact("status", FactType.TEXT, "how sure it is that it happened", lambda i: i.status.value, Status),
    _fact(
        "killed", FactType.INT, "persons killed, the newest lower bound; 0 where nobody said", lambda i: i.killed or 0
    ),
    _fact("injured", FactType.INT, "persons injured, likewise", lambda i: i.injured or 0),
    _fact("killed_most", FactType.INT, "upper bound of killed", lambda i: i.killed_most or i.killed or 0),
    _fact("injured_most", FactType.INT, "upper bound of injured", lambda i: i.injured_most or i.injured or 0),
    _fact(
        "target",
        FactType.TEXTS,
        "classes of what was attacked",
        lambda i: [t.target.value for t in i.targets],
        TargetClass,
    ),
    _fact(
        "target_country",
        FactType.TEXTS,
        "countries that run the targets, ISO 3166-1 alpha-2",
        lambda i: sorted({t.country for t in i.targets if t.country}),
    ),
    _fact("weapon", FactType.TEXTS, "classes of the weapons", lambda i: [w.weapon.value for w in i.weapons], Weapon),
    _fact("damaged", FactType.BOOL, "damage was told", lambda i: i.damage is not None and not i.damage.said_none),
    _fact("claimed", FactType.BOOL, "somebody said that they did it", lambda i: i.claimed is True),
    _fact("perpetrator", FactType.TEXT, 'who is said to be behind it, "" if nobody', lambda i: i.perpetrator or ""),
    _fact("stance", FactType.TEXT, "how they are tied to it", lambda i: i.stance.value, Stance),
    _fact("foreground", FactType.BOOL, "it is the news, not context of other news", lambda i: i.foreground),
    _fact(
        "by_site_guard", FactType.BOOL, "the weapon belongs to the side that guards the site", lambda i: i.by_site_guard
    ),
    _fact("retracted", FactType.BOOL, "who reported it took it back", lambda i: i.retracted),
    Fact(
        name="incident.country",
        type=FactType.TEXT,
        meaning='country of the place, ISO 3166-1 alpha-2, "" if unknown',
        read=_country,
    ),
    _fact("place", FactType.TEXT, 'name of the place, "" if unknown', lambda i: i.place.name if i.place else ""),
    _fact(
        "precision",
        FactType.TEXT,
        'how exactly the place is known, "" without a place',
        lambda i: i.place.precision.value if i.place else "",
        ("", *PlacePrecision),
    ),
    _fact("lat", FactType.DOUBLE, "latitude of the place, degrees; 0 without one", lambda i: _point(i)[0]),
    _fact("lon", FactType.DOUBLE, "longitude of the place, likewise", lambda i: _point(i)[1]),
    _fact("radius_km", FactType.DOUBLE, "how far off the true place may be; 0 without one", lambda i: _point(i)[2]),
    Fact(
        name="incident.said",
        type=FactType.TEXTS,
        meaning="what was told at all",
        read=_said,
        values=tuple(_TOLD),
    ),
    Fact(
        name="sites",
        type=FactType.SITES,
        meaning="protected sites at a known distance; none where the place is known no better than its city",
        read=_sites,
    ),
    Fact(
        name="my_sites",
        type=FactType.SITES,
        meaning="those of the rule's own `sites` that the incident lies within the radius of, the nearest first",
        read=lambda _: [],
    ),
    Fact(name="sources", type=FactType.INT, meaning="different sources that tell of it", read=lambda s: s.sources),
    Fact(name="articles", type=FactType.INT, meaning="articles that tell of it", read=lambda s: s.articles),
    Fact(name="exercise", type=FactType.BOOL, meaning="it is a replay or a drill", read=lambda s: s.exercise),
)


def values_of(facts: Iterable[Fact], asked: object) -> dict[str, Any]:
    """Return the values of facts about one thing, of the kind that their `read` takes, by name."""
    return {fact.name: fact.read(asked) for fact in facts}


def facts_of(subject: Subject) -> Facts:
    """Return the value of every fact about an incident, by name."""
    return values_of(FACTS, subject)
