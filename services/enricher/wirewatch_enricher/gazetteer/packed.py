"""The gazetteer as one block of bytes that needs no loading: it is mapped into memory and read in place.

In: the filled columns and the index of names (`pack`). Out: a `Packed` over the bytes (`unpack`), whose numbers are
views of them. A name is found by the 64-bit hash of its folded form, so the names themselves need not be there.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from wirewatch.errors import MalformedError
from wirewatch_enricher.gazetteer.columns import Columns
from wirewatch_enricher.gazetteer.zone_grid import zone_grid

Meanings = int | tuple[int, ...]
_ALIGNED = 8
_LENGTH = 8
_CACHED_NAMES = 65_536


class Index(Struct, frozen=True, kw_only=True):
    """What is found by name: folded names, adjectives, and the names that are a place's usual ones."""

    names: Mapping[str, Meanings]
    demonyms: dict[str, int]
    usual: frozenset[tuple[str, int]]


class _Section(Struct, frozen=True, array_like=True):
    code: str
    start: int
    size: int


class _Head(Struct, frozen=True, kw_only=True):
    """The small tables, and where each column stands behind the head."""

    sections: dict[str, _Section]
    country_codes: list[str]
    admin1_codes: list[str]
    zone_names: list[str]
    ids: list[str]
    countries: dict[str, int]
    capital_of: dict[str, int]
    demonyms: dict[str, int]
    usual: tuple[tuple[str, int], ...]


def pack(columns: Columns, index: Index) -> bytes:
    """Return the block of bytes; the same columns and names give the same bytes."""
    country_codes, country = _numbered(columns.country)
    admin1_codes, admin1 = _numbered(columns.admin1)
    zone_names, zones = _numbered(columns.zones)
    cells, towns = zone_grid(columns.lat, columns.lon, zones, zone_names)
    texts, ends = _texts(columns.names)
    hashes, firsts, meanings = _found_by_name(index.names)
    sections: dict[str, array[Any] | bytes] = {
        "kinds": bytes(columns.kinds),
        "country": country,
        "admin1": admin1,
        "zones": zones,
        "lat": columns.lat,
        "lon": columns.lon,
        "population": columns.population,
        "radius": columns.radius,
        "geonameids": columns.geonameids,
        "names": texts,
        "name_ends": ends,
        "hashes": hashes,
        "firsts": firsts,
        "meanings": meanings,
        "cells": cells,
        "cell_towns": towns,
    }
    places, body = _laid_out(sections)
    head = msgspec.msgpack.encode(
        _Head(
            sections=places,
            country_codes=country_codes,
            admin1_codes=admin1_codes,
            zone_names=zone_names,
            ids=columns.ids,
            countries=columns.countries,
            capital_of=columns.capital_of,
            demonyms=index.demonyms,
            usual=tuple(sorted(index.usual)),
        )
    )
    head += b"\0" * (-len(head) % _ALIGNED)
    return len(head).to_bytes(_LENGTH, "little") + head + body


def _numbered(words: Iterable[str]) -> tuple[list[str], "array[int]"]:
    """Return the different words, and for each word its number among them."""
    known: dict[str, int] = {}
    numbers = array("H", (known.setdefault(word, len(known)) for word in words))
    return list(known), numbers


def _texts(words: Iterable[str]) -> tuple[bytes, "array[int]"]:
    ends, parts, end = array("I"), [], 0
    for word in words:
        part = word.encode()
        end += len(part)
        parts.append(part)
        ends.append(end)
    return b"".join(parts), ends


def _found_by_name(names: Mapping[str, Meanings]) -> tuple["array[int]", "array[int]", "array[int]"]:
    """Return the sorted hashes; where each one's places begin, and the end; and the places."""
    hashed = {name_hash(name): found for name, found in names.items()}
    if len(hashed) != len(names):
        raise MalformedError("two names of the gazetteer have the same hash")
    hashes, firsts, meanings = array("Q", sorted(hashed)), array("I"), array("I")
    for key in hashes:
        firsts.append(len(meanings))
        found = hashed[key]
        meanings.extend((found,) if isinstance(found, int) else found)
    firsts.append(len(meanings))
    return hashes, firsts, meanings


def name_hash(folded: str) -> int:
    """Return the 64-bit hash of a folded name."""
    return int.from_bytes(blake2b(folded.encode(errors="replace"), digest_size=8).digest(), "little")


def _laid_out(sections: Mapping[str, "array[Any] | bytes"]) -> tuple[dict[str, _Section], bytes]:
    places: dict[str, _Section] = {}
    body = bytearray()
    for name, column in sections.items():
        data = bytes(column)
        places[name] = _Section(column.typecode if isinstance(column, array) else "B", len(body), len(data))
        body += data + b"\0" * (-len(data) % _ALIGNED)
    return places, bytes(body)


class Packed:
    """The columns, as views of a block; index i is place i in all of them. All towns come after all others."""

    def __init__(self, block: memoryview) -> None:
        """Read the head of a block; raises `MalformedError` where it is none."""
        size = int.from_bytes(block[:_LENGTH], "little")
        try:
            self.head = msgspec.msgpack.decode(bytes(block[_LENGTH : _LENGTH + size]).rstrip(b"\0"), type=_Head)
        except msgspec.DecodeError as error:
            raise MalformedError(f"no packed gazetteer: {error}") from error
        body = block[_LENGTH + size :]
        at = {name: body[one.start : one.start + one.size].cast(one.code) for name, one in self.head.sections.items()}  # type: ignore[call-overload]
        self.kinds: memoryview[int] = at["kinds"]
        self.country: memoryview[int] = at["country"]
        self.admin1: memoryview[int] = at["admin1"]
        self.zones: memoryview[int] = at["zones"]
        self.lat: memoryview[float] = at["lat"]
        self.lon: memoryview[float] = at["lon"]
        self.population: memoryview[int] = at["population"]
        self.radius: memoryview[float] = at["radius"]
        self.cells: memoryview[int] = at["cells"]
        self.cell_towns: memoryview[int] = at["cell_towns"]
        self._geonameids: memoryview[int] = at["geonameids"]
        self._names: memoryview[int] = at["names"]
        self._name_ends: memoryview[int] = at["name_ends"]
        self._hashes: memoryview[int] = at["hashes"]
        self._firsts: memoryview[int] = at["firsts"]
        self._meanings: memoryview[int] = at["meanings"]
        self.usual = frozenset(self.head.usual)
        self.find = lru_cache(maxsize=_CACHED_NAMES)(self._find)

    def __len__(self) -> int:
        return len(self.kinds)

    def _find(self, folded: str) -> tuple[int, ...]:
        """Return the places of a folded name, () where there is none."""
        key = name_hash(folded)
        at = bisect_left(self._hashes, key)
        if at == len(self._hashes) or self._hashes[at] != key:
            return ()
        return tuple(self._meanings[self._firsts[at] : self._firsts[at + 1]])

    def name(self, index: int) -> str:
        """Return the place's own name."""
        start = self._name_ends[index - 1] if index else 0
        return bytes(self._names[start : self._name_ends[index]]).decode()

    def gazetteer_id(self, index: int) -> str:
        """Return the place's id: of towns that of GeoNames."""
        others = len(self.head.ids)
        return self.head.ids[index] if index < others else f"geonames:{self._geonameids[index - others]}"
