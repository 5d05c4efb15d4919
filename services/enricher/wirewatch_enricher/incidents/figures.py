"""Numbers in a sentence. In: a `Reading` and a sentence. Out: `Figure`s, upper bounds marked."""

import re
from collections.abc import Iterator

from msgspec import Struct

from wirewatch_enricher.incidents.persons import single, singular
from wirewatch_enricher.incidents.reading import Reading, Sentence

_DIGITS = re.compile(r"\d{1,3}(?:[,. ]\d{3})+|\d{1,6}")
_AT_MOST = frozenset({"up to", "as many as", "no more than", "at most", "jusqu'à", "hasta"})
_AGE_BEFORE = frozenset({"not", "from", "aged", "age", "№", "no.", "$", "€", "£", "channel", "highway", "route"})
_NO_COUNT_AFTER = frozenset(
    [
        "%",
        "percent",
        "per",
        "km",
        "kilometres",
        "kilometers",
        "metres",
        "meters",
        "miles",
        "year",
        "years",
        "month",
        "months",
        "week",
        "weeks",
        "day",
        "days",
        "hour",
        "hours",
        "minutes",
        "minute",
        "a.m.",
        "p.m.",
        "am",
        "pm",
        "o'clock",
        "o'clock",
        "kg",
        "kilos",
        "tons",
        "tonnes",
        "million",
        "billion",
        "st",
        "nd",
        "rd",
        "th",
        "degrees",
        "times",
        "-",
        ":",
    ]
)
_MONTHLIKE = "time.month"


class Figure(Struct, frozen=True, kw_only=True):
    """A number: tokens `start` to `end`, its value, whether it is only an article, and whether it is an upper bound.

    `noun`: the token of the person that it belongs to, where that is known.
    """

    start: int
    end: int
    value: int
    article: bool = False
    at_most: bool = False
    noun: int | None = None


def figures(reading: Reading, sentence: Sentence) -> tuple[Figure, ...]:
    """Return the numbers of a sentence that can count persons or weapons: no ages, dates, distances or times of day."""
    found = {figure.start: figure for figure in _digits(reading, sentence)}
    for cue in sentence.of("number"):
        weekday = any(day.start == cue.start for day in sentence.of("time.weekday"))
        if not weekday and (cue.start not in found or found[cue.start].end < cue.end):
            found[cue.start] = _worded(reading, cue.start, cue.end, cue.value or 0)
    for at in range(sentence.start, sentence.end - 1):
        if at not in found and (one := _one_more(reading, sentence, at)):
            found[at] = one
    kept: list[Figure] = []
    for figure in sorted(found.values(), key=lambda one: one.start):
        if kept and figure.start < kept[-1].end:
            continue
        if reading.words[figure.start - 2 : figure.start] in _FAMILY_OF and figure.start - 3 >= sentence.start:
            kept = [one for one in kept if one.end <= figure.start - 3]
            kept.append(Figure(start=figure.start - 3, end=figure.end, value=figure.value, noun=figure.start - 2))
            continue
        if kept and figure.start == kept[-1].end and figure.value in {100, 1000}:
            kept[-1] = Figure(start=kept[-1].start, end=figure.end, value=max(kept[-1].value, 1) * figure.value)
            continue
        kept.append(figure)
    stale = _stale(reading, sentence)
    return tuple(one for one in kept if one.start not in stale and _counts(reading, sentence, one))


_FAMILY_OF = {("family", "of"), ("household", "of"), ("crew", "of"), ("group", "of"), ("team", "of")}


def _stale(reading: Reading, sentence: Sentence) -> frozenset[int]:
    """Return the tokens whose figures no longer count: "up from four dead and ten hurt", up to the next clause."""
    found: set[int] = set()
    for cue in sentence.of("superseded.next"):
        for at in range(cue.end, min(cue.end + _STALE_WORDS, sentence.end)):
            if reading.words[at] in _STALE_ENDS:
                break
            found.add(at)
    return frozenset(found)


_STALE_WORDS = 12
_STALE_ENDS = frozenset({",", ".", ";", ":", "to", "but", "now", "rose", "rises", "was", "is", "(", ")"})


def _one_more(reading: Reading, sentence: Sentence, at: int) -> Figure | None:
    """Read "her grandson" and "another was hurt" as one person."""
    word = reading.words[at]
    if word in reading.word_set("word.his"):
        victim = single(reading, sentence, at, adjectives=6)
        if victim:
            return Figure(start=at, end=at + 1, value=1, article=True, noun=victim.start)
    if word in reading.word_set("word.another") and reading.words[at + 1] in reading.word_set("word.aux"):
        return Figure(start=at, end=at + 1, value=1)
    return None


def _digits(reading: Reading, sentence: Sentence) -> Iterator[Figure]:
    for at in range(sentence.start, sentence.end):
        word = reading.words[at]
        if word[0].isdigit() and _DIGITS.fullmatch(word):
            value = int(re.sub(r"\D", "", word))
            yield Figure(start=at, end=at + 1, value=value, at_most=_bounded(reading, at))


def _worded(reading: Reading, start: int, end: int, value: int) -> Figure:
    article = end - start == 1 and len(reading.words[start]) <= 3 and value == 1 and reading.words[start] != "one"
    return Figure(start=start, end=end, value=value, article=article, at_most=_bounded(reading, start))


def _bounded(reading: Reading, at: int) -> bool:
    before = " ".join(reading.words[max(0, at - 3) : at])
    return any(before.endswith(words) for words in _AT_MOST)


def _counts(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    words = reading.words
    before = words[figure.start - 1] if figure.start > sentence.start else ""
    after = words[figure.end] if figure.end < sentence.end else ""
    if before in _AGE_BEFORE or after in _NO_COUNT_AFTER or after in reading.word_set("word.beast"):
        return False
    if before == "," == after and _age(reading, sentence, figure):
        return False
    if before == "of" and figure.start - 2 >= sentence.start and _person_at(sentence, figure.start - 2):
        return False
    return not any(
        figure.start - 1 <= cue.start <= figure.end for cue in sentence.of(_MONTHLIKE) if figure.value <= 31
    ) or (figure.article)


def _age(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure between commas is how old the one person before it is: "the driver, 61, was killed"."""
    named = reading.texts[figure.start - 2][:1].isupper()
    one = any(cue.end == figure.start - 1 and singular(reading, sentence, cue) for cue in sentence.of("victim"))
    return reading.words[figure.start].isdigit() and _YOUNGEST <= figure.value <= _OLDEST and (named or one)


_YOUNGEST, _OLDEST = 2, 105


def _person_at(sentence: Sentence, token: int) -> bool:
    return any(cue.start <= token < cue.end and not cue.base.endswith("s") for cue in sentence.of("victim"))
