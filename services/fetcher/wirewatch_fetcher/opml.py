"""A feed list in OPML to feeds. Pure but for reading the file; what is wrong is named with its file and line."""

import re
from pathlib import Path
from xml.parsers import expat

from wirewatch.errors import SettingsError
from wirewatch_fetcher.feeds import Feed, iso_language
from wirewatch_fetcher.links import is_web_address

_LANGUAGE = re.compile(r"[a-z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_FEED_SCHEME = re.compile(r"^feed:(?://)?(https?://)?", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_OUTLINE = re.compile(rb"(<outline\s)(.*?)\"(\s*/?>)(?=\s*(?:</?(?:outline|body|opml)\b|<!--|\Z))", re.DOTALL)
_VALUE = re.compile(rb"([\w:.-]+)\s*=\s*\"(.*?)\"(?=\s+[\w:.-]+\s*=\s*\"|\s*\Z)", re.DOTALL)
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
    return _read(data, _Outlines(name, lenient=False))


def parse_opml_leniently(data: bytes, *, name: str) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    """Read a list that another program wrote: what ours cannot say is left out.

    Returns the feeds, and for each thing left out a sentence with its line. Raises `SettingsError` for what is no OPML.
    """
    mended = _BARE_AMPERSAND.sub(b"&amp;", data.lstrip(b"\xef\xbb\xbf \r\n\t"))
    for attempt in (mended, _OUTLINE.sub(_quoted_well, mended)):
        outlines = _Outlines(name, lenient=True)
        try:
            return _read(attempt, outlines), tuple(outlines.notes)
        except SettingsError as error:
            failed = error
    raise failed


def _quoted_well(outline: re.Match[bytes]) -> bytes:
    """Return an outline whose values hold no bare quotes and brackets: programs write descriptions as they are."""
    return outline[1] + _VALUE.sub(_escaped, outline[2] + b'"') + outline[3]


def _escaped(value: re.Match[bytes]) -> bytes:
    words = value[2].replace(b'"', b"&quot;").replace(b"<", b"&lt;")
    return value[1] + b'="' + words + b'"'


def _read(data: bytes, outlines: "_Outlines") -> tuple[Feed, ...]:
    try:
        outlines.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SettingsError(f"{outlines.name}:{error.lineno}: no XML: {expat.errors.messages[error.code]}") from error
    if not outlines.is_opml:
        raise SettingsError(f"{outlines.name}:1: no OPML: the first element is not <opml>")
    unique = {feed.feed_id: feed for feed in reversed(outlines.feeds)}
    return tuple(reversed(unique.values()))


def checked_feed(feed: Feed) -> Feed:
    """Return a feed that can be written to a list; raises `SettingsError` naming what a list cannot hold."""
    given = {"xmlurl": feed.url, "language": feed.language, "country": feed.country, "tier": feed.tier}
    _Outlines("", lenient=False).feed({name: value for name, value in given.items() if value})
    return feed


class _Outlines:
    """Collects the outlines while expat reads; the headings above an outline are its group."""

    def __init__(self, name: str, *, lenient: bool) -> None:
        self.name = name
        self.feeds: list[Feed] = []
        self.notes: list[str] = []
        self.is_opml = False
        self._lenient = lenient
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
        if "xmlurl" in given and (feed := self.feed(given)) is not None:
            self.feeds.append(feed)
        self._headings.append(None if "xmlurl" in given else given.get("title") or given.get("text"))

    def _end(self, tag: str) -> None:
        if tag == "outline":
            self._headings.pop()

    def feed(self, given: dict[str, str]) -> Feed | None:
        """Return the feed of one outline's attributes, None (lenient) where it has no address."""
        url = (
            _FEED_SCHEME.sub(lambda found: found[1] or "http://", given["xmlurl"]) if self._lenient else given["xmlurl"]
        )
        if not is_web_address(url):
            self._wrong(f"xmlUrl={given['xmlurl']!r} is no http(s) address")
            return None
        return Feed(
            url=url,
            title=given.get("title") or given.get("text") or None,
            language=self._checked(given, "language", _LANGUAGE, "two small letters (ISO 639-1), such as en"),
            country=self._checked(given, "country", _COUNTRY, "two capitals (ISO 3166-1), such as IQ"),
            tier=self._tier(given),
            interval_s=self._minutes(given),
            group=" / ".join(heading for heading in self._headings if heading) or None,
        )

    def _checked(self, given: dict[str, str], name: str, form: re.Pattern[str], said: str) -> str | None:
        value = given.get(name, "")
        if self._lenient and name == "language":
            value = iso_language(value) or ""
        if value and not form.fullmatch(value):
            self._wrong(f"{name}={value!r} should be {said}")
            return None
        return value or None

    def _tier(self, given: dict[str, str]) -> str | None:
        value = given.get("tier", "")
        if value and value not in TIERS:
            self._wrong(f"tier={value!r} should be one of {', '.join(sorted(TIERS))}")
            return None
        return value or None

    def _minutes(self, given: dict[str, str]) -> int | None:
        value = given.get("pollminutes", "")
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 1_440:
            self._wrong(f"pollMinutes={value!r} should be a number from 1 to 1440")
            return None
        return int(value) * 60

    def _entity(self, *_: object) -> None:
        raise SettingsError(f"{self._place()}a feed list declares no entities")

    def _wrong(self, what: str) -> None:
        if not self._lenient:
            raise SettingsError(f"{self._place()}{what}")
        self.notes.append(f"{self._place()}{what}: left out")

    def _place(self) -> str:
        """Return `file:line: `, or nothing for what stands in no file."""
        return f"{self.name}:{self.parser.CurrentLineNumber}: " if self.name else ""
