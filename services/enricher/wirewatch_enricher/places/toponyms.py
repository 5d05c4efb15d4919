"""From a text to the spans that may name a place, each with how much its words speak for a place.

Recognition is a sum of evidence (`Toponym.evidence`): what the gazetteer says about the name, and the words beside it.
Whether a weak one is a place at all is decided after resolution, when one knows whether it fits the others.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from wirewatch_enricher.gazetteer import Gazetteer, Kind, load_gazetteer
from wirewatch_enricher.gazetteer.spellings import ARABIC
from wirewatch_enricher.places.called import Called, called
from wirewatch_enricher.places.cues import load_cues
from wirewatch_enricher.places.evidence import Evidence, prior
from wirewatch_enricher.places.inflected import base_forms, prefix_starts
from wirewatch_enricher.places.tokens import Token, word_before, words
from wirewatch_enricher.places.words import NameWords, load_words

MAX_WORDS = 6
_CASELESS_SHARE = 0.01
_WORD_CHARS = 6
_MAX_GAP = 8
_MAX_CASELESS_WORDS = 4
_MIN_CASELESS, _SHORTEST_TOWN = 4, 3
_BIG_TOWN, _KNOWN_TOWN, _SMALL_TOWN = 200_000, 50_000, 20_000
_ARTICLES = ("al-", "al ", "el-", "el ")
_DEMONYM = 4.0
_COMMAS = frozenset({", ", " (", ","})
_IN = re.compile(
    r",? in (?:the )?(?:(?:far|deep) )?(?:(?:north|south|east|west|centr)[a-z-]* |neighbou?ring )?(?:of )?(?:the )?"
)
_TOWN_OF = re.compile(
    r" (?:[a-z-]+ ){0,2}(?:city|town|village|port|capital|province|region|district|state)"
    r"(?: of)? "
)
_PART_OF = re.compile(
    r" (?:suburb|district|quarter|neighbou?rhood|area|ward|commune|section|locality|housing estate) (?:of|in) "
    r"(?:the )?(?:[a-z]+ ){0,2}"
)
_PART_DEGREES, _NO_PART = 0.6, 6.0
_DIVISIONS = frozenset({Kind.REGION, Kind.AREA})


class Toponym(Struct, kw_only=True):
    """A span that may name a place.

    `places` are the gazetteer's indices; `container` the index of a place that the text itself puts it in
    ("Paris, Texas"); `demonym` says that it is an adjective; `evidence` above 0 speaks for a place; `called` is what
    the words beside it call it.
    """

    start: int
    end: int
    folded: str
    places: tuple[int, ...]
    evidence: float = 0.0
    container: "Toponym | None" = None
    demonym: bool = False
    called: Called = Called.NOTHING


class Known(NamedTuple):
    """What the gazetteer knows of a name: its places (of an adjective: its country), and its evidence by itself.

    `nation` says that it is an adjective or a country.
    """

    places: tuple[int, ...]
    demonym: bool
    nation: bool
    prior: float


@lru_cache(maxsize=65_536)
def known(name: str) -> Known | None:
    """Look a folded name up, None where it is no place's; a hyphen in it may stand for a blank."""
    gazetteer = load_gazetteer()
    places = gazetteer.find(name) or (gazetteer.find(name.replace("-", " ")) if "-" in name else ())
    demonym = _demonym(gazetteer, name)
    if demonym is not None and not any(gazetteer.kind(place) is Kind.COUNTRY for place in places):
        return Known((demonym,), demonym=True, nation=True, prior=_DEMONYM)
    places = places or _without_article(gazetteer, name)
    if not places:
        return None
    nation = any(gazetteer.kind(place) is Kind.COUNTRY for place in places)
    return Known(places, demonym=False, nation=nation, prior=prior(gazetteer, name, places))


def _without_article(gazetteer: Gazetteer, name: str) -> tuple[int, ...]:
    """Return the large towns of Arabic countries that a name with an article stands for: "Al-Hodeidah" is Hodeidah."""
    found = gazetteer.find(name[3:]) if name.startswith(_ARTICLES) else ()
    return tuple(
        one for one in found if gazetteer.country_of(one) in ARABIC and gazetteer.population(one) >= _KNOWN_TOWN
    )


