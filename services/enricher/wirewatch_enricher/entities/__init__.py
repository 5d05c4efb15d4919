"""Names in a document: persons, organisations, places, facilities, groups, weapons and dates."""

from wirewatch_enricher.entities.recognizer import find_mentions

__all__ = ["find_mentions"]
