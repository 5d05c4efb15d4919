"""Numbers in a sentence. In: a `Reading` and a sentence. Out: `Figure`s, upper bounds marked."""

import re
from collections.abc import Iterator
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.old_harm import stale
from wirewatch_enricher.incidents.text.persons import harm_within, single, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_DIGITS = re.compile(r"\d{1,3}(?:[,. ]\d{3})+|\d{1,6}")
_AT_MOST = frozenset({"up to", "as many as", "no more than", "at most", "jusqu'à", "hasta"})
_AND_LETTER = "و"
"""An Arabic "and" is one word with the number behind it."""
_HYPHENS = frozenset({"-", "\u2013"})


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
        weekday = any((day.start, day.end) == (cue.start, cue.end) for day in sentence.of("time.weekday"))
        if not weekday and (cue.start not in found or found[cue.start].end < cue.end):
            start = _of_pair(reading, cue.start)
            found[start] = _worded(reading, start, cue.end, cue.value or 0)
    for at in range(sentence.start, sentence.end - 1):
        if (at not in found or found[at].article) and (one := _one_more(reading, sentence, at)):
            found[at] = one
    kept: list[Figure] = []
    for figure in sorted(found.values(), key=lambda one: one.start):
        if kept and figure.start < kept[-1].end:
            continue
        family_of = reading.phrases["figures.family_of"]
        if reading.words[figure.start - 2 : figure.start] in family_of and figure.start - 2 >= sentence.start:
            first = figure.start - 2 - any(one.article and one.end == figure.start - 2 for one in kept)
            kept = [one for one in kept if one.end <= first]
            kept.append(Figure(start=first, end=figure.end, value=figure.value, noun=figure.start - 2))
            continue
        if kept and figure.start == kept[-1].end and figure.value in {100, 1000}:
            kept[-1] = Figure(start=kept[-1].start, end=figure.end, value=max(kept[-1].value, 1) * figure.value)
            continue
        if kept and (one := _of_both(reading, kept[-1], figure)):
            kept[-1] = one
            continue
        kept.append(figure)
    past = stale(reading, sentence)
    return tuple(one for one in kept if one.start not in past and _counts(reading, sentence, one))


def _of_pair(reading: Reading, at: int) -> int:
    """Return where "elderly couple" begins, which needs no article in a headline."""
    return at - (reading.words[at] == "couple" and word_before(reading, at) in reading.lists["figures.couples"])


def _of_both(reading: Reading, low: Figure, high: Figure) -> Figure | None:
    """Return the one figure of two: the two of "a married couple", the lower end of a range."""
    near = low.article and high.start - low.end <= _MARRIED
    if near and reading.words[high.end - 1] == "couple":
        return replace(high, start=low.start)
    return replace(low, end=high.end, at_most=False) if _range(reading, low, high) else None


def _range(reading: Reading, low: Figure, high: Figure) -> bool:
    """Whether two figures are the ends of a range, of which the lower counts: "five or six", "between five and ten"."""
    joined = reading.words[low.end : high.start]
    if low.article or not low.value < high.value or len(joined) != 1:
        return False
    if joined[0] in _HYPHENS and not (reading.tokens.glued(low.end - 1) and reading.tokens.glued(low.end)):
        return False
    before = reading.words[low.start - 1] if low.start else ""
    return (
        joined[0] in reading.lists["figures.or"]
        or (joined[0] == "and" and before == "between")
        or (joined[0] == "to" and before not in {"from", "by"})
    )


_MARRIED = 2


def _one_more(reading: Reading, sentence: Sentence, at: int) -> Figure | None:
    """Read "her grandson", "another was hurt" and "a third in hospital" as one person."""
    word = reading.words[at]
    if word in reading.lists["word.his"]:
        victim = single(reading, sentence, at, adjectives=6)
        if victim or _his_mate(reading, sentence, at):
            return Figure(start=at, end=at + 1, value=1, article=True, noun=victim.start if victim else at + 1)
    where = reading.lists["figures.where"]
    goes_on = reading.lists["word.aux"] | where | reading.lists["word.manner"] | {"who", "with"}
    counted = any(cue.end == at for cue in sentence.of("number")) or word_before(reading, at).isdigit()
    done_to = harm_within(sentence, at - 1, at) and reading.words[at + 1] in reading.lists["figures.then"]
    suffers = reading.words[at + 1] in goes_on or harm_within(sentence, at + 1, at + 2)
    if not counted and word in reading.lists["word.another"] and (suffers or done_to):
        return Figure(start=at, end=at + 1, value=1)
    ordinal = any(cue.start == at + 1 and (cue.value or 0) > 1 for cue in sentence.of("ordinal"))
    parted = word == "the" and word_before(reading, at) in reading.lists["figures.parted"]
    the_other = parted and (ordinal or reading.words[at + 1] in reading.lists["word.another"])
    if (ordinal and word in {"a", "an"}) or the_other:
        after = reading.words[at + 2] if at + 2 < sentence.end else "."
        if after in goes_on or not after.isalnum() or harm_within(sentence, at + 2, at + 3):
            return Figure(start=at, end=at + 2, value=1)
    return None


