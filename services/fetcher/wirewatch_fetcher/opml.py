"""A feed list in OPML to feeds. Pure but for reading the file; what is wrong is named with its file and line."""

import re
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from wirewatch.errors import SettingsError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.links import is_web_address

_LANGUAGE = re.compile(r"[a-z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")
TIERS = frozenset({"agency", "official", "national", "regional", "specialist"})


def load_feeds(path: Path) -> tuple[Feed, ...]:
    """Read a feed list; raises `SettingsError` naming the file, the line and what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    return parse_opml(data, name=str(path))


def parse_opml(data: bytes, *, name: str) -> tuple[Feed, ...]:
    """Read a feed list from its bytes; a feed that is listed twice, as under two headings, counts once.

    Raises `SettingsError` naming `name`, the line and what is wrong.
    """
    outlines = _Outlines(name)
    try:
        outlines.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SettingsError(f"{name}:{error.lineno}: no XML: {expat.errors.messages[error.code]}") from error
    if not outlines.is_opml:
        raise SettingsError(f"{name}:1: no OPML: the first element is not <opml>")
    unique = {feed.feed_id: feed for feed in reversed(outlines.feeds)}
    return tuple(reversed(unique.values()))


class _Outlines:
    """Collects the outlines while expat reads; the headings above an outline are its group."""

    def __init__(self, name: str) -> None:
        self.feeds: list[Feed] = []
        self.is_opml = False
        self._name = name
        self._headings: list[str | None] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._headings and not self.is_opml:
            self.is_opml = tag == "opml"
        if tag != "outline":
            return
        given = {name.lower(): value.strip() for name, value in attributes.items()}
        if "xmlurl" in given:
            self.feeds.append(self._feed(given))
        self._headings.append(None if "xmlurl" in given else given.get("title") or given.get("text"))

    def _end(self, tag: str) -> None:
        if tag == "outline":
            self._headings.pop()

    def _feed(self, given: dict[str, str]) -> Feed:
        if not is_web_address(given["xmlurl"]):
            self._wrong(f"xmlUrl={given['xmlurl']!r} is no http(s) address")
        return Feed(
            url=given["xmlurl"],
            title=given.get("title") or given.get("text") or None,
            language=self._checked(given, "language", _LANGUAGE, "two small letters (ISO 639-1), such as en"),
            country=self._checked(given, "country", _COUNTRY, "two capitals (ISO 3166-1), such as IQ"),
            tier=self._tier(given),
            interval_s=self._minutes(given),
            group=" / ".join(heading for heading in self._headings if heading) or None,
        )

    def _checked(self, given: dict[str, str], name: str, form: re.Pattern[str], said: str) -> str | None:
        value = given.get(name, "")
        if value and not form.fullmatch(value):
            self._wrong(f"{name}={value!r} should be {said}")
        return value or None

    def _tier(self, given: dict[str, str]) -> str | None:
        value = given.get("tier", "")
        if value and value not in TIERS:
            self._wrong(f"tier={value!r} should be one of {', '.join(sorted(TIERS))}")
        return value or None

    def _minutes(self, given: dict[str, str]) -> int | None:
        value = given.get("pollminutes", "")
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 1_440:
            self._wrong(f"pollMinutes={value!r} should be a number from 1 to 1440")
        return int(value) * 60

    def _entity(self, *_: object) -> None:
        self._wrong("a feed list declares no entities")

    def _wrong(self, what: str) -> NoReturn:
        raise SettingsError(f"{self._name}:{self.parser.CurrentLineNumber}: {what}")
