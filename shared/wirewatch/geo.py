"""Distances on the globe: two points in, kilometres out."""

from math import asin, cos, pi, radians, sin, sqrt
from typing import Protocol

EARTH_KM = 6371.0088
"""The mean radius (IUGG)."""
DEGREE_KM = pi * EARTH_KM / 180
"""One degree of latitude."""


class Point(Protocol):
    """What lies somewhere: latitude and longitude in degrees."""

    @property
    def lat(self) -> float:
        """Degrees north."""

    @property
    def lon(self) -> float:
        """Degrees east."""


def distance_km(one: Point, other: Point) -> float:
    """Return the great-circle distance between two points."""
    return km_between(one.lat, one.lon, other.lat, other.lon)


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance between two points in degrees (haversine formula, mean Earth radius)."""
    phi, other_phi = radians(lat), radians(other_lat)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