def _his_mate(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether "his" names one more whom death or wounds met: "a general and his assistant were killed"."""
    words, aux = reading.words, reading.lists["word.aux"]
    pair = words[at - 1] in reading.lists["word.and"] and any(cue.end == at - 1 for cue in sentence.of("victim"))
    suffered = words[at + 2 : at + 3] and words[at + 2] in aux and not words[at + 1].endswith("s")
    return bool(pair and suffered) and harm_within(sentence, at + 3, at + 5)


def _digits(reading: Reading, sentence: Sentence) -> Iterator[Figure]:
    for at in range(sentence.start, sentence.end):
        word = reading.words[at].removeprefix(_AND_LETTER)
        if word[:1].isdigit() and _DIGITS.fullmatch(word):
            value = int(re.sub(r"\D", "", word))
            yield Figure(start=at, end=at + 1, value=value, at_most=_bounded(reading, at))


def _worded(reading: Reading, start: int, end: int, value: int) -> Figure:
    article = end - start == 1 and len(reading.words[start]) <= 3 and value == 1 and reading.words[start] != "one"
    return Figure(start=start, end=end, value=value, article=article, at_most=_bounded(reading, start))


def _bounded(reading: Reading, at: int) -> bool:
    before = " ".join(reading.words[max(0, at - 3) : at])
    return any(before.endswith(words) for words in _AT_MOST)


def _counts(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure can count persons or things: no date, measure, age, and no "a number of"."""
    words = reading.words
    before = words[figure.start - 1] if figure.start > sentence.start else ""
    after = words[figure.end] if figure.end < sentence.end else ""
    age_before = reading.lists["figures.age_before"]
    if (
        (words[figure.start] == "both" and _both_and(reading, sentence, figure.end))
        or (before in age_before and words[figure.start - 2] not in reading.lists["figures.apart"])
        or words[figure.start - 2 : figure.start] == ("no", ".")
        or after in reading.lists["figures.no_count_after"]
        or _hour(reading, figure)
        or after in reading.lists["figures.body"]
        or _each_day(reading, figure)
        or _of_beasts(reading, sentence, figure)
        or words[figure.end : figure.end + 2] == ("head", "of")
    ):
        return False
    vague_words = reading.phrases["figures.vague"]
    vague = figure.article and any(words[at : at + 2] in vague_words for at in range(figure.end, figure.end + 3))
    glued = after in _HYPHENS and reading.tokens.glued(figure.end - 1) and words[figure.end + 1] != "odd"
    year_before = reading.lists["figures.year_before"]
    if before in year_before and _FIRST_YEAR <= figure.value <= _LAST_YEAR and not _person_in(sentence, figure.end):
        return False
    of_one = before == "of" and figure.start - 2 >= sentence.start and _person_at(sentence, figure.start - 2)
    vague = vague or (figure.article and after in reading.lists["figures.quantified"])
    no_one = before == "no" and words[figure.start : figure.end] == ("one",)
    if vague or glued or of_one or no_one or _age(reading, sentence, figure):
        return False
    return figure.article or not _in_date(sentence, figure)


def _each_day(reading: Reading, figure: Figure) -> bool:
    """Whether a figure counts who comes again and again: "90 patients a day", not "two people a day after …"."""
    behind = reading.words[figure.end : figure.end + _BEAST + 2]
    each_words = reading.phrases["figures.each"]
    each = next((at for at in range(1, _BEAST) if behind[at : at + 2] in each_words and behind[at - 1].isalpha()), None)
    return each is not None and reading.lists["figures.later"].isdisjoint(behind[each + 2 : each + 3])


def _of_beasts(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure counts beasts: "two old horses", "11 goats and a shepherd", not "two dog handlers"."""
    joints = reading.lists["word.and"]
    noun = [*takewhile(lambda word: word.isalpha() and word not in joints, reading.words[figure.end :][:_BEAST])]
    beast = not reading.lists["word.beast"].isdisjoint(noun)
    return beast and not any(figure.end <= who.start <= figure.end + len(noun) for who in sentence.of("victim"))


_BEAST = 3


def _both_and(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether "both" counts two that an "and" joins: "both the driver and his mate", not "both his sons"."""
    if at + 1 >= sentence.end:
        return False
    one = reading.words[at] in {"a", "an"} or single(reading, sentence, at) is not None
    named = reading.texts[at][:1].isupper() and reading.texts[at + 1][:1].isupper()
    return (one or named) and "and" in reading.words[at + 1 : at + _BOTH]


_BOTH = 8


def _hour(reading: Reading, figure: Figure) -> bool:
    """Whether a figure is the hour of a time of day: "22:30", not "the dead are 22: two teachers and …"."""
    behind = reading.words[figure.end : figure.end + 2]
    return behind[:1] == (":",) and behind[-1].isdigit()


def _in_date(sentence: Sentence, figure: Figure) -> bool:
    dates = figure.value <= _LAST_DAY or _FIRST_YEAR <= figure.value <= _LAST_YEAR
    months = sentence.of("time.month") if dates else ()
    return any(figure.start - 1 <= month.start <= figure.end for month in months)


def _age(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure between commas is how old the one person before it is: "the driver, 61, was killed"."""
    if _in_list_of_ages(reading, sentence, figure) or _in_brackets(reading, figure):
        return True
    if (*reading.words[figure.start - 1 : figure.start], *reading.words[figure.end : figure.end + 1]) != (",", ","):
        return False
    named = reading.texts[figure.start - 2][:1].isupper()
    one = any(cue.end == figure.start - 1 and singular(reading, sentence, cue) for cue in sentence.of("victim"))
    noun = (
        word_before(reading, figure.start - 2) in reading.lists["word.definite"]
        and reading.words[figure.start - 2] not in reading.lists["word.harmed"]
    )
    return not figure.article and _YOUNGEST <= figure.value <= _OLDEST and (named or one or noun)


def _in_brackets(reading: Reading, figure: Figure) -> bool:
    """Whether brackets hold the age of one named before them: "Ali Hassan (38)", "Ali Hassan (38, of Mosul)"."""
    begin = figure.start - 1 - (word_before(reading, figure.start) in reading.lists["figures.aged"])
    opens, behind = reading.words[begin : begin + 1] == ("(",), reading.words[figure.end : figure.end + 1]
    named = all(text[:1].isupper() for text in reading.texts[begin - 2 : begin])
    return opens and behind in {(")",), (",",)} and named and _YOUNGEST <= figure.value <= _OLDEST


def _in_list_of_ages(reading: Reading, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is one of several ages: "aged 5, 7 and 9", but not the women in "aged 5 and 7, and 9 women"."""
    if figure.value > _OLDEST or figure.article or _person_in(sentence, figure.end):
        return False
    goes_on, at = reading.lists["number"] | reading.lists["figures.between_ages"], figure.start - 1
    while at > sentence.start and (reading.words[at] in goes_on or reading.words[at].isdecimal()):
        at -= 1
    if at < sentence.start or reading.words[at] in reading.lists["figures.aged"]:
        return at >= sentence.start
    after, joint = reading.words[figure.end : figure.end + 1], reading.words[at + (reading.words[at] != "of")]
    bare = after == () or not after[0].isalpha() or after[0] in reading.lists["word.aux"] | {"and"}
    whose = any(cue.end in {at, at + 1} and cue.base != "other" for cue in sentence.of("victim"))
    ages = (*reading.words[at + 1 : figure.start], *reading.words[figure.end : figure.end + 3])
    bare = bare and any(word.isdecimal() or word in reading.lists["number"] for word in ages)
    return joint in {",", "of"} and bare and whose and "and" in reading.words[at + 2 : figure.end + 2]


def _person_in(sentence: Sentence, start: int) -> bool:
    return any(start <= cue.start <= start + 1 for cue in sentence.of("victim"))


_YOUNGEST, _OLDEST = 2, 105
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LAST_DAY = 31


def _person_at(sentence: Sentence, token: int) -> bool:
    return any(cue.start <= token < cue.end and not cue.base.endswith("s") for cue in sentence.of("victim"))
