"""What a recogniser is, and what it returns: the seam between the gazetteers and the user's own spaCy pipeline."""

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from wirewatch_enricher.document import Document, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Recognized(Struct, frozen=True, kw_only=True):
    """Names with offsets in `document.text`, and the spaCy `Doc` of its first part where one was made."""

    mentions: tuple[Mention, ...] = ()
    doc: "Doc | None" = None


class Recognizer(Protocol):
    """Finds names in a document by its own means; a spaCy pipeline is one."""

    def recognize(self, document: Document) -> Recognized:
        """Return what it finds; a document that it can't read gives nothing."""
        ...
