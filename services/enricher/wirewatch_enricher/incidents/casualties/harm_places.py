"""Whose victims a figure counts where a text tells of several towns. In: harms and their towns. Out: those of one town.

"Six died in Dnipro and three in Zaporizhzhia": each figure is of its own town's attack, and "nine killed" of neither.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wirewatch.incidents import Place
from wirewatch_enricher.incidents.casualties.harm import TOLL, Harm
from wirewatch_enricher.incidents.location.where import Spot, far_apart, precise_place
from wirewatch_enricher.incidents.text.persons import ATTACKERS, INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_APART_KM, _HERE_KM = 25.0, 10.0
_CARE_WORDS = 5
_GOES_ON = 2


class PlacedHarm(Struct, frozen=True, kw_only=True):
    """A figure of harm and the towns that it is told of: none, one, or several at once."""

    harm: Harm
    towns: tuple[Place, ...]
    in_title: bool = False


def towns_in(reading: Reading, spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """Return the towns of a sentence where something happened, not those where the hurt lie in hospital."""
    return tuple(spot for spot in spots if spot.located and precise_place(spot.place) and not _cared_for(reading, spot))


def _cared_for(reading: Reading, spot: Spot) -> bool:
    care = reading.lists["harm_places.care"]
    return not care.isdisjoint(reading.words[max(0, spot.start - _CARE_WORDS) : spot.start])


def towns_of(towns: Sequence[Spot], harm: Harm, others: Iterable[Harm]) -> tuple[Place, ...]:
    """Return the towns that a sentence tells a figure of: those behind it, up to the next figure, else those before.

    "In Dnipro six people died", "killed two in Krasnogorsk and one in Ramenskoye", "nine died in Dnipro and Odesa".
    """
    same = [other for other in others if other.kind == harm.kind and other is not harm]
    stop = min((other.start for other in same if other.start >= harm.end), default=None)
    behind = [town for town in towns if town.start >= harm.start and (stop is None or town.start < stop)]
    if behind:
        return tuple(_listed(behind))
    since = max((other.end for other in same if other.end <= harm.start), default=0)
    before = [town for town in towns if town.end <= harm.start]
    return tuple(town.place for town in [one for one in before if one.start >= since] or before[-1:])


def _listed(towns: Sequence[Spot]) -> Iterator[Place]:
    """Yield the first of towns and those that a list adds to it."""
    end = towns[0].start
    for town in towns:
        if town.start - end > _GOES_ON:
            return
        yield town.place
        end = town.end


def apart(one: Sequence[Place], other: Sequence[Place]) -> bool:
    """Whether two groups were harmed in towns apart; not where one of them has no town."""
    return bool(one and other) and all(far_apart(a, b) > _APART_KM for a in one for b in other)


def placed(
    reading: Reading, told: Sequence[tuple[Sentence, Sequence[Harm]]], spots: Mapping[int, tuple[Spot, ...]]
) -> tuple[PlacedHarm, ...]:
    """Return figures with their towns; a sentence that names none goes on about the town of the one before it."""
    found: list[PlacedHarm] = []
    last: tuple[Place, ...] = ()
    paragraph = -1
    for sentence, harms in told:
        towns = towns_in(reading, spots[sentence.number])
        last = last if sentence.paragraph == paragraph else ()
        paragraph = sentence.paragraph
        found += [
            PlacedHarm(harm=one, towns=towns_of(towns, one, harms) if towns else last, in_title=sentence.in_title)
            for one in harms
        ]
        last = () if sentence.in_title else (*(town.place for town in towns[:2]),) or last
    return tuple(found)


def of_town(own: Sequence[PlacedHarm], others: Sequence[PlacedHarm], town: Place) -> tuple[Harm, ...]:
    """Return the figures of an event in a town: not those of other towns, nor totals of both where it has its own."""
    return tuple(one for kind in (KILLED, INJURED, ATTACKERS) for one in _of_kind(own, others, town, kind))


def _of_kind(own: Sequence[PlacedHarm], others: Sequence[PlacedHarm], town: Place, kind: str) -> Iterator[Harm]:
    mine = [one for one in own if one.harm.kind == kind]
    there = [one for one in (*mine, *others) if one.harm.kind == kind and apart(one.towns, (town,))]
    here = [one for one in mine if _within(one, town) and not one.in_title]
    for one in mine:
        sums = {
            a.harm.value + b.harm.value for a in here for b in there if a is not one and a.harm.value * b.harm.value
        }
        total = one.harm.strength < TOLL and one.harm.value in sums and (one.in_title or not _within(one, town))
        if not total and not (here and one in there):
            yield one.harm


def _within(one: PlacedHarm, town: Place) -> bool:
    return bool(one.towns) and all(far_apart(place, town) <= _HERE_KM for place in one.towns)
