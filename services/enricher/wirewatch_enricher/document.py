"""One text that all internal offsets count in (`Document`), and the names found in it (`Mention`).

In: `RawArticle`. Out: `Document`, whose `text` is the kept title, a blank line and the kept body. Offsets of the
enricher's stages count in that text; `Document.part` turns them into those of the article's own title and text.
"""

from datetime import UTC, datetime

from msgspec import Struct

from wirewatch.articles import Entity, EntityLabel, RawArticle
from wirewatch.clock import is_plausible
from wirewatch.incidents import Part, Place, PlacePrecision
from wirewatch_enricher.clean import clean
from wirewatch_enricher.language import identify

_GAP = "\n\n"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in for a time of observation that can't be."""


class Site(Struct, frozen=True, kw_only=True):
    """A protected place: an embassy, a mission, a diplomatic quarter, an airport, a base.

    `country` is where it stands, `operator` who runs it (both ISO 3166-1 alpha-2). `radius_km` bounds how far the true
    point may lie from the given one, the extent of the site included.
    """

    site_id: str
    name: str
    kind: str
    country: str
    city: str = ""
    operator: str | None = None
    lat: float
    lon: float
    precision: PlacePrecision = PlacePrecision.SITE
    radius_km: float = 0.5
    aliases: tuple[str, ...] = ()

    def as_place(self) -> Place:
        """Write the site as a place."""
        return Place(
            name=self.name,
            lat=self.lat,
            lon=self.lon,
            precision=self.precision,
            radius_km=self.radius_km,
            country=self.country or None,
            gazetteer_id=self.site_id,
        )

    @property
    def diplomatic(self) -> bool:
        """Whether it is a diplomatic site in the sense of the labelling guideline."""
        return self.kind in DIPLOMATIC_KINDS


DIPLOMATIC_KINDS = frozenset({"embassy", "consulate", "mission", "residence", "quarter", "un_mission", "green_zone"})


class Mention(Struct, frozen=True, kw_only=True):
    """A name in the document: `document.text[start:end]`.

    `country` is the country that the name means or lies in (for a facility: where it stands). `operator` is whose
    embassy or base it is. `kind` says more than the label: for places `country`, `capital`, `city`, `region`,
    `district`, `demonym` (an adjective: "Iraqi"), `airport`; for facilities the kind of site ("embassy", "base");
    for weapons the weapon's class; else "". A demonym is no place that the text names: its `place` is its country.
    """

    label: EntityLabel
    start: int
    end: int
    text: str
    kind: str = ""
    gazetteer_id: str | None = None
    country: str | None = None
    operator: str | None = None
    place: Place | None = None
    site: Site | None = None


class Document(Struct, frozen=True, kw_only=True):
    """The kept text of one article and what is known about it before reading."""

    text: str
    title_end: int
    language: str
    published: datetime | None = None
    observed_at: datetime
    source: str
    chars_cut: int = 0

    @property
    def title(self) -> str:
        """The kept title."""
        return self.text[: self.title_end]

    @property
    def body(self) -> str:
        """The kept text without the title."""
        return self.text[self.body_start :]

    @property
    def body_start(self) -> int:
        """Where the body begins in `text`."""
        return self.title_end + len(_GAP) if self.title_end else 0

    def part(self, start: int, end: int) -> tuple[Part, int, int]:
        """Turn offsets of `text` into those of the own title or text; a span over both is cut at the title."""
        if start < self.title_end:
            return Part.TITLE, start, min(end, self.title_end)
        return Part.TEXT, max(0, start - self.body_start), max(0, end - self.body_start)


def read(raw: RawArticle) -> Document:
    """Clean one raw article and identify its language."""
    title, body, cut = clean(raw.title, raw.text, raw.content_type)
    observed_at = raw.observed_at if is_plausible(raw.observed_at) else _LONG_AGO
    return Document(
        text=f"{title}{_GAP}{body}" if title else body,
        title_end=len(title),
        language=identify(f"{title}\n{body}", hint=raw.language),
        published=published_of(raw) or (observed_at if title else None),  # a feed's entry is new when it is first seen
        observed_at=observed_at,
        source=raw.source,
        chars_cut=raw.chars_cut + cut,
    )


def published_of(raw: RawArticle) -> datetime | None:
    """Return when an article was published, None where it does not say, or says what can't be."""
    return raw.published if raw.published and is_plausible(raw.published) else None


def to_entity(document: Document, mention: Mention) -> Entity:
    """Write a mention as the entity of the enriched article, its offsets in the article's own part."""
    part, start, end = document.part(mention.start, mention.end)
    place = mention.place if mention.kind != "demonym" else None
    return Entity(
        label=mention.label,
        part=part,
        start=start,
        end=end,
        text=mention.text,
        gazetteer_id=mention.gazetteer_id,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
    )
