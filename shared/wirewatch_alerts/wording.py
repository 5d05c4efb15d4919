"""What an article's words tell about whether it speaks of the same event as another: an article in, hints out. Pure.

Names are words with a capital inside a sentence; in scripts without capitals, words of four letters and more.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.articles import EnrichedArticle, EntityLabel
from wirewatch.errors import SettingsError
from wirewatch.incidents import Part, Sighting
from wirewatch_alerts.plain import plain
from wirewatch_alerts.venues import venues_in

MOST_NAMES = 40
_LEAD_CHARS = 300
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2019'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s+|\n+")
_DATELINE = re.compile(r"\A[^\n.]{0,80}\([^)\n]{2,60}\)\s*[-\u2013\u2014]+\s*")
_TITLE_CASE = 0.6
_OPENING = " \t\"'\u201c\u201d\u2018\u2019\u00ab\u00bb(-\u2013\u2014|"
_FIGURES = frozenset({"killed", "injured"})


class Wording(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The word lists of `wording.toml`; see the file for what each means."""

    common: frozenset[str]
    withdraw_verbs: tuple[str, ...]
    withdraw_nouns: tuple[str, ...]
    correct_words: tuple[str, ...]
    another_adjectives: tuple[str, ...]
    another_nouns: tuple[str, ...]
    figure_words: tuple[str, ...]
    context_words: tuple[str, ...]


class Hints(Struct, frozen=True, kw_only=True):
    """What the words around a sighting tell; see `Record`."""

    names: tuple[str, ...]
    site_names: tuple[str, ...]
    towns: tuple[str, ...]
    venues: tuple[str, ...]
    corrects: bool
    another: bool


class _Patterns(Struct, frozen=True, kw_only=True):
    withdraw_verb: re.Pattern[str]
    withdraw_noun: re.Pattern[str]
    correct: re.Pattern[str]
    figure: re.Pattern[str]
    context: re.Pattern[str]
    another: re.Pattern[str]


def read_wording(text: str, *, name: str = "wording.toml") -> Wording:
    """Read the word lists from TOML; raises `SettingsError` naming the file and the field."""
    try:
        return msgspec.toml.decode(text, type=Wording)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{name}: {error}") from error


@cache
def default_wording() -> Wording:
    """Return the word lists that come with the package."""
    return read_wording(Path(__file__).with_name("wording.toml").read_text("utf-8"))


def names_of(article: EnrichedArticle) -> tuple[str, ...]:
    """Return all that an article names, in plain form, as they come."""
    return tuple(dict.fromkeys(_names(article.title, title=True) + _names(article.text)))[: 2 * MOST_NAMES]


def source_words(source: str) -> frozenset[str]:
    """Return the words that a source is called by."""
    return frozenset(plain(word) for word in _WORD.findall(source))


def withdraws(article: EnrichedArticle) -> bool:
    """Tell whether an article says that it takes a report back."""
    found = _patterns()
    sentences = (article.title, *_SENTENCE_END.split(article.text))
    return any(found.withdraw_verb.search(one) and found.withdraw_noun.search(one) for one in sentences)


def hints_of(article: EnrichedArticle, sighting: Sighting, *, alone: bool) -> Hints:
    """Return what the words around a sighting tell.

    Args:
        article: the article.
        sighting: one of its sightings.
        alone: whether the article has no other news, so that all of it speaks of this one.
    """
    placed, text = sighting.place is not None, _DATELINE.sub("", article.text, count=1)
    around = (article.title, text) if alone or not placed else tuple(_sentences_of(article, sighting))
    countries, towns = _gazetteer_words(article, sighting)
    own = (source_words(article.source) - _places(article)) | default_wording().common | countries
    found = [name for part in around for name in _names(part, title=part is article.title, loose=not placed)]
    lead = (article.title, *_own_sentences(_lead(text))) if alone else around
    near = [name for part in lead for name in _names(part, title=part is article.title, loose=not placed)]
    return Hints(
        names=tuple(dict.fromkeys(name for name in found if name not in own))[:MOST_NAMES],
        site_names=tuple(dict.fromkeys(name for name in near if name not in own | towns))[:MOST_NAMES],
        towns=tuple(sorted(towns)),
        venues=venues_in(lead, own=towns | countries),
        corrects=_corrects(article, sighting, alone=alone),
        another=bool(_patterns().another.search(" ".join(around))),
    )