def _demonym(gazetteer: Gazetteer, name: str) -> int | None:
    demonyms = gazetteer.demonyms
    found = demonyms.get(name)
    return demonyms.get(name[:-1]) if found is None and name.endswith("s") else found


def find_toponyms(text: str, folded: str, capitals: Sequence[Token], *, language: str = "en") -> list[Toponym]:
    """Return all candidate spans in order, without overlaps; the longest name from a word on wins."""
    return _Finder(text, folded, language).find(capitals)


class _Finder:
    def __init__(self, text: str, folded: str, language: str) -> None:
        self._text = text
        self._folded = folded
        self._gazetteer: Gazetteer = load_gazetteer()
        self._words: NameWords = load_words()
        self._evidence = Evidence(text, folded, language)

    def find(self, capitals: Sequence[Token]) -> list[Toponym]:
        if len(capitals) <= _CASELESS_SHARE * (len(self._text) / _WORD_CHARS):
            found = [self._weighed(*one) for one in self._matches(words(self._text, self._folded), self._longest_known)]
        else:
            found = [self._weighed(*one) for one in self._matches(capitals, self._longest)]
        self._name_alike(found)
        self._qualify(found)
        self._discount_people(found)
        return found

    def _name_alike(self, found: list[Toponym]) -> None:
        """Take a name in the first line for the division that the text goes on to call it; a capital stays one."""
        divisions = {one.folded: one.places for one in found if one.called is Called.DIVISION}
        title_end = self._text.find("\n") if divisions else 0
        for one in found if divisions else ():
            if one.start < title_end and one.folded in divisions and not any(map(self._is_capital, one.places)):
                one.places = divisions[one.folded]

    def _is_capital(self, place: int) -> bool:
        return self._gazetteer.kind(place) is Kind.CAPITAL

    def _matches(
        self, tokens: Sequence[Token], longest: Callable[[Sequence[Token], int], tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, name) of the longest names from each word on."""
        at, count = 0, len(tokens)
        while at < count:
            last, start, name = longest(tokens, at)
            if last < 0:
                at += 1
            else:
                yield start, start + len(name), name
                at = last + 1

    def _longest(self, tokens: Sequence[Token], first: int) -> tuple[int, int, str]:
        start, end, word = tokens[first].start, tokens[first].end, tokens[first].folded
        name = self._name(word, end)
        if not name and not word.isascii() and self._meant(word, start)[1]:
            name = word
        best = (first, start, name) if name else (-1, start, "")
        last, stop = first + 1, min(first + MAX_WORDS, len(tokens))
        while last < stop and tokens[last].start - end <= _MAX_GAP and self._joined(end, tokens[last].start):
            end = tokens[last].end
            if name := self._name(self._folded[start:end], end):
                best = (last, start, name)
            last += 1
        return best

    def _name(self, name: str, end: int) -> str:
        """Return what stands before `end` where it is a name, with its full stop where that belongs to it; else ""."""
        if self._folded.startswith(".", end) and self._gazetteer.find(f"{name}."):
            return f"{name}."
        return name if known(name) else ""

    def _joined(self, end: int, start: int) -> bool:
        """Whether what stands between two capitals may stand within a name: a blank, a hyphen, "of", "de la"."""
        size = start - end
        if size <= 1:
            return size == 0 or self._text[end] in " -/"
        gap = self._folded[end:start]
        return gap == ". " or (gap[0] in " -" and gap[-1] in " -'" and gap.strip(" -'").replace(" ", "").isalpha())

    def _longest_known(self, tokens: Sequence[Token], first: int) -> tuple[int, int, str]:
        """Return the longest name of a text without capitals: only one that is unlikely to be anything else."""
        start, end = tokens[first].start, tokens[first].end
        best = (-1, start, "")
        for last in range(first, min(first + _MAX_CASELESS_WORDS, len(tokens))):
            token = tokens[last]
            if last > first and token.start - end != 1:
                break
            end = token.end
            for begin in prefix_starts(self._folded, start, end):
                name = self._folded[begin:end]
                if _demonym(self._gazetteer, name) is not None or self._well_known(name) or self._is_town(begin, name):
                    best = (last, begin, name)
                    break
        return best

    def _is_town(self, begin: int, name: str) -> bool:
        """Whether an Arabic text calls a name a place: behind the words for city, village, district and province."""
        told = len(name) >= _SHORTEST_TOWN and self._word_before(begin) in load_cues().before_town
        return bool(told and self._gazetteer.find(name))

    def _word_before(self, start: int) -> str:
        before = word_before(self._text, self._folded, start)
        return before.folded if before else ""

    def _well_known(self, name: str, *, least: int = _BIG_TOWN) -> bool:
        if len(name) < _MIN_CASELESS or name in self._words.common:
            return False
        gazetteer = self._gazetteer
        return any(
            gazetteer.kind(index) in _KNOWN_KINDS or gazetteer.population(index) >= least
            for index in gazetteer.find(name)
        )

    def _meant(self, name: str, start: int) -> tuple[str, Known | None]:
        """Return a name and what is known of it; of an inflected Cyrillic one the town's that it is a form of.

        That must be a large one, or stand behind "in", "near".
        """
        found = known(name)
        if found is None and not name.isascii():
            least = _SMALL_TOWN if self._word_before(start) in load_cues().before_place_abroad else _BIG_TOWN
            bases = (base for base in base_forms(name) if self._well_known(base, least=least))
            return next(((base, known(base)) for base in bases), (name, None))
        return name, found

    def _weighed(self, start: int, end: int, name: str) -> Toponym:
        name, found = self._meant(name, start)
        assert found is not None, name  # what `_matches` gives is known
        evidence = found.prior if found.demonym else self._evidence.of(start, end, found.prior)
        what = called(self._folded, start, end, nation=found.nation)
        places = self._divisions(found.places) if what is Called.DIVISION else found.places
        return Toponym(
            start=start, end=end, folded=name, places=places, demonym=found.demonym, evidence=evidence, called=what
        )

    def _divisions(self, places: tuple[int, ...]) -> tuple[int, ...]:
        """Return the divisions among the places of a name, all where there are none."""
        return tuple(place for place in places if self._gazetteer.kind(place) in _DIVISIONS) or places

    def _qualify(self, found: list[Toponym]) -> None:
        """Tie "Paris, Texas" together: the second name holds the first."""
        for one, other in pairwise(found):
            gap = self._folded[one.end : other.start]
            if other.demonym:
                continue
            if one.demonym or gap == "'s ":
                self._held_by(one, other, gap)
            elif _PART_OF.fullmatch(gap) and not self._holds(one, other) and not self._near(one, other):
                one.evidence -= _NO_PART
            elif (gap in _COMMAS or _IN.fullmatch(gap)) and self._holds(one, other):
                one.container = other
                one.evidence += 3.0
                other.evidence += 1.0

    def _held_by(self, holder: Toponym, one: Toponym, gap: str) -> None:
        """Tie "the Lebanese city of Tripoli" and "Nigeria's Zamfara" together: the first name holds the second."""
        if (gap == "'s " or _TOWN_OF.fullmatch(gap)) and self._holds(one, holder):
            one.container = holder
            one.evidence += 1.5

    def _near(self, one: Toponym, other: Toponym) -> bool:
        """Whether a place that one name may mean lies where one that the other may mean does."""
        points = [self._gazetteer.point(place) for place in other.places]
        return any(
            abs(lat - north) < _PART_DEGREES and abs(lon - east) < _PART_DEGREES
            for lat, lon in map(self._gazetteer.point, one.places)
            for north, east in points
        )

    def _holds(self, one: Toponym, other: Toponym) -> bool:
        return any(holds(self._gazetteer, holder, held) for held in one.places for holder in other.places)

    def _discount_people(self, found: list[Toponym]) -> None:
        """Take the surnames of people that the text names in full for people wherever they stand alone."""
        people = {one.folded for one in found if one.evidence <= -3.0}
        for one in found:
            if one.folded in people and one.container is None and not one.demonym:
                one.evidence -= 1.5


_KNOWN_KINDS = frozenset({Kind.COUNTRY, Kind.CAPITAL, Kind.AREA})


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
