"""The phrases of a lexicon as a tree of words. In: a language. Out: nodes that say what the phrase up to them means.

A token that begins no phrase costs one look-up. A hyphen in a phrase may be a blank in the text, and a blank a hyphen.
"""

from collections.abc import Sequence
from functools import cache
from typing import Self

from wirewatch_enricher.incidents.tokens import split
from wirewatch_enricher.lexicon import Construction, Term, load_lexicon

_GAP_WORDS = 7
GATE_TAGS = ("act.", "harm.", "weapon.", "actor.", "target.", "victim", "threat.message", "thing", "verb#", "time.")
"""What `gate.may_report` and the choice of sentences look at."""
_STOPS = frozenset({".", ";", ":"})


class Node:
    """A phrase as far as it goes: `terms` says what it means (in order of tag and base form), `nexts` how it goes on.

    `tails` are the ends that make a phrase of it where they follow within a few words.
    """

    __slots__ = ("nexts", "tags", "tails", "terms")

    def __init__(self) -> None:
        self.terms: tuple[Term, ...] = ()
        self.tails: tuple[tuple[tuple[str, ...], Term], ...] = ()
        self.tags: frozenset[str] = frozenset()
        self.nexts: dict[str, Self] = {}


def tail_end(words: Sequence[str], start: int, tail: tuple[str, ...]) -> int:
    """Return where the end of a phrase with a gap ends, 0 where it does not come soon in the same sentence."""
    size = len(tail)
    for at in range(start + 1, min(start + _GAP_WORDS, len(words) - size + 1)):
        if words[at - 1] in _STOPS:
            return 0
        if words[at : at + size] == tail:
            return at + size
    return 0


@cache
def phrase_tree(language: str, *tags: str) -> dict[str, Node]:
    """Return the nodes of the words that phrases of a language begin with.

    With `tags`, only of phrases whose tag starts with one of them.
    """
    lexicon = load_lexicon(language)
    root = Node()
    for phrase, meanings in lexicon.terms.items():
        terms = [term for term in meanings if not tags or term.tag.startswith(tags)]
        for words in _forms(phrase, language) if terms else ():
            node = _grown(root, words)
            node.terms = tuple(sorted({*node.terms, *terms}, key=lambda term: term[:2]))
            node.tags |= {term.tag for term in terms}
    for gap in lexicon.gaps:
        if tags and not gap.term.tag.startswith(tags):
            continue
        _grown(root, split(gap.head, language)).tails += ((tuple(gap.tail.split(" ")), gap.term),)
    return root.nexts


def _forms(phrase: str, language: str) -> set[tuple[str, ...]]:
    """Return a phrase's tokens, as it stands and with its hyphens and blanks changed for each other."""
    spaced = phrase.replace("-", " ")
    joined = phrase.replace(" ", "-") if phrase.count(" ") == 1 else phrase
    return {split(one, language) for one in (phrase, spaced, joined)}


def _grown(node: Node, words: tuple[str, ...]) -> Node:
    for word in words:
        node = node.nexts.setdefault(word, Node())
    return node


def possible_tags(words: Sequence[str], language: str, bounds: Sequence[int]) -> list[frozenset[str]]:
    """Return for each sentence the tags that its cues may have, those of `GATE_TAGS` alone; `bounds` are their starts.

    No mask is heeded: a tag that is not here belongs to no cue, one that is here perhaps to none.
    """
    size, number = len(words), 0
    found: list[set[str]] = [set() for _ in bounds]
    for start, first in enumerate(map(phrase_tree(language, *GATE_TAGS).get, words)):
        if first is None:
            continue
        while number + 1 < len(bounds) and bounds[number + 1] <= start:
            number += 1
        node: Node | None = first
        end = start + 1
        while node is not None:
            found[number].update(node.tags)
            found[number].update(term.tag for tail, term in node.tails if tail_end(words, end, tail))
            node = node.nexts.get(words[end]) if end < size else None
            end += 1
    constructions = load_lexicon(language).constructions
    return [frozenset(tags | _made(tags, constructions)) for tags in found]


def _made(tags: set[str], constructions: Sequence[Construction]) -> set[str]:
    """Return the tags of the constructions whose verb and thing are both there."""
    if not any(tag.startswith("verb#") for tag in tags):
        return set()
    return {
        one.tag
        for one in constructions
        if one.verb in tags
        and any(_there(tags, name) for name in (one.thing, *one.tags))
        and (not one.beside or any(_there(tags, name) for name in one.beside))
    }


def _there(tags: set[str], name: str) -> bool:
    """Whether a tag, or one that starts with it where it ends in a dot, may be there; of others one does not know."""
    if not name.startswith(GATE_TAGS):
        return True
    return name in tags or (name.endswith(".") and any(tag.startswith(name) for tag in tags))
