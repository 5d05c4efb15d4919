"""Any installed spaCy pipeline as a recogniser: its entities and its `Doc` beside what rules and gazetteers find."""

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from wirewatch.articles import EntityLabel
from wirewatch.errors import SettingsError
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.entities.recognized import Recognized
from wirewatch_enricher.incidents.text.bounds import bounded
from wirewatch_enricher.language import UNDETERMINED

_LABELS = {
    "PERSON": EntityLabel.PERSON,
    "PER": EntityLabel.PERSON,
    "ORG": EntityLabel.ORGANISATION,
    "NORP": EntityLabel.GROUP,
    "GPE": EntityLabel.PLACE,
    "LOC": EntityLabel.PLACE,
    "FAC": EntityLabel.FACILITY,
    "DATE": EntityLabel.DATE,
    "WEAPON": EntityLabel.WEAPON,
    "GROUP": EntityLabel.GROUP,
}
_ANY_LANGUAGE = "xx"
_TWO_SENTENCES = "One came. Two left."


@lru_cache(maxsize=2)
def load_nlp(model: str) -> Language:
    """Return a spaCy pipeline by its name or folder, loaded once; one that sets no sentences gets the rules for them.

    Raises `SettingsError` where no pipeline of that name is installed.
    """
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        raise SettingsError(f"WIREWATCH_SPACY_MODEL={model!r}: no such spaCy pipeline: {error}") from error
    if not nlp(_TWO_SENTENCES).has_annotation("SENT_START"):
        nlp.add_pipe("sentencizer", first=True)
    return nlp


class SpacyRecognizer:
    """Reads the entities and the sentences of a spaCy pipeline."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def recognize(self, document: Document) -> Recognized:
        """Return the pipeline's entities, without places resolved, and its `Doc` of the part that is read.

        A document in another language than the pipeline's gives nothing.
        """
        if self._nlp.lang not in {_ANY_LANGUAGE, document.language} and document.language != UNDETERMINED:
            return Recognized()
        doc = self._nlp(bounded(document.text))
        return Recognized(mentions=entities_of(doc, document.text), doc=doc)


def entities_of(doc: Doc, text: str) -> tuple[Mention, ...]:
    """Return the entities of a doc that have a label of ours; `text` is what their words are taken from."""
    return tuple(
        Mention(
            label=_LABELS[ent.label_],
            start=ent.start_char,
            end=ent.end_char,
            text=text[ent.start_char : ent.end_char],
        )
        for ent in doc.ents
        if ent.label_ in _LABELS
    )
