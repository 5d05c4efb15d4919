"""A user's own sites: a CSV with a heading, or a GeoJSON feature collection of points and polygons."""

import csv
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from wirewatch.errors import SettingsError
from wirewatch.incidents import PlacePrecision
from wirewatch_enricher.document import Site
from wirewatch_enricher.gazetteer.fold import fold_name
from wirewatch_enricher.gazetteer.tables import read_table, several

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
    features: list[msgspec.Raw]


def read_user_sites(path: Path) -> tuple[Site, ...]:
    """Read the sites of a `.csv`, `.geojson` or `.json` file; raises `SettingsError` with file, line and field."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    sites: dict[str, Site] = {}
    for where, site in _from_csv(path, text) if path.suffix.lower() == ".csv" else _from_geojson(path, text):
        if site.site_id in sites:
            raise SettingsError(f"{where}: site_id: {site.site_id!r} stands twice")
        sites[site.site_id] = site
    return tuple(sites.values())


def _from_csv(path: Path, text: str) -> Iterator[tuple[str, Site]]:
    """Yield each site, and the line where it stands."""
    lines = csv.DictReader(text.splitlines(), strict=True)
    missing = {"name", "lat", "lon"} - set(lines.fieldnames or ())
    unknown = set(lines.fieldnames or ()) - _FIELDS
    if missing or unknown:
        told = f"no column {', '.join(sorted(missing))}" if missing else f"unknown column {', '.join(sorted(unknown))}"
        raise SettingsError(f"{path}:1: {told}; known are {', '.join(sorted(_FIELDS))}")
    try:
        for line in lines:
            where = f"{path}:{lines.line_num}"
            yield where, _site(where, {key: value or "" for key, value in line.items() if key})
    except csv.Error as error:
        raise SettingsError(f"{path}:{lines.line_num}: {error}") from error


def _from_geojson(path: Path, text: str) -> Iterator[tuple[str, Site]]:
    """Yield the site of each feature, and the line where the feature begins."""
    for line, raw in _features(path, text.encode()):
        where = f"{path}:{line}"
        try:
            feature = msgspec.json.decode(raw, type=_Feature)
        except msgspec.DecodeError as error:
            raise SettingsError(f"{where}: no GeoJSON feature: {error}") from error
        lat, lon = _middle(where, feature.geometry)
        known = {key: _cell(value) for key, value in (feature.properties or {}).items() if key in _FIELDS}
        yield where, _site(where, {**known, "lat": str(lat), "lon": str(lon)})


def _features(path: Path, content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the line of each feature, and its bytes."""
    try:
        collection = msgspec.json.decode(content, type=_Collection)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{path}:{_last_line(content)}: no GeoJSON feature collection: {error}") from error
    at = 0
    for feature in collection.features:
        raw = bytes(feature)
        at = content.index(raw, at)
        yield content.count(b"\n", 0, at) + 1, raw
        at += len(raw)


def _last_line(content: bytes) -> int:
    """Return the line up to which a text is JSON; 1 where it is JSON, but no collection."""
    try:
        json.loads(content)
    except json.JSONDecodeError as error:
        return error.lineno
    return 1


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
    body = field == "operator" and (code in {"EU", "UN"} or (len(code) == 4 and code.isalpha()))  # such as NATO
    if code and not body and code not in _known_countries():
        raise SettingsError(f"{where}: {field}: {code!r} is no ISO 3166-1 alpha-2 code")
    return code


@cache
def _known_countries() -> frozenset[str]:
    return frozenset(line["country"] for line in read_table("countries.csv"))


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
