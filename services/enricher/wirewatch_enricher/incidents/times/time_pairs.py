"""Time words that together name one day. In: the time words of a sentence, in order. Out: the same, pairs as one.

"Two days after Monday's explosion" is Wednesday, "the night between Saturday and Sunday" Sunday, on which it mostly
lies; "four days before Sunday's vote" says nothing of what happened.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec.structs import replace

from wirewatch_enricher.incidents.text.reading import Reading
from wirewatch_enricher.incidents.times.timeref import TimeRef


def joined_refs(reading: Reading, refs: Sequence[TimeRef]) -> Iterator[TimeRef]:
    """Yield time words, those that belong together as one."""
    return _nights(reading, list(_counted_from(reading, list(refs))))


def _nights(reading: Reading, refs: list[TimeRef]) -> Iterator[TimeRef]:
    """Read "the night between Saturday and Sunday" as one day, Sunday, on which it mostly lies."""
    left = list(refs)
    while left:
        one = left.pop(0)
        other = left[0] if left else None
        if other is None or not one.exact or not other.exact or not _one_night(reading, one, other):
            yield one
            continue
        left.pop(0)
        yield replace(other, start=one.start)


def _one_night(reading: Reading, one: TimeRef, other: TimeRef) -> bool:
    before = reading.words[max(0, one.start - 2) : one.start]
    pair = (before[-1:], reading.words[one.end : other.start])
    return pair in _NIGHTS and not _NIGHT.isdisjoint(reading.words[max(0, one.start - 4) : one.start])


_NIGHTS = ((("between",), ("and",)), (("from",), ("to",)), (("of",), ("to",)), (("de",), ("à",)), (("du",), ("au",)))
_NIGHT = frozenset({"night", "nuit"})


def _counted_from(reading: Reading, refs: list[TimeRef]) -> Iterator[TimeRef]:
    """Read "two days after Monday's explosion" as one day, Wednesday; it is not that explosion's."""
    left = list(refs)
    after_words = reading.lists["common.after"]
    that = reading.lists["time_pairs.that"]
    while left:
        one = left.pop(0)
        after = reading.words[one.end - 1] in after_words
        if left and one.shift and reading.words[one.end - 1] == "before" and one.end == left[0].start:
            left.pop(0)
            continue
        other = left[0] if left and one.shift and after else None
        if other is None or other.first is None or not other.exact or set(reading.words[one.end : other.start]) - that:
            yield one
            continue
        left.pop(0)
        day = other.first - timedelta(days=one.shift or 0)
        yield TimeRef(start=one.start, end=other.end, first=day, last=day, exact=True)
