"""Names in a document: persons, organisations, places, facilities, groups, weapons and dates."""

from wirewatch_enricher.entities.recognized import Recognized, Recognizer
from wirewatch_enricher.entities.recognizer import find_mentions, load_recognizer, recognize

__all__ = ["Recognized", "Recognizer", "find_mentions", "load_recognizer", "recognize"]
