"""Airports with scheduled traffic (an IATA code), from airportsdata (CC0 facts of public aeronautical sources)."""

import csv
from collections import defaultdict
from functools import lru_cache
from importlib import resources

from wirewatch.incidents import PlacePrecision
from wirewatch_enricher.document import Site
from wirewatch_enricher.gazetteer.fold import fold_name

_SUFFIXES = (" international airport", " airport", " airfield", " air base")
_RADIUS_KM = 2.5
_IN_MINUTES = frozenset({"BE", "LU"})
"""Countries whose points the table gives as degrees.minutes-seconds: 50.5405 for 50° 54' 05"."""


class Airports:
    """Airports by folded name (with and without "International Airport") and by country."""

    def __init__(self, sites: list[Site]) -> None:
        self._named: dict[str, list[Site]] = defaultdict(list)
        self._by_country: dict[str, list[Site]] = defaultdict(list)
        for site in sites:
            self._by_country[site.country].append(site)
            for name in _forms(fold_name(site.name)):
                self._named[name].append(site)

    def named(self, folded: str) -> list[Site]:
        """Return the airports of a folded name."""
        return self._named.get(folded, [])

    def of_country(self, country: str) -> list[Site]:
        """Return the airports of a country."""
        return self._by_country.get(country, [])


@lru_cache(maxsize=1)
def load_airports() -> Airports:
    """Load the airports, once."""
    text = resources.files("airportsdata").joinpath("airports.csv").read_text(encoding="utf-8")
    return Airports([_site(line) for line in csv.DictReader(text.splitlines()) if line["iata"]])


def _site(line: dict[str, str]) -> Site:
    return Site(
        site_id=f"airport:{line['iata'].lower()}",
        name=line["name"],
        kind="airport",
        city=line["city"],
        country=line["country"],
        lat=_degrees(line["lat"], line["country"]),
        lon=_degrees(line["lon"], line["country"]),
        precision=PlacePrecision.SITE,
        radius_km=_RADIUS_KM,
    )


def _degrees(value: str, country: str) -> float:
    """Return a coordinate in decimal degrees; none of those given in minutes and seconds is negative."""
    if country not in _IN_MINUTES:
        return round(float(value), 4)
    whole, _, rest = value.partition(".")
    return round(int(whole) + int(rest[:2]) / 60 + int(rest[2:4].ljust(2, "0")) / 3600, 4)


def _forms(name: str) -> set[str]:
    return {name, *(name.removesuffix(suffix) for suffix in _SUFFIXES)}
