"""What stands between a word of harm and whom it was done to. In: the word and its sentence. Out: tokens to look past.

Asides and relative clauses: "two guards, one of them a cook, were hurt", "the 14 who were on the bus were killed".
"""

from collections.abc import Sequence

from wirewatch_enricher.incidents.casualties.asides import asides
from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import persons
from wirewatch_enricher.incidents.casualties.someone import verb_start
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_CLAUSE = 30


def looked_past(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> set[int]:
    """Return the tokens before a word of harm between which its subject cannot stand: asides and relative clauses."""
    inside = asides(reading, sentence, numbers)
    passed = set() if cue.start in inside else {at for at in inside if at < cue.start}
    verb = verb_start(reading, sentence, cue)
    persons_end = {one.end for one in sentence.of("victim")}
    ends = persons_end | {one.end for one in numbers if not one.article}
    before = word_before(reading, verb)
    own = verb in ends or before in reading.lists["looked_past.subjects"] or before in reading.lists["word.and"]
    passive = verb < cue.start or reading.words[cue.start] in reading.lists["word.aux"]
    main = passive or not own
    for who in range(max(sentence.start, cue.start - _CLAUSE), verb if main else 0):
        doing = who in persons_end and reading.words[who].endswith("ing") and passive
        if doing or (reading.words[who] == "who" and _has_a_verb(reading, sentence, who, verb)):
            passed.update(range(who, _clause_end(reading, sentence, who, verb, numbers)))
    return passed


def _clause_end(reading: Reading, sentence: Sentence, who: int, verb: int, numbers: Sequence[Figure]) -> int:
    """Return where a relative clause ends: before a counted group behind a comma, else before the verb of harm."""
    behind = [n for n in numbers if who < n.start < verb and not n.article]
    counted = (n.start - 1 for n in behind if reading.words[n.end] != "of" or persons(reading, sentence, n))
    comma = next((at for at in counted if reading.words[at] == ","), verb)
    main = (cue for cue in sentence.of(KILLED, INJURED) if who < cue.start < verb)
    joined = reading.lists["word.and"]
    says = (cue.start - 1 for cue in sentence.of("say") if who < cue.start < verb)
    comma = min(comma, next((at for at in says if reading.words[at] == ","), verb))
    return min(comma, next((cue.start for cue in main if joined & set(reading.words[cue.end : verb])), verb))


def _has_a_verb(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether "who" has a verb of its own before the verb of harm: "who sold tea was hurt", not "who was hurt"."""
    at = start + 1
    while at < end and (reading.words[at].endswith("ly") or reading.words[at] in reading.lists["word.manner"]):
        at += 1
    own = end - at > 1 and reading.words[at].isalpha() and reading.words[at] not in reading.lists["figures.where"]
    aux = any(word in reading.lists["word.aux"] for word in reading.words[start:end])
    return own or aux or any(start < one.start < end for one in sentence.of(KILLED, INJURED, "act."))
