"""Changes to a feed list as OPML: bytes and feeds go in, the changed bytes come out. All else stays as it is. Pure.

The bytes are a list that `parse_opml` has read; they keep their comments, their order and their indentation.
"""

import re
from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.links import canonical_link

EMPTY = b'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head/>\n  <body>\n  </body>\n</opml>\n'
_TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_LINE = re.compile(rb"[ \t]*\Z")


class _Spot(Struct, frozen=True, kw_only=True):
    """An outline of the list: its bytes, its feed's folded address (None: a heading), where its end tag starts."""

    start: int
    end: int
    inside: int
    link: str | None
    heading: str | None


def with_feed(data: bytes, feed: Feed) -> bytes:
    """Return the list with one feed more, at the end of its group, which is made where there is none."""
    places = _Places(data)
    if data[places.body_end : places.body_end + 2] != b"</":
        raise SettingsError("the list has no <body>…</body> to put a feed into")
    groups = (spot for spot in places.spots if spot.link is None and data[spot.inside : spot.inside + 2] == b"</")
    group = next((spot for spot in groups if spot.heading == feed.group), None)
    if feed.group is None or group is not None:
        at = places.body_end if group is None else group.inside
        return _inserted(data, at, [outline(feed)])
    lines = [f"<outline text={_quoted(feed.group)}>", "  " + outline(feed), "</outline>"]
    return _inserted(data, places.body_end, lines)


def without_feed(data: bytes, url: str) -> tuple[bytes, int]:
    """Return the list without a feed, and how many times it was in it."""
    link = canonical_link(url)
    found = [spot for spot in _Places(data).spots if spot.link == link]
    for spot in reversed(found):
        start, end = _whole_line(data, spot.start, spot.end)
        data = data[:start] + data[end:]
    return data, len(found)


def as_opml(feeds: Iterable[Feed], *, title: str) -> bytes:
    """Write feeds as a list of their own, under their groups."""
    grouped: dict[str | None, list[Feed]] = {}
    for feed in feeds:
        grouped.setdefault(feed.group, []).append(feed)
    body = "".join(_group(name, members) for name, members in grouped.items())
    head = f"<head><title>{escape(title)}</title></head>"
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n{head}\n<body>\n{body}</body>\n</opml>\n'
    return xml.encode()


def outline(feed: Feed) -> str:
    """Write one feed as an outline element, in ASCII."""
    minutes = str(feed.interval_s // 60) if feed.interval_s else None
    said = {
        "text": feed.title or feed.url,
        "xmlUrl": feed.url,
        "language": feed.language,
        "country": feed.country,
        "tier": feed.tier,
        "pollMinutes": minutes,
    }
    return '<outline type="rss" ' + " ".join(f"{name}={_quoted(value)}" for name, value in said.items() if value) + "/>"


def _group(name: str | None, feeds: list[Feed]) -> str:
    lines = "".join(f"  {outline(feed)}\n" for feed in feeds)
    return lines if name is None else f"<outline text={_quoted(name)}>\n{lines}</outline>\n"


def _quoted(value: str) -> str:
    return quoteattr(value).encode("ascii", "xmlcharrefreplace").decode()


class _Places:
    """Finds where outlines and the body's end are, in bytes."""

    def __init__(self, data: bytes) -> None:
        self.spots: list[_Spot] = []
        self.body_end = len(data)
        self._data = data
        self._open: list[tuple[int, dict[str, str]]] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(data, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "outline":
            self._open.append((self._parser.CurrentByteIndex, {name.lower(): one for name, one in attributes.items()}))

    def _end(self, tag: str) -> None:
        at = self._parser.CurrentByteIndex
        if tag == "body":
            self.body_end = at
        if tag != "outline":
            return
        start, given = self._open.pop()
        match = _TAG.match(self._data, at)
        heading = " / ".join(
            name for _, one in (*self._open, (0, given)) if (name := one.get("title") or one.get("text"))
        )
        url = given.get("xmlurl")
        self.spots.append(
            _Spot(
                start=start,
                end=match.end() if match else at,
                inside=at,
                link=canonical_link(url.strip()) if url is not None else None,
                heading=heading,
            )
        )


def _inserted(data: bytes, at: int, lines: list[str]) -> bytes:
    """Put lines in front of an end tag, one step further in than it."""
    before = data[:at]
    indent = match[0] if (match := _LINE.search(before)) else b""
    starts_line = before[: len(before) - len(indent)].endswith(b"\n")
    inner = indent + b"  " if starts_line else b""
    kept = before[: len(before) - len(indent)] if starts_line else before + b"\n"
    return (
        kept + b"".join(inner + line.encode() + b"\n" for line in lines) + (indent if starts_line else b"") + data[at:]
    )


def _whole_line(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of an element, with its line where nothing else stands on it."""
    first = data.rfind(b"\n", 0, start) + 1
    last = data.find(b"\n", end)
    alone = last >= 0 and not data[first:start].strip() and not data[end:last].strip()
    return (first, last + 1) if alone else (start, end)
