"""Words of a text that tell of deeds, and what stands around them. In: a reading. Out: `Deed`s, and signs by name.

Deeds are looked for word by word, with the words of `undated_words.toml`, so that a text tells of more of them than it
has reports: "the funeral of the priests who were killed on Thursday". Who did it and to whom is a guess by what stands
near: before and after the word, after "by", the other way round where the word is passive.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from msgspec import Struct, convert

from wirewatch_enricher.incidents.news.salience import LEAD_SENTENCES
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

WORDS = "undated_words.toml"
NOBODY = "nobody"
_NEAR = 4
_BEFORE = 5
_PARTY = 8
_BY = 11
_AFTER_BY = 5
_PASSIVE_REACH = 3
_UPPER = 8


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of each kind of deed (a star ends those that may go on) and of each kind of party."""

    deeds: Mapping[str, tuple[str, ...]]
    parties: Mapping[str, tuple[str, ...]]


class Deed(Struct, frozen=True, kw_only=True):
    """A word that tells of a deed: its kind, its token, and its sentence."""

    kind: str
    at: int
    sentence: Sentence


@cache
def load_words() -> Words:
    """Read the words; an unknown key stops the start."""
    text = resources.files(__package__).joinpath(WORDS).read_text("utf-8")
    return convert(tomllib.loads(text), type=Words)


@cache
def _whole() -> Mapping[str, str]:
    deeds = load_words().deeds
    return {word: kind for kind, words in deeds.items() for word in words if not word.endswith("*")}


@cache
def _stems() -> Sequence[tuple[str, str]]:
    deeds = load_words().deeds
    return [(word[:-1], kind) for kind, words in deeds.items() for word in words if word.endswith("*")]


@cache
def _parties() -> Mapping[str, str]:
    """Return the kind of each party's word: of the first that has it."""
    kinds: dict[str, str] = {}
    for kind, words in load_words().parties.items():
        for word in words:
            kinds.setdefault(word, kind)
    return kinds


@cache
def _openings() -> tuple[str, ...]:
    return tuple(stem for stem, _ in _stems())


def deed_kind(word: str) -> str | None:
    """Return the kind of deed that a word tells of; None for most."""
    whole = _whole().get(word)
    if whole or not word.startswith(_openings()):
        return whole
    return next(kind for stem, kind in _stems() if word.startswith(stem))


def deeds_in(reading: Reading) -> tuple[Deed, ...]:
    """Return the deeds that a text tells of, in its order."""
    kinds = {word: kind for word in set(reading.words) if (kind := deed_kind(word))}
    return tuple(
        Deed(kind=kinds[reading.words[at]], at=at, sentence=sentence)
        for sentence in reading.sentences
        for at in range(sentence.start, sentence.end)
        if reading.words[at] in kinds
    )


def deed_signs(deeds: Iterable[Deed], reading: Reading) -> dict[str, set[str]]:
    """Return the signs of each kind of deed: the words around it, its sentence, and who did it to whom."""
    signs: dict[str, set[str]] = {}
    seen: dict[int, frozenset[str]] = {}
    for deed in deeds:
        sentence = deed.sentence
        own = signs.setdefault(deed.kind, set())
        if sentence.number not in seen:
            seen[sentence.number] = frozenset(_beside(sentence, reading))
        own.update(seen[sentence.number], _around(deed, reading), _roles(deed, reading))
    return signs


def place_in_text(sentence: Sentence) -> str:
    """Return where a sentence stands: first, early, upper or late."""
    number = sentence.number
    return "first" if not number else "early" if number < LEAD_SENTENCES else "upper" if number < _UPPER else "late"


def _beside(sentence: Sentence, reading: Reading) -> Iterator[str]:
    words = set(reading.words[sentence.start : sentence.end])
    yield "deed " + place_in_text(sentence)
    yield from (f"word {word}" for word in words)
    yield from (f"beside {tag}" for tag in sentence.tags)


def _around(deed: Deed, reading: Reading) -> Iterator[str]:
    start, end, at = deed.sentence.start, deed.sentence.end, deed.at
    yield f"told {reading.words[at]}"
    yield from (f"before {word}" for word in reading.words[max(start, at - _BEFORE) : at])
    yield from (f"after {word}" for word in reading.words[at + 1 : min(end, at + 1 + _NEAR)])


def _roles(deed: Deed, reading: Reading) -> Iterator[str]:
    kind, sentence, parties = deed.kind, deed.sentence, _parties()
    who, whom = _who_to_whom(deed, reading)
    yield f"{kind} {'lead' if sentence.number < LEAD_SENTENCES else 'late'}"
    yield from (kind, f"{kind} of {whom}", f"{kind} by {who}", f"{kind} by {who} of {whom}")
    yield from (f"of {whom}", f"by {who}", f"by {who} of {whom}")
    words = reading.words[sentence.start : sentence.end]
    yield from (f"{kind} beside {party}" for word in words if (party := parties.get(word)))


def _who_to_whom(deed: Deed, reading: Reading) -> tuple[str, str]:
    """Guess the kinds of those who did it and of those it was done to."""
    start, end, at, words = deed.sentence.start, deed.sentence.end, deed.at, reading.words
    before = _party(words[max(start, at - _PARTY) : at][::-1])
    after = _party(words[at + 1 : min(end, at + 1 + _PARTY)])
    passive = not reading.lists["common.be"].isdisjoint(words[max(start, at - _PASSIVE_REACH) : at])
    by = next((place for place in range(at + 1, min(end, at + 1 + _BY)) if words[place] == "by"), end)
    doer = _party(words[by + 1 : min(end, by + 2 + _AFTER_BY)])
    if doer == NOBODY and not passive:
        doer = before
    return doer, before if passive else after


def _party(words: Sequence[str]) -> str:
    parties = _parties()
    return next((parties[word] for word in words if word in parties), NOBODY)
