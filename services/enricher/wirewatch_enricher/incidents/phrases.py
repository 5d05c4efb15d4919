"""The phrases of a lexicon as a tree of words. In: a language. Out: nodes that say what the phrase up to them means.

A token that begins no phrase costs one look-up. A hyphen in a phrase may be a blank in the text, and a blank a hyphen.
"""

from collections.abc import Sequence
from functools import cache
from typing import Self

from wirewatch_enricher.incidents.tokens import split
from wirewatch_enricher.lexicon import Term, load_lexicon

_GAP_WORDS = 7
_STOPS = frozenset({".", ";", ":"})


class Node:
    """A phrase as far as it goes: `terms` says what it means (in order of tag and base form), `nexts` how it goes on.

    `tails` are the ends that make a phrase of it where they follow within a few words.
    """

    __slots__ = ("nexts", "tails", "terms")

    def __init__(self) -> None:
        self.terms: tuple[Term, ...] = ()
        self.tails: tuple[tuple[tuple[str, ...], Term], ...] = ()
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

    With `tags`, only of phrases that can make a cue whose tag starts with one of them.
    """
    lexicon = load_lexicon(language)
    verbs = {one.verb for one in lexicon.constructions if one.tag.startswith(tags)}
    root = Node()
    for phrase, meanings in lexicon.terms.items():
        terms = [term for term in meanings if not tags or term.tag.startswith(tags) or term.tag in verbs]
        for words in _forms(phrase, language) if terms else ():
            node = _grown(root, words)
            node.terms = tuple(sorted({*node.terms, *terms}, key=lambda term: term[:2]))
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


def beginnings(words: Sequence[str], language: str, *tags: str) -> list[int]:
    """Return the tokens at which a phrase begins whose tag starts with one of `tags`, masked or not.

    Of a phrase with a gap the head counts alone: where nothing is found, there is no cue of these tags.
    """
    size, found = len(words), []
    for start, first in enumerate(map(phrase_tree(language, *tags).get, words)):
        node, end = first, start + 1
        while node is not None and not node.terms and not node.tails:
            node = node.nexts.get(words[end]) if end < size else None
            end += 1
        if node is not None:
            found.append(start)
    return found
