"""Any installed spaCy pipeline as a recogniser: its entities and its `Doc` beside what rules and gazetteers find."""

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from wirewatch.articles import EntityLabel
from wirewatch.errors import SettingsError
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.settings import EnricherSettings

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


def load_nlp(settings: EnricherSettings) -> Language:
    """Return the spaCy pipeline: the user's, or a blank English tokenizer with a sentencizer; loaded once.

    Raises `SettingsError` where no pipeline of that name is installed.
    """
    return _load(settings.spacy_model)


@lru_cache(maxsize=2)
def _load(model: str | None) -> Language:
    if model is None:
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
    else:
        try:
            nlp = spacy.load(model)
        except (OSError, ValueError, ImportError) as error:
            raise SettingsError(f"WIREWATCH_SPACY_MODEL={model!r}: no such spaCy pipeline: {error}") from error
    nlp.max_length = 1_000_000
    return nlp


class SpacyRecognizer:
    """Reads the entities of a spaCy pipeline."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Return the pipeline's entities as mentions, without places resolved."""
        return entities_of(self._nlp(document.text))


def entities_of(doc: Doc) -> tuple[Mention, ...]:
    """Return the entities of a doc that have a label of ours."""
    return tuple(
        Mention(label=_LABELS[ent.label_], start=ent.start_char, end=ent.end_char, text=ent.text)
        for ent in doc.ents
        if ent.label_ in _LABELS
    )
