"""Articles, one type per stage: as a feed gave them (`RawArticle`), as the enricher read them (`EnrichedArticle`)."""

from enum import StrEnum

from msgspec import Struct

from wirewatch.incidents import Instant, Part, Sighting

MAX_TEXT_CHARS = 200_000
"""An article's text is cut here, and the cut is recorded."""


class ContentType(StrEnum):
    """How the text of a raw article is written."""

    PLAIN = "text/plain"
    HTML = "text/html"


class RawArticle(Struct, frozen=True, kw_only=True):
    """One feed entry at one revision, as the feed gave it.

    `article_id` is stable over polls, edits and restarts; `revision` is a hash of the content, so an edit is a new
    revision of the same article. `published` is what the feed says, or None; `observed_at` is when wirewatch first
    saw the entry (in a replay: `published`). `title` and `text` are verbatim up to the cut. `media` are addresses of
    pictures and recordings, which are not downloaded. Where `text` is that of the article's page, `feed_text` is what
    the feed said.
    """

    article_id: str
    revision: str
    entry_id: str
    source: str
    url: str | None = None
    title: str
    text: str
    content_type: ContentType = ContentType.PLAIN
    language: str | None = None
    published: Instant | None = None
    observed_at: Instant
    exercise: bool = False
    revision_of: str | None = None
    chars_cut: int = 0
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    feed_text: str | None = None


class EntityLabel(StrEnum):
    """What kind of thing a name in the text is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    FACILITY = "facility"
    GROUP = "group"
    WEAPON = "weapon"
    DATE = "date"


class Entity(Struct, frozen=True, kw_only=True):
    """A name in the text: `text[start:end]` of the article's `part`, in code points."""

    label: EntityLabel
    part: Part
    start: int
    end: int
    text: str
    gazetteer_id: str | None = None
    lat: float | None = None
    lon: float | None = None


class EnrichedArticle(Struct, frozen=True, kw_only=True):
    """An article as the enricher read it: the kept text (markup and page boilerplate off), its names and its incidents.

    `title` and `text` are the kept texts that all offsets count in, in code points. `sightings` holds every candidate
    incident, background and generic ones included; `language` is ISO 639-1.
    """

    article_id: str
    revision: str
    entry_id: str
    source: str
    url: str | None = None
    title: str
    text: str
    language: str
    published: Instant | None = None
    observed_at: Instant
    exercise: bool = False
    revision_of: str | None = None
    chars_cut: int = 0
    entities: tuple[Entity, ...] = ()
    sightings: tuple[Sighting, ...] = ()
