"""Which figure of a live blog is the newest. In: the figures of harm in text order. Out: the same, older tolls weaker.

A live blog has its newest entry first, each begun by a time of day: the toll of an older one has been overtaken. So
have those before an "UPD" in a post.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.harm import IMPLIED, PLAIN, Harm
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading

_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:([ap])\.?m\.?)?")
_NOON = 12


def newest_first(reading: Reading, found: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return figures with those of older entries no stronger than a plain one, where a newer entry tells one."""
    found = _updated(reading, found)
    starts = _entries(reading)
    newest = {kind: _first_entry(starts, found, kind) for kind in (KILLED, INJURED)}
    return tuple(
        replace(one, strength=min(one.strength, PLAIN))
        if _entry(starts, one) > newest.get(one.kind, len(starts))
        else one
        for one in found
    )


def _updated(reading: Reading, found: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return figures with those before an update weaker, of which it tells another."""
    body = (one for one in reading.sentences if not one.in_title)
    update_words = reading.lists["live_blog.update"]
    update = max((one.start for one in body if reading.words[one.start] in update_words), default=0)
    anew = {one.kind for one in found if one.start > update and one.strength >= PLAIN} if update else frozenset[str]()
    return tuple(
        replace(one, strength=min(one.strength, IMPLIED)) if one.start < update and one.kind in anew else one
        for one in found
    )


def _entries(reading: Reading) -> tuple[int, ...]:
    """Return the tokens that the entries of a live blog begin with; none where the oldest comes first."""
    found = [
        (sentence.start, _minutes(clock))
        for sentence in reading.sentences
        if not sentence.in_title and (clock := _CLOCK.fullmatch(reading.words[sentence.start]))
    ]
    newest_on_top = sum(one[1] > other[1] for one, other in pairwise(found)) * 2 > len(found) - 1
    return tuple(start for start, _ in found) if newest_on_top else ()


def _minutes(clock: re.Match[str]) -> int:
    hour = int(clock[1])
    return (hour % _NOON + _NOON * (clock[3] == "p") if clock[3] else hour) * 60 + int(clock[2])


def _entry(starts: Sequence[int], harm: Harm) -> int:
    return sum(start <= harm.start for start in starts)


def _first_entry(starts: Sequence[int], found: Sequence[Harm], kind: str) -> int:
    told = [one for one in found if one.kind == kind and one.strength >= PLAIN]
    return min((entry for one in told if (entry := _entry(starts, one))), default=len(starts))
