"""Which place each name means: a vote of all names in the text, by population, division, country and distance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import cos, exp, log, log10, radians
from typing import NamedTuple

from msgspec import Struct

from wirewatch_enricher.gazetteer import Gazetteer, Kind, load_gazetteer

_PRIOR = 1.0
_DIVISION = 2.6
_COUNTRY = 1.2
_NAMED = 1.2
_ROUNDS = 3
_NEAR = 1.0
_NEAR_KM = 120.0
_MOST_NEIGHBOURS = 60
_KM_PER_DEGREE = 111.2
_SMALL = frozenset({Kind.CITY, Kind.CAPITAL, Kind.COUNTY, Kind.DISTRICT})
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
    """A name as the text uses it: its candidate places, and how often it stands there."""

    places: tuple[int, ...]
    count: int


class Verdict(Struct, frozen=True, kw_only=True):
    """The chosen place; `support` is how much the other names of the text speak for it, 0 where none does."""

    index: int
    support: float


def resolve(names: Mapping[str, Name], *, home: Iterable[tuple[str, str]] = ()) -> dict[str, Verdict]:
    """Choose a place for each name; `home` are divisions (country, code) that the source is at home in."""
    gazetteer = load_gazetteer()
    candidates = {name: _candidates(gazetteer, name.partition(", ")[0], one.places) for name, one in names.items()}
    scores = {name: [one.prior for one in own] for name, own in candidates.items()}
    doubtful = {name: own for name, own in candidates.items() if len(own) > 1}
    for _ in range(_ROUNDS if doubtful else 1):
        votes = _Votes(names, candidates, scores, home)
        scores |= {name: [one.prior + votes.support(name, one) for one in own] for name, own in doubtful.items()}
    first = {name: one.places[_highest(one.places, scores[name])] for name, one in names.items()}
    neighbours = _Neighbours(gazetteer, names, first)
    return {name: _verdict(votes, neighbours, name, own, scores[name]) for name, own in candidates.items()}


def _highest(places: Sequence[int], scores: list[float]) -> int:
    return 0 if len(places) == 1 else max(range(len(places)), key=lambda at: (scores[at], -places[at]))


def _verdict(
    votes: "_Votes", neighbours: "_Neighbours", name: str, own: Sequence["_Candidate"], scores: list[float]
) -> Verdict:
    if len(own) > 1:
        scores = [score + neighbours.support(name, one.place) for score, one in zip(scores, own, strict=True)]
    best = own[_highest([one.place for one in own], scores)]
    return Verdict(index=best.place, support=votes.support(name, best))


class _Neighbours:
    """The towns and counties that the text names, as chosen so far: what lies near many of them is likelier."""

    def __init__(self, gazetteer: Gazetteer, names: Mapping[str, Name], chosen: Mapping[str, int]) -> None:
        self._gazetteer = gazetteer
        self._points = [
            (name, *gazetteer.point(place), 1.0 + log(names[name].count))
            for name, place in chosen.items()
            if gazetteer.kind(place) in _SMALL
        ][:_MOST_NEIGHBOURS]

    def support(self, name: str, place: int) -> float:
        """Return how much lies near a place, by names other than its own."""
        if self._gazetteer.kind(place) not in _SMALL:
            return 0.0
        lat, lon = self._gazetteer.point(place)
        reach = _NEAR_KM / _KM_PER_DEGREE
        wide = reach / max(0.1, cos(radians(lat)))
        near = sum(
            weight
            for other, there, across, weight in self._points
            if other != name and abs(there - lat) < reach and abs(across - lon) < wide
        )
        return _NEAR * log(1.0 + near)


class _Candidate(NamedTuple):
    """A place that a name may mean, with all that the votes ask of it; `prior` is its weight by itself."""

    place: int
    country: str
    division: str
    kind: Kind
    prior: float


@lru_cache(maxsize=_KEPT_NAMES)
def _candidates(gazetteer: Gazetteer, name: str, places: tuple[int, ...]) -> tuple[_Candidate, ...]:
    """Return what a name may mean; a division that bears the name of a large town in it gives way to the town."""
    towns = {
        _division(gazetteer, place)
        for place in places
        if gazetteer.kind(place) in {Kind.CITY, Kind.CAPITAL}
        and gazetteer.population(place) >= (_LARGE if gazetteer.country_of(place) in _FEDERAL else _ANY)
    }
    return tuple(
        _Candidate(
            place,
            *_division(gazetteer, place),
            gazetteer.kind(place),
            _prior(gazetteer, place)
            - (_FOREIGN if gazetteer.kind(place) is Kind.CITY and not gazetteer.is_own_name(name, place) else 0.0)
            - (_GIVES_WAY if _division(gazetteer, place) in towns and gazetteer.kind(place) is Kind.REGION else 0.0),
        )
        for place in places
    )


def _division(gazetteer: Gazetteer, place: int) -> tuple[str, str]:
    return gazetteer.country_of(place), gazetteer.admin1_of(place)


def _prior(gazetteer: Gazetteer, index: int) -> float:
    population = gazetteer.population(index)
    kind = gazetteer.kind(index)
    if kind in _COUNTED:
        return _PRIOR * log10(population + 300) + _KIND_PRIOR[kind]
    return _PRIOR * _KIND_PRIOR[kind]


class _Votes:
    """How much each division and country is spoken of, by which names."""

    def __init__(
        self,
        names: Mapping[str, Name],
        candidates: Mapping[str, Sequence[_Candidate]],
        scores: Mapping[str, list[float]],
        home: Iterable[tuple[str, str]],
    ) -> None:
        self._divisions: dict[tuple[str, str], float] = defaultdict(float)
        self._countries: dict[str, float] = defaultdict(float)
        self._own: dict[tuple[str, str, str], float] = defaultdict(float)
        self._named = {own[0].country for own in candidates.values() if len(own) == 1 and own[0].kind is Kind.COUNTRY}
        for division in home:
            self._divisions[division] += 1.0
            self._countries[division[0]] += 1.0
        for name, one in names.items():
            self._vote(name, one.count, candidates[name], scores[name])

    def _vote(self, name: str, count: int, own: Sequence[_Candidate], scores: list[float]) -> None:
        top = max(scores)
        shares = [1.0] if len(scores) == 1 else [exp(1.5 * (score - top)) for score in scores]
        weight = (1.0 + log(count)) / sum(shares)
        for share, (_, country, division, _, _) in zip(shares, own, strict=True):
            vote = share * weight
            self._countries[country] += vote
            self._own[name, country, ""] += vote
            if division:
                self._divisions[country, division] += vote
                self._own[name, country, division] += vote

    def support(self, name: str, one: _Candidate) -> float:
        """Return how much the names other than this one speak for a place."""
        country, division = one.country, one.division
        score = _NAMED if country in self._named and one.kind in _SMALL else 0.0
        score += _COUNTRY * log(1.0 + self._countries.get(country, 0.0) - self._own.get((name, country, ""), 0.0))
        if division:
            other = self._divisions.get((country, division), 0.0) - self._own.get((name, country, division), 0.0)
            score += _DIVISION * log(1.0 + max(0.0, other))
        return score
