"""Adds up the groups of a list. In: a figure of harm and those beside it. Out: one figure for all of them.

"Two members of its staff and at least one civilian" are three, "a pensioner and her grandson" are two; but who comes
after the last comma before a word of saying speaks: "killing 12 people, the rescue service and two residents said".
"""

from collections.abc import Sequence

from wirewatch_enricher.incidents.figures import Figure, figures
from wirewatch_enricher.incidents.persons import harm_within, single, victim_in
from wirewatch_enricher.incidents.reading import Reading, Sentence

_PAIR = 9
_SPEAKERS = 25


def person_figures(reading: Reading, sentence: Sentence) -> tuple[Figure, ...]:
    """Return the numbers of a sentence, and as one each person that "the" names: "the driver and four women"."""
    found = {one.start: one for one in figures(reading, sentence)}
    the = reading.word_set("word.definite")
    for at in range(sentence.start, sentence.end):
        victim = single(reading, sentence, at) if reading.words[at] in the else None
        if victim and not any(at < one.start <= victim.start for one in found.values()):
            found.setdefault(at, Figure(start=at, end=at + 1, value=1, article=True, noun=victim.start))
    return tuple(found[start] for start in sorted(found))


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
        if set(between) & reading.word_set("word.part"):
            break
        taken = any(last.end <= cue.start < other.start for cue in sentence.of("act.abduct"))
        apart = taken or harm_within(sentence, last.end, other.start) or _hurt_itself(reading, sentence, other, stop)
        clear = not apart and persons(reading, sentence, other)
        if listed and clear and persons(reading, sentence, last):
            whole = Figure(start=number.start, end=other.end, value=whole.value + other.value)
            last, commas = other, commas or between[joins[-1]] == ","
            if between[joins[-1]] != ",":
                return whole
    return number if commas and not _list_goes_on(reading, sentence, last) else whole


def with_before(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure]) -> Figure:
    """Return a figure with the groups of its list that stand before it: "a diplomat, his wife and their driver"."""
    best, first = number, number
    for other in sorted(numbers, key=lambda one: -one.start):
        if not 0 < first.start - other.end < _PAIR or not persons(reading, sentence, other):
            continue
        listed = [one for one in numbers if other.end <= one.start <= number.start]
        both = summed(reading, sentence, other, listed, stop=number.end + 1)
        if both.end != number.end:
            break
        best, first = both, other
    return best


def _hurt_itself(reading: Reading, sentence: Sentence, other: Figure, stop: int) -> bool:
    """Whether a group has a word of harm of its own behind it: "and three women were injured"."""
    victim = victim_in(sentence, other.end, 4)
    at = victim.end if victim else other.end
    while at < stop and reading.words[at] in reading.word_set("word.aux"):
        at += 1
    return harm_within(sentence, other.end, min(at + 1, stop))


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


_ENDS = frozenset(
    [
        ".",
        ",",
        '"',
        "on",
        "by",
        "in",
        "via",
        "through",
        "over",
        "at",
        "to",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)


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
    if number.noun is not None:
        return True
    name = reading.texts[number.end] if number.end < sentence.end else ""
    reach = 6 if "-" in reading.words[number.end : number.end + 3] else 4
    return bool(victim_in(sentence, number.end, reach)) or (name[:1].isupper() and len(name) > 3)
