"""From the words for facilities to the sites that they mean: "the Italian embassy in Tripoli".

In: hits of the automaton and the places of the text. Out: `Facility` spans, each with whose it is and where it stands.
A facility without an entry of its own stands in its city, with that precision, never at a false point.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wirewatch.geo import distance_km
from wirewatch_enricher.document import Site
from wirewatch_enricher.entities.airports import AirportFinder
from wirewatch_enricher.entities.automaton import Hit, Sort
from wirewatch_enricher.entities.facility import Facility, at_site, in_city, nowhere
from wirewatch_enricher.entities.setting import Nation, Setting
from wirewatch_enricher.gazetteer import Entry, Kind, fold_name, load_gazetteer
from wirewatch_enricher.gazetteer.sites import Sites

_CITY_KM = 40.0
_AT_AIRPORT_KM = 6.0
_AT_CHARS = 40
_BEFORE_OPERATOR = re.compile(r"(?:'s?)?[ -](?:(?:new|old|former|main|general|honorary|[\w-]+ic|[\w-]+ed) ){0,2}")
_OF_OPERATOR = re.compile(r"(?: generale| general)? (?:(?:of|de|des|du|del|der|d'|en) ?)?(?:the |la |les |los |l')?")
_IN_CITY = re.compile(
    r"(?: (?:compound|building|complex|annex|district|grounds|premises|headquarters|general))?"
    r"(?:,? (?:in|at|near|outside|inside|of|to|a|en|au|de|du)"
    r"(?: (?:the capital,?|central|downtown|[a-z]+ern|(?:the )?(?:[a-z' -]{1,30} )?(?:city|town|port|capital) of))?"
    r"| -|,|) "
)
_IN_COUNTRY = re.compile(r"(?: (?:compound|building|complex|headquarters))? (?:in|to|en|au) (?:the )?")
_AT = re.compile(
    r"(?: (?:area|compound|site|facility))?(?: (?:at|in|near|beside|inside|by|next to|outside|of|on|within))(?: the)? "
)
_TOWNS = frozenset({Kind.CITY, Kind.CAPITAL, Kind.DISTRICT})
_GREEN_ZONE = "green_zone"
"""What a text that names no town need not say where it stands."""
_NEEDS_OPERATOR = frozenset({"mission", "missions", "legation", "chancery", "trade mission", "permanent mission"})
_LIKE = {
    "embassy": ("embassy", "mission"),
    "consulate": ("consulate", "mission"),
    "mission": ("mission", "embassy", "consulate"),
    "residence": ("residence",),
    "quarter": ("quarter", "green_zone"),
    "un_mission": ("un_mission",),
}


class _Word(NamedTuple):
    """A word for a facility: `start` and `end` take its operator's name in."""

    hit: Hit
    kind: str
    start: int
    end: int
    operator: str | None


def find_facilities(setting: Setting, hits: Sequence[Hit], sites: Sites) -> list[Facility]:
    """Return the facilities of a text, those with a name of their own first; they may overlap each other."""
    return _Finder(setting, hits, sites).find()


