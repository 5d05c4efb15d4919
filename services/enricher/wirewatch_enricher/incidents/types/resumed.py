"""A verb behind an aside between commas has its sentence's subject. In: a sentence and a clause. Out: the clause.

"The bomb, which was hidden in a cart, killed two": what kills is named in the clause before the aside, so the weapon
and the doer there count as words of the clause that goes on.
"""

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Clause, Reading, Sentence

_RELATIVES = frozenset({"which", "who", "that", "whose"})
_PARTICIPLES = frozenset(
    {"hidden", "made", "built", "hung", "left", "laid", "set", "sent", "held", "shot", "flown", "thrown", "driven"}
)
_SUBJECT = ("weapon.", "actor.")
_VERBS = ("act.", "harm.")
_SUBJECT_WORDS = 12


def resumed(reading: Reading, sentence: Sentence, clause: Clause) -> Clause:
    """Return a clause with the weapons and doers of its subject, where an aside parts them; else the clause itself."""
    head = _head(reading, sentence, clause)
    if head is None or not _verb_opens(reading, clause):
        return clause
    subject = head.of(*_SUBJECT)
    return Clause(start=clause.start, end=clause.end, cues=(*subject, *clause.cues)) if subject else clause


def _head(reading: Reading, sentence: Sentence, clause: Clause) -> Clause | None:
    """Return the clause that opens a sentence, where the next comma pair holds an aside and the clause follows it."""
    close = clause.start - 1
    head = sentence.clauses[0]
    first = head.end - 1
    if not first < close or reading.words[first] != "," or reading.words[close] != ",":
        return None
    short = first - head.start <= _SUBJECT_WORDS and "," not in reading.words[first + 1 : close]
    bare = not any(cue.end <= first and not _thing(cue) for cue in head.of(*_VERBS))
    return head if short and bare and _adds(reading.words[first + 1]) else None


def _thing(cue: Cue) -> bool:
    """Whether a word of deeds names the thing that does them: the bomb, the shell."""
    return cue.base in {"bomb", "shell"}


def _adds(word: str) -> bool:
    """Whether an aside that begins so says more of the noun before it: "which was", "hidden in", "weighing"."""
    return word in _RELATIVES or word in _PARTICIPLES or word.endswith(("ed", "ing"))


def _verb_opens(reading: Reading, clause: Clause) -> bool:
    """Whether a clause begins with its verb, so that it has no subject of its own."""
    at = clause.start
    helpers = reading.lists["resumed.helpers"]
    while at < clause.end and (reading.words[at] in helpers or reading.words[at].endswith("ly")):
        at += 1
    return any(cue.start <= at < cue.end for cue in clause.of(*_VERBS))
