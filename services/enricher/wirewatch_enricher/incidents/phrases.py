"""Where phrases of a lexicon stand in a text. In: its folded tokens. Out: `Match`es, and the tags that they may mean.

One automaton of Aho and Corasick a language, over the tokens of its phrases, so that its time does not grow with the
lexicon; phrases with a gap match by their head, and their end is looked for behind it. A hyphen in a phrase may be a
blank in the text, and a blank a hyphen.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import ahocorasick

from wirewatch_enricher.incidents.tokens import split
from wirewatch_enricher.lexicon import Construction, Term, load_lexicon

_GAP_WORDS = 7
GATE_TAGS = ("act.", "harm.", "weapon.", "actor.", "target.", "victim", "threat.message", "thing", "verb#", "time.")
"""What `gate.may_report` and the choice of sentences look at."""
_STOPS = frozenset({".", ";", ":"})
REACH = 7
"""A verb and its thing have fewer tokens than this between them."""
_BETWEEN = "\x1f"
"""Stands between tokens where they are joined; no text that was cleaned has it."""
_NO_TAGS = frozenset[str]()

Tail = tuple[tuple[str, ...], Term]
"""What a phrase with a gap ends with, and what it means then."""


class Phrase(NamedTuple):
    """What some tokens in a row mean: `terms`, and with each of the `tails` behind a gap one more.

    `tags` are those of `GATE_TAGS` among the terms, `verb_of` the constructions whose verb it is.
    """

    length: int
    terms: tuple[Term, ...]
    tails: tuple[Tail, ...]
    tags: frozenset[str]
    verb_of: tuple[Construction, ...]


Match = tuple[Phrase, int, int]
"""A phrase in a text, and its tokens `start` to `end`."""


class _Automata(NamedTuple):
    """Over all phrases, and over those that the gate looks at."""

    all: Any
    gate: Any


@cache
def _automata(language: str) -> _Automata:
    """Make the automata of a language, once; well under a second."""
    lexicon = load_lexicon(language)
    terms: dict[tuple[str, ...], tuple[Term, ...]] = defaultdict(tuple)
    tails: dict[tuple[str, ...], tuple[Tail, ...]] = defaultdict(tuple)
    for name, meanings in lexicon.terms.items():
        for form in _forms(name, language):
            terms[form] += meanings
    for gap in lexicon.gaps:
        tails[split(gap.head, language)] += ((tuple(gap.tail.split(" ")), gap.term),)
    by_verb = {one.verb: one for one in lexicon.constructions}
    automata = _Automata(ahocorasick.Automaton(), ahocorasick.Automaton())
    for form in {**terms, **tails}:
        own, ends = terms[form], tails[form]
        tags = frozenset(term.tag for term in own if term.tag.startswith(GATE_TAGS))
        verb_of = tuple(by_verb[tag] for tag in tags if tag in by_verb)
        phrase, key = Phrase(len(form), own, ends, tags, verb_of), _joined(form)
        automata.all.add_word(key, phrase)
        if tags or any(term.tag.startswith(GATE_TAGS) for _, term in ends):
            automata.gate.add_word(key, phrase)
    for automaton in automata:
        automaton.make_automaton()
    return automata


def _joined(words: Sequence[str]) -> str:
    return _BETWEEN + _BETWEEN.join(words) + _BETWEEN


def _forms(phrase: str, language: str) -> set[tuple[str, ...]]:
    """Return a phrase's tokens, as it stands and with its hyphens and blanks changed for each other."""
    spaced = phrase.replace("-", " ")
    joined = phrase.replace(" ", "-") if phrase.count(" ") == 1 else phrase
    return {split(one, language) for one in (phrase, spaced, joined)}


def find_matches(words: Sequence[str], language: str, *, gate: bool = False) -> list[Match]:
    """Return the phrases of a text by their end; with `gate` only those that the gate looks at."""
    automata, text = _automata(language), _joined(words)
    found, at, done = [], 0, 0
    for last, phrase in (automata.gate if gate else automata.all).iter(text):
        at, done = at + text.count(_BETWEEN, done, last), last
        found.append((phrase, at - phrase.length, at))
    return found


def tail_end(words: Sequence[str], start: int, tail: tuple[str, ...]) -> int:
    """Return where the end of a phrase with a gap ends, 0 where it does not come soon in the same sentence."""
    size = len(tail)
    for at in range(start + 1, min(start + _GAP_WORDS, len(words) - size + 1)):
        if words[at - 1] in _STOPS:
            return 0
        if words[at : at + size] == tail:
            return at + size
    return 0


def possible_tags(words: Sequence[str], language: str, matches: Sequence[Match]) -> frozenset[str]:
    """Return the tags that cues of a sentence may have, those of `GATE_TAGS` alone; `matches` are those in it.

    No mask is heeded: a tag that is not here belongs to no cue, one that is here perhaps to none.
    """
    tags = _NO_TAGS.union(*[phrase.tags for phrase, _, _ in matches])
    far = {term.tag for phrase, _, end in matches for tail, term in phrase.tails if tail_end(words, end, tail)}
    tags = tags | far
    return tags.union(_made(tags, far, matches), _made_far(tags, far, load_lexicon(language).constructions))


def _made(tags: frozenset[str], far: Collection[str], matches: Sequence[Match]) -> Iterator[str]:
    """Yield the tags of the constructions whose verb and thing may be there, one close to the other.

    `far` are the tags of phrases with a gap, which reach anywhere.
    """
    for phrase, start, end in matches:
        if phrase.verb_of:
            near = _NO_TAGS.union(far, *[p.tags for p, at, to in matches if at - end < REACH and start - to < REACH])
            yield from (one.tag for one in phrase.verb_of if _whole(one, near, tags))


def _made_far(tags: frozenset[str], far: Collection[str], constructions: Iterable[Construction]) -> Iterator[str]:
    """Yield the tags of the constructions whose verb is a phrase with a gap."""
    if far:
        yield from (one.tag for one in constructions if one.verb in far and _whole(one, tags, tags))


def _whole(one: Construction, near: Collection[str], tags: Collection[str]) -> bool:
    """Whether the thing of a construction may be near, and what must be beside it in the sentence."""
    return any(_there(near, name) for name in (one.thing, *one.tags)) and (
        not one.beside or any(_there(tags, name) for name in one.beside)
    )


def _there(tags: Collection[str], name: str) -> bool:
    """Whether a tag, or one that starts with it where it ends in a dot, may be there; of others one does not know."""
    if not name.startswith(GATE_TAGS):
        return True
    return name in tags or (name.endswith(".") and any(tag.startswith(name) for tag in tags))
