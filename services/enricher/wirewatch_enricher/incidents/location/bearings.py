"""Places that the text gives by their way from a town. In: words, places. Out: a point, or None.

"Twelve kilometres south of Beirut" is no place in Beirut, "the road between Zaria and Kaduna" lies in neither town.
"""

import re
from math import cos, radians, sin

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.geo import DEGREE_KM, distance_km
from wirewatch.incidents import Place, PlacePrecision

_POINTS = {"north": 0, "east": 90, "south": 180, "west": 270}
_BETWEEN = {
    "northeast": 45,
    "southeast": 135,
    "southwest": 225,
    "northwest": 315,
}
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}  # fmt: skip
_WORDS = "|".join(_NUMBERS)
_AWAY = re.compile(
    rf"(\d[\d.,]*|\b(?:{_WORDS}))[ -]?(km|kms|kilomet(?:re|er)s?|miles?)(?: ?\([^)]{{1,20}}\))?"
    r"(?: by (?:road|air|sea))? (?:away )?(?:to the |due )?(north|south|east|west)(?:[ -]?(east|west))?(?:ern)?"
    r"(?: (?:of|from))?(?: the)?(?: [a-z]+){0,3} $"
)
_MILE_KM = 1.609
_FARTHEST_KM = 400.0
_LONGEST_ROAD_KM = 250.0
_LEAST_RADIUS_KM = 5.0
_ROAD_FROM = re.compile(
    r"(?:between|\b(?:road|highway|route|motorway|railway|line)s?(?: that)? (?:from|linking|links|connecting|connects))"
    r"(?: the)?(?: [a-z]+ of)? $"
)
_ROAD_NOUN = re.compile(r" (?:road|highway|motorway|railway|line|route|expressway)\b")


class Offset(Struct, frozen=True, kw_only=True):
    """How far from a place, and in which direction (degrees from north)."""

    km: float
    bearing: float


def offset_before(text: str) -> Offset | None:
    """Return the way that the words before a name give: "some 25 km north-east of "."""
    found = _AWAY.search(text.lower()[-_WINDOW:])
    if found is None:
        return None
    number, unit, first, second = found.groups()
    value = _NUMBERS[number] if number in _NUMBERS else float(number.replace(",", "").rstrip("."))
    bearing = _BETWEEN[first + second] if second and first in {"north", "south"} else _POINTS[first]
    km = value * (_MILE_KM if unit.startswith("mile") else 1.0)
    return Offset(km=km, bearing=float(bearing)) if 0 < km <= _FARTHEST_KM else None


_WINDOW = 90


def moved(place: Place, offset: Offset) -> Place:
    """Return the point that lies so far from a place."""
    north = offset.km * cos(radians(offset.bearing)) / DEGREE_KM
    east = offset.km * sin(radians(offset.bearing)) / DEGREE_KM / max(0.1, cos(radians(place.lat)))
    return replace(
        place,
        name=f"{offset.km:.0f} km from {place.name}",
        lat=round(place.lat + north, 5),
        lon=round(place.lon + east, 5),
        precision=PlacePrecision.CITY,
        radius_km=round(max(_LEAST_RADIUS_KM, offset.km / 5), 1),
        gazetteer_id=None,
    )


def joined(before: str, between: str, after: str) -> bool:
    """Whether two names beside each other are the ends of a road: "between X and Y", "from X to Y", "the X-Y road"."""
    if between.strip() in {"and", "to", "with"}:
        return _ROAD_FROM.search(before.lower()[-_WINDOW:]) is not None
    return between in {"-", "\u2013"} and _ROAD_NOUN.match(after.lower()) is not None


def midway(one: Place, other: Place) -> Place | None:
    """Return the point between two towns, None where they are too far apart for it to say anything."""
    apart = distance_km(one, other)
    if apart > _LONGEST_ROAD_KM or one.country != other.country:
        return None
    return replace(
        one,
        name=f"{one.name}-{other.name}",
        lat=round((one.lat + other.lat) / 2, 5),
        lon=round((one.lon + other.lon) / 2, 5),
        precision=PlacePrecision.CITY,
        radius_km=round(max(_LEAST_RADIUS_KM, apart / 2), 1),
        gazetteer_id=None,
    )
