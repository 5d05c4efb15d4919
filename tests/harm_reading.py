"""A text in, the killed and injured that it tells of out."""

from wirewatch_enricher.incidents.casualties.adding import settled
from wirewatch_enricher.incidents.casualties.counts import harms, total
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import read_text

Counts = tuple[int | None, int | None]
"""Killed and injured; None where nothing is said."""


def counted(text: str, *, air_raid: bool = False, title: bool | int = False, language: str = "en") -> Counts:
    """Return the killed and injured that a text tells of; `title`: it is a headline, or begins with one so long."""
    reading = read_text(text, language, title_end=len(text) if title is True else title)
    told = [harm for sentence in reading.sentences for harm in harms(reading, sentence, air_raid=air_raid)]
    found = [(reading, harm) for harm in settled(reading, told)]
    killed, injured = total(found, KILLED), total(found, INJURED)
    return killed and killed[0].least, injured and injured[0].least
