"""From the words for facilities to the sites that they mean: "the Italian embassy in Tripoli".

In: hits of the automaton and the places of the text. Out: `Facility` spans, each with whose it is and where it stands.
A facility without an entry of its own stands in its city, with that precision, never at a false point.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from wirewatch.incidents import Place
from wirewatch_enricher.document import Site
from wirewatch_enricher.entities.automaton import Hit, Sort
from wirewatch_enricher.entities.setting import Nation, Setting
from wirewatch_enricher.gazetteer import Entry, fold_name
from wirewatch_enricher.gazetteer.airports import load_airports
from wirewatch_enricher.gazetteer.sites import Sites
from wirewatch_enricher.places.as_place import as_place
from wirewatch_enricher.places.distance import distance_km

_CITY_KM = 40.0
_AIRPORT_KM = 60.0
_AT_AIRPORT_KM = 6.0
_BEFORE_OPERATOR = re.compile(r"(?:'s?)?[ -](?:(?:new|old|former|main|general|honorary|[\w-]+ic|[\w-]+ed) ){0,2}")
_OF_OPERATOR = re.compile(r"(?: generale| general)? (?:(?:of|de|des|du|del|der|d'|en) ?)?(?:the |la |les |los |l')?")
_IN_CITY = re.compile(
    r"(?: (?:compound|building|complex|annex|district|grounds|premises|headquarters|general))?"
    r"(?:,? (?:in|at|near|outside|inside|of|to|a|en|au|de|du)"
    r"(?: (?:the city of|the capital,?|central|downtown|[a-z]+ern))?| -|,|) "
)
_AT = re.compile(
    r"(?: (?:area|compound|site|facility))?(?: (?:at|in|near|beside|inside|by|next to|outside|of|on|within))(?: the)? "
)
_CITYS = re.compile(r"(?:'s?)?(?: international)? ")
_OF_CITY = re.compile(r" (?:in|of|at|near|outside|de|d'|du) ?(?:the )?(?:city of |capital )?")
_NAME_BEFORE = re.compile(r"((?:[A-Z][\w.'\u2019-]*|[Aa]l-\w+)(?: (?:[A-Z][\w.'\u2019-]*|al-\w+|de|bin|ibn)){0,4}) $")
_NEEDS_OPERATOR = frozenset({"mission", "missions", "legation", "chancery", "trade mission", "permanent mission"})
_LIKE = {
    "embassy": ("embassy", "mission"),
    "consulate": ("consulate", "mission"),
    "mission": ("mission", "embassy", "consulate"),
    "residence": ("residence",),
    "quarter": ("quarter", "green_zone"),
    "un_mission": ("un_mission",),
}


class Facility(Struct, frozen=True, kw_only=True):
    """A facility in the text: what kind, whose (`operator`, ISO country or "UN"), and where, as far as is known."""

    start: int
    end: int
    kind: str
    operator: str | None = None
    country: str | None = None
    site: Site | None = None
    place: Place | None = None


def find_facilities(setting: Setting, hits: Sequence[Hit], sites: Sites) -> list[Facility]:
    """Return the facilities of a text, those with a name of their own first; they may overlap each other."""
    return _Finder(setting, hits, sites).find()


class _Finder:
    def __init__(self, setting: Setting, hits: Sequence[Hit], sites: Sites) -> None:
        self._setting = setting
        self._sites = sites
        self._named = _longest(hit for hit in hits if hit.term.sort is Sort.SITE)
        self._heads = _longest(hit for hit in hits if hit.term.sort is Sort.FACILITY)
        self._known: dict[tuple[str | None, str], Facility] = {}
        self._airports: list[Facility] = []

    def find(self) -> list[Facility]:
        named = [one for hit in self._named if (one := self._by_name(hit))]
        taken = [(one.start, one.end) for one in named]
        heads = [hit for hit in self._heads if not _inside(hit, taken)]
        self._airports = [one for one in named if one.kind == "airport"]
        self._airports += [self._airport(hit) for hit in heads if hit.term.value == "airport"]
        others = [one for hit in heads if hit.term.value != "airport" and (one := self._facility(hit))]
        return [*named, *self._airports, *others]

    def _by_name(self, hit: Hit) -> Facility | None:
        """Return the site of a name of its own; where several have it, or it is a common one, the text must decide."""
        sites = self._sites.names[hit.term.value]
        best = max(sites, key=lambda site: (self._fit(site), -sites.index(site)))
        if self._fit(best) == 0 and any(head.start <= hit.start and hit.end <= head.end for head in self._heads):
            return None
        return _at_site(hit.start, hit.end, best.kind, best.operator, best)

    def _fit(self, site: Site) -> int:
        """Return how much the text speaks of the site's city (2) and country (1)."""
        country = int(site.country in self._setting.countries)
        return country + 2 * int(fold_name(site.city) in self._setting.folded if site.city else 0)

    # --- airports

    def _airport(self, hit: Hit) -> Facility:
        named = self._named_airport(hit)
        if named:
            return named
        start, city = self._whose_city(hit)
        if city is None:
            return self._somewhere(hit)
        site = _city_airport(city, self._sites)
        if site:
            return _at_site(start, hit.end, "airport", None, site)
        return _in_city(start, hit.end, "airport", None, city)

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
                return _at_site(start, hit.end, "airport", None, sites[0])
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

    def _somewhere(self, hit: Hit) -> Facility:
        """Return "the airport": the one named before, else one in the city that the text is about."""
        earlier = [one for one in self._airports if one.end <= hit.start and one.place]
        if earlier:
            last = earlier[-1]
            return Facility(
                start=hit.start, end=hit.end, kind="airport", site=last.site, place=last.place, country=last.country
            )
        city = self._setting.city_about(hit.start, operator=None)
        return _in_city(hit.start, hit.end, "airport", None, city) if city else _nowhere(hit, None)

    # --- embassies, missions, bases

    def _facility(self, hit: Hit) -> Facility | None:
        kind = hit.term.value
        start, end, operator = self._operator(hit)
        word = self._setting.folded[hit.start : hit.end]
        if operator == "UN" and kind in {"mission", "quarter"}:
            kind = "un_mission"
        if operator is None and word in _NEEDS_OPERATOR:
            return None
        facility = self._placed(hit, kind, start, end, operator)
        if facility.place:
            self._known[facility.operator, kind] = facility
            self._known[None, kind] = facility
        return facility

    def _placed(self, hit: Hit, kind: str, start: int, end: int, operator: str | None) -> Facility:
        city = self._own_city(start, hit, end)
        airport = self._own_airport(end)
        if airport and airport.site and city is None:
            site = self._site_at(kind, operator, airport.site)
            if site:
                return _at_site(start, end, kind, site.operator, site)
            place = airport.place
            return Facility(start=start, end=end, kind=kind, operator=operator, country=airport.country, place=place)
        known = self._known.get((operator, kind))
        if city is None and known:
            return Facility(
                start=start,
                end=end,
                kind=kind,
                operator=known.operator,
                country=known.country,
                site=known.site,
                place=known.place,
            )
        city = city or self._setting.city_about(hit.start, operator=operator)
        if city is None:
            return _nowhere(hit, operator)
        site = self._site_in(kind, operator, city)
        return _at_site(start, end, kind, operator, site) if site else _in_city(start, end, kind, operator, city)

    def _operator(self, hit: Hit) -> tuple[int, int, str | None]:
        """Return the span of the facility with its operator's name, and the operator."""
        folded = self._setting.folded
        before = self._setting.nation_before(hit.start)
        if before and _BEFORE_OPERATOR.fullmatch(folded, before.end, hit.start):
            return before.start, hit.end, before.country
        after = self._setting.nation_after(hit.end)
        if after and _OF_OPERATOR.fullmatch(folded, hit.end, after.start) and not self._in_country(hit.end, after):
            return hit.start, after.end, after.country
        return hit.start, hit.end, None

    def _in_country(self, end: int, after: Nation) -> bool:
        return self._setting.folded[end : after.start].strip() == "en"

    def _own_city(self, start: int, hit: Hit, end: int) -> Entry | None:
        """Return the city that the words beside the facility put it in."""
        folded = self._setting.folded
        after = self._setting.city_after(end)
        if after and _IN_CITY.fullmatch(folded, end, after.start):
            return after.entry
        before = self._setting.city_before(start)
        if before and _BEFORE_OPERATOR.fullmatch(folded, before.end, start) and before.end < hit.start:
            return before.entry
        return None

    def _own_airport(self, end: int) -> Facility | None:
        folded = self._setting.folded
        near = (one for one in self._airports if 0 <= one.start - end <= 40)
        return next((one for one in near if _AT.fullmatch(folded, end, one.start)), None)

    def _site_in(self, kind: str, operator: str | None, city: Entry) -> Site | None:
        """Return the known site of that operator and kind in a city; without an operator only the only one."""
        near = [
            site
            for site in self._sites.near(city.lat, city.lon, _CITY_KM)
            if site.country == city.country and distance_km(city.lat, city.lon, site.lat, site.lon) <= _CITY_KM
        ]
        for like in _LIKE.get(kind, (kind,)):
            fitting = [
                site for site in near if site.kind == like and (operator is None or site.operator in {operator, None})
            ]
            if fitting and (operator is not None or len(fitting) == 1 or kind in {"quarter", "un_mission"}):
                return fitting[0]
        return None

    def _site_at(self, kind: str, operator: str | None, airport: Site) -> Site | None:
        near = self._sites.near(airport.lat, airport.lon, _AT_AIRPORT_KM)
        fitting = [
            site
            for site in near
            if site.kind in _LIKE.get(kind, (kind,))
            and (operator is None or site.operator == operator)
            and distance_km(airport.lat, airport.lon, site.lat, site.lon) <= _AT_AIRPORT_KM
        ]
        return min(fitting, key=lambda site: distance_km(airport.lat, airport.lon, site.lat, site.lon), default=None)


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits without overlaps, the longest from the left; they come sorted by start, the longest first."""
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _inside(hit: Hit, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _city_airport(city: Entry, sites: Sites) -> Site | None:
    """Return a city's airport: of the sites first, then by name, then the nearest "International"."""
    known = [site for site in sites.near(city.lat, city.lon, _AIRPORT_KM) if site.kind == "airport"]
    name = fold_name(city.name)
    choice = [site for site in known if any(name in fold_name(alias) for alias in (site.name, *site.aliases))]
    if not choice:
        there = load_airports().of_country(city.country)
        choice = [site for site in there if distance_km(city.lat, city.lon, site.lat, site.lon) <= _AIRPORT_KM]
    return min(choice, key=lambda site: _airport_rank(site, name, city), default=None)


def _airport_rank(site: Site, name: str, city: Entry) -> tuple[bool, bool, float]:
    folded = fold_name(site.name)
    its = name in folded or fold_name(site.city) == name
    return not its, "international" not in folded, distance_km(city.lat, city.lon, site.lat, site.lon)


def _at_site(start: int, end: int, kind: str, operator: str | None, site: Site) -> Facility:
    return Facility(
        start=start,
        end=end,
        kind=kind,
        operator=operator or site.operator,
        country=site.country,
        site=site,
        place=site.as_place(),
    )


def _in_city(start: int, end: int, kind: str, operator: str | None, city: Entry) -> Facility:
    return Facility(
        start=start, end=end, kind=kind, operator=operator, country=city.country or None, place=as_place(city)
    )


def _nowhere(hit: Hit, operator: str | None) -> Facility:
    return Facility(start=hit.start, end=hit.end, kind=hit.term.value, operator=operator)
