"""The airports that a text names: "Munich airport", "the airport of Basra", "Hamid Karzai International Airport"."""

import re
from collections.abc import Iterable

from wirewatch.geo import distance_km
from wirewatch_enricher.document import Site
from wirewatch_enricher.entities.automaton import Hit
from wirewatch_enricher.entities.facility import Facility, at_site, in_city, nowhere
from wirewatch_enricher.entities.setting import Setting
from wirewatch_enricher.gazetteer import Entry, fold_name
from wirewatch_enricher.gazetteer.airports import load_airports
from wirewatch_enricher.gazetteer.sites import Sites

_AIRPORT_KM = 60.0
_CITYS = re.compile(r"(?:'s?)?(?: international)? |'s? (?:[\w-]+ ){1,2}")
_OF_CITY = re.compile(
    r" (?:in|of|at|near|outside|serving|de|d'|du) ?(?:the )?"
    r"(?:(?:[a-z'-]+ ){0,3}(?:city|town|port|island|capital)(?: of)? )?"
)
_FLIGHTS = re.compile(r"\bflights (?:to and |in and |into and )?(?:from|out of|at) $")
_NAME_BEFORE = re.compile(r"((?:[A-Z][\w.'\u2019-]*|[Aa]l-\w+)(?: (?:[A-Z][\w.'\u2019-]*|al-\w+|de|bin|ibn)){0,4}) $")


class AirportFinder:
    """Finds airports in the order of the text; `known` are those with a name of their own in the sites."""

    def __init__(self, setting: Setting, sites: Sites, known: Iterable[Facility]) -> None:
        self._setting = setting
        self._sites = sites
        self._waiting = sorted(known, key=lambda one: -one.start)
        self._last: Facility | None = None

    def find(self, hits: Iterable[Hit]) -> list[Facility]:
        """Return one airport for each hit of a word for an airport; the hits come in the order of the text."""
        placed = [(hit, self._placed(hit)) for hit in hits]
        own = [*self._waiting, *(one for _, one in placed if one and one.start >= self._setting.title_end)]
        first = min((one for one in own if one.place), key=lambda one: one.start, default=None)
        found = []
        for hit, told in placed:
            while self._waiting and self._waiting[-1].start < hit.start:
                self._last = self._waiting.pop()
            titled = first if hit.start < self._setting.title_end else None
            found.append(told or self._somewhere(hit, self._last or titled))
            self._last = found[-1] if found[-1].place else self._last
        return found

    def _placed(self, hit: Hit) -> Facility | None:
        """Return an airport that its own words place, None where they do not."""
        named = self._named_airport(hit)
        if named:
            return named
        start, city = self._whose_city(hit)
        if city is None:
            return None
        return self._of(city, start, hit.end)

    def _of(self, city: Entry, start: int, end: int) -> Facility:
        site = _city_airport(city, self._sites)
        if site:
            return at_site(start, end, "airport", None, site)
        return in_city(start, end, "airport", None, city)

    def _named_airport(self, hit: Hit) -> Facility | None:
        found = _NAME_BEFORE.search(self._setting.text, max(0, hit.start - 60), hit.start)
        if not found:
            return None
        words = found[1].split(" ")
        for first in range(len(words)):
            name = fold_name(" ".join(words[first:]))
            sites = [site for site in load_airports().named(name) if site.country in self._setting.countries]
            if sites and self._setting.city_at(hit.start - 1 - len(" ".join(words[first:]))) is None:
                start = hit.start - 1 - len(" ".join(words[first:]))
                return at_site(start, hit.end, "airport", None, sites[0])
        return None

    def _whose_city(self, hit: Hit) -> tuple[int, Entry | None]:
        folded = self._setting.folded
        before = self._setting.city_before(hit.start)
        if before and _CITYS.fullmatch(folded, before.end, hit.start):
            return before.start, before.entry
        after = self._setting.city_after(hit.end)
        if after and _OF_CITY.fullmatch(folded, hit.end, after.start):
            return hit.start, after.entry
        return hit.start, None

    def _somewhere(self, hit: Hit, last: Facility | None) -> Facility:
        """Return "the airport": the one named before (for a title: first), else one in the city the text is about.

        "Flights from Abha" go before a dateline and before what stands nearby.
        """
        if last is not None:
            return Facility(
                start=hit.start, end=hit.end, kind="airport", site=last.site, place=last.place, country=last.country
            )
        flown = self._setting.city_behind(_FLIGHTS)
        if flown is not None:
            return self._of(flown, hit.start, hit.end)
        city = self._setting.city_about(hit.start, operator=None)
        return (
            in_city(hit.start, hit.end, "airport", None, city) if city else nowhere(hit.start, hit.end, "airport", None)
        )


def _city_airport(city: Entry, sites: Sites) -> Site | None:
    """Return a city's airport: of the sites first, then by name, then the nearest "International"."""
    known = [site for site in sites.near(city.lat, city.lon, _AIRPORT_KM) if site.kind == "airport"]
    name = fold_name(city.name)
    choice = [site for site in known if any(name in fold_name(alias) for alias in (site.name, *site.aliases))]
    if not choice:
        there = load_airports().of_country(city.country)
        choice = [site for site in there if distance_km(city, site) <= _AIRPORT_KM]
    return min(choice, key=lambda site: _airport_rank(site, name, city), default=None)


def _airport_rank(site: Site, name: str, city: Entry) -> tuple[bool, bool, float]:
    folded = fold_name(site.name)
    its = name in folded or fold_name(site.city) == name
    return not its, "international" not in folded, distance_km(city, site)
