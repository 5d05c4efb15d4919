"""What an undated text shows by which it can be judged. In: its reading and its weighed reports. Out: signs, by name.

`text_signs` are those of the whole text: what it speaks of, and what it opens with. `report_signs` are those of one
report: what is done, how it is told, and beside what. The words around it are signs of its deeds (`undated_deeds.py`).
"""

from collections.abc import Iterator

from wirewatch_enricher.incidents.events.linking import Told
from wirewatch_enricher.incidents.news.salience import OLD
from wirewatch_enricher.incidents.news.undated_deeds import place_in_text
from wirewatch_enricher.incidents.text.reading import Reading

_OPENING = 2
_KINDS = ("act.", "harm.", "weapon.", "actor.", "target.", "victim", "followup", "trial", "background")
_WHY = (
    "its own words date it in the news window",
    "a text without a date",
    OLD,
    "generic: an accident",
    "generic: no particular",
    "hypothetical",
    "a threat",
    "told as background",
    "told at a trial",
    "it lies ahead",
    "it goes on",
)


def text_signs(reading: Reading) -> frozenset[str]:
    """Return the signs of a whole text: the phrases of the lexicon that it has, and what its opening speaks of."""
    opening = {f"opening {tag}" for sentence in reading.sentences[:_OPENING] for tag in sentence.tags}
    phrases = {f"has {cue.tag} {cue.base}" for sentence in reading.sentences for cue in sentence.of(*_KINDS)}
    return frozenset(opening | phrases)


def report_signs(one: Told) -> frozenset[str]:
    """Return the signs of a report."""
    return frozenset((*_told_how(one), *_beside(one)))


def _told_how(one: Told) -> Iterator[str]:
    side = "news" if one.foreground else "aside"
    yield from (side, f"{side} rule {one.report.rule}", f"realis {one.verdict.realis.value}")
    yield "why " + next((why for why in _WHY if one.weight.reason.startswith(why)), "other")
    yield f"act {one.report.trigger.tag} {one.report.trigger.base}"
    yield "report " + place_in_text(one.report.sentence)
    if one.weight.dated:
        yield "dated"
    if one.spots:
        yield "placed"


def _beside(one: Told) -> Iterator[str]:
    clause, sentence = one.report.clause, one.report.sentence
    for cue in (*sentence.cues, *sentence.listed):
        yield ("clause " if clause.start <= cue.start < clause.end else "sentence ") + cue.tag
