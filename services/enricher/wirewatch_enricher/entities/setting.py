"""What stands around a facility's word: the places and nations of the text, in order, and the city it is all about."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter

from msgspec import Struct

from wirewatch_enricher.entities.automaton import Hit, Sort
from wirewatch_enricher.gazetteer import Entry, Gazetteer, Kind, load_gazetteer
from wirewatch_enricher.places.find import PlaceSpan

_WINDOW = 60
_MOST_TRIED = 50
_CITIES = frozenset({Kind.CITY, Kind.CAPITAL})
_ORIGINS = ("-old from ", " native of ", " born in ", "originally from ")
"""What before a town says only who somebody is."""
_MISSION = re.compile(r"(?:'s)? (?:embass|consulate|mission|ambassador)")
_COUNTED = 2
"""How often `Setting.countries` counts the adjective of a nation: as a place and as a nation."""
_START = attrgetter("start")
_BODIES = {"United Nations": "UN", "European Union": "EU", "NATO": "NATO"}


class Nation(Struct, frozen=True, kw_only=True):
    """A word for a nation or a body of nations that may run a facility."""

    start: int
    end: int
    country: str


class Setting:
    """A text with its places, to ask what stands beside an offset."""

    def __init__(
        self, text: str, folded: str, *, title_end: int, spans: Sequence[PlaceSpan], hits: Iterable[Hit]
    ) -> None:
        self.text = text
        self.folded = folded
        self.title_end = title_end
        self._gazetteer: Gazetteer = load_gazetteer()
        self._cities = [span for span in spans if not span.demonym and span.entry.kind is not Kind.COUNTRY]
        towns = [span for span in self._cities if span.entry.kind in _CITIES]
        self._towns = [span for span in towns if not folded.endswith(_ORIGINS, 0, span.start)] or towns
        self._town_starts = [span.start for span in self._towns]
        self._city_starts = [span.start for span in self._cities]
        self._spans = spans
        self.nations = _nations(spans, hits)
        self._nation_starts = [nation.start for nation in self.nations]

    @property
    def townless(self) -> bool:
        """Whether the text names no town."""
        return not self._towns

    def city_at(self, start: int) -> PlaceSpan | None:
        """Return the city, town or region that is named from an offset on."""
        at = bisect_left(self._city_starts, start)
        return self._cities[at] if at < len(self._cities) and self._city_starts[at] == start else None

    def city_before(self, end: int) -> PlaceSpan | None:
        """Return the city, town or region named last before an offset, close by."""
        at = bisect_left(self._city_starts, end) - 1
        span = self._cities[at] if at >= 0 else None
        return span if span and span.end <= end and end - span.end <= _WINDOW else None

    def city_after(self, start: int) -> PlaceSpan | None:
        """Return the city, town or region named first after an offset, close by."""
        at = bisect_left(self._city_starts, start)
        span = self._cities[at] if at < len(self._cities) else None
        return span if span and span.start - start <= _WINDOW else None

    def cities_after(self, start: int) -> list[PlaceSpan]:
        """Return the cities, towns or regions named first after an offset, close by, two at most."""
        at = bisect_left(self._city_starts, start)
        return [span for span in self._cities[at : at + 2] if span.start - start <= _WINDOW]

    def city_behind(self, words: re.Pattern[str]) -> Entry | None:
        """Return the first town that stands right behind a pattern."""
        behind = (one for one in self._towns if words.search(self.folded, max(0, one.start - _WINDOW), one.start))
        return next((one.entry for one in behind), None)

    def country_after(self, start: int) -> PlaceSpan | None:
        """Return the country that is named, not as an adjective, right after an offset."""
        at = bisect_left(self._spans, start, key=_START)
        span = self._spans[at] if at < len(self._spans) else None
        return span if span and not span.demonym and span.entry.kind is Kind.COUNTRY else None

    def nation_before(self, end: int) -> Nation | None:
        """Return the nation named last before an offset, close by."""
        at = bisect_left(self._nation_starts, end) - 1
        nation = self.nations[at] if at >= 0 else None
        return nation if nation and nation.end <= end and end - nation.end <= _WINDOW else None

    def nation_after(self, start: int) -> Nation | None:
        """Return the nation named first after an offset, close by."""
        at = bisect_left(self._nation_starts, start)
        nation = self.nations[at] if at < len(self.nations) else None
        return nation if nation and nation.start - start <= _WINDOW else None

    @cached_property
    def countries(self) -> Counter[str]:
        """How often each country is spoken of, by its name, its people or its towns."""
        counts = Counter(span.entry.country for span in self._spans if span.entry.country)
        counts.update(nation.country for nation in self.nations)
        return counts

    def city_about(self, offset: int, *, operator: str | None) -> Entry | None:
        """Return the city that a facility without one stands in: the nearest named before, else the text's first.

        Cities of the operator's own country are passed over; a region stands for its seat, a country for its capital.
        """
        near = self._nearest_before(offset, operator)
        first = next((one for one in self._towns[:_MOST_TRIED] if one.entry.country != operator), None)
        if near is not None and "\n" not in self.text[near.end : offset]:
            return near.entry
        if first is not None:
            return first.entry
        if near is not None:
            return near.entry
        region = next((one for one in self._cities if one.entry.kind is Kind.REGION), None)
        return region.entry if region and region.entry.country != operator else self._capital(operator)

    def _nearest_before(self, offset: int, operator: str | None) -> PlaceSpan | None:
        """Return the last town before an offset that is not in the operator's own country."""
        at = bisect_left(self._town_starts, offset)
        back = self._towns[max(0, at - _MOST_TRIED) : at]
        return next((one for one in reversed(back) if one.entry.country != operator), None)

    def _capital(self, operator: str | None) -> Entry | None:
        """Return the capital of the country spoken of most; whose embassy stands there says nothing of where it is."""
        owners = [one for one in self.nations if _MISSION.match(self.folded, one.end)]
        spoken = self.countries - Counter(one.country for one in owners * _COUNTED)
        others = [(count, country) for country, count in spoken.items() if country != operator]
        return self._gazetteer.capital(max(others)[1]) if others else None


def _is_state(entry: Entry) -> bool:
    """Whether a city bears the name of its state: "the Singapore embassy"."""
    if entry.kind is not Kind.CAPITAL:
        return False
    country = load_gazetteer().country(entry.country)
    return country is not None and country.name == entry.name


def _nations(spans: Iterable[PlaceSpan], hits: Iterable[Hit]) -> list[Nation]:
    found = [
        Nation(start=span.start, end=span.end, country=span.entry.country)
        for span in spans
        if span.entry.country and (span.demonym or span.entry.kind is Kind.COUNTRY or _is_state(span.entry))
    ]
    for hit in hits:
        if hit.term.sort is Sort.NATION:
            found.append(Nation(start=hit.start, end=hit.end, country=hit.term.value))
        elif hit.term.sort is Sort.ORGANISATION and hit.term.value in _BODIES:
            found.append(Nation(start=hit.start, end=hit.end, country=_BODIES[hit.term.value]))
    return sorted(found, key=lambda nation: (nation.start, -nation.end))
