"""The venues that a text names, by kind: "Karkhano Market", "the station of Muna". Texts in, "kind:stem" out. Pure.

Two markets of one town that are called differently are two; a market and a street may be one place. Towns and countries
name no venue: "Peshawar market" may be any market there.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from wirewatch.errors import SettingsError
from wirewatch_alerts.plain import plain

MOST_VENUES = 6
_STEM = 5
_NAME = r"[^\W\d_a-z][^\W\d_]+(?:[-\u2019'][^\W\d_]+)*"
_LITTLE = frozenset({"the", "this", "that", "in", "at", "on", "new", "old", "main", "central", "great"})
_SIDES = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western"})
_USES = frozenset({"police", "army", "bus", "train"})
_NO_NAMES = _LITTLE | _SIDES | _USES
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


def read_venues(text: str, *, name: str = "venues.toml") -> dict[str, tuple[str, ...]]:
    """Read the kinds of venues from TOML; raises `SettingsError` naming the file."""
    try:
        return msgspec.toml.decode(text, type=dict[str, tuple[str, ...]])
    except msgspec.DecodeError as error:
        raise SettingsError(f"{name}: {error}") from error


def venues_in(texts: Iterable[str], *, own: frozenset[str]) -> tuple[str, ...]:
    """Return the venues that texts name, each as its kind and the stem of a word of its name.

    Args:
        texts: what to read, sentence by sentence.
        own: words that name no venue: those of the town, and of countries.
    """
    found = (one for text in texts for one in _venues(text, own))
    return tuple(dict.fromkeys(found))[:MOST_VENUES]


def _venues(text: str, own: frozenset[str]) -> Iterator[str]:
    for kind, before, after in _patterns():
        for match in (*before.finditer(text), *after.finditer(text)):
            capital = match["noun"][0].isupper()
            for word in map(plain, match["name"].split()):
                named = len(word) > 2 and (capital or word not in _DAYS) and word not in own
                if named and word not in _NO_NAMES and word not in _nouns():
                    yield f"{kind}:{word[:_STEM]}"


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    return read_venues(Path(__file__).with_name("venues.toml").read_text("utf-8"))


@cache
def _nouns() -> frozenset[str]:
    return frozenset(plain(noun) for nouns in _kinds().values() for noun in nouns)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((kind, *_around(nouns)) for kind, nouns in _kinds().items())


def _around(nouns: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a name before a noun, and of one behind it and "of"."""
    noun = rf"(?P<noun>(?i:{'|'.join(sorted(map(re.escape, nouns), key=len, reverse=True))}))"
    before = re.compile(rf"(?P<name>{_NAME}(?: {_NAME}){{0,2}}) (?:[a-z]+ )??{noun}\b")
    return before, re.compile(rf"\b{noun} (?:of|called|named) (?:the )?(?P<name>{_NAME}(?: {_NAME}){{0,2}})")
