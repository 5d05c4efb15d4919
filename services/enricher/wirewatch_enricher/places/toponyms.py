"""From a text to the spans that may name a place, each with how much its words speak for a place.

Recognition is a sum of evidence (`Toponym.evidence`): what the gazetteer says about the name, and the words beside it.
Whether a weak one is a place at all is decided after resolution, when one knows whether it fits the others.
"""

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from wirewatch_enricher.gazetteer import Gazetteer, Kind, fold, load_gazetteer
from wirewatch_enricher.places.cues import Cues, load_cues
from wirewatch_enricher.places.tokens import Token, begins_sentence, tokens
from wirewatch_enricher.places.words import NameWords, load_words

MAX_WORDS = 6
_CASELESS_SHARE = 0.01
_BIG_TOWN = 200_000


class Toponym(Struct, kw_only=True):
    """A span that may name a place.

    `places` are the gazetteer's indices; `container` the index of a place that the text itself puts it in
    ("Paris, Texas"); `demonym` says that it is an adjective; `evidence` above 0 speaks for a place.
    """

    start: int
    end: int
    folded: str
    places: tuple[int, ...]
    evidence: float = 0.0
    container: "Toponym | None" = None
    demonym: bool = False


def find_toponyms(text: str) -> list[Toponym]:
    """Return all candidate spans in order, without overlaps; the longest name from a word on wins."""
    return _Finder(text).find()


