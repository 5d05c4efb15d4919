"""Words of a text with their offsets and case: what the recognition of names looks at."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019.][^\W\d_]+)*")
_SENTENCE_END = frozenset('.!?\u2026"\u201c\u201d\u2018:;\n\u2022*|-\u2014\u2013([')


class Token(NamedTuple):
    """One word: `folded` is its folded form without a possessive ending, `capital` whether it begins with a capital."""

    start: int
    end: int
    folded: str
    capital: bool


def tokens(text: str, folded: str) -> list[Token]:
    """Return the words of a text; `folded` is `fold(text)`."""
    return list(_tokens(text, folded))


def _tokens(text: str, folded: str) -> Iterator[Token]:
    for found in _WORD.finditer(text):
        start, end = found.span()
        word = folded[start:end]
        if word.endswith("'s"):
            end -= 2
            word = word[:-2]
        yield Token(start, end, word, text[start].isupper())


def begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence, a quotation or a line begins at an offset, so that its capital says nothing."""
    before = text[max(0, start - 3) : start]
    stripped = before.rstrip(" \t\u00a0")
    return not stripped or stripped[-1] in _SENTENCE_END
