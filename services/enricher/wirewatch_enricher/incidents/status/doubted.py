"""Questions that a text leaves open. In: a sentence, a report. Out: what they spare.

"It was not immediately clear if anyone was hurt in the strike" denies nothing: what is open is the harm, and the strike
that it names as known happened.
"""

from itertools import pairwise

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.types.triggers import Report

_ADVERBS, _BEFORE = 2, 5


def leaves_open(reading: Reading, sentence: Sentence, negation: Cue) -> bool:
    """Whether a "not" belongs to "not yet clear", "not immediately known": it denies nothing."""
    behind = reading.words[negation.end : min(sentence.end, negation.end + _ADVERBS + 1)]
    return not reading.lists["doubted.open"].isdisjoint(behind)


def harm_asked(reading: Reading, report: Report, hypothesis: Cue) -> bool:
    """Whether an "if" asks for the harm alone, of an event that its clause names as known: "hurt in the strike"."""
    sentence = report.sentence
    asks = hypothesis.base in reading.lists["doubted.asks"] and any(
        cue.end <= hypothesis.start <= cue.end + _ADVERBS + 1 and leaves_open(reading, sentence, cue)
        for cue in sentence.of("negate")
    )
    acts = (act for act in report.clause.of("act.") if act.start > report.trigger.start)
    return asks and report.trigger.tag.startswith("harm.") and any(_known(reading, act) for act in acts)


def _known(reading: Reading, act: Cue) -> bool:
    """Whether an act stands behind "in the", "by the missile": it is taken as known."""
    before = reading.words[max(0, act.start - _BEFORE) : act.start]
    within = reading.lists["doubted.within"]
    known = reading.lists["doubted.known"]
    return any(word in within and nxt in known for word, nxt in pairwise(before))