class _Finder:
    def __init__(self, setting: Setting, hits: Sequence[Hit], sites: Sites) -> None:
        self._setting = setting
        self._sites = sites
        self._named = _longest(hit for hit in hits if hit.term.sort is Sort.SITE)
        self._heads = _longest(hit for hit in hits if hit.term.sort is Sort.FACILITY)
        self._common = {(hit.start, hit.end) for hit in self._heads}
        self._known: dict[tuple[str | None, str], Facility] = {}
        self._airports: list[Facility] = []
        self._airport_starts: list[int] = []

    def find(self) -> list[Facility]:
        named = [one for hit in self._named if (one := self._by_name(hit))]
        heads = _outside(self._heads, named)
        known = [one for one in named if one.kind == "airport"]
        airports = AirportFinder(self._setting, self._sites, known).find(
            hit for hit in heads if hit.term.value == "airport"
        )
        self._airports = sorted((*known, *airports), key=lambda one: one.start)
        self._airport_starts = [one.start for one in self._airports]
        words = [word for hit in heads if hit.term.value != "airport" and (word := self._word(hit))]
        said = {word.hit.start: one for word in words if (one := self._where_said(word))}
        for facility in sorted((*said.values(), *named), key=lambda one: -one.start):
            self._remember(facility)
        others = self._all_guessed(words, said, sorted(named, key=lambda one: one.start))
        return [*named, *airports, *others]

    def _all_guessed(
        self, words: Sequence[_Word], said: Mapping[int, Facility], named: Iterable[Facility]
    ) -> list[Facility]:
        """Return the facilities of words, those last that the title only names: they are where the text puts them.

        A title's facility would else be taken for the dateline's, though a town stands beside it further down.
        """
        waiting, others = list(named), []
        body = {(word.operator, word.kind) for word in words if word.start >= self._setting.title_end}
        later = [word for word in words if self._only_titled(word, said) and (word.operator, word.kind) in body]
        for word in (*(one for one in words if one not in later), *later):
            while waiting and waiting[0].start < word.start:
                self._remember(waiting.pop(0))
            others.append(said.get(word.hit.start) or self._where_guessed(word))
            self._remember(others[-1])
        return others

    def _only_titled(self, word: _Word, said: Mapping[int, Facility]) -> bool:
        return word.operator is not None and word.start < self._setting.title_end and word.hit.start not in said

    def _remember(self, facility: Facility) -> None:
        """Note a facility for when the text speaks of "the embassy" again."""
        if facility.place or facility.operator:
            self._known[facility.operator, facility.kind] = facility
            self._known[None, facility.kind] = facility

    def _by_name(self, hit: Hit) -> Facility | None:
        """Return the site of a name of its own; where several have it, or it is a common one, the text must decide.

        "The Green Zone" needs nothing where no town is named: there is one that all know by it.
        """
        sites = self._sites.names[hit.term.value]
        best = max(sites, key=lambda site: (self._fit(site), -sites.index(site)))
        common = (hit.start, hit.end) in self._common and not (best.kind == _GREEN_ZONE and self._setting.townless)
        if common and self._fit(best) == 0:
            return None
        return at_site(hit.start, hit.end, best.kind, best.operator, best)

    def _fit(self, site: Site) -> int:
        """Return how much the text speaks of the site's city (2) and country (1)."""
        country = int(site.country in self._setting.countries)
        return country + 2 * int(fold_name(site.city) in self._setting.folded if site.city else 0)

    def _word(self, hit: Hit) -> _Word | None:
        """Return a word for a facility with whose it is; None for one that needs an owner and has none."""
        kind = hit.term.value
        start, end, operator = self._operator(hit)
        if operator == "UN" and kind in {"mission", "quarter"}:
            kind = "un_mission"
        if operator is None and self._setting.folded[hit.start : hit.end] in _NEEDS_OPERATOR:
            return None
        return _Word(hit, kind, start, end, operator)

    def _where_said(self, word: _Word) -> Facility | None:
        """Return the facility where the words beside it put it: in a city, at an airport."""
        airport = self._own_airport(word.end)
        if airport is not None and airport.site is not None:
            return self._at(airport.site, airport, word)
        city = self._own_city(word) or self._own_capital(word)
        if city is None and word.kind == "quarter" and word.operator:
            city = load_gazetteer().capital(word.operator)
            return self._in(city, word, None) if city else None
        return self._in(city, word, word.operator) if city is not None and city.kind in _TOWNS else None

    def _at(self, airport: Site, told: Facility, word: _Word) -> Facility:
        """Return the facility of that kind at an airport, else one that is as near as the airport is."""
        site = self._site_at(word.kind, word.operator, airport)
        if site:
            return at_site(word.start, word.end, word.kind, site.operator, site)
        return Facility(
            start=word.start,
            end=word.end,
            kind=word.kind,
            operator=word.operator,
            country=told.country,
            place=told.place,
        )

    def _where_guessed(self, word: _Word) -> Facility:
        """Return the facility that is told of elsewhere in the text, else one in the city that the text is about."""
        known = self._known.get((word.operator, word.kind)) or self._kin(word)
        if known and known.place:
            return Facility(
                start=word.start,
                end=word.end,
                kind=word.kind,
                operator=known.operator,
                country=known.country,
                site=known.site,
                place=known.place,
            )
        operator = word.operator or (known.operator if known else None)
        city = self._own_city(word) or self._setting.city_about(word.hit.start, operator=operator)
        if city and word.kind == "embassy":
            city = self._seat(city)
        return self._in(city, word, operator) if city else nowhere(word.start, word.end, word.kind, operator)

    def _kin(self, word: _Word) -> Facility | None:
        """Return what the text calls by another name elsewhere: "the Ugandan mission" is its consulate in Bunia."""
        kin = _LIKE.get(word.kind, ()) if word.operator else ()
        return next((one for kind in kin if (one := self._known.get((word.operator, kind)))), None)

    def _seat(self, city: Entry) -> Entry:
        """Return where a country's embassies are, for a town without one that only stands near by in the text."""
        if city.kind is Kind.CAPITAL or any(site.kind == "embassy" for site in self._near(city)):
            return city
        capital = load_gazetteer().capital(city.country)
        if capital is None or city.country not in self._sites.with_embassies:
            return capital or city
        return capital if any(site.kind == "embassy" for site in self._near(capital)) else city

    def _near(self, city: Entry) -> list[Site]:
        return [
            site
            for site in self._sites.near(city.lat, city.lon, _CITY_KM)
            if site.country == city.country and distance_km(city, site) <= _CITY_KM
        ]

    def _in(self, city: Entry, word: _Word, operator: str | None) -> Facility:
        site = self._site_in(word.kind, operator, city)
        if site:
            return at_site(word.start, word.end, word.kind, operator, site)
        return in_city(word.start, word.end, word.kind, operator, city)

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

    def _own_city(self, word: _Word) -> Entry | None:
        """Return the city that the words beside the facility put it in."""
        folded = self._setting.folded
        for after in self._setting.cities_after(word.end):
            if _IN_CITY.fullmatch(folded, word.end, after.start):
                return after.entry
        before = self._setting.city_before(word.start)
        if before and _BEFORE_OPERATOR.fullmatch(folded, before.end, word.start):
            return before.entry
        return None

    def _own_capital(self, word: _Word) -> Entry | None:
        """Return the capital of the country that the words behind an embassy put it in."""
        after = self._setting.country_after(word.end) if word.kind == "embassy" else None
        if after is None or not _IN_COUNTRY.fullmatch(self._setting.folded, word.end, after.start):
            return None
        return load_gazetteer().capital(after.entry.country)

    def _own_airport(self, end: int) -> Facility | None:
        folded = self._setting.folded
        at = bisect_left(self._airport_starts, end)
        near = (one for one in self._airports[at : at + 2] if one.start - end <= _AT_CHARS)
        return next((one for one in near if _AT.fullmatch(folded, end, one.start)), None)

    def _site_in(self, kind: str, operator: str | None, city: Entry) -> Site | None:
        """Return the known site of that operator and kind in a city; without an operator only the only one."""
        near = self._near(city)
        likes = _LIKE.get(kind, (kind,))
        if operator is None and kind not in {"quarter", "un_mission"}:
            any_of_them = [site for site in near if site.kind in likes]
            return any_of_them[0] if len(any_of_them) == 1 else None
        for like in likes:
            fitting = [
                site for site in near if site.kind == like and (operator is None or site.operator in {operator, None})
            ]
            if fitting:
                return fitting[0]
        return None

    def _site_at(self, kind: str, operator: str | None, airport: Site) -> Site | None:
        near = self._sites.near(airport.lat, airport.lon, _AT_AIRPORT_KM)
        fitting = [
            site
            for site in near
            if site.kind in _LIKE.get(kind, (kind,))
            and (operator is None or site.operator == operator)
            and distance_km(airport, site) <= _AT_AIRPORT_KM
        ]
        return min(fitting, key=lambda site: distance_km(airport, site), default=None)


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits without overlaps, the longest from the left; they come sorted by start, the longest first."""
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _outside(hits: Iterable[Hit], named: Sequence[Facility]) -> list[Hit]:
    """Return the hits that lie in no facility with a name of its own; both come in the order of the text."""
    ends = [one.end for one in named]
    kept = []
    for hit in hits:
        at = bisect_left(ends, hit.end)
        if at >= len(named) or named[at].start > hit.start:
            kept.append(hit)
    return kept
