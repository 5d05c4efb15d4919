"""Adds up the groups of a list. In: a figure of harm and those beside it. Out: one figure for all of them.

"Two members of its staff and at least one civilian" are three, "a pensioner and her grandson" are two; but who comes
after the last comma before a word of saying speaks: "killing 12 people, the rescue service and two residents said".
"""

from collections.abc import Sequence

from wirewatch_enricher.incidents.figures import Figure
from wirewatch_enricher.incidents.persons import harm_within, victim_in
from wirewatch_enricher.incidents.reading import Reading, Sentence

_PAIR = 9
_SPEAKERS = 25


def summed(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure], *, stop: int) -> Figure:
    """Return a figure with the groups that a list adds after it, up to the token `stop`."""
    whole, last, commas = number, number, False
    stop = min(stop, speakers_from(reading, sentence, number.end))
    for other in numbers:
        if not last.end < other.start < min(stop, last.end + _PAIR):
            continue
        between = reading.words[last.end : other.start]
        joins = [at for at, word in enumerate(between) if word == "," or word in reading.word_set("word.and")]
        listed = joins and len(between) - joins[-1] <= 4 and ";" not in between and not _part(reading, other)
        clear = not harm_within(sentence, last.end, min(other.end + 4, stop)) and persons(reading, sentence, other)
        if listed and clear and persons(reading, sentence, last):
            whole = Figure(start=number.start, end=other.end, value=whole.value + other.value)
            last, commas = other, commas or between[joins[-1]] == ","
            if between[joins[-1]] != ",":
                return whole
    return number if commas and not _list_goes_on(reading, sentence, last) else whole


def with_before(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure]) -> Figure:
    """Return a figure with the group of its list that stands before it."""
    for other in numbers:
        if 0 < number.start - other.end < _PAIR and persons(reading, sentence, other):
            both = summed(reading, sentence, other, [number], stop=number.end + 1)
            if both is not other:
                return both
    return number


def speakers_from(reading: Reading, sentence: Sentence, start: int) -> int:
    """Return the comma from which those stand who say it, where a word of saying ends the sentence; else its end."""
    for cue in sentence.of("say"):
        ends = cue.end >= sentence.end or reading.words[cue.end] in _ENDS
        if not ends or not start <= cue.start <= start + _SPEAKERS + 15:
            continue
        commas = [at for at in range(start, cue.start) if reading.words[at] == ","]
        if commas and cue.start - commas[-1] <= _SPEAKERS:
            return commas[-1]
    return sentence.end


_ENDS = frozenset([".", ",", '"', "on", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


def _part(reading: Reading, other: Figure) -> bool:
    """Whether a figure is a part of a group named before: "two of them", but not "two of his bodyguards"."""
    of = reading.words[other.end : other.end + 2]
    return of[:1] == ("of",) and of[1:] not in {("his",), ("her",), ("its",)}


def _list_goes_on(reading: Reading, sentence: Sentence, last: Figure) -> bool:
    """Whether an "and" closes a list: "a priest, 15 policemen and several civilians"."""
    ands = [
        at
        for at in range(last.end, min(last.end + 4, sentence.end))
        if reading.words[at] in reading.word_set("word.and")
    ]
    return (
        bool(ands) and "," not in reading.words[last.end : ands[0]] and not harm_within(sentence, ands[0], ands[0] + 3)
    )


def persons(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether a figure counts persons: a word for one follows, or a name of a people ("two Indians")."""
    name = reading.texts[number.end] if number.end < sentence.end else ""
    return bool(victim_in(sentence, number.end, 4)) or (name[:1].isupper() and len(name) > 3)
