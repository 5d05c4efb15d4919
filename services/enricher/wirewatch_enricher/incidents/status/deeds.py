"""Whether speakers tell of a deed of their own. In: a sentence and a word of saying. Out: where the deed ends, or 0."""

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_SAID_WORDS = 10
_DONE_WORDS = 6


def own_deed(reading: Reading, sentence: Sentence, said: Cue) -> int:
    """Return where the deed ends that speakers say is their own, 0 where they say none."""
    own, does = reading.lists["word.own"], reading.lists["word.did"]
    suffers, words = reading.lists["word.suffers"], reading.words
    if any(one.end <= said.start for one in sentence.listed_as("word.group")):
        own = own | reading.lists["deeds.the_group"]
    none = reading.lists["deeds.none"]
    states = reading.lists["deeds.states"]
    for at in range(said.end, min(sentence.end, said.end + _SAID_WORDS)):
        if words[at] in _ENDS:
            return 0
        if words[at] not in own:
            continue
        for done in range(at + 1, min(sentence.end, at + _DONE_WORDS)):
            if words[done] in does:
                hit = suffers & set(words[at:done]) and words[done] not in states
                return 0 if hit or none & set(words[done : done + 3]) else done + 1
            if words[done] in _ENDS or words[done] in own:
                break
    return 0


_ENDS = frozenset({".", ";", ":", "?", "!"})
