"""Which feeds a web page leads to: those that it links to, then the paths where sites usually keep one. Pure."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

from msgspec import Struct

from wirewatch_fetcher.links import absolute_link, canonical_link

WELL_KNOWN = (
    "/feed/",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/feeds/posts/default",
)
MAX_PAGE_CHARS = 2_000_000
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml"}
)
_FEED_WORDS = ("rss", "atom", "feed")


class Candidate(Struct, frozen=True, kw_only=True):
    """An address that may be a feed: `linked` is false for one that was only guessed; `language` is ISO 639-1."""

    url: str
    title: str = ""
    linked: bool = True
    language: str | None = None


def candidates(page: str, *, url: str) -> tuple[Candidate, ...]:
    """Return what may be feeds of a page, each address once.

    First the feeds that its head declares, then its links whose address sounds like a feed, then well-known paths.
    """
    reader = _Links()
    reader.feed(page[:MAX_PAGE_CHARS])
    base = absolute_link(reader.base, url) or url
    found = [*_absolute(reader.declared, base), *_absolute(reader.anchors, base)]
    guessed = [Candidate(url=urljoin(url, path), linked=False) for path in WELL_KNOWN]
    unique = {canonical_link(one.url): one for one in reversed([*found, *guessed])}
    return tuple(reversed(unique.values()))


def _absolute(links: list[tuple[str, str]], base: str) -> Iterator[Candidate]:
    for href, title in links:
        if link := absolute_link(href, base):
            yield Candidate(url=link, title=" ".join(title.split()))


class _Links(HTMLParser):
    """Collects a page's declared feeds, its links that sound like feeds, and its base."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.declared: list[tuple[str, str]] = []
        self.anchors: list[tuple[str, str]] = []
        self.base: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        given = {name: value or "" for name, value in attrs}
        href = given.get("href", "").strip()
        if not href:
            return
        if tag == "base":
            self.base = self.base or href
        elif tag == "link" and self._declares(given):
            self.declared.append((href, given.get("title", "")))
        elif tag == "a" and any(word in href.lower() for word in _FEED_WORDS):
            self.anchors.append((href, given.get("title", "")))

    @staticmethod
    def _declares(given: dict[str, str]) -> bool:
        kind = given.get("type", "").split(";", 1)[0].strip().lower()
        return "alternate" in given.get("rel", "").lower().split() and kind in _FEED_TYPES
