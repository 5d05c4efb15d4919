"""Names in a document: persons, organisations, places, facilities, groups, weapons and dates."""

from wirewatch_enricher.entities.recognizer import (
    Recognized,
    Recognizer,
    find_mentions,
    load_recognizer,
    recognize,
)

__all__ = ["Recognized", "Recognizer", "find_mentions", "load_recognizer", "recognize"]
