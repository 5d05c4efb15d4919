"""Names in a document: persons, organisations, places, facilities, groups, weapons and dates."""

from wirewatch_enricher.entities.recognizer import Recognizer, find_mentions, load_recognizer

__all__ = ["Recognizer", "find_mentions", "load_recognizer"]
