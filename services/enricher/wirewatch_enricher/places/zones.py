"""The time zone of a place."""

from functools import lru_cache

from wirewatch.incidents import Place, PlacePrecision
from wirewatch_enricher.gazetteer import load_gazetteer

UNKNOWN = "UTC"


def zone_of(place: Place) -> str:
    """Return the IANA zone name of a place: that of the nearest town of its country, of a country that of its capital.

    `UTC` where it is not known, such as on the high seas.
    """
    if place.precision is PlacePrecision.COUNTRY and place.country:
        return _capital_zone(place.country)
    return _nearest_zone(round(place.lat, 2), round(place.lon, 2), place.country)


@lru_cache(maxsize=4096)
def _capital_zone(country: str) -> str:
    return load_gazetteer().capital_zone(country) or UNKNOWN


@lru_cache(maxsize=4096)
def _nearest_zone(lat: float, lon: float, country: str | None) -> str:
    return load_gazetteer().nearest_zone(lat, lon, country) or UNKNOWN
