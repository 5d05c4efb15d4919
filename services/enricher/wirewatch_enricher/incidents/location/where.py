"""Where it happened. In: sentences of an event and the mentions. Out: the most exact place named for it.

A place is taken from where the text locates something ("in", "near", "on"), not from who speaks ("Washington said") or
from the dateline; a more exact place of another sentence is taken when it lies within reach of the first.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from msgspec import Struct

from wirewatch.geo import distance_km
from wirewatch.incidents import Place, PlacePrecision
from wirewatch_enricher.document import Mention
from wirewatch_enricher.incidents.location.bearings import joined, midway, moved, offset_before
from wirewatch_enricher.incidents.location.not_there import (
    blamed,
    located,
    not_there,
    only_aside,
    says_there,
    speaks,
    speaks_for_state,
)
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, dateline_end, word_before
from wirewatch_enricher.lexicon.inflect import fold

_RANK = {p: n for n, p in enumerate(PlacePrecision)}
_START = attrgetter("start")
_REACH_KM = 60.0
_REGION = _RANK[PlacePrecision.REGION]


class Spot(Struct, frozen=True, kw_only=True):
    """A mention that locates something: the place, its tokens, and whether a word of place stands before it.

    `beside` says that it only gives the way ("east of the capital"), `holds` that the town before it lies in it,
    `in_title` that it stands in the title, `aside` that it only says who somebody is or where the wounded lie.
    """

    place: Place
    mention: Mention
    start: int
    end: int
    located: bool
    beside: bool = False
    holds: bool = False
    in_title: bool = False
    aside: bool = False


def spots(reading: Reading, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Spot, ...]:
    """Return the places of one sentence that can be where something happened; `mentions` come in the text's order."""
    first, last = reading.span(sentence.start, sentence.end)
    begin = bisect_left(mentions, first, key=_START)
    own = mentions[begin : bisect_left(mentions, last, begin, key=_START)]
    if not own:
        return ()
    dateline = dateline_end(reading, sentence)
    found: list[Spot] = []
    bare = reading.lists["target.diplomatic"]
    for mention in own:
        if mention.place is None or mention.kind == "demonym":
            continue
        if mention.site is None and fold(mention.text) in bare:
            continue
        start, end = _with_article(reading, reading.token_at(mention.start)), reading.token_at(mention.end - 1) + 1
        if mention.kind == "country" and _operator(sentence, start):
            continue
        if (
            end <= dateline
            or _tells(reading, sentence, mention, start, end)
            or not_there(reading, sentence, start, end)
        ):
            continue
        if _names_a_venue(reading, end) and any(_elsewhere(reading, mention, other) for other in mentions):
            continue
        acts = (cue for cue in sentence.of("act.") if cue.end == start and mention.site is None)
        hit = any(word_before(reading, cue.start) not in reading.lists["common.articles"] for cue in acts)
        near = (hit or located(reading, sentence, start)) and not _guessed(mention)
        away = offset_before(reading.text(sentence.start, start) + " ") if precise_place(mention.place) else None
        if away and any(_explained(reading, spot, start) for spot in found):
            continue
        tells = says_there(reading, sentence, start, end)
        found.append(
            Spot(
                place=moved(mention.place, away) if away else mention.place,
                mention=mention,
                start=start,
                end=end,
                located=near or away is not None,
                beside=away is None and (tells or _beside(reading, start, end)),
                holds=_holds_last(reading, found, start),
                in_title=sentence.in_title,
                aside=(tells and mention.kind in _STATES) or only_aside(reading, sentence, start, end),
            )
        )
    return tuple(_on_roads(reading, sentence, found))


def _tells(reading: Reading, sentence: Sentence, mention: Mention, start: int, end: int) -> bool:
    """Whether a name is that of who tells it, or is said to have done it; an airport does not speak."""
    state = mention.kind in _STATES and (speaks_for_state(reading, sentence, start, end) or blamed(sentence, start))
    return state or (mention.kind != "airport" and speaks(reading, sentence, start, end))


_STATES = frozenset({"capital", "country"})


def _with_article(reading: Reading, start: int) -> int:
    """Return where a name begins with its Arabic article: "hit al-Kiswah"."""
    return start - 2 if reading.words[max(0, start - 2) : start] in reading.phrases["where.arabic_articles"] else start


