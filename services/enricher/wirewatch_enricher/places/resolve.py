"""Which place each name means: a vote of all names in the text, by population, division, country and distance."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from math import cos, exp, log, log10, radians
from typing import NamedTuple

from msgspec import Struct

from wirewatch_enricher.gazetteer import Gazetteer, Kind, load_gazetteer

Area = tuple[str, str]
"""A country and the code of a division of it."""
Shares = Mapping[str | Area, float]
"""Votes for countries and for divisions."""
_PRIOR = 1.0
_DIVISION = 2.6
_COUNTRY = 1.2
_NAMED = 1.2
_ROUNDS = 3
_ABROAD = 0.2
_NEAR = 1.0
_NEAR_KM = 120.0
_PART = 2.5
_PART_KM = 20.0
_MOST_NEIGHBOURS = 60
_KM_PER_DEGREE = 111.2
_SMALL = frozenset({Kind.CITY, Kind.CAPITAL, Kind.COUNTY, Kind.DISTRICT})
_TOWNS = frozenset({Kind.CITY, Kind.CAPITAL})
_COUNTED = frozenset({Kind.CITY, Kind.CAPITAL, Kind.REGION})
_LARGE = 1_000_000
_ANY = 3_000
_FEDERAL = frozenset({"US", "CA", "AU"})
_GIVES_WAY = 3.0
_FOREIGN = 1.5
_KEPT_NAMES = 8_192
_KIND_PRIOR = {
    Kind.COUNTRY: 8.5,
    Kind.CAPITAL: 1.0,
    Kind.REGION: -0.3,
    Kind.AREA: 7.5,
    Kind.CITY: 0.0,
    Kind.COUNTY: 4.5,
    Kind.DISTRICT: 3.5,
}


class Name(Struct, frozen=True, kw_only=True):
    """A name as the text uses it: its candidate places, and how often it stands there for the place itself."""

    places: tuple[int, ...]
    count: int


class Verdict(Struct, frozen=True, kw_only=True):
    """The chosen place; `support` is how much the other names of the text speak for it, 0 where none does."""

    index: int
    support: float


def resolve(names: Mapping[str, Name], *, home: Iterable[Area] = ()) -> dict[str, Verdict]:
    """Choose a place for each name; `home` are divisions (country, code) that the source is at home in."""
    gazetteer = load_gazetteer()
    choices = {name: _choice(gazetteer, name.partition(", ")[0], one.places) for name, one in names.items()}
    weights = {name: 1.0 + log(one.count) if one.count else _ABROAD for name, one in names.items()}
    shares = {name: _weighted(choice.shares, weights[name]) for name, choice in choices.items()}
    doubtful = {name: choice.candidates for name, choice in choices.items() if len(choice.candidates) > 1}
    scores: dict[str, list[float]] = {}
    owners = {name for name, one in names.items() if not one.count}
    spoken = [choice for name, choice in choices.items() if name not in owners] if owners else choices.values()
    votes = _Votes(spoken, shares, home)
    for number in range(_ROUNDS if doubtful else 0):
        if number:
            shares |= {name: _shares(own, scores[name], weights[name]) for name, own in doubtful.items()}
            votes = _Votes(spoken, shares, home)
        scores = {name: votes.scores(name, own) for name, own in doubtful.items()}
    best = {name: choice.candidates[_highest(choice.candidates, scores.get(name))] for name, choice in choices.items()}
    neighbours = _Neighbours(weights, best)
    for name, own in doubtful.items():
        near = [
            score + neighbours.support(name, one) + neighbours.holding(name, one)
            for score, one in zip(scores[name], own, strict=True)
        ]
        best[name] = own[_highest(own, near)]
    best = {
        name: _country(choices[name].candidates, one)
        if f"{name} city" in choices
        else _seat(gazetteer, choices[name].candidates, one)
        for name, one in best.items()
    }
    return {name: Verdict(index=one.place, support=votes.support(name, one)) for name, one in best.items()}


class _Candidate(NamedTuple):
    """A place that a name may mean, with all that the votes ask of it; `prior` is its weight by itself."""

    place: int
    country: str
    area: Area | None
    kind: Kind
    lat: float
    lon: float
    prior: float


class _Choice(NamedTuple):
    """What a name may mean, and how one mention's vote is shared out before any other name is heard."""

    candidates: tuple[_Candidate, ...]
    shares: Shares


def _country(own: Sequence[_Candidate], best: _Candidate) -> _Candidate:
    """Return the country where a text that speaks of "Mexico City" has "Mexico" as well."""
    if best.kind is not Kind.CAPITAL:
        return best
    return next((one for one in own if one.kind is Kind.COUNTRY and one.country == best.country), best)


def _seat(gazetteer: Gazetteer, own: Sequence[_Candidate], best: _Candidate) -> _Candidate:
    """Return the town that a county bears the name of, where it has one: news means the town."""
    if best.kind is not Kind.COUNTY or best.country in _FEDERAL:
        return best
    towns = [one for one in own if one.kind in _TOWNS and one.area == best.area]
    seats = [one for one in towns if gazetteer.population(one.place) >= _ANY]
    return max(seats, key=lambda one: one.prior, default=best)


def _highest(own: Sequence[_Candidate], scores: list[float] | None) -> int:
    return max(range(len(own)), key=lambda at: (scores[at], -own[at].place)) if scores else 0


def _weighted(shares: Shares, weight: float) -> Shares:
    return shares if weight == 1.0 else {key: share * weight for key, share in shares.items()}


