"""Groups that an "and" adds which is one word with them, as in Arabic. In: a harm and its figures. Out: the harm.

"An officer and three soldiers were killed" is written with the "and" as the first letter of "three".
"""

from collections.abc import Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.harm import PLAIN, Harm
from wirewatch_enricher.incidents.text.persons import harm_within, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_AND = "و"
_LANGUAGES = frozenset({"ar"})


def with_glued(reading: Reading, sentence: Sentence, harm: Harm, numbers: Sequence[Figure]) -> Harm:
    """Return a harm with the groups whose word begins with an "and" and which follow its own."""
    if reading.language not in _LANGUAGES:
        return harm
    value, end = harm.value, harm.end
    if end < sentence.end and not reading.words[end].startswith(_AND):
        end = _past_noun(sentence, end)
    while end < sentence.end:
        end += not reading.words[end].startswith(_AND)
        more, behind = _group_at(reading, sentence, end, numbers)
        if not more:
            break
        value, end = value + more, behind
    strength = harm.strength if value == harm.value else max(harm.strength, PLAIN)
    return replace(harm, value=value, strength=strength)


def _group_at(reading: Reading, sentence: Sentence, at: int, numbers: Sequence[Figure]) -> tuple[int, int]:
    """Return how many the group counts that begins at a token with an "and", and where it ends; 0 for none."""
    if at >= sentence.end or not reading.words[at].startswith(_AND):
        return 0, at
    number = next((one for one in numbers if one.start == at), None)
    if number:
        behind = _past_noun(sentence, number.end)
        hurt = harm_within(sentence, number.end, behind + 1)
        return (0 if hurt or (behind == number.end and not _is_noun(sentence, at)) else number.value), behind
    who = next((one for one in sentence.of("victim") if one.start == at), None)
    return (1, who.end) if who and singular(reading, sentence, who) else (0, at)


def _past_noun(sentence: Sentence, at: int) -> int:
    return next((one.end for one in sentence.of("victim") if one.start == at), at)


def _is_noun(sentence: Sentence, at: int) -> bool:
    return any(one.start == at for one in sentence.of("victim"))
