"""Reads a language's lexicon and checks it: a table is a tag, its words are terms of that tag."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch_enricher.lexicon.inflect import base_form, inflections

_GAP = " * "
_CONSTRUCTION_KEYS = frozenset({"tag", "verbs", "things", "tags", "beside"})
_KEYS = frozenset({"verbs", "nouns", "phrases", "terms"})


class Term(NamedTuple):
    """What a phrase means: its tag, its base form, and its value where it has one (a month's number)."""

    tag: str
    base: str
    value: int | None = None


class Gap(NamedTuple):
    """A phrase with a gap: "shot * down". `head` and `tail` are folded."""

    head: str
    tail: str
    term: Term


class Construction(NamedTuple):
    """A kind of verb with a kind of thing in one sentence: "seize" and whom. Its verb then is a cue of `tag`.

    `verb` and `thing` are the tags that its own words have; `tags` are those of other words that stand for the thing,
    `beside` (if any) those of which the sentence must have one.
    """

    tag: str
    verb: str
    thing: str
    tags: tuple[str, ...]
    beside: tuple[str, ...]


class Lexicon(Struct, frozen=True, kw_only=True):
    """All phrases of a language, folded, with their terms; those with a gap in them; and its constructions."""

    language: str
    terms: Mapping[str, tuple[Term, ...]]
    gaps: tuple[Gap, ...]
    constructions: tuple[Construction, ...]
    by_tag: Mapping[str, frozenset[str]]


@cache
def languages() -> frozenset[str]:
    """Return the languages that have a lexicon (ISO 639-1)."""
    return frozenset(entry.name[:-5] for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language; raises `SettingsError` naming the file and the table that is wrong."""
    name = f"{language}.toml"
    try:
        return parse_lexicon(files(__package__).joinpath(name).read_text("utf-8"), name=name)
    except FileNotFoundError as error:
        raise SettingsError(f"lexicon {name}: there is no such language") from error


def parse_lexicon(text: str, *, name: str) -> Lexicon:
    """Read the text of a lexicon file; `name` is for error messages."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"lexicon {name}: {error}") from error
    meta, forms = tables.pop("meta", {}), tables.pop("forms", {})
    constructions = []
    for number, table in enumerate(tables.pop("constructions", ())):
        construction, verbs, things = _construction(number, table, name=name)
        constructions.append(construction)
        tables[construction.verb] = {"verbs": verbs}
        if things:
            tables[construction.thing] = {"nouns": things}
    terms: defaultdict[str, list[Term]] = defaultdict(list)
    gaps = []
    for tag, table in tables.items():
        _check(tag, table, name=name)
        for phrase, term in _checked_terms(tag, table, forms=forms, how=meta.get("inflect", "none"), name=name):
            head, gap, tail = phrase.partition(_GAP)
            if gap:
                gaps.append(Gap(head, tail, term))
            elif term not in terms[phrase]:
                terms[phrase].append(term)
    by_tag: defaultdict[str, set[str]] = defaultdict(set)
    for phrase, meanings in terms.items():
        for term in meanings:
            by_tag[term.tag].add(phrase)
    return Lexicon(
        by_tag={tag: frozenset(words) for tag, words in by_tag.items()},
        language=str(meta.get("language", name)),
        terms={k: tuple(v) for k, v in terms.items()},
        gaps=tuple(gaps),
        constructions=tuple(constructions),
    )


def _construction(number: int, table: dict[str, Any], *, name: str) -> tuple[Construction, list[str], list[str]]:
    """Return a construction with its verbs and things, each in base form."""
    unknown = set(table) - _CONSTRUCTION_KEYS
    things, tags = table.get("things", []), table.get("tags", [])
    if unknown or "tag" not in table or not table.get("verbs") or not (things or tags):
        raise SettingsError(
            f"lexicon {name}: [[constructions]] {number + 1} must have `tag`, `verbs`, and `things` or `tags`;"
            f" and else `beside` alone{f', not {sorted(unknown)}' if unknown else ''}"
        )
    found = Construction(
        tag=table["tag"],
        verb=f"verb#{number}",
        thing=f"thing#{number}",
        tags=tuple(tags),
        beside=tuple(table.get("beside", ())),
    )
    return found, list(table["verbs"]), list(things)


def _check(tag: str, table: object, *, name: str) -> None:
    if not isinstance(table, dict) or not table or not set(table) <= _KEYS:
        raise SettingsError(f"lexicon {name}: [{tag}] must have one of {sorted(_KEYS)} and nothing else")
    for key, words in table.items():
        if key == "terms":
            if not all(isinstance(value, int) for value in words.values()):
                raise SettingsError(f"lexicon {name}: [{tag}] {key}: every value must be a whole number")
        elif not all(isinstance(word, str) and word.strip() for word in words):
            raise SettingsError(f"lexicon {name}: [{tag}] {key}: every word must be a text that is not empty")


def _checked_terms(
    tag: str, table: dict[str, Any], *, forms: dict[str, str], how: str, name: str
) -> list[tuple[str, Term]]:
    try:
        return list(_terms(tag, table, forms=forms, how=how))
    except KeyError as error:
        raise SettingsError(f"lexicon {name}: [{tag}] [forms] has no endings {error}") from error


def _terms(tag: str, table: dict[str, Any], *, forms: dict[str, str], how: str) -> Iterator[tuple[str, Term]]:
    for kind in ("verbs", "nouns", "phrases"):
        for base in table.get(kind, ()):
            term = Term(tag, base_form(base))
            for form in inflections(base, kind=kind, forms=forms, how=how):
                yield form, term
    for word, value in table.get("terms", {}).items():
        for form in inflections(word, kind="phrases", forms=forms, how=how):
            yield form, Term(tag, base_form(word), value)
