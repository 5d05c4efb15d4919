"""Shares of a counted group. In: the figures of a sentence. Out: the same, each share in place of its whole.

"Half of the 60 passengers" are 30; "most of the 60", "nearly half of the 60" and what comes out uneven are no figure.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_ONE = frozenset({"a", "an", "one"})
_DIGITS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_NEAR = 3


def shared(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures of a sentence with shares told of them reckoned, and those left out that come to no figure."""
    numbers = _with_multiples(reading, sentence, numbers)
    found = {number: _share(reading, sentence, number) for number in numbers}
    inside = {at for number, share in found.items() if share for at in range(share[0], number.start)}
    kept = ((number, share) for number, share in found.items() if number.start not in inside)
    return tuple(one for number, share in kept for one in _reckoned(number, share))


def _with_multiples(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return figures with those told by the one before: "killed five and wounded as many", "twice that number"."""
    words, kept = reading.words, list(numbers)
    as_many = reading.phrases["shares.as_many"]
    for at in range(sentence.start + 1, sentence.end - 1):
        if words[at : at + 2] not in as_many or words[at + 2 : at + 3] == ("as",):
            continue
        start, factor = _factor(words, at)
        base = next((one for one in reversed(kept) if one.end <= start and not one.article), None)
        if base and factor:
            times = Figure(start=start, end=at + 2, value=factor * base.value)
            kept = [one for one in kept if not start <= one.start < at + 2]
            kept = sorted((*kept, times), key=lambda one: one.start)
    return tuple(kept)


def _factor(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return where a multiple begins and how much it is: 2 of "twice as many", 0 of "that number" alone."""
    if words[at - 1] in _TIMES:
        return at - 1, _TIMES[words[at - 1]]
    if words[at - 1] == "times" and (value := _value(words[at - 2])):
        return at - 2, value
    return at, int(words[at] == "as")


_TIMES = {"twice": 2, "double": 2, "thrice": 3, "triple": 3}


def _reckoned(number: Figure, share: tuple[int, Fraction | None] | None) -> Iterator[Figure]:
    if share is None:
        yield number
    elif share[1] and (value := share[1] * number.value).denominator == 1:
        yield replace(number, start=share[0], value=int(value))


def _share(reading: Reading, sentence: Sentence, number: Figure) -> tuple[int, Fraction | None] | None:
    """Return where a share of a figure begins and how much it is, None for "most"; None where none is told."""
    at, skipped = number.start - 1, reading.lists["word.definite"] | reading.lists["word.his"]
    while at > sentence.start and reading.words[at] in skipped:
        at -= 1
    if number.article or at < sentence.start or _whole_told(reading, sentence, number):
        return None
    if reading.words[at] == "half":
        return _checked(reading, at, Fraction(1, 2))
    if reading.words[at - 3 : at + 1] in reading.phrases["shares.all_but_one_of"] and number.value > 1:
        return at - 3, Fraction(number.value - 1, number.value)
    return _before_of(reading, at) if reading.words[at] == "of" and at > sentence.start else None


def _before_of(reading: Reading, of: int) -> tuple[int, Fraction | None] | None:
    """Return the share that ends at an "of": "half of", "two thirds of", "one in four of", "most of"."""
    word, start = word_before(reading, of), of - 1
    if word in reading.lists["shares.some"]:
        return start, None
    if word == "half":
        return _checked(reading, start, Fraction(1, 2))
    if reading.words[of - 3 : of - 1] == ("one", "in") and (value := _value(word)) > 1:
        return _checked(reading, of - 3, Fraction(1, value))
    if word in {"%", "percent"} and (value := _value(word_before(reading, start))):
        return _checked(reading, start - 1, Fraction(value, 100))
    top = start - 2 if word_before(reading, start) == "-" else start - 1
    if (low := _PARTS.get(word.removesuffix("s"))) and (high := _value(reading.words[max(0, top)])):
        return _checked(reading, top, Fraction(high, low))
    return None


def _checked(reading: Reading, start: int, share: Fraction) -> tuple[int, Fraction | None]:
    return start, None if word_before(reading, start) in reading.lists["shares.roughly"] else share


def _value(word: str) -> int:
    return 1 if word in _ONE else _DIGITS.get(word, int(word) if word.isdecimal() else 0)


def _whole_told(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether the whole was harmed already: "half of the 60 wounded are women", "a third of the 60 people killed"."""
    return any(
        0 <= cue.start - number.end <= _NEAR
        and reading.words[cue.start] in reading.lists["shares.participles"]
        and word_before(reading, cue.start) not in reading.lists["word.aux"]
        for cue in sentence.of(KILLED, INJURED)
    )
