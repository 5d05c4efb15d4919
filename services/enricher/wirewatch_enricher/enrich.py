"""One raw article in, one enriched article out: the enricher as a pure function."""

from typing import TYPE_CHECKING

from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch_enricher.document import Document, Mention, published_of, read, to_entity
from wirewatch_enricher.entities import Recognizer, recognize
from wirewatch_enricher.incidents import find_sightings

if TYPE_CHECKING:
    from spacy.tokens import Doc


def enrich(raw: RawArticle, *, recognizer: Recognizer | None = None) -> EnrichedArticle:
    """Read one article. Same input, same output.

    `recognizer` adds its names to those of rules and gazetteers, and where it parses, the incidents are read from its
    sentences.
    """
    document = read(raw)
    found = recognize(document, recognizer)
    return as_enriched(raw, document, found.mentions, doc=found.doc)


def as_enriched(
    raw: RawArticle, document: Document, mentions: tuple[Mention, ...], *, doc: "Doc | None" = None
) -> EnrichedArticle:
    """Find the incidents of a document that is already read, and write all as the enriched article."""
    return EnrichedArticle(
        article_id=raw.article_id,
        revision=raw.revision,
        entry_id=raw.entry_id,
        source=raw.source,
        url=raw.url,
        title=document.title,
        text=document.body,
        language=document.language,
        published=published_of(raw),
        observed_at=raw.observed_at,
        exercise=raw.exercise,
        revision_of=raw.revision_of,
        chars_cut=document.chars_cut,
        entities=tuple(to_entity(document, mention) for mention in mentions),
        sightings=find_sightings(document, mentions, doc=doc),
    )
