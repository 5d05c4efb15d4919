"""The user's own sites: a CSV or GeoJSON file in, checked sites out; and how near an incident came to them.

CSV: columns `name`, `lat`, `lon`, and if wanted `kind` and `radius_km`. GeoJSON: a FeatureCollection of points with
these as properties.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from wirewatch.errors import SettingsError
from wirewatch.geo import km_between
from wirewatch_alerts.rules_model import MySite, MySites

SITE_SUFFIXES = frozenset({".csv", ".geojson", ".json"})
_COLUMNS = ("name", "lat", "lon", "kind", "radius_km")
_NEEDED = ("name", "lat", "lon")


def read_sites(file: Path) -> tuple[MySite, ...]:
    """Read a file of sites; raises `SettingsError` with file, line (or feature) and field."""
    if file.suffix not in SITE_SUFFIXES:
        raise SettingsError(f"{file}: sites are .csv or .geojson")
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from error
    rows = _csv_rows(text, file) if file.suffix == ".csv" else _features(text, file)
    sites = tuple(_site(row, where) for where, row in rows)
    if not sites:
        raise SettingsError(f"{file}: holds no sites")
    return sites


def near_sites(mine: MySites, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the sites that the incident of some facts lies within the radius of, the nearest first.

    `distance_km` is the upper bound: the radius that the incident's own place is known by is part of it.
    """
    if "place" not in facts["incident.said"]:
        return []
    radius_km = mine.radius_km.get(facts["incident.type"], mine.default_km)
    found = [_near(site, site.radius_km or radius_km, facts) for site in mine.sites]
    return sorted((one for one in found if one["distance_km"] <= one["radius_km"]), key=lambda one: one["distance_km"])


def _near(site: MySite, radius_km: float, facts: Mapping[str, Any]) -> dict[str, Any]:
    apart_km = km_between(site.lat, site.lon, facts["incident.lat"], facts["incident.lon"])
    return {
        "name": site.name,
        "kind": site.kind,
        "sort": site.kind,
        "country": "",
        "distance_km": round(apart_km + facts["incident.radius_km"], 1),
        "radius_km": float(radius_km),
    }


def _csv_rows(text: str, file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    reader = csv.DictReader(text.splitlines(), skipinitialspace=True)
    names = reader.fieldnames or []
    for name in names:
        if name not in _COLUMNS:
            raise SettingsError(f"{file}:1: there is no column {name!r}; there are: {', '.join(_COLUMNS)}")
    for name in _NEEDED:
        if name not in names:
            raise SettingsError(f"{file}:1: the column {name!r} is missing")
    for row in reader:
        if None in row:
            raise SettingsError(f"{file}:{reader.line_num}: has more fields than the first line names")
        yield f"{file}:{reader.line_num}", row


def _features(text: str, file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{file}: no JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("features"), list):
        raise SettingsError(f"{file}: must be a GeoJSON FeatureCollection")
    for number, feature in enumerate(found["features"]):
        yield _feature(feature, f"{file}: features[{number}]")


def _feature(feature: Any, where: str) -> tuple[str, Mapping[str, Any]]:
    try:
        kind, point = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        lon, lat = point[0], point[1]
    except (KeyError, TypeError, IndexError) as error:
        raise SettingsError(f"{where}: geometry: must be a point") from error
    if kind != "Point":
        raise SettingsError(f"{where}: geometry: must be a point, not {kind!r}")
    return where, {**(feature.get("properties") or {}), "lat": lat, "lon": lon}


def _site(row: Mapping[str, Any], where: str) -> MySite:
    name = str(row.get("name") or "").strip()
    if not name:
        raise SettingsError(f"{where}: name: must not be empty")
    radius = row.get("radius_km")
    return MySite(
        name=name,
        lat=_number(row, "lat", where, least=-90, most=90),
        lon=_number(row, "lon", where, least=-180, most=180),
        kind=str(row.get("kind") or "").strip(),
        radius_km=None if radius is None or radius == "" else _number(row, "radius_km", where, least=0.01, most=20_000),
    )


def _number(row: Mapping[str, Any], name: str, where: str, *, least: float, most: float) -> float:
    told = row.get(name)
    try:
        value = float(told)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = float("nan")
    if not least <= value <= most:
        raise SettingsError(f"{where}: {name}: must be a number, {least:g} to {most:g}, not {told!r}")
    return value


def content(sites: Iterable[MySite]) -> list[str]:
    """Return sites as texts, for the hash of the rules."""
    return [f"{one.name}|{one.lat}|{one.lon}|{one.kind}|{one.radius_km}" for one in sites]