def _corrects(article: EnrichedArticle, sighting: Sighting, *, alone: bool) -> bool:
    """Tell whether a title, the sentence of a figure, or one that speaks of figures, corrects them."""
    found = _patterns()
    if found.correct.search(" ".join((article.title, *_sentences_of(article, sighting, _FIGURES)))):
        return True
    sentences = _SENTENCE_END.split(article.text) if alone else ()
    return any(found.correct.search(one) and found.figure.search(one) for one in sentences)


def _own_sentences(lead: str) -> Iterator[str]:
    """Yield the sentences of a lead but, after the first, those that speak of another event."""
    found = _patterns()
    for number, sentence in enumerate(_SENTENCE_END.split(lead)):
        if not number or not (found.context.search(sentence) or found.another.search(sentence)):
            yield sentence


def _lead(text: str) -> str:
    return text if len(text) <= _LEAD_CHARS else text[:_LEAD_CHARS].rpartition(" ")[0]


def _sentences_of(article: EnrichedArticle, sighting: Sighting, fields: frozenset[str] | None = None) -> Iterator[str]:
    """Yield the sentences that hold evidence of a sighting, of all its fields or of some."""
    for part, text in ((Part.TITLE, article.title), (Part.TEXT, article.text)):
        offsets = {
            one.start for one in sighting.evidence if one.part is part and (fields is None or one.field in fields)
        }
        start = 0
        for gap in (*_SENTENCE_END.finditer(text), None):
            end = gap.start() if gap else len(text)
            if any(start <= offset < end for offset in offsets):
                yield text[start:end]
            start = gap.end() if gap else end


def _gazetteer_words(article: EnrichedArticle, sighting: Sighting) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that name countries, and those that name the sighting's own place."""
    places = [one for one in article.entities if one.label is EntityLabel.PLACE and one.gazetteer_id]
    own = sighting.place.gazetteer_id if sighting.place else None
    countries = (one.text for one in places if str(one.gazetteer_id).startswith("country:"))
    towns = (one.text for one in places if one.gazetteer_id == own)
    name = sighting.place.name if sighting.place else ""
    town = {word for word in _plain_words((*towns, name)) if len(word) > 2} - default_wording().common
    return _plain_words(countries), frozenset(town)


def _places(article: EnrichedArticle) -> frozenset[str]:
    """Return the words of all places, which a source may be called after: Radio Kassala reports from Kassala."""
    return _plain_words(one.text for one in article.entities if one.label is EntityLabel.PLACE)


def _plain_words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(word) for text in texts for word in _WORD.findall(text))


def _names(text: str, *, title: bool = False, loose: bool = False) -> list[str]:
    """Return the names in a text; `loose` takes words with a capital at the start of a sentence as well."""
    words = list(_WORD.finditer(text))
    capital = sum(one.group()[0].isupper() for one in words)
    if title and not loose and len(words) > 2 and capital > _TITLE_CASE * len(words):
        return []
    return [plain(one.group()) for one in words if _is_name(one, text, loose=loose)]


def _is_name(found: re.Match[str], text: str, *, loose: bool) -> bool:
    word = found.group()
    if not word[0].isupper():
        return word[0].lower() == word[0].upper() and len(word) > 3
    return len(word) > 2 and (loose or not _starts(text, found.start()))


def _starts(text: str, at: int) -> bool:
    """Tell whether a word stands at the start of a sentence or line."""
    end = at
    while end and text[end - 1] in _OPENING:
        end -= 1
    return end == 0 or text[end - 1] in ".!?:)\n" or "\n" in text[end:at]


@cache
def _patterns() -> _Patterns:
    words = default_wording()
    nouns = _any_of(words.another_nouns)
    return _Patterns(
        withdraw_verb=re.compile(rf"\b{_any_of(words.withdraw_verbs)}\b", re.IGNORECASE),
        withdraw_noun=re.compile(rf"\b{_any_of(words.withdraw_nouns)}\b", re.IGNORECASE),
        correct=re.compile(rf"\b{_any_of(words.correct_words)}\b", re.IGNORECASE),
        figure=re.compile(rf"\b{_any_of(words.figure_words)}\b", re.IGNORECASE),
        context=re.compile(rf"\b{_any_of(words.context_words)}\b", re.IGNORECASE),
        another=re.compile(rf"\b{_any_of(words.another_adjectives)}\s+(?:[\w-]+\s+){{0,2}}?{nouns}s?\b", re.IGNORECASE),
    )


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"