def _explained(reading: Reading, spot: Spot, start: int) -> bool:
    """Whether a way from elsewhere only says where a town named before lies: "Shuaiba port, 45 km from Kuwait City"."""
    after = reading.words[spot.end : min(spot.end + _THING_WORDS, start)]
    near = start - spot.end <= _APPOSED_WORDS and not {",", "("}.isdisjoint(after)
    return near and precise_place(spot.place) and spot.place.gazetteer_id is not None


def _beside(reading: Reading, start: int, end: int) -> bool:
    """Whether a name only gives the way: "on the road south of", "outside", "the road to", "Coventry Road"."""
    before_the = start - (word_before(reading, start) == "the")
    before = word_before(reading, before_the)
    if before == "to":
        return word_before(reading, before_the - 1) in reading.lists["where.roads"]
    ways = reading.lists["where.ways"]
    led = before == "outside" or (before == "of" and word_before(reading, before_the - 1) in ways)
    road = reading.words[end : end + 1] in reading.phrases["where.highways"]
    return led or (road and (before_the < start or reading.texts[end][:1].isupper()))


def _holds_last(reading: Reading, found: Sequence[Spot], start: int) -> bool:
    """Whether a place only says what the town before it lies in: "Ariha, in the countryside of Idlib"."""
    town = next((one for one in reversed(found) if precise_place(one.place)), None)
    if town is None or town.mention.operator is not None:
        return False
    states = {at for one in found if one.start > town.start for at in range(one.start, one.end + 1)}
    gap = [reading.words[at] for at in range(town.end, start) if at not in states]
    holding = reading.lists["where.holding"]
    return 0 < len(gap) <= _HELD_WORDS and not holding.isdisjoint(gap) and holding.issuperset(gap)


_APPOSED_WORDS, _THING_WORDS = 18, 4
_HELD_WORDS = 6


def _on_roads(reading: Reading, sentence: Sentence, found: Sequence[Spot]) -> Iterator[Spot]:
    """Yield spots, those of the two ends of a road as one between them."""
    left = list(found)
    while left:
        one = left.pop(0)
        other = left[0] if left and precise_place(one.place) and precise_place(left[0].place) else None
        before = reading.text(sentence.start, one.start) + " " if one.start > sentence.start else ""
        middle = None
        if other is not None and one.end < other.start:
            after = " " + reading.text(other.end, min(other.end + 2, sentence.end)) if other.end < sentence.end else ""
            if joined(before, reading.text(one.end, other.start), after):
                middle = midway(one.place, other.place)
        if other is None or middle is None:
            yield one
            continue
        left.pop(0)
        yield Spot(place=middle, mention=one.mention, start=one.start, end=other.end, located=True)


def precise_place(place: Place) -> bool:
    """Whether a place is a town, a part of one, or a site."""
    return _RANK[place.precision] < _REGION


def _guessed(mention: Mention) -> bool:
    """Whether a facility is put into a town that its own words do not name: "Chad's consulate"."""
    facility = mention.operator is not None and mention.site is None and mention.place is not None
    return bool(facility and mention.place and fold(mention.place.name) not in fold(mention.text))


def _names_a_venue(reading: Reading, end: int) -> bool:
    """Whether a name goes on as that of a market or a street: "Muna Garage", "Paris Street"."""
    return (
        reading.texts[end : end + 1] != ()
        and reading.texts[end][:1].isupper()
        and (reading.words[end] in reading.lists["word.venue"])
    )


def _elsewhere(reading: Reading, mention: Mention, other: Mention) -> bool:
    """Whether another town of a text lies in another country."""
    if other.place is None or mention.place is None or other.place.precision is not PlacePrecision.CITY:
        return False
    end = reading.token_at(other.end - 1) + 1
    return other.place.country != mention.place.country and not _names_a_venue(reading, end)


def _operator(sentence: Sentence, start: int) -> bool:
    """Whether a country only says whose mission it is: "the Consulate of the State of Kuwait"."""
    return any(0 < start - cue.end <= 4 for cue in sentence.of("target.diplomatic"))


