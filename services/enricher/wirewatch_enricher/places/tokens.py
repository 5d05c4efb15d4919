"""Words of a text with their offsets and case: what the recognition of names looks at."""

import re

from msgspec import Struct

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019.][^\W\d_]+)*")
_CAPITAL_WORD = re.compile(r"[^\x00-@\[-\x7f](?<=[^\W\d_])(?<![^\W\d_].)[^\W\d_]*\d*(?:['\u2019.][^\W\d_]+)*")
_WIDEST_GAP = 3
_WITHIN = "'\u2019."
_WORD_AFTER = re.compile(r"([ -])([^\W\d_]+(?:['\u2019.][^\W\d_]+)*)")
_ENDINGS = frozenset(
    "s da de ta te dan den tan ten daki deki taki teki ya ye yi nin nun in un yu na ne ni nu".split()  # noqa: SIM905
)
"""What follows a name behind an apostrophe: in English, and Turkish cases as they are folded."""
_SHORTEST = 2
_REACH = 24
_LONGEST_HEADLINE = 200
_CAPITAL_SHARE = 0.75
_FEWEST_WORDS = 4
_SENTENCE_END = frozenset('.!?\u2026"\u201c\u201d\u2018:;\n\u2022*|-\u2014\u2013([')


class Token(Struct, frozen=True):
    """One word: `folded` is its folded form without a possessive ending, `capital` whether it begins with a capital."""

    start: int
    end: int
    folded: str
    capital: bool


class Beside(Struct, frozen=True):
    """The word next to a span, as a `Token` has it, and what stands between them."""

    start: int
    end: int
    folded: str
    capital: bool
    gap: str


def capital_words(text: str, folded: str) -> list[Token]:
    """Return the words that begin with a capital; `folded` is `fold(text)`."""
    return [
        _token(start, end, folded, capital=True)
        for start, end in map(re.Match.span, _CAPITAL_WORD.finditer(text))
        if text[start].isupper()
    ]


def words(text: str, folded: str) -> list[Token]:
    """Return all words of a text; `folded` is `fold(text)`."""
    return [
        _token(start, end, folded, capital=text[start].isupper())
        for start, end in map(re.Match.span, _WORD.finditer(text))
    ]


def word_before(text: str, folded: str, start: int) -> Beside | None:
    """Return the word right before an offset, None where there is none in the same clause."""
    lowest, end = max(0, start - _REACH), max(0, start - 1)
    at = text.rfind(" ", lowest, end) + 1
    if lowest < at < end and text[end] == " " and text[at:end].isalpha():  # the usual case, and quick
        return Beside(at, end, folded[at:end], text[at].isupper(), " ")
    end = start
    while end and start - end < _WIDEST_GAP and text[end - 1] in " .-":
        end -= 1
    if not 0 < start - end < _WIDEST_GAP:
        return None
    at = end
    while at > lowest and (text[at - 1].isalpha() or (text[at - 1] in _WITHIN and text[at - 2 : at - 1].isalpha())):
        at -= 1
    if at == end:
        return None
    return _beside(_token(at, end, folded, capital=text[at].isupper()), text[end:start])


def word_after(text: str, folded: str, end: int) -> Beside | None:
    """Return the word right after an offset, None where another sign than a blank or hyphen comes first."""
    found = _WORD_AFTER.match(text, end)
    if found is None:
        return None
    at, to = found.span(2)
    return _beside(_token(at, to, folded, capital=text[at].isupper()), found[1])


def _beside(token: Token, gap: str) -> Beside:
    return Beside(token.start, token.end, token.folded, token.capital, gap)


def _token(start: int, end: int, folded: str, *, capital: bool) -> Token:
    word = folded[start:end]
    if "'" in word:
        name, _, ending = word.rpartition("'")
        if ending in _ENDINGS and len(name) >= _SHORTEST:
            return Token(start, start + len(name), name, capital)
    return Token(start, end, word, capital)


def begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence, a quotation or a line begins at an offset, so that its capital says nothing."""
    before = text[max(0, start - 3) : start]
    stripped = before.rstrip(" \t\u00a0")
    return not stripped or stripped[-1] in _SENTENCE_END


def is_headline(line: str) -> bool:
    """Whether most words of a line begin with a capital, as in headlines of American papers and of wire flashes."""
    if len(line) > _LONGEST_HEADLINE:
        return False
    long = [word for word in _WORD.findall(line) if len(word) > 3]
    return len(long) >= _FEWEST_WORDS and sum(word[0].isupper() for word in long) >= _CAPITAL_SHARE * len(long)
