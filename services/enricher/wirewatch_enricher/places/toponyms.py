"""From a text to the spans that may name a place, each with how much its words speak for a place.

Recognition is a sum of evidence (`Toponym.evidence`): what the gazetteer says about the name, and the words beside it.
Whether a weak one is a place at all is decided after resolution, when one knows whether it fits the others.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from wirewatch_enricher.gazetteer import Gazetteer, Kind, load_gazetteer
from wirewatch_enricher.places.evidence import Evidence
from wirewatch_enricher.places.inflected import base_forms, prefix_starts
from wirewatch_enricher.places.tokens import (
    Token,
    words,
)
from wirewatch_enricher.places.words import NameWords, load_words

MAX_WORDS = 6
_CASELESS_SHARE = 0.01
_WORD_CHARS = 6
_MAX_GAP = 8
_MAX_CASELESS_WORDS = 4
_MIN_CASELESS = 4
_BIG_TOWN = 200_000
_COMMAS = frozenset({", ", " (", ","})
_IN = re.compile(
    r",? in (?:the )?(?:(?:far|deep) )?(?:(?:north|south|east|west|centr)[a-z-]* |neighbou?ring )?(?:of )?(?:the )?"
)
_TOWN_OF = re.compile(
    r" (?:[a-z-]+ ){0,2}(?:city|town|village|port|capital|province|region|district|state)"
    r"(?: of)? "
)


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
        self._qualify(found)
        self._discount_people(found)
        return found

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
        find, folded = self._gazetteer.find, self._folded
        start, end = tokens[first].start, tokens[first].end
        best = (-1, start, "")
        for last in range(first, min(first + MAX_WORDS, len(tokens))):
            token = tokens[last]
            if last > first and not self._joined(end, token.start):
                break
            end = token.end
            name = folded[start:end]
            if folded.startswith(".", end) and find(f"{name}."):
                best = (last, start, f"{name}.")
            elif find(name) or self._demonym(name) is not None or ("-" in name and find(name.replace("-", " "))):
                best = (last, start, name)
            elif last == first and not name.isascii() and (base := self._base_form(name)):
                best = (last, start, base)
        return best

    def _joined(self, end: int, start: int) -> bool:
        """Whether what stands between two capitals may stand within a name: a blank, a hyphen, "of", "de la"."""
        size = start - end
        if size <= 1:
            return size == 0 or self._text[end] in " -/"
        if size > _MAX_GAP:
            return False
        gap = self._folded[end:start]
        return gap == ". " or (gap[0] in " -" and gap[-1] in " -'" and gap.strip(" -'").replace(" ", "").isalpha())

    def _demonym(self, name: str) -> int | None:
        demonyms = self._gazetteer.demonyms
        found = demonyms.get(name)
        return demonyms.get(name[:-1]) if found is None and name.endswith("s") else found

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
                if self._demonym(name) is not None or self._well_known(name):
                    best = (last, begin, name)
                    break
        return best

    def _well_known(self, name: str) -> bool:
        if len(name) < _MIN_CASELESS or name in self._words.common:
            return False
        gazetteer = self._gazetteer
        return any(
            gazetteer.kind(index) in _KNOWN_KINDS or gazetteer.population(index) >= _BIG_TOWN
            for index in gazetteer.find(name)
        )

    def _base_form(self, name: str) -> str:
        """Return the name as long as an inflected Cyrillic one whose base form is a large town's, or ""."""
        return name if any(self._well_known(base) for base in base_forms(name)) else ""

    def _weighed(self, start: int, end: int, name: str) -> Toponym:
        places = self._gazetteer.find(name) or self._gazetteer.find(name.replace("-", " "))
        demonym = self._demonym(name)
        if demonym is not None and not any(self._gazetteer.kind(place) is Kind.COUNTRY for place in places):
            return Toponym(start=start, end=end, folded=name, places=(demonym,), demonym=True, evidence=4.0)
        if not places:
            name = next(base for base in base_forms(name) if self._well_known(base))
            places = self._gazetteer.find(name)
        evidence = self._evidence.of(start, end, name, places)
        return Toponym(start=start, end=end, folded=name, places=places, evidence=evidence)

    def _qualify(self, found: list[Toponym]) -> None:
        """Tie "Paris, Texas" together: the second name holds the first."""
        for one, other in pairwise(found):
            gap = self._folded[one.end : other.start]
            if other.demonym:
                continue
            if one.demonym or gap == "'s ":
                self._held_by(one, other, gap)
            elif (gap in _COMMAS or _IN.fullmatch(gap)) and self._holds(one, other):
                one.container = other
                one.evidence += 3.0
                other.evidence += 1.0

    def _held_by(self, holder: Toponym, one: Toponym, gap: str) -> None:
        """Tie "the Lebanese city of Tripoli" and "Nigeria's Zamfara" together: the first name holds the second."""
        if (gap == "'s " or _TOWN_OF.fullmatch(gap)) and self._holds(one, holder):
            one.container = holder
            one.evidence += 1.5

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