def _shares(own: Sequence[_Candidate], scores: list[float], weight: float = 1.0) -> Shares:
    """Share a vote of some weight out among countries and divisions, the likelier candidates getting more."""
    top = max(scores)
    likely = [exp(1.5 * (score - top)) for score in scores]
    unit = weight / sum(likely)
    shares: dict[str | Area, float] = {}
    for one, share in zip(own, likely, strict=True):
        shares[one.country] = shares.get(one.country, 0.0) + share * unit
        if one.area:
            shares[one.area] = shares.get(one.area, 0.0) + share * unit
    return shares


class _Neighbours:
    """The towns and counties that the text names, as chosen so far: what lies near many of them is likelier.

    A part of a town that the text names is likelier still: in a text of Kinshasa, Gombe is no town in Nigeria.
    """

    def __init__(self, weights: Mapping[str, float], chosen: Mapping[str, _Candidate]) -> None:
        small = ((name, one) for name, one in chosen.items() if one.kind in _SMALL)
        self._points = [(name, one.lat, one.lon, weights[name]) for name, one in islice(small, _MOST_NEIGHBOURS)]
        self._wider = [(name, one) for name, one in chosen.items() if one.kind in _COUNTED]

    def support(self, name: str, one: _Candidate) -> float:
        """Return how much lies near a place, by names other than its own."""
        if one.kind not in _SMALL:
            return 0.0
        reach, lat, lon = _NEAR_KM / _KM_PER_DEGREE, one.lat, one.lon
        near = [point for point in self._points if abs(point[1] - lat) < reach and point[0] != name]
        if not near:
            return 0.0
        wide = reach / max(0.1, cos(radians(lat)))
        return _NEAR * log(1.0 + sum(weight for _, _, across, weight in near if abs(across - lon) < wide))

    def holding(self, name: str, one: _Candidate) -> float:
        """Return what it adds to a part of a town that the text names the town, or a region whose middle is near."""
        if one.kind is not Kind.DISTRICT:
            return 0.0
        reach = _PART_KM / _KM_PER_DEGREE
        wide = reach / max(0.1, cos(radians(one.lat)))
        held = any(
            town.country == one.country and abs(town.lat - one.lat) < reach and abs(town.lon - one.lon) < wide
            for other, town in self._wider
            if other != name
        )
        return _PART if held else 0.0


@lru_cache(maxsize=_KEPT_NAMES)
def _choice(gazetteer: Gazetteer, name: str, places: tuple[int, ...]) -> _Choice:
    """Return what a name may mean; a division that bears the name of a large town in it gives way to the town."""
    towns = {
        _area(gazetteer, place)
        for place in places
        if gazetteer.kind(place) in _TOWNS
        and gazetteer.population(place) >= (_LARGE if gazetteer.country_of(place) in _FEDERAL else _ANY)
    }
    own = tuple(_candidate(gazetteer, name, place, towns) for place in places)
    return _Choice(own, _shares(own, [one.prior for one in own]))


def _candidate(gazetteer: Gazetteer, name: str, place: int, towns: Collection[Area]) -> _Candidate:
    kind, area = gazetteer.kind(place), _area(gazetteer, place)
    lat, lon = gazetteer.point(place)
    prior = _prior(gazetteer, place)
    if kind is Kind.CITY and not gazetteer.is_own_name(name, place):
        prior -= _FOREIGN
    if kind is Kind.REGION and area in towns:
        prior -= _GIVES_WAY
    return _Candidate(place, area[0], area if area[1] else None, kind, lat, lon, prior)


def _area(gazetteer: Gazetteer, place: int) -> Area:
    return gazetteer.country_of(place), gazetteer.admin1_of(place)


def _prior(gazetteer: Gazetteer, index: int) -> float:
    population = gazetteer.population(index)
    kind = gazetteer.kind(index)
    if kind in _COUNTED:
        return _PRIOR * log10(population + 300) + _KIND_PRIOR[kind]
    return _PRIOR * _KIND_PRIOR[kind]


class _Votes:
    """How much each division and country is spoken of, by which names."""

    def __init__(self, choices: Iterable[_Choice], shares: Mapping[str, Shares], home: Iterable[Area]) -> None:
        firsts = (choice.candidates[0] for choice in choices if len(choice.candidates) == 1)
        self._named = {one.country for one in firsts if one.kind is Kind.COUNTRY}
        self._own = shares
        self._all: dict[str | Area, float] = defaultdict(float)
        for division in home:
            self._all[division] += 1.0
            self._all[division[0]] += 1.0
        for own in shares.values():
            for key, share in own.items():
                self._all[key] += share

    def scores(self, name: str, own: Sequence[_Candidate]) -> list[float]:
        """Return for each candidate of a name its own weight and what the other names add."""
        others = self._others(name)
        return [one.prior + self._support(one, others) for one in own]

    def support(self, name: str, one: _Candidate) -> float:
        """Return how much the names other than this one speak for a place."""
        return self._support(one, self._others(name))

    def _others(self, name: str) -> Shares:
        own = self._own[name].items()
        return {key: log(1.0 + rest) if (rest := self._all[key] - share) > 0.0 else 0.0 for key, share in own}

    def _support(self, one: _Candidate, others: Shares) -> float:
        score = _NAMED if one.country in self._named and one.kind in _SMALL else 0.0
        score += _COUNTRY * others[one.country]
        return score + _DIVISION * others[one.area] if one.area else score
