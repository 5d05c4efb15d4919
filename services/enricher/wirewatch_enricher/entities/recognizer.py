"""From a document to its mentions."""

from wirewatch.articles import EntityLabel
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.places.as_place import as_place
from wirewatch_enricher.places.find import PlaceSpan, find_places


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """Return the names in a document, sorted by start, without overlaps (the longest wins), places resolved."""
    return tuple(_place_mention(document, span) for span in find_places(document.text))


def _place_mention(document: Document, span: PlaceSpan) -> Mention:
    return Mention(
        label=EntityLabel.PLACE,
        start=span.start,
        end=span.end,
        text=document.text[span.start : span.end],
        kind="demonym" if span.demonym else span.entry.kind.name.lower(),
        gazetteer_id=span.entry.gazetteer_id,
        country=span.entry.country or None,
        place=as_place(span.entry),
    )
