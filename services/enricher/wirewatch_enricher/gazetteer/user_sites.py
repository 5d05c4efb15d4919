"""A user's own sites: a CSV with a heading, or a GeoJSON feature collection of points and polygons."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from wirewatch.errors import SettingsError
from wirewatch.incidents import PlacePrecision
from wirewatch_enricher.document import Site
from wirewatch_enricher.gazetteer.fold import fold_name
from wirewatch_enricher.gazetteer.tables import several

_FIELDS = frozenset(
    {
        "site_id",
        "name",
        "aliases",
        "kind",
        "city",
        "country",
        "operator",
        "lat",
        "lon",
        "precision",
        "radius_km",
        "note",
    }
)


class _Geometry(msgspec.Struct):
    type: str
    coordinates: Any


class _Feature(msgspec.Struct):
    geometry: _Geometry | None = None
    properties: dict[str, Any] | None = None


class _Collection(msgspec.Struct):
    features: list[_Feature]


def read_user_sites(path: Path) -> tuple[Site, ...]:
    """Read the sites of a `.csv`, `.geojson` or `.json` file; raises `SettingsError` with file, line and field."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    sites = tuple(_from_csv(path, text) if path.suffix.lower() == ".csv" else _from_geojson(path, text))
    _check_unique(path, sites)
    return sites


def _from_csv(path: Path, text: str) -> Iterator[Site]:
    lines = csv.DictReader(text.splitlines(), strict=True)
    missing = {"name", "lat", "lon"} - set(lines.fieldnames or ())
    unknown = set(lines.fieldnames or ()) - _FIELDS
    if missing or unknown:
        told = f"no column {', '.join(sorted(missing))}" if missing else f"unknown column {', '.join(sorted(unknown))}"
        raise SettingsError(f"{path}:1: {told}; known are {', '.join(sorted(_FIELDS))}")
    try:
        for line in lines:
            yield _site(f"{path}:{lines.line_num}", {key: value or "" for key, value in line.items() if key})
    except csv.Error as error:
        raise SettingsError(f"{path}:{lines.line_num}: {error}") from error


def _from_geojson(path: Path, text: str) -> Iterator[Site]:
    try:
        collection = msgspec.json.decode(text, type=_Collection)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{path}: no GeoJSON feature collection: {error}") from error
    for number, feature in enumerate(collection.features, start=1):
        where = f"{path}: feature {number}"
        lat, lon = _middle(where, feature.geometry)
        known = {key: _cell(value) for key, value in (feature.properties or {}).items() if key in _FIELDS}
        yield _site(where, {**known, "lat": str(lat), "lon": str(lon)})


def _cell(value: object) -> str:
    return ";".join(str(one) for one in value) if isinstance(value, list) else "" if value is None else str(value)


def _middle(where: str, geometry: _Geometry | None) -> tuple[float, float]:
    """Return latitude and longitude of a point, or of the middle of a polygon's outer ring."""
    try:
        if geometry is not None and geometry.type == "Point":
            return float(geometry.coordinates[1]), float(geometry.coordinates[0])
        if geometry is not None and geometry.type == "Polygon":
            ring = geometry.coordinates[0][:-1]
            return sum(float(at[1]) for at in ring) / len(ring), sum(float(at[0]) for at in ring) / len(ring)
    except (TypeError, ValueError, IndexError, KeyError, ZeroDivisionError) as error:
        raise SettingsError(f"{where}: geometry: coordinates that are no numbers") from error
    raise SettingsError(f"{where}: geometry: a Point or a Polygon is needed")


def _site(where: str, line: Mapping[str, str]) -> Site:
    name = line.get("name", "").strip()
    if not name:
        raise SettingsError(f"{where}: name: is empty")
    return Site(
        site_id=line.get("site_id") or f"user:{fold_name(name).replace(' ', '-')}",
        name=name,
        aliases=several(line.get("aliases", "")),
        kind=line.get("kind") or "site",
        city=line.get("city", ""),
        country=_country(where, "country", line),
        operator=_country(where, "operator", line) or None,
        lat=_number(where, "lat", line, -90, 90),
        lon=_number(where, "lon", line, -180, 180),
        precision=_precision(where, line),
        radius_km=_number(where, "radius_km", {"radius_km": "0.5", **{k: v for k, v in line.items() if v}}, 0, 500),
    )


def _country(where: str, field: str, line: Mapping[str, str]) -> str:
    code = line.get(field, "").strip().upper()
    if code and not (len(code) in {2, 4} and code.isalpha()):
        raise SettingsError(f"{where}: {field}: {code!r} is no ISO 3166-1 alpha-2 code")
    return code


def _number(where: str, field: str, line: Mapping[str, str], least: float, most: float) -> float:
    try:
        number = float(line.get(field, ""))
    except ValueError as error:
        raise SettingsError(f"{where}: {field}: {line.get(field)!r} is no number") from error
    if not least <= number <= most:
        raise SettingsError(f"{where}: {field}: {number} is not between {least} and {most}")
    return number


def _precision(where: str, line: Mapping[str, str]) -> PlacePrecision:
    try:
        return PlacePrecision(line.get("precision") or "site")
    except ValueError as error:
        raise SettingsError(f"{where}: precision: {line['precision']!r} is not one of site, district, city") from error


def _check_unique(path: Path, sites: tuple[Site, ...]) -> None:
    seen: set[str] = set()
    for site in sites:
        if site.site_id in seen:
            raise SettingsError(f"{path}: site_id: {site.site_id!r} stands twice")
        seen.add(site.site_id)