def best_place(found: Iterable[Spot], fallback: Spot | None) -> Spot | None:
    """Return the most exact spot, the first that is located leading; a later one must lie within its reach."""
    given = list(found)
    all_spots = sorted((s for s in given if not s.aside), key=lambda spot: _guessed(spot.mention))
    all_spots = _of_the_valley(all_spots)
    towns = [s for s in all_spots if s.located and _RANK[s.place.precision] < _REGION]
    lead = min(towns, key=lambda s: s.beside or s.holds, default=None)
    lead = lead or next((s for s in all_spots if _RANK[s.place.precision] < _REGION), None)
    if lead is None:
        near = [s for s in all_spots if s.located] or all_spots
        coarse = min(near, key=lambda s: _RANK[s.place.precision], default=None)
        if coarse is not None and (ward := _ward_in(coarse, given)) is not None:
            return ward
        if fallback is not None and (
            coarse is None
            or (
                coarse.place.country == fallback.place.country
                and _finer(fallback, coarse)
                and not _lies_outside(fallback, coarse)
            )
        ):
            return fallback
        return coarse or next(iter(given), None)
    reach = [s for s in all_spots if _within(lead, s)]
    told = {s.place.name for s in reach if not s.in_title and not s.holds}

    def rank(spot: Spot) -> tuple[int, bool, bool, bool, bool]:
        roughly = bool(told) and spot.in_title and spot.place.name not in told
        inside = _inside(spot.place, lead.place)
        return _RANK[spot.place.precision], spot.beside or spot.holds, roughly, not inside, not spot.located

    return min(reach, key=rank)


def _of_the_valley(spots: list[Spot]) -> list[Spot]:
    """Leave out the towns beyond a small region that the text puts the event in before it names them.

    A drone hit a house in the Tirah valley; the dead were laid on a road in a town 50 km away.
    """
    valley = next((s for s in spots if s.located and not s.holds and _RANK[s.place.precision] == _REGION), None)
    if valley is None or valley.place.radius_km > _VALLEY_KM or any(s.start < valley.start for s in spots):
        return spots
    return [s for s in spots if not precise_place(s.place) or not _lies_outside(s, valley)]


_VALLEY_KM = 25.0


def _ward_in(region: Spot, given: Iterable[Spot]) -> Spot | None:
    """Return where the wounded of a village lie that no gazetteer has, in the region that the text puts it in."""
    if _RANK[region.place.precision] != _REGION or not region.located:
        return None
    wards = (s for s in given if s.aside and precise_place(s.place) and s.place.country == region.place.country)
    return next((s for s in wards if not _lies_outside(s, region)), None)


def _inside(one: Place, other: Place) -> bool:
    """Tell whether a place is a part of another, larger one: a compound at an airport."""
    return one.radius_km < other.radius_km / 2 and far_apart(one, other) <= other.radius_km


def part_of(one: Place, town: Place) -> bool:
    """Tell whether a place is a quarter or a site of a town."""
    finer = _RANK[one.precision] < _RANK[town.precision] < _REGION
    return finer and distance_km(one, town) <= town.radius_km


def _finer(one: Spot, other: Spot) -> bool:
    return _RANK[one.place.precision] < _RANK[other.place.precision]


def _lies_outside(one: Spot, region: Spot) -> bool:
    """Whether a town lies beyond a region in which the text puts the event: a correspondent writes from elsewhere."""
    located = region.located and _RANK[region.place.precision] == _REGION
    return located and distance_km(one.place, region.place) > _BEYOND * region.place.radius_km


_BEYOND = 1.3


def _within(lead: Spot, other: Spot) -> bool:
    if other is lead:
        return True
    named = other.located or lead.beside or _RANK[other.place.precision] <= 1
    return named and far_apart(lead.place, other.place) <= _REACH_KM


def far_apart(one: Place, other: Place) -> float:
    """Return the least distance of two places in km, their radii taken off; 0 where one may hold the other."""
    if _RANK[one.precision] >= _REGION or _RANK[other.precision] >= _REGION:
        return 0.0 if one.country == other.country or None in (one.country, other.country) else 10_000.0
    apart = distance_km(one, other)
    return max(0.0, apart - one.radius_km - other.radius_km)
