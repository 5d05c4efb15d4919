"""The protected sites: the gazetteer's own table, and a file of the user's."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import cos, radians
from pathlib import Path

from wirewatch.incidents import PlacePrecision
from wirewatch_enricher.document import Site
from wirewatch_enricher.gazetteer.fold import fold_name
from wirewatch_enricher.gazetteer.tables import read_table, several
from wirewatch_enricher.gazetteer.user_sites import read_user_sites

_KM_PER_DEGREE = 111.2


class Sites:
    """All sites, found by name, by whose and what kind, or by where."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self.all = tuple(sites)
        self.with_embassies = frozenset(site.country for site in self.all if site.kind == "embassy")
        self._named: dict[str, list[Site]] = defaultdict(list)
        self._cells: dict[tuple[int, int], list[Site]] = defaultdict(list)
        for site in self.all:
            for name in {site.name, *site.aliases}:
                self._named[fold_name(name)].append(site)
            self._cells[round(site.lat), round(site.lon)].append(site)

    @property
    def names(self) -> Mapping[str, list[Site]]:
        """The sites by folded name."""
        return self._named

    def near(self, lat: float, lon: float, within_km: float) -> Iterator[Site]:
        """Yield the sites in the cells of one degree that a circle touches; some may lie outside of it."""
        reach = within_km / _KM_PER_DEGREE
        wide = reach / max(0.05, cos(radians(lat)))
        for row in range(round(lat - reach), round(lat + reach) + 1):
            for column in range(round(lon - wide), round(lon + wide) + 1):
                yield from self._cells.get((row, column), ())


@cache
def load_sites(user_file: Path | None = None) -> Sites:
    """Load the sites, those of `user_file` (CSV or GeoJSON) first; raises `SettingsError` with file and line."""
    own = read_user_sites(user_file) if user_file else ()
    return Sites((*own, *_read_gazetteer()))


def _read_gazetteer() -> Iterator[Site]:
    for line in read_table("sites.csv"):
        yield Site(
            site_id=line["site_id"],
            name=line["name"],
            aliases=several(line["aliases"]),
            kind=line["kind"],
            city=line["city"],
            country=line["country"],
            operator=line["operator"] or None,
            lat=float(line["lat"]),
            lon=float(line["lon"]),
            precision=PlacePrecision(line["precision"]),
            radius_km=float(line["radius_km"]),
        )
