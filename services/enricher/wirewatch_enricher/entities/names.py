"""Persons, organisations and dates by their form: a title, a given name, a word such as "Ministry", a month.

In: the text and its capitalised words. Out: spans with a label; they may overlap what gazetteers found.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from msgspec import Struct, convert

from wirewatch.articles import EntityLabel
from wirewatch_enricher.places.cues import load_cues
from wirewatch_enricher.places.tokens import Token, word_before
from wirewatch_enricher.places.words import load_words

_MAX_WORDS = 7
_MAX_GAP = 9
_DATE_REACH = 28
_DIGITS = re.compile(r"\b(?:(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d[./][01]?\d[./](?:19|20)\d\d)\b")
_MAYBE_DIGITS = re.compile(r"\d[-./]\d")
_DIGITS_BEFORE, _DIGITS_BEHIND = 5, 12
_YEAR = r"(?:,? \d{4})?"


class NameSpan(NamedTuple):
    """A span that names a person or an organisation, or is a date."""

    start: int
    end: int
    label: EntityLabel


class _Cues(Struct, frozen=True, forbid_unknown_fields=True):
    last: frozenset[str]
    first: frozenset[str]
    never: frozenset[str]
    particles: frozenset[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    text = resources.files("wirewatch_enricher.entities").joinpath("names.toml").read_text(encoding="utf-8")
    return convert({name: words.split() for name, words in tomllib.loads(text).items()}, type=_Cues)


@lru_cache(maxsize=1)
def _dates() -> re.Pattern[str]:
    cues = load_cues()
    months = "|".join(sorted(cues.months, key=len, reverse=True))
    days = "|".join(sorted((day for day in cues.days if day.endswith("day")), key=len, reverse=True))
    month = rf"(?:{months})\b\.?"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        rf"(?:(?:{days}),? )?(?:\b{day} (?:of )?{month}{_YEAR}|{month} {day}\b{_YEAR}|{month} \d{{4}})|\b(?:{days})\b"
    )


def find_names(text: str, folded: str, capitals: Sequence[Token]) -> list[NameSpan]:
    """Return persons, organisations and dates by their form, in no particular order."""
    runs = list(_runs(folded, capitals))
    single = [run[0] for run in runs if len(run) == 1]
    several = [run for run in runs if len(run) > 1]
    titled = [token for token in single if token.folded not in _cues().last and _titled(text, folded, token.start)]
    people = [*map(_whole, titled), *(one for run in several if (one := _person(text, folded, run)))]
    surnames = {folded[span.start : span.end].rpartition(" ")[2] for span in people}
    alone = [_whole(token) for token in single if token.folded in surnames]
    organisations = [one for run in several if (one := _organisation(run))]
    return [*organisations, *people, *alone, *_find_dates(folded, capitals)]


def _whole(token: Token) -> NameSpan:
    return NameSpan(token.start, token.end, EntityLabel.PERSON)


def _find_dates(folded: str, capitals: Sequence[Token]) -> Iterator[NameSpan]:
    """Yield dates: those around the name of a month or day, and those in digits."""
    cues = load_cues()
    done = 0
    for token in capitals:
        if token.start < done or not (token.folded in cues.months or token.folded in cues.days):
            continue
        found = _dates().search(folded, max(done, token.start - _DATE_REACH), token.end + _DATE_REACH)
        if found is not None and found.start() <= token.start and found.end() >= token.end:
            done = found.end()
            yield NameSpan(*found.span(), EntityLabel.DATE)
    done = 0
    for maybe in _MAYBE_DIGITS.finditer(folded):
        found = _DIGITS.search(folded, max(done, maybe.start() - _DIGITS_BEFORE), maybe.end() + _DIGITS_BEHIND)
        if found is not None:
            done = found.end()
            yield NameSpan(*found.span(), EntityLabel.DATE)


def _runs(folded: str, capitals: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield runs of capitalised words that belong together: "Abu Mahdi al-Muhandis", "Ministry of the Interior"."""
    never, run, end = _cues().never, list[Token](), 0
    for token in capitals:
        if run and (
            token.start - end > _MAX_GAP or len(run) >= _MAX_WORDS or not _together(folded[end : token.start], run[-1])
        ):
            yield run
            run = []
        if run or token.folded not in never:
            run.append(token)
            end = token.end
    if run:
        yield run


def _together(gap: str, before: Token) -> bool:
    if gap in {" ", "-"}:
        return True
    if gap == ". ":
        return len(before.folded) == 1 or before.folded in load_cues().person_titles
    if len(gap) <= 2 or gap[0] != " ":
        return False
    words = gap.replace("-", " ").split()
    return gap[-1] in " -'" and all(word in _cues().particles or word in {"of", "the", "for"} for word in words)


def _person(text: str, folded: str, run: Sequence[Token]) -> NameSpan | None:
    """Return the person of a run of several words: a title before the name, or a given name and more."""
    cues, given = load_cues(), load_words().given
    titles = [at for at, token in enumerate(run[:-1]) if token.folded in cues.person_titles]
    words = run[titles[-1] + 1 :] if titles else run
    titled = bool(titles)
    if folded[words[0].start : words[-1].end].count(" of ") or words[-1].folded in _cues().last:
        return None
    if titled or (len(words) > 1 and words[0].folded in given) or _titled(text, folded, words[0].start):
        return NameSpan(words[0].start, words[-1].end, EntityLabel.PERSON)
    return None


def _titled(text: str, folded: str, start: int) -> bool:
    """Whether a title stands right before a name."""
    word = folded[folded.rfind(" ", 0, max(0, start - 1)) + 1 : start]
    plain = word.removesuffix(" ").removesuffix(".")
    if plain.isalpha() and word.endswith(" "):  # the usual case, and far quicker
        return plain in load_cues().person_titles
    beside = word_before(text, folded, start)
    return beside is not None and beside.gap.strip(".") == " " and beside.folded in load_cues().person_titles


def _organisation(run: Sequence[Token]) -> NameSpan | None:
    """Return the organisation of a run: its last or first word says so."""
    cues = _cues()
    if run[-1].folded in cues.last or run[0].folded in cues.first:
        return NameSpan(run[0].start, run[-1].end, EntityLabel.ORGANISATION)
    return None
