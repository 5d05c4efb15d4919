"""One pass over a text for all names and words of the entity tables: groups, organisations, weapons, sites, facilities.

In: the folded text. Out: hits at word boundaries, each with its term. The tables are CSV and TOML beside this file; the
automaton is that of Aho and Corasick, so its time does not grow with the tables.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from wirewatch_enricher.gazetteer import fold_name
from wirewatch_enricher.gazetteer.sites import load_sites
from wirewatch_enricher.gazetteer.tables import read_table, several

_HERE = "wirewatch_enricher.entities"
_ARABIC_PREFIXES = frozenset("\u0648\u0641\u0628\u0644\u0643")
_MAX_PREFIX = 2
_ACRONYM_LENGTH = 7


class Sort(StrEnum):
    """What a term is."""

    GROUP = "group"
    ORGANISATION = "organisation"
    WEAPON = "weapon"
    SITE = "site"
    FACILITY = "facility"
    NATION = "nation"


class Term(NamedTuple):
    """What a key of the automaton means.

    `value` is the name in base form, the weapon's class, the facility's kind or the nation's country; `country` a
    group's or organisation's; `cased` asks for capitals as the table writes them; `open_end` lets the word go on;
    `language` is "" for names that hold in all languages.
    """

    sort: Sort
    value: str
    country: str = ""
    language: str = ""
    cased: bool = False
    acronym: bool = False
    open_end: bool = False


class Hit(NamedTuple):
    """A term in the text, `text[start:end]`."""

    start: int
    end: int
    term: Term


class Scanner:
    """The automaton over all tables."""

    def __init__(self, terms: dict[str, list[Term]]) -> None:
        self._automaton: Any = ahocorasick.Automaton()
        for key, values in terms.items():
            self._automaton.add_word(key, (len(key), tuple(values)))
        self._automaton.make_automaton()

    def scan(self, text: str, folded: str, *, language: str, caseless: bool) -> list[Hit]:
        """Return all hits, sorted by start, the longest first; `folded` is `fold(text)`."""
        hits = []
        for last, (length, terms) in self._automaton.iter(folded):
            start = last + 1 - length
            if not _begins_word(folded, start):
                continue
            for term in terms:
                end = _end(folded, last + 1, term)
                if end and _fits(text[start:end], term, language=language, caseless=caseless):
                    hits.append(Hit(start, end, term))
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))


def _end(folded: str, end: int, term: Term) -> int:
    """Return where the word ends, 0 where the key is only the beginning of another word."""
    size = len(folded)
    if not term.open_end:
        return 0 if end < size and folded[end].isalnum() else end
    while end < size and (folded[end].isalpha() or folded[end] == "'"):
        end += 1
    return end


def _fits(words: str, term: Term, *, language: str, caseless: bool) -> bool:
    """Whether a term holds in the text's language and is written with the capitals that it asks for."""
    if term.language and term.language not in {language, "en"}:
        return False
    if caseless or not term.cased:
        return True
    return words.isupper() if term.acronym else words[0].isupper()


def _begins_word(folded: str, start: int) -> bool:
    if start == 0 or not folded[start - 1].isalnum():
        return True
    for back in range(1, _MAX_PREFIX + 1):
        if start < back or folded[start - back] not in _ARABIC_PREFIXES:
            return False
        if start == back or not folded[start - back - 1].isalnum():
            return True
    return False


@lru_cache(maxsize=2)
def load_scanner(user_sites: Path | None = None) -> Scanner:
    """Build the automaton, once for a file of the user's sites."""
    terms: dict[str, list[Term]] = defaultdict(list)
    for key, term in (*_names(), *_weapons(), *_facilities(), *_nations(), *_sites(user_sites)):
        terms[key].append(term)
    return Scanner(terms)


def _names() -> Iterator[tuple[str, Term]]:
    for table, sort in (("groups.csv", Sort.GROUP), ("organisations.csv", Sort.ORGANISATION)):
        for line in read_table(table, _HERE):
            for name in (line["name"], *several(line["aliases"])):
                yield fold_name(name), _named(sort, name, line["name"], line["country"])


def _named(sort: Sort, name: str, value: str, country: str) -> Term:
    acronym = name.isupper() and len(name) <= _ACRONYM_LENGTH
    return Term(sort, value, country, cased=name[0].isupper() or acronym, acronym=acronym)


def _weapons() -> Iterator[tuple[str, Term]]:
    for line in read_table("weapons.csv", _HERE):
        for word in several(line["words"]):
            acronym = word.isupper()
            yield fold_name(word), Term(Sort.WEAPON, line["class"], cased=acronym, acronym=acronym)


def _facilities() -> Iterator[tuple[str, Term]]:
    text = resources.files(_HERE).joinpath("facilities.toml").read_text(encoding="utf-8")
    for language, kinds in tomllib.loads(text).items():
        for kind, words in kinds.items():
            for word in words:
                yield (
                    fold_name(word.rstrip("*")),
                    Term(Sort.FACILITY, kind, language=language, open_end=word.endswith("*")),
                )


def _nations() -> Iterator[tuple[str, Term]]:
    for line in read_table("nations.csv", _HERE):
        for word in several(line["words"]):
            yield (
                fold_name(word.rstrip("*")),
                Term(Sort.NATION, line["country"], line["country"], line["language"], open_end=word.endswith("*")),
            )


def _sites(user_sites: Path | None) -> Iterator[tuple[str, Term]]:
    for key in load_sites(user_sites).names:
        yield key, Term(Sort.SITE, key, cased=True)
