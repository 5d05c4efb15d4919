"""Words for persons in a sentence. In: a sentence and tokens. Out: cues, and whether a word means one person."""

from wirewatch_enricher.incidents.cues import Cue
from wirewatch_enricher.incidents.reading import Reading, Sentence

KILLED, INJURED = "harm.kill", "harm.injure"
_NO_ONE_PERSON = frozenset({"other", "family", "couple", "crew"})


def harm_within(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word of harm stands between two tokens."""
    return any(start <= cue.start < end for cue in sentence.of(KILLED, INJURED))


def victim_in(sentence: Sentence, start: int, within: int) -> Cue | None:
    """Return the first word for a person that begins within so many tokens."""
    return next((cue for cue in sentence.of("victim") if start <= cue.start <= start + within - 1), None)


def single(reading: Reading, sentence: Sentence, at: int, *, adjectives: int = 3) -> Cue | None:
    """Return the person whom "the" or "his" at a token stands for: "the village head", not "the driver's car".

    Nor the guard in "two policemen of the guard".
    """
    if at > sentence.start and reading.words[at - 1] == "of":
        return None
    victim = victim_in(sentence, at + 1, adjectives + 1)
    after = reading.words[victim.end : victim.end + 1] if victim else ()
    if victim and after in _OWNS:
        victim = victim_in(sentence, victim.end + 1, adjectives)
    if victim and any(cue.start == victim.end for cue in sentence.of("target.diplomatic")):
        return None
    between = reading.words[at + 1 : victim.start] if victim else ()
    if victim and singular(reading, sentence, victim) and not any(word in _ENDS for word in between):
        return victim
    return None


_OWNS = {("'s",), ("s'",)}
_ENDS = frozenset({",", ".", ";", "of", "and", "who", "in", "by", "a", "an", "the", "his", "her", "their", "its"})


def singular(reading: Reading, sentence: Sentence, victim: Cue) -> bool:
    """Whether a word for a person means one: its base form, or a form that the lexicon lists as such."""
    if any(one.start == victim.start for one in sentence.of("victim_one")):
        return True
    return reading.words[victim.end - 1] == victim.base.split(" ")[-1] and victim.base not in _NO_ONE_PERSON
