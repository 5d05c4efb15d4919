"""All settings of all installed packages: a table, their present values, and the variables that are none of ours.

A package names its settings class in the entry-point group `wirewatch.settings`: shared code imports no service.
"""

import difflib
import logging
import os
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from msgspec import Struct

from wirewatch.settings_base import WirewatchSettings, is_secret, load, shown, variable

GROUP = "wirewatch.settings"
PREFIX = "WIREWATCH_"
INTERNAL = frozenset({"WIREWATCH_RUN", "WIREWATCH_LIFELINE"})
"""Variables that a supervisor sets for its children; nobody else does."""


class Row(Struct, frozen=True, kw_only=True):
    """One setting: its variable, the package that reads it, its default, the values it takes, and its meaning."""

    variable: str
    package: str
    default: str
    takes: str
    meaning: str
    secret: bool


class Effective(Struct, frozen=True, kw_only=True):
    """One setting as it is: `source` is `default`, `environment`, or `file PATH`; a secret's value is masked."""

    variable: str
    value: str | None
    source: str
    package: str


def registered() -> dict[str, type[WirewatchSettings]]:
    """Return the settings classes of the installed packages by package; the shared ones, `all`, first."""
    found = {entry.name: entry.load() for entry in entry_points(group=GROUP)}
    return dict(sorted(found.items(), key=lambda one: (one[0] != "all", one[0])))


def rows(kinds: Mapping[str, type[WirewatchSettings]]) -> tuple[Row, ...]:
    """Return every setting of some classes, in the order in which they are written down."""
    return tuple(row for package, kind in kinds.items() for row in _rows(package, kind))


def _rows(package: str, kind: type[WirewatchSettings]) -> Iterator[Row]:
    properties = kind.model_json_schema()["properties"]
    for name, field in kind.model_fields.items():
        yield Row(
            variable=variable(kind, name),
            package=package,
            default="" if field.default is None else shown(field.default),
            takes=takes(properties[name]),
            meaning=field.description or "",
            secret=is_secret(field),
        )


def takes(schema: Mapping[str, Any]) -> str:
    """Say which values a setting takes, from its JSON schema: `a whole number, 1 to 10`."""
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    one = kinds[0] if kinds else schema
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    if one.get("format") in _FORMATS:
        return _FORMATS[one["format"]]
    words = {"integer": "a whole number", "number": "a number", "boolean": "`true` or `false`"}
    return words.get(one.get("type", ""), "text") + _bounds(one)


_FORMATS = {"path": "a path", "file-path": "a file", "directory-path": "a folder", "password": "a secret"}


def _bounds(schema: Mapping[str, Any]) -> str:
    if {"minimum", "maximum"} <= schema.keys():
        return f", {schema['minimum']:g} to {schema['maximum']:g}"
    names = {
        "minimum": "at least",
        "exclusiveMinimum": "more than",
        "maximum": "at most",
        "exclusiveMaximum": "less than",
    }
    return "".join(f", {words} {schema[name]:g}" for name, words in names.items() if name in schema)


def effective(kinds: Mapping[str, type[WirewatchSettings]], environ: Mapping[str, str]) -> tuple[Effective, ...]:
    """Read the settings of some classes and say where each value came from; raises `SettingsError`."""
    return tuple(one for package, kind in kinds.items() for one in _effective(package, kind, environ))


def _effective(package: str, kind: type[WirewatchSettings], environ: Mapping[str, str]) -> Iterator[Effective]:
    settings = load(kind)
    given = {name.upper(): value for name, value in environ.items() if value}
    for field in kind.model_fields:
        name, value = variable(kind, field), getattr(settings, field)
        file = given.get(f"{name}_FILE")
        source = "environment" if name in given else f"file {file}" if file and value is not None else "default"
        yield Effective(variable=name, value=None if value is None else shown(value), source=source, package=package)


def known_variables(kinds: Collection[type[WirewatchSettings]]) -> frozenset[str]:
    """Return every variable that some classes read, those of files of secrets included."""
    fields = [(variable(kind, name), is_secret(field)) for kind in kinds for name, field in kind.model_fields.items()]
    return frozenset({name for name, _ in fields} | {f"{name}_FILE" for name, secret in fields if secret})


def unknown_variables(given: Collection[str], known: Collection[str]) -> dict[str, str | None]:
    """Return the variables with our prefix that no package reads, each with the known name nearest to it, if any."""
    ours = sorted(name for name in given if name.upper().startswith(PREFIX))
    strange = [name for name in ours if name.upper() not in known and name not in INTERNAL]
    return {name: next(iter(difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.8)), None) for name in strange}


def warnings(given: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """Return a sentence for every variable with our prefix that no package reads."""
    found = unknown_variables(given, known)
    return tuple(
        f"{name} is no setting of the installed packages" + (f": did you mean {nearest}?" if nearest else "")
        for name, nearest in found.items()
    )


def warn_of_unknown(kind: type[WirewatchSettings]) -> None:
    """Log a warning, once in a process, for every variable with our prefix that no installed package reads.

    Args:
        kind: the settings that are read anyway; the others are looked up only where these do not explain a variable.
    """
    given = [name for name in os.environ if name.upper().startswith(PREFIX)]
    if not unknown_variables(given, known_variables([kind])):
        return
    for words in warnings(given, known_variables([kind, *registered().values()])):
        _warn(words)


@cache
def _warn(words: str) -> None:
    logging.getLogger("wirewatch.settings").warning("%s", words)
