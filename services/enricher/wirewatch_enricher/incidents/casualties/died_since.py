"""Those of a counted group of hurt who have died since. In: a sentence and its figures. Out: `Harm`s of both kinds.

"One of two guards wounded when a drone hit the consulate has died": one is dead, one is still hurt.
"""

from collections.abc import Iterator, Sequence

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, ORDINAL, PLAIN, Harm
from wirewatch_enricher.incidents.casualties.old_harm import DIED, without_subject
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_NOUN = 5
_HAVE = frozenset({"has", "have", "had"})
_FINITE = frozenset({"died", "dies", "succumbed", "succumbs", "gave", "passed", "lost"})


def died_since(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the dead and those who are still hurt of a group, or the one hurt, who a sentence says have died."""
    yield from _some_of(reading, sentence, numbers)
    for hurt in sentence.of(INJURED):
        one = any(who.end == hurt.start and singular(reading, sentence, who) for who in sentence.of("victim"))
        for died in sentence.of(KILLED) if one else ():
            if died.base in DIED and died.start > hurt.end and without_subject(reading, sentence, hurt, died):
                yield Harm(kind=KILLED, value=1, strength=IMPLIED, start=died.start, end=died.end)


def _some_of(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    for whole in numbers:
        part = _taken_of(reading, sentence, whole, numbers)
        hurt = next((cue for cue in sentence.of(INJURED) if 0 <= cue.start - whole.end <= _NOUN), None)
        if part is None or hurt is None or part.value >= whole.value:
            continue
        if reading.words[hurt.start - 1] in reading.word_set("word.aux"):
            continue
        died = next((cue for cue in sentence.of(KILLED) if cue.start >= hurt.end and _of_them(reading, cue)), None)
        if died is not None:
            yield Harm(kind=KILLED, value=part.value, strength=PLAIN, start=part.start, end=died.end)
            rest = whole.value - part.value
            yield Harm(kind=INJURED, value=rest, strength=ORDINAL, start=whole.start, end=hurt.end)


def _taken_of(reading: Reading, sentence: Sentence, whole: Figure, numbers: Sequence[Figure]) -> Figure | None:
    """Return the figure of "one of the two"."""
    at = whole.start - 1
    while at > sentence.start and reading.words[at] in reading.word_set("word.definite") | reading.word_set("word.his"):
        at -= 1
    if whole.article or at <= sentence.start or reading.words[at] != "of":
        return None
    return next((one for one in numbers if one.end == at and not one.article), None)


def _of_them(reading: Reading, died: Cue) -> bool:
    """Whether a word of death has no subject of its own."""
    return died.base in DIED and (
        reading.words[died.start - 1] in _HAVE or reading.words[died.start] in _HAVE | _FINITE
    )
