"""What an undated text shows by which it can be judged. In: its reading and its weighed reports. Out: signs, by name.

`text_signs` are those of the whole text: what kind of text it is. `report_signs` are those of one report: what is done,
how it is told, beside what, and with which words.
"""

from collections import Counter
from collections.abc import Iterator

from wirewatch_enricher.incidents.linking import Told
from wirewatch_enricher.incidents.reading import Reading, Sentence
from wirewatch_enricher.incidents.salience import LEAD_SENTENCES, OLD

_OPENING = 2
_LONG = 30
_UPPER = 8
_BEFORE = 5
_AFTER = 6
_TELLING = (
    "act.",
    "harm.",
    "weapon.",
    "actor.",
    "target.",
    "victim",
    "trial",
    "background",
    "time.",
    "say",
    "official",
)
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


def text_signs(reading: Reading) -> dict[str, float]:
    """Return the signs of a whole text: its length, how often it has each tag, what it opens with; each from 0 to 1."""
    size = len(reading.sentences)
    counted = Counter(tag for sentence in reading.sentences for tag in {cue.tag for cue in sentence.cues})
    opening = {cue.tag for sentence in reading.sentences[:_OPENING] for cue in sentence.cues}
    bases = {(cue.tag, cue.base) for sentence in reading.sentences for cue in sentence.of(*_KINDS)}
    return {
        "length": min(1.0, size / _LONG),
        **{f"often {tag}": count / size for tag, count in counted.items()},
        **{f"opening {tag}": 1.0 for tag in opening},
        **{f"has {tag} {base}": 1.0 for tag, base in bases},
    }


def report_signs(one: Told, reading: Reading) -> frozenset[str]:
    """Return the signs of a report."""
    return frozenset((*_told_how(one), *_beside(one), *_words(one, reading)))


def _told_how(one: Told) -> Iterator[str]:
    side = "news" if one.foreground else "aside"
    yield from (side, f"{side} rule {one.report.rule}", f"realis {one.verdict.realis.value}")
    yield "why " + next((why for why in _WHY if one.weight.reason.startswith(why)), "other")
    yield f"act {one.report.trigger.tag} {one.report.trigger.base}"
    yield "told " + _where(one.report.sentence)
    if one.weight.dated:
        yield "dated"
    if one.spots:
        yield "placed"


def _where(sentence: Sentence) -> str:
    number = sentence.number
    return "first" if not number else "early" if number < LEAD_SENTENCES else "upper" if number < _UPPER else "late"


def _beside(one: Told) -> Iterator[str]:
    clause = one.report.clause
    for cue in one.report.sentence.cues:
        yield ("clause " if clause.start <= cue.start < clause.end else "sentence ") + cue.tag
    yield from (f"with {cue.tag} {cue.base}" for cue in one.report.sentence.of(*_TELLING))


def _words(one: Told, reading: Reading) -> Iterator[str]:
    """Yield the words of a report's sentence, and those that stand close before and after its trigger."""
    start, end, at = one.report.sentence.start, one.report.sentence.end, one.report.trigger.start
    yield from (f"word {word}" for word in reading.words[start:end] if word.isalpha())
    yield from (f"before {word}" for word in reading.words[max(start, at - _BEFORE) : at])
    yield from (f"after {word}" for word in reading.words[at : min(end, at + _AFTER)])
