"""Incidents: which events a document reports, and which of them as news.

spaCy is imported with the first document that is cut into words, which `warm` sees to.
"""

from typing import TYPE_CHECKING

from wirewatch.incidents import Sighting
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.lexicon import languages

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["find_sightings", "is_flagship"]


def find_sightings(
    document: Document, mentions: tuple[Mention, ...], *, doc: "Doc | None" = None
) -> tuple[Sighting, ...]:
    """Return every candidate incident of a document, foreground, background and generic ones, in that order.

    `doc` is the `Doc` that a user's pipeline made of `document.text`, if any: its sentences are then used. A language
    without a lexicon gives nothing.
    """
    if document.language not in languages():
        return ()
    from wirewatch_enricher.incidents.find import find_sightings as find  # noqa: PLC0415  (spaCy is slow to import)

    return find(document, mentions, doc=doc)


def is_flagship(sighting: Sighting) -> bool:
    """Whether the alert *drone attack at or near a diplomatic site* should hold for a sighting."""
    from wirewatch_enricher.incidents.flagship import is_flagship as decide  # noqa: PLC0415  (as above)

    return decide(sighting)
