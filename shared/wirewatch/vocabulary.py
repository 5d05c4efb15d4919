"""The words that incidents are told in: types, statuses, and the axes that a status follows from.

Types and statuses are those of the labelling guideline in `docs/incidents.md`. Three axes are kept apart on purpose:
`Realis` (did it happen), `Outcome` (did it work) and `Stance` (how somebody is said to be behind it).
"""

from enum import StrEnum


class IncidentType(StrEnum):
    """What happened."""

    DRONE_ATTACK = "drone_attack"
    AIR_STRIKE = "air_strike"
    MISSILE_ATTACK = "missile_attack"
    BOMBING = "bombing"
    ARMED_ATTACK = "armed_attack"
    ABDUCTION = "abduction"
    ARSON_VANDALISM = "arson_vandalism"
    RIOT = "riot"
    PROTEST = "protest"
    CYBER_ATTACK = "cyber_attack"
    THREAT = "threat"
    AIRSPACE_INCURSION = "airspace_incursion"
    STORY = "story"
    """No incident, but a story that a rule on articles watches; no article reports it."""


class Status(StrEnum):
    """How sure it is that it happened, and whether it worked: a function of realis, outcome and attribution."""

    CONFIRMED = "confirmed"
    THWARTED = "thwarted"
    ALLEGED = "alleged"
    DENIED = "denied"
    PLANNED = "planned"


class Realis(StrEnum):
    """Whether the text presents the event as real."""

    OCCURRED = "occurred"
    ATTEMPTED = "attempted"
    PLANNED = "planned"
    THREATENED = "threatened"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Outcome(StrEnum):
    """Whether the attackers got what they wanted."""

    COMPLETED = "completed"
    INTERCEPTED = "intercepted"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """How the text ties the event to somebody."""

    NONE = "none"
    CLAIMED = "claimed"
    ADMITTED = "admitted"
    ALLEGED = "alleged"
    SUSPECTED = "suspected"
    DENIED = "denied"


class Salience(StrEnum):
    """Whether the event is the news (foreground), context that is told beside it, or no particular event at all."""

    FOREGROUND = "foreground"
    BACKGROUND = "background"
    GENERIC = "generic"


class PlacePrecision(StrEnum):
    """How exactly a place is known, the most exact first."""

    SITE = "site"
    DISTRICT = "district"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"


class TimePrecision(StrEnum):
    """How exactly an event's time is known, the most exact first."""

    MINUTE = "minute"
    HOURS = "hours"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Part(StrEnum):
    """Which text of the article an offset counts in."""

    TITLE = "title"
    TEXT = "text"


class Weapon(StrEnum):
    """Classes of weapons; what the class is called in a text is data of the enricher's lexicons."""

    DRONE = "drone"
    AIRCRAFT = "aircraft"
    MISSILE = "missile"
    ROCKET = "rocket"
    MORTAR = "mortar"
    ARTILLERY = "artillery"
    EXPLOSIVE = "explosive"
    GRENADE = "grenade"
    FIREARM = "firearm"
    BLADE = "blade"
    VEHICLE = "vehicle"
    INCENDIARY = "incendiary"
    CYBER = "cyber"
    OTHER = "other"


class TargetClass(StrEnum):
    """What kind of place or people was attacked."""

    DIPLOMATIC = "diplomatic"
    MILITARY = "military"
    GOVERNMENT = "government"
    POLICE = "police"
    CIVILIAN = "civilian"
    INFRASTRUCTURE = "infrastructure"
    ENERGY = "energy"
    TRANSPORT = "transport"
    RELIGIOUS = "religious"
    MEDIA = "media"
    AID = "aid"
    BUSINESS = "business"
    UNKNOWN = "unknown"
