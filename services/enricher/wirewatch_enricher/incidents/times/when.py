"""When: the time words of a sentence. In: a sentence and the day of publication. Out: `TimeRef`s.

A reference is *recent* when it may lie within the news window before `published`, *old* when it lies before it,
*future* when after. Words that count from another time ("the day before") keep their shift until the event is known.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before
from wirewatch_enricher.incidents.times.named_years import names_a_thing
from wirewatch_enricher.incidents.times.reporting import as_reported
from wirewatch_enricher.incidents.times.time_pairs import joined_refs
from wirewatch_enricher.incidents.times.timeref import NEWS_DAYS, TimeRef

_YEAR = re.compile(r"(?:19|20)\d\d(?:'s|s)?")
_DAY = re.compile(r"(?:\d{1,2}/)?(\d{1,2})(?:[^\W\d_]{1,2}|º|[-']\w{1,4})?")
"""A day of a month, of a night its end: "14/15 July"."""
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_LOOSE = frozenset(
    ["in", "since", "until", "last", "of", "on", "by", "early", "late", "from", "during", "this", "mid", "end"]
)


def time_refs(reading: Reading, sentence: Sentence, *, today: date) -> tuple[TimeRef, ...]:
    """Return the time words of a sentence, in order, none inside another."""
    figures = [at for at in range(sentence.start, sentence.end) if reading.words[at][0].isdigit()]
    if not (figures or sentence.of("time.")):
        return ()
    found = sorted(_all(reading, sentence, figures, today), key=lambda ref: (ref.start, ref.start - ref.end))
    kept: list[TimeRef] = []
    for ref in found:
        if not kept or ref.start >= kept[-1].end:
            kept.append(ref)
    return tuple(as_reported(reading, sentence, ref) for ref in joined_refs(reading, kept))


def _all(reading: Reading, sentence: Sentence, figures: Iterable[int], today: date) -> Iterator[TimeRef]:
    yield from _named_days(sentence, today)
    for cue in sentence.of("time.relday"):
        yield TimeRef(start=cue.start, end=cue.end, shift=cue.value or 0, exact=True)
    for cue in sentence.of("time.future"):
        yield TimeRef(start=cue.start, end=cue.end, future=True)
    for cue in sentence.of("time.weekday"):
        if _is_name(reading, sentence, cue) or _limit(reading, sentence, cue) or _tomorrow(reading, sentence, cue):
            continue
        yield _weekday(reading, cue, today)
    for cue in sentence.of("time.month"):
        yield from _month(reading, sentence, cue, today)
    for cue in sentence.of("time.unit"):
        yield from _unit(reading, sentence, cue, today)
    for cue in sentence.of("time.season"):
        if cue.start and reading.words[cue.start - 1] in _words(sentence, "time.last"):
            yield _range(cue.start - 1, cue.end, today - timedelta(days=365), today - timedelta(days=60))
    yield from _years(reading, sentence, figures, today)
    yield from _numeric(reading, figures)


def _named_days(sentence: Sentence, today: date) -> Iterator[TimeRef]:
    """Yield "today", "last night", "overnight", but for what only runs or lasts overnight."""
    services = [(cue.start, cue.end) for cue in sentence.of("time.not")]
    for cue in sentence.of("time.day"):
        day = today + timedelta(days=cue.value or 0)
        if not any(start <= cue.start < end for start, end in services):
            yield _day(cue.start, _with_weekday(sentence, cue, day), day)


def _day(start: int, end: int, day: date, *, soft: bool = False) -> TimeRef:
    return TimeRef(start=start, end=end, first=day, last=day, exact=True, soft=soft)


def _range(start: int, end: int, first: date, last: date) -> TimeRef:
    return TimeRef(start=start, end=end, first=first, last=last)


def _words(sentence: Sentence, tag: str) -> frozenset[str]:
    return frozenset(cue.base for cue in sentence.of(tag))


def _with_weekday(sentence: Sentence, cue: Cue, day: date) -> int:
    """Where "today, Monday" ends: the weekday only repeats the day, where it is that day's."""
    same = (other for other in sentence.of("time.weekday") if other.value == day.weekday())
    near = [other.end for other in same if 0 <= other.start - cue.end <= 2]
    return max([cue.end, *near])


