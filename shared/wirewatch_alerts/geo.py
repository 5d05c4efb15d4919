"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

from wirewatch.incidents import Place

EARTH_KM = 6371.0
DEGREE_KM = 111.2
"""One degree of latitude."""


def distance_km(one: Place, other: Place) -> float:
    """Return the great-circle distance between two places' points."""
    return km_between(one.lat, one.lon, other.lat, other.lon)


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance between two points in degrees (haversine formula)."""
    p, q = radians(lat), radians(other_lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))
