"""The gazetteer of places as the enricher asks it: by name, by country, by nearness."""

from functools import lru_cache
from math import cos, radians

from wirewatch_enricher.gazetteer.columns import Entry, Kind
from wirewatch_enricher.gazetteer.fold import fold_name
from wirewatch_enricher.gazetteer.packed import Packed
from wirewatch_enricher.gazetteer.zone_grid import bound, rings

_KINDS = tuple(Kind)
_KEPT_ENTRIES = 8_192


class Gazetteer:
    """Places by folded name; `demonyms` maps a folded adjective ("iraqi") to the index of its country or region.

    `find` returns the indices of the places of a folded name, () where there is none; `entry` one place by its index.
    """

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        head = packed.head
        self._countries, self._divisions, self._zone_names = head.country_codes, head.admin1_codes, head.zone_names
        self.demonyms = head.demonyms
        self.find = packed.find
        self.entry = lru_cache(maxsize=_KEPT_ENTRIES)(self._entry)

    def __contains__(self, folded: str) -> bool:
        return bool(self.find(folded))

    def _entry(self, index: int) -> Entry:
        packed = self._packed
        return Entry(
            index=index,
            gazetteer_id=packed.gazetteer_id(index),
            name=packed.name(index),
            kind=_KINDS[packed.kinds[index]],
            country=self.country_of(index),
            admin1=self.admin1_of(index),
            lat=packed.lat[index],
            lon=packed.lon[index],
            population=packed.population[index],
            radius_km=round(packed.radius[index], 1),
            zone=self._zone_names[packed.zones[index]],
        )

    def is_own_name(self, folded: str, index: int) -> bool:
        """Whether a folded name is the place's own, a part of it or a usual one, not one of old times or elsewhere."""
        own = fold_name(self._packed.name(index))
        return own == folded or f" {folded} " in f" {own} " or (folded, index) in self._packed.usual

    def kind(self, index: int) -> Kind:
        """Return what kind of place it is."""
        return _KINDS[self._packed.kinds[index]]

    def population(self, index: int) -> int:
        """Return how many people live there, 0 where it is not known."""
        return self._packed.population[index]

    def point(self, index: int) -> tuple[float, float]:
        """Return latitude and longitude in degrees."""
        return self._packed.lat[index], self._packed.lon[index]

    def country_of(self, index: int) -> str:
        """Return the ISO 3166-1 alpha-2 code of the place's country, "" for the seas."""
        return self._countries[self._packed.country[index]]

    def admin1_of(self, index: int) -> str:
        """Return the code of the place's first division, unique within its country."""
        return self._divisions[self._packed.admin1[index]]

    def country(self, code: str) -> Entry | None:
        """Return the entry of a country by its ISO 3166-1 alpha-2 code."""
        index = self._packed.head.countries.get(code)
        return None if index is None else self.entry(index)

    def capital(self, country: str) -> Entry | None:
        """Return the capital of a country."""
        index = self._packed.head.capital_of.get(country)
        return None if index is None else self.entry(index)

    def capital_zone(self, country: str) -> str:
        """Return the IANA zone of a country's capital, "" where it has none."""
        capital = self.capital(country)
        return capital.zone if capital else ""

    def nearest_zone(self, lat: float, lon: float, country: str | None) -> str:
        """Return the IANA zone of the town nearest to a point, within a country where one is given."""
        packed, shrink = self._packed, cos(radians(lat)) ** 2
        best, nearest = float("inf"), -1
        for ring, towns in rings(packed.cells, packed.cell_towns, lat, lon):
            if nearest >= 0 and best <= bound(ring - 1, lat):
                break
            for town in towns:
                if country and self.country_of(town) != country:
                    continue
                far = (packed.lat[town] - lat) ** 2 + (packed.lon[town] - lon) ** 2 * shrink
                if far < best:
                    best, nearest = far, town
        if nearest >= 0:
            return self._zone_names[packed.zones[nearest]]
        return self.capital_zone(country) if country else ""

    def __len__(self) -> int:
        return len(self._packed)