def _is_name(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a weekday is part of a name ("Monday Market"), where names alone have capitals."""
    if cue.end >= sentence.end or sentence.in_title or cue.end == sentence.start + 1:
        return False
    after = reading.texts[cue.end]
    known = any(other.start == cue.end for other in sentence.of("time."))
    return after[:1].isupper() and after[1:].islower() and not known


def _lies_ahead(before: tuple[str, ...]) -> bool:
    """Whether a day only ends or begins what is to come: "until Sunday", "may come again from Friday"."""
    return before[-1:] in _UNTIL or (before[-1:] == ("from",) and before[:-1] == ("again",))


_UNTIL = (("until",), ("till",), ("til",))


def _limit(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a day only ends a stretch: "not caught by Thursday noon", but not "appalled by Thursday's raid"."""
    if word_before(reading, cue.start) != "by" or reading.words[cue.end : cue.end + 1] in {("'s",), ("s'",)}:
        return False
    return not any(act.start in {cue.end, cue.end + 1} for act in sentence.of("act.", "weapon."))


def _tomorrow(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a weekday only repeats a day to come: "tomorrow, Friday"."""
    ahead = (one for one in sentence.of("time.future") if one.end <= cue.start)
    return any(reading.words[one.end : cue.start] in {(), (",",)} for one in ahead)


def _weekday(reading: Reading, cue: Cue, today: date) -> TimeRef:
    back = (today.weekday() - (cue.value or 0)) % 7
    before = reading.words[max(0, cue.start - 2) : cue.start]
    if "next" in before or _lies_ahead(before):
        return TimeRef(start=cue.start, end=cue.end, future=True)
    if "last" in before and back == 0:
        back = 7
    return _day(cue.start, cue.end, today - timedelta(days=back))


def _month(reading: Reading, sentence: Sentence, cue: Cue, today: date) -> Iterator[TimeRef]:
    words, month = reading.words, cue.value or 1
    start, end, day = cue.start, cue.end, 0
    if start > sentence.start and _DAY.fullmatch(words[start - 1]):
        start, day = start - 1, _number(words[start - 1])
    elif start - 1 > sentence.start and words[start - 1] in {"of", "de"} and _DAY.fullmatch(words[start - 2]):
        start, day = start - 2, _number(words[start - 2])
    elif end < sentence.end and _DAY.fullmatch(words[end]):
        end, day = end + 1, _number(words[end])
        if end < sentence.end and words[end] in {"st", "nd", "rd", "th"}:
            end += 1
    year, end = _year_after(words, end, sentence.end)
    if not year and (last := next((one for one in _LAST_YEAR if words[end : end + len(one)] == one), None)):
        year, end = today.year - 1, end + len(last)
    if not day and not year and words[cue.start] in {"may", "march", "mar", "dec"} and _stands_alone(words, start, end):
        return
    yield from _dated(start, end, day=day, month=month, year=year, today=today)


_LAST_YEAR = (("of", "last", "year"), ("last", "year"), ("of", "the", "previous", "year"))


def _stands_alone(words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether a word that is not only a month stands without what makes it one: "in March", "March:"."""
    return words[max(0, start - 1)] not in _LOOSE and words[end : end + 1] != (":",)


def _year_after(words: tuple[str, ...], end: int, stop: int) -> tuple[int, int]:
    for skip in (0, 1):
        at = end + skip
        if at < stop and (not skip or words[end] in {",", "of", "de", "del"}) and _YEAR.fullmatch(words[at]):
            return int(words[at][:4]), at + 1
    return 0, end


def _dated(start: int, end: int, *, day: int, month: int, year: int, today: date) -> Iterator[TimeRef]:
    try:
        guess = date(year or today.year, month, day or 1)
    except ValueError:
        return
    if not year and guess > today + timedelta(days=2 if day else 0):
        ahead = (guess - today).days
        if day and ahead <= 45:
            yield TimeRef(start=start, end=end, first=guess, last=guess, exact=True, future=True)
            return
        guess = guess.replace(year=guess.year - 1) if (month, day) != (2, 29) else guess - timedelta(days=366)
    if day:
        yield _day(start, end, guess)
    else:
        last = (guess.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        yield _range(start, end, guess, _long_over(last, today))


def _long_over(last: date, today: date) -> date:
    """Return the last day of a month or a year; one that is over ends before the news window.

    Whoever tells on 4 June what was done "in May" does not speak of the last days.
    """
    return min(last, today - timedelta(days=NEWS_DAYS + 1)) if last < today.replace(day=1) else last


def _unit(reading: Reading, sentence: Sentence, cue: Cue, today: date) -> Iterator[TimeRef]:
    words = reading.words
    count, start = _count_before(sentence, words, cue.start)
    end = cue.end + len(_TO_THE_DAY) * (words[cue.end : cue.end + len(_TO_THE_DAY)] == _TO_THE_DAY)
    after = words[end] if end < sentence.end else ""
    days = (cue.value or 0) * max(count, 1)
    before = words[start - 1] if start > sentence.start else ""
    if after in _words(sentence, "time.ago") and (count or (cue.value or 0) >= 30):
        if after != "ago" and days and _shifts(after, days):
            yield TimeRef(start=start, end=end + 1, shift=-days, exact=days < NEWS_DAYS)
        else:
            yield _ago(start, end + 1, days, today)
    elif after in _words(sentence, "time.after") and cue.value and (count or before == "the"):
        yield TimeRef(start=start, end=end + 1, shift=-days, exact=days <= NEWS_DAYS)
    elif before in _words(sentence, "time.last"):
        yield _last(start - 1, cue.end, cue.value or 0, today, counted=count)
    elif before in _words(sentence, "time.this") and cue.value == NEWS_DAYS:
        yield _range(start - 1, cue.end, today - timedelta(days=NEWS_DAYS - 1), today)


_TO_THE_DAY = ("to", "the", "day")


def _shifts(after: str, days: int) -> bool:
    return after in {"earlier", "before", "previously", "prior"} and days < 3650


def _ago(start: int, end: int, days: int, today: date) -> TimeRef:
    if days <= 6:
        return _day(start, end, today - timedelta(days=days))
    slack = days // 6
    return _range(start, end, today - timedelta(days=days + slack), today - timedelta(days=max(days - slack, 6)))


def _last(start: int, end: int, unit: int, today: date, *, counted: int) -> TimeRef:
    if counted or unit <= 1:
        return _range(start, end, today - timedelta(days=max(unit * max(counted, 1), 1)), today)
    if unit == 7:
        return TimeRef(
            start=start, end=end, first=today - timedelta(days=13), last=today - timedelta(days=3), soft=True
        )
    return _range(start, end, today - timedelta(days=2 * unit), today - timedelta(days=max(10, unit // 2)))


def _count_before(sentence: Sentence, words: tuple[str, ...], at: int) -> tuple[int, int]:
    for cue in sentence.of("number"):
        if cue.end == at:
            return cue.value or 0, cue.start
    if at > sentence.start and words[at - 1].isdigit() and len(words[at - 1]) < 4:
        return int(words[at - 1]), at - 1
    return 0, at


def _years(reading: Reading, sentence: Sentence, figures: Iterable[int], today: date) -> Iterator[TimeRef]:
    for at in figures:
        word = reading.words[at]
        if not _YEAR.fullmatch(word) or int(word[:4]) > today.year:
            continue
        year = int(word[:4])
        after = reading.words[at + 1] if at + 1 < sentence.end else ""
        counted = after in {"hours", "hrs", "people", "soldiers", "(", "gmt"}
        if year < today.year and not counted and not names_a_thing(reading, sentence, at):
            yield _range(at, at + 1, date(year, 1, 1), _long_over(date(year, 12, 31), today))


def _numeric(reading: Reading, figures: Iterable[int]) -> Iterator[TimeRef]:
    for at in figures:
        found = _NUMERIC.fullmatch(reading.words[at])
        if found:
            d, m, y, y2, m2, d2 = (int(part or 0) for part in found.groups())
            try:
                yield _day(at, at + 1, date(y or y2, m or m2, d or d2))
            except ValueError:
                continue


def _number(word: str) -> int:
    found = _DAY.match(word)
    return int(found.group(1)) if found else 0
