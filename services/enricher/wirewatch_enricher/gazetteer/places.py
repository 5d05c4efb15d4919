"""The gazetteer of places as the enricher asks it: by name, by country, by nearness."""

from wirewatch_enricher.gazetteer.columns import Columns, Entry, Kind
from wirewatch_enricher.gazetteer.fold import fold_name

_KINDS = tuple(Kind)


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
