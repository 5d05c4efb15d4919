"""Whether a figure before a word of harm is the whole or a part of it. In: a token and figures. Out: the figure meant.

"Two of the twelve villagers were hurt", "one of 13 people killed", "four of whom died".
"""

from collections.abc import Container, Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.harm import PERSONAL, PLAIN, Harm, harm_of
from wirewatch_enricher.incidents.casualties.someone import verb_start
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, one_of, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_CLAUSE = 30
_OWNS = frozenset({"'s", "\u2019s"})


def number_at(reading: Reading, sentence: Sentence, numbers: Sequence[Figure], at: int, cue: Cue) -> Figure | None:
    """Return the figure at a token, or the part that is told of it."""
    number = next((n for n in numbers if n.start <= at < n.end and not _of_several(reading, n, cue)), None)
    whole = number is None or _says_which(reading, number, cue) or _all_dead(reading, sentence, number, cue)
    return number if number is None or whole else _part_of(reading, number, numbers)


def _all_dead(reading: Reading, sentence: Sentence, number: Figure, cue: Cue) -> bool:
    """Whether the dead are the whole of which one is named: "one of 13 people killed", "of the two people who died"."""
    if cue.tag != KILLED or sentence.in_title:
        return False
    if word_before(reading, verb_start(reading, sentence, cue)) in reading.lists["common.who"]:
        return True
    done_to = cue.base in PERSONAL and any(one.end == cue.start >= number.end for one in sentence.of("victim"))
    others = victim_in(sentence, cue.end, 2)
    return (
        done_to
        and others is None
        and not {*reading.words[cue.end : cue.end + 1]} & (reading.lists["common.articles"] | reading.lists["number"])
    )


def _says_which(reading: Reading, number: Figure, cue: Cue) -> bool:
    """Whether a word of harm only says which persons: "two of the five wounded are …", "… of the five men hurt are"."""
    aux = reading.lists["word.aux"]
    after = reading.words[cue.end] if cue.end < len(reading.words) else ""
    bare = word_before(reading, cue.start) not in aux
    have = reading.lists["wholes.have"]
    later = cue.tag == INJURED and any(word in have for word in reading.words[cue.end : cue.end + _CLAUSE])
    return (number.end == cue.start and cue.base != "die") or (bare and (after in aux or later))


def _part_of(reading: Reading, number: Figure, numbers: Sequence[Figure]) -> Figure:
    """Return the part that counts where a figure is the whole that it is taken of: "two of the twelve villagers".

    Of "she is one of seven people in hospital" the whole counts.
    """
    at = number.start - 1
    at -= 2 * (reading.words[at] in _OWNS)
    while at > 0 and reading.words[at] in reading.lists["word.definite"] | reading.lists["word.his"]:
        at -= 1
    taken = not number.article and at >= 0 and reading.words[at] in reading.lists["wholes.of"]
    if taken and (first := one_of(reading, at)) >= 0:
        return replace(number, start=first, value=1, noun=None)
    at -= reading.words[at - 1 : at] == ("out",)
    part = next((n for n in numbers if n.end == at and not n.article), None) if taken else None
    if part and part.value == 1 and word_before(reading, part.start) in reading.lists["wholes.is"]:
        return number
    return replace(part, noun=None, end=number.end) if part else number


def of_whom(reading: Reading, cue: Cue, at: int, numbers: Sequence[Figure], passed: Container[int]) -> Harm | None:
    """Return the figure of "four of whom died"; None behind a plain "those"."""
    number = next((n for n in numbers if n.end == at - 1), None)
    aux = [between for between in range(at + 1, cue.start) if between not in passed]
    there = reading.words[at] == "those" and reading.words[at + 1] in reading.lists["figures.where"]
    of_whom_words = reading.phrases["wholes.of_whom"]
    if number is None or reading.words[at - 1 : at + 1] not in of_whom_words or (len(aux) > 2 and not there):
        return None
    return harm_of(cue, number, PLAIN)


def _of_several(reading: Reading, number: Figure, cue: Cue) -> bool:
    """Whether a figure counts several, where the verb speaks of one: "stabbed two people … and was shot dead"."""
    one = "was" in reading.words[max(number.end, cue.start - 2) : cue.start + 1] and number.end < cue.start - 1
    counted = number.noun is None and not number.article and reading.words[number.start] != "one"
    return one and counted and number.value > 1
