"""How much a name and the words beside it speak for a place: sums of evidence, 0 where nothing is said."""

import re

from msgspec.structs import replace

from wirewatch_enricher.gazetteer import Gazetteer, Kind
from wirewatch_enricher.places.cues import Cues, load_cues
from wirewatch_enricher.places.tokens import Beside, begins_sentence, is_headline, word_after, word_before
from wirewatch_enricher.places.words import NameWords, load_words

_TOWNS = frozenset(
    {"city", "town", "village", "district", "neighbourhood", "neighborhood", "commune", "municipality"}
) | {
    *("quarter", "hamlet", "township", "settlement", "kibbutz", "moshav", "ward"),
}
_POINTS = ("north", "south", "east", "west")
_BEARINGS = frozenset(
    {"outskirts", "suburb", "suburbs", "port", "centre", "center", "streets", "state", "province"}
).union(
    _POINTS,
    (f"{point}ern" for point in _POINTS),
    (first + second for first in _POINTS[:2] for second in _POINTS[2:]),
)
_DATELINE = re.compile(
    r"[A-Z][A-Z .'\u2019-]{2,30}(?:, [A-Z][\w .]{1,30}){0,3}(?: ?\([^)\n]{1,40}\))? ?(?:-{1,2}|\u2013|\u2014|:) "
)
_REACH = 14
_OPENS = -0.6
"""What counts against a word whose capital only opens a sentence; no English word is written as "Abéché" is."""
_ARABIC_ARTICLES = frozenset({"al", "el", "ar", "as", "at", "ad", "an", "az", "ash"})
_AIRFIELDS = frozenset({"airport", "airfield", "airbase"})
_MISSIONS = frozenset({"embassy", "consulate", "general"})
_CONSULATE = "consulate general"


class Evidence:
    """Weighs spans of one text; `folded` is `fold(text)`."""

    def __init__(self, text: str, folded: str, language: str) -> None:
        self._text = text
        self._folded = folded
        self._english = language == "en"
        self._headlines: dict[int, bool] = {}
        self._cues: Cues = load_cues()
        self._words: NameWords = load_words()

    def of(self, start: int, end: int, prior: float) -> float:
        """Return the evidence for a span whose name has a `prior` by itself."""
        return prior + self._before(start, end) + self._after(end)

    def _before(self, start: int, end: int) -> float:
        """Return what the word before speaks for or against a place."""
        before = word_before(self._text, self._folded, start)
        if before is not None and before.gap == "-" and before.folded in _ARABIC_ARTICLES:
            start = before.start
            before = word_before(self._text, self._folded, start)
        beside = self._plain(before, start)
        if beside is not None and beside.capital and (beside.folded in self._cues.streets or self._is_person(beside)):
            return -4.0
        if begins_sentence(self._text, start):
            if self._is_dateline(start):
                return 3.0
            return 0.0 if self._english and not self._text[start:end].isascii() else _OPENS
        return 0.0 if beside is None else self._behind_word(beside)

    def _plain(self, beside: Beside | None, at: int) -> Beside | None:
        """Return a neighbour as if it had no capital where all words of its line have one; names of people keep it."""
        if beside is None or not beside.capital or beside.folded in self._cues.after_no_place:
            return beside
        if self._is_person(beside) or not self._is_headline(at):
            return beside
        return replace(beside, capital=False)

    def _is_headline(self, at: int) -> bool:
        """Whether the line at an offset has capitals throughout, so that a capital says nothing."""
        start = self._text.rfind("\n", 0, at) + 1
        if start not in self._headlines:
            end = self._text.find("\n", at)
            self._headlines[start] = is_headline(self._text[start : end if end >= 0 else len(self._text)])
        return self._headlines[start]

    def _behind_word(self, beside: Beside) -> float:
        word, capital = beside.folded, beside.capital
        if beside.gap == " " and word in self._cues.before_place:
            return 1.0 if capital and word not in _MISSIONS else 2.0
        if not self._english and word in self._cues.before_place_abroad:
            return 2.0
        if word == "of":
            before = self._folded[max(0, beside.start - _REACH) : beside.start].rsplit(None, 1)[-1:]
            what = before[0] if before else ""
            return 3.0 if what in _TOWNS else 2.0 if what in _BEARINGS else 0.5
        return -1.0 if capital and not begins_sentence(self._text, beside.start) else 0.0

    def _is_person(self, beside: Beside) -> bool:
        word = beside.folded
        if word == "general" and self._folded.endswith(_CONSULATE, 0, beside.end):
            return False
        return word in self._cues.person_titles or word in self._words.given or (len(word) == 1 and beside.gap == ". ")

    def _is_dateline(self, start: int) -> bool:
        """Whether a name opens a line as a dateline does: "BAGHDAD, Jan 3 (Agency) - "."""
        line = self._text.rfind("\n", 0, start) + 1
        return line == start and _DATELINE.match(self._text, start) is not None

    def _after(self, end: int) -> float:
        """Return what the word after speaks for or against a place."""
        beside = self._plain(word_after(self._text, self._folded, end), end)
        if beside is None:
            return 0.0
        word, capital = beside.folded, beside.capital
        if beside.gap == "-" and capital:
            return -1.0
        if capital and word in self._cues.after_no_place:
            return -4.0
        if word in self._cues.after_place or (not capital and word in self._cues.after_place_small):
            return 2.2 if word in _AIRFIELDS else 1.2
        if word in self._cues.after_person:
            return -1.0
        return -2.5 if capital else 0.0


def prior(gazetteer: Gazetteer, name: str, places: tuple[int, ...]) -> float:
    """Return how much a name alone speaks for a place; `places` are those that bear it."""
    cues, words = load_cues(), load_words()
    score = max(_weight(gazetteer, index) for index in places)
    if name in words.common:
        score = min(score, 2.0) - 3.0
    if " " in name:
        return score
    if not name.isalpha() and any(map(str.isdigit, name)):
        return score + 1.0
    if name in words.given:
        score -= 1.2
    if name in words.surnames:
        score -= 1.0
    if name in cues.months or name in cues.days:
        score -= 9.0
    return score


def _weight(gazetteer: Gazetteer, index: int) -> float:
    kind = gazetteer.kind(index)
    if kind is Kind.DISTRICT:
        return 0.6 if " " not in gazetteer.entry(index).name.partition(",")[0] else 1.2
    if kind is not Kind.CITY:
        return 3.0
    population = gazetteer.population(index)
    if _RARE_FROM <= population < _RARE_TO and gazetteer.country_of(index) not in _SETTLED:
        return _RARE
    return next(weight for floor, weight in _WEIGHTS if population >= floor)


_SETTLED = frozenset({"US", "CA", "AU", "GB", "NZ"})
"""Where towns bear the names of people and things."""
_RARE_FROM, _RARE_TO, _RARE = 30_000, 50_000, 1.15
_WEIGHTS = ((1_000_000, 3.0), (200_000, 2.4), (50_000, 1.6), (10_000, 1.0), (0, 0.6))