class _Finder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold(text)
        self._tokens = tokens(text, self._folded)
        self._gazetteer: Gazetteer = load_gazetteer()
        self._cues: Cues = load_cues()
        self._words: NameWords = load_words()

    def find(self) -> list[Toponym]:
        capitals = sum(token.capital for token in self._tokens)
        caseless = capitals <= _CASELESS_SHARE * len(self._tokens)
        found = [self._weighed(*one) for one in (self._caseless() if caseless else self._matches())]
        self._qualify(found)
        self._discount_people(found)
        return found

    def _matches(self) -> Iterator[tuple[int, int, str]]:
        """Yield (first word, last word, name) of the longest names that begin with a capital."""
        at, count = 0, len(self._tokens)
        while at < count:
            last, name = self._longest(at) if self._tokens[at].capital else (-1, "")
            if last < 0:
                at += 1
            else:
                yield at, last, name
                at = last + 1

    def _longest(self, first: int) -> tuple[int, str]:
        names, demonyms, tokens_, folded = self._gazetteer.names, self._gazetteer.demonyms, self._tokens, self._folded
        start = tokens_[first].start
        best = (-1, "")
        for last in range(first, min(first + MAX_WORDS, len(tokens_))):
            token = tokens_[last]
            if last > first and token.start - tokens_[last - 1].end > 2:
                break
            if not token.capital and len(token.folded) > 3:
                break
            name = folded[start : token.end]
            if folded.startswith(".", token.end) and f"{name}." in names:
                best = (last, f"{name}.")
            elif name in names or (name in demonyms or (name[-1] == "s" and name[:-1] in demonyms)):
                best = (last, name)
        return best

    def _caseless(self) -> Iterator[tuple[int, int, str]]:
        """Yield names in a text without capitals: only those that are unlikely to be anything else."""
        at, count = 0, len(self._tokens)
        while at < count:
            last, name = self._longest_known(at)
            if last < 0:
                at += 1
            else:
                yield at, last, name
                at = last + 1

    def _longest_known(self, first: int) -> tuple[int, str]:
        start, best = self._tokens[first].start, (-1, "")
        for last in range(first, min(first + 4, len(self._tokens))):
            token = self._tokens[last]
            if last > first and token.start - self._tokens[last - 1].end > 1:
                break
            name = self._folded[start : token.end]
            if name in self._gazetteer.demonyms or self._well_known(name):
                best = (last, name)
        return best

    def _well_known(self, name: str) -> bool:
        if name in self._words.common or len(name) < 4:
            return False
        entries = (self._gazetteer.entry(index) for index in self._gazetteer.find(name))
        return any(entry.kind in _KNOWN_KINDS or entry.population >= _BIG_TOWN for entry in entries)

    def _weighed(self, first: int, last: int, name: str) -> Toponym:
        head, tail = self._tokens[first], self._tokens[last]
        places = self._gazetteer.find(name)
        demonym = self._gazetteer.demonyms.get(name)
        if demonym is None and name.endswith("s"):
            demonym = self._gazetteer.demonyms.get(name[:-1])
        if demonym is not None and not places:
            return self._toponym(head, tail, name, places=(demonym,), demonym=True, evidence=4.0)
        evidence = self._prior(name, places, first == last)
        evidence += self._beside(first, last)
        return self._toponym(head, tail, name, places=places, evidence=evidence)

    def _toponym(
        self, head: Token, tail: Token, name: str, *, places: tuple[int, ...], evidence: float, demonym: bool = False
    ) -> Toponym:
        end = tail.end + 1 if name.endswith(".") else tail.end
        return Toponym(start=head.start, end=end, folded=name, places=places, demonym=demonym, evidence=evidence)

    def _prior(self, name: str, places: tuple[int, ...], single: bool) -> float:
        """Return how much the name alone speaks for a place."""
        score = max(_weight(self._gazetteer, index) for index in places)
        if single:
            if name in self._words.common:
                score = min(score, 1.0) - 3.0
            if name in self._words.given:
                score -= 1.2
            if name in self._words.surnames:
                score -= 1.0
            if name in self._cues.months or name in self._cues.days:
                score -= 9.0
        return score

    def _beside(self, first: int, last: int) -> float:
        """Return what the words before and after speak for or against a place."""
        return self._before(first) + self._after(last)

    def _before(self, first: int) -> float:
        token = self._tokens[first]
        if begins_sentence(self._text, token.start):
            return -0.6
        before = self._tokens[first - 1] if first else None
        gap = self._text[before.end : token.start] if before else ""
        if before is None or len(gap) > 2:
            return 0.0
        if gap == " " and before.folded in self._cues.before_place:
            return 1.0 if before.capital else 2.0
        if before.capital and gap in {" ", ". ", "-"}:
            return self._behind_capital(before, gap)
        return 0.0

    def _behind_capital(self, before: Token, gap: str) -> float:
        if before.folded in self._cues.person_titles or before.folded in self._words.given:
            return -4.0
        if len(before.folded) == 1 and gap == ". ":
            return -4.0
        return 0.0 if begins_sentence(self._text, before.start) else -1.0

    def _after(self, last: int) -> float:
        token = self._tokens[last]
        after = self._tokens[last + 1] if last + 1 < len(self._tokens) else None
        if after is None or after.start - token.end > 3:
            return 0.0
        gap = self._text[token.end : after.start]
        if gap == " " or (gap == "-" and not after.capital):
            return self._beside_after(after)
        if gap == "-" and after.capital:
            return -1.0
        return 0.0

    def _beside_after(self, after: Token) -> float:
        if after.capital and after.folded in self._cues.after_no_place:
            return -4.0
        if after.folded in self._cues.after_place or after.folded in {"based", "area", "born"}:
            return 1.2
        if after.folded in self._cues.after_person:
            return -1.0
        if not after.capital:
            return 0.0
        return -2.5

    def _qualify(self, found: list[Toponym]) -> None:
        """Tie "Paris, Texas" together: the second name holds the first."""
        for one, other in pairwise(found):
            gap = self._text[one.end : other.start]
            if gap not in {", ", " (", ","} or one.demonym or other.demonym:
                continue
            if self._holds(one, other):
                one.container = other
                one.evidence += 3.0
                other.evidence += 1.0

    def _holds(self, one: Toponym, other: Toponym) -> bool:
        return any(holds(self._gazetteer, holder, held) for held in one.places for holder in other.places)

    def _discount_people(self, found: list[Toponym]) -> None:
        """Take the surnames of people that the text names in full for people wherever they stand alone."""
        people = {one.folded for one in found if one.evidence <= -3.0}
        for one in found:
            if one.folded in people and one.container is None and not one.demonym:
                one.evidence -= 1.5


_KNOWN_KINDS = frozenset({Kind.COUNTRY, Kind.CAPITAL, Kind.AREA})


def _weight(gazetteer: Gazetteer, index: int) -> float:
    kind = gazetteer.kind(index)
    if kind is not Kind.CITY:
        return 3.0
    population = gazetteer.population(index)
    return next(weight for floor, weight in _WEIGHTS if population >= floor)


_WEIGHTS = ((1_000_000, 3.0), (200_000, 2.4), (50_000, 1.6), (10_000, 1.0), (0, 0.6))


def holds(gazetteer: Gazetteer, holder: int, held: int) -> bool:
    """Whether a country or division holds a place."""
    if holder == held or gazetteer.country_of(holder) != gazetteer.country_of(held):
        return False
    match gazetteer.kind(holder):
        case Kind.COUNTRY:
            return True
        case Kind.REGION | Kind.COUNTY:
            return gazetteer.admin1_of(holder) == gazetteer.admin1_of(held)
        case Kind.AREA:
            return True
        case _:
            return False
