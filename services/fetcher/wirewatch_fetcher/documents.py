"""What a feed says, before it is anybody's article: `FeedDocument` and its entries, the same for every feed format."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from wirewatch.articles import ContentType


class FeedFormat(StrEnum):
    """Which family of formats a document is written in."""

    RSS = "rss"
    RDF = "rdf"
    ATOM = "atom"
    JSON = "json"
    SITEMAP = "sitemap"
    UNKNOWN = "unknown"


class Body(Struct, frozen=True, kw_only=True):
    """A feed's bytes, decompressed, and what it takes to read them: the media type given, the base of its links."""

    content: bytes
    content_type: str | None = None
    url: str | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """One entry as the document has it: nothing is invented, `None` or empty is what the feed does not say.

    `id` is the feed's own, stripped; `link` is absolute, or None; `published` has the feed's own offset, UTC where it
    gives none; `published_words` are the words that it was read from.
    """

    id: str | None = None
    link: str | None = None
    title: str = ""
    text: str = ""
    content_type: ContentType = ContentType.PLAIN
    language: str | None = None
    published: datetime | None = None
    published_words: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


class FeedDocument(Struct, frozen=True, kw_only=True):
    """One feed as one answer had it, entries in its own order.

    `complete` is false where the document breaks off: its entries are good, its validators are not to be kept.
    `previous` is the page of older entries (RFC 5005, or JSON Feed's `next_url`). `interval_s` is the pause between
    polls that the feed asks for (`ttl`, `sy:updatePeriod`), None where it does not.
    """

    format: FeedFormat
    version: str = ""
    title: str = ""
    link: str | None = None
    self_link: str | None = None
    hub: str | None = None
    previous: str | None = None
    language: str | None = None
    interval_s: int | None = None
    complete: bool = True
    problem: str | None = None
    entries: tuple[Entry, ...] = ()
