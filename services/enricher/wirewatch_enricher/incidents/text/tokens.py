"""The tokens of a text as plain tuples. In: a text, or a `Doc` that a user's pipeline made. Out: `Tokens`.

spaCy's tokenizer looks past a blank only for its few special cases that have one ("EE. UU."), so what it makes of a
word is kept and looked up the next time.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import spacy
from msgspec import Struct
from spacy.language import Language
from spacy.tokens import Doc

from wirewatch_enricher.lexicon.inflect import fold

_BLANK = " "
_ENDS = frozenset({".", "!", "?", "…", "؟", "。"})
_ENGLISH = re.compile(
    r"""(["(]?)((?:[A-Za-z]+-)*(?:[A-Z]{2,}|[A-Za-z]*[a-z]{2})|\d+(?:[.,]\d+)?)((?:'s)?)("?)([,.;:!?)]?)("?)"""
)
_WORD, _MARK, _END = 0, 1, 2
_KEPT_PIECES = 32_768
_LONGEST_KEPT = 32


class Tokens(Struct, frozen=True, kw_only=True):
    """The tokens of a text as written, as they are compared, and where they begin; `starts` are those of sentences.

    `joints` are where a parse says that a relative or adverbial clause begins, or has just ended.
    """

    written: str
    texts: tuple[str, ...]
    words: tuple[str, ...]
    offsets: tuple[int, ...]
    starts: tuple[int, ...]
    joints: tuple[int, ...] = ()

    def glued(self, at: int) -> bool:
        """Whether no blank stands between a token and the next."""
        end = self.offsets[at] + len(self.texts[at])
        return end >= len(self.written) or self.written[end] != _BLANK


class _Token(NamedTuple):
    """A token as written and as it is compared, its `size` up to the next one, and whether it is a mark (`kind`)."""

    text: str
    word: str
    size: int
    kind: int


_Piece = tuple[_Token, ...]
"""The tokens of a word with what is glued to it."""


@cache
def tokenizer(language: str) -> Language:
    """Return spaCy's blank pipeline of a language, its tokenizer alone; "xx" where spaCy has none."""
    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


def tokenize(text: str, language: str) -> Tokens:
    """Return the tokens that spaCy's tokenizer of a language makes of a text; sentences by its sentencizer's rule."""
    pieces = map(_kept_pieces(language).__getitem__, _cutter(language)(text))
    texts, words, sizes, kinds = zip(*chain.from_iterable(pieces), strict=True) if text else ((), (), (), ())
    return Tokens(
        written=text,
        texts=texts,
        words=words,
        offsets=tuple(accumulate(sizes[:-1], initial=0)) if sizes else (),
        starts=tuple(_by_rule(bytes(kinds))),
    )


@cache
def _cutter(language: str) -> Callable[[str], list[str]]:
    """Return what cuts a text at its blanks, each kept with the word before it."""
    rules = (rule for rule in _special_cases(tokenizer(language)) if " " in rule.strip())
    spaced = "|".join(sorted(map(re.escape, rules), reverse=True))
    return re.compile((rf"\S*?(?:{spaced})\S* ?|" if spaced else "") + r"\S+ ?|\s+").findall


class _Pieces(dict[str, _Piece]):
    """What the tokenizer made of words before; forgotten all at once when it is too much."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __missing__(self, piece: str) -> _Piece:
        made = _piece(self._nlp, piece)
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _KEPT_PIECES:
                self.clear()
            self[piece] = made
        return made


@cache
def _kept_pieces(language: str) -> _Pieces:
    return _Pieces(tokenizer(language))


def _piece(nlp: Language, piece: str) -> _Piece:
    texts = _parts(piece.removesuffix(_BLANK), nlp)
    if texts:
        sizes, kinds = [len(text) for text in texts], bytes(map(_kind, texts))
        sizes[-1] += len(piece) - sum(sizes)
    else:
        with nlp.memory_zone():
            doc = nlp.make_doc(piece)
            texts, kinds = tuple(token.text for token in doc), _kinds(doc)
            starts = [*(token.idx for token in doc), len(piece)]
        sizes = [end - start for start, end in pairwise(starts)]
    return tuple(map(_Token, texts, folded(texts), sizes, kinds))


def _parts(word: str, nlp: Language) -> tuple[str, ...]:
    """Return the tokens of a plain word, in English with the usual marks around it; () where spaCy must be asked.

    To ask takes thirty times as long.
    """
    if _is_plain(word, nlp):
        return (word,)
    found = _ENGLISH.fullmatch(word) if nlp.lang == "en" else None
    if not found:
        return ()
    before, core, own, *behind = found.groups()
    parts = core.replace("-", " - ").split()
    if not _special_cases(nlp).isdisjoint((*parts, core, core + own, word.strip('"('))):
        return ()
    return tuple(filter(None, (before, *parts, own, *behind)))


def _kind(text: str) -> int:
    """Return the kind of a token that `_parts` gives."""
    return _END if text in _ENDS else _MARK if len(text) == 1 and not text.isalnum() else _WORD


def split(phrase: str, language: str) -> tuple[str, ...]:
    """Return a phrase's folded tokens, as the tokenizer splits them; plain words it is not asked about, it is slow."""
    nlp = tokenizer(language)
    words = tuple(phrase.split(" "))
    if all(_is_plain(word, nlp) for word in words):
        return words
    return tuple(folded(tuple(token.text for token in nlp.make_doc(phrase))))


def _is_plain(word: str, nlp: Language) -> bool:
    """Whether a word is surely one token: letters alone, and no special case."""
    return word.isalpha() and word not in _special_cases(nlp)


@lru_cache(maxsize=32)
def _special_cases(nlp: Language) -> frozenset[str]:
    return frozenset(getattr(nlp.tokenizer, "rules", None) or ())


def tokens_of(doc: Doc) -> Tokens:
    """Return the tokens of a doc; one without sentences gets them by the rule of spaCy's sentencizer."""
    written = doc.text
    places = doc.to_array(["IDX", "LENGTH"]).tolist()
    texts = tuple(written[at : at + size] for at, size in places)
    return Tokens(
        written=written,
        texts=texts,
        words=tuple(folded(texts)),
        offsets=tuple(at for at, _ in places),
        starts=tuple(_parsed(doc) if doc.has_annotation("SENT_START") else _by_rule(_kinds(doc))),
        joints=tuple(sorted(set(_joints(doc)))) if doc.has_annotation("DEP") else (),
    )


def folded(texts: tuple[str, ...]) -> Iterator[str]:
    """Yield the folded form of every token; of one that is all marks a blank."""
    return (fold(text) or _BLANK for text in texts)


def _kinds(doc: Doc) -> bytes:
    return bytes(_END if token.text in _ENDS else _MARK if token.is_punct else _WORD for token in doc)


def _parsed(doc: Doc) -> Iterator[int]:
    begins = doc.to_array("SENT_START").tolist()
    return (at for at, begin in enumerate(begins) if begin == 1 or not at)


_SUBORDINATE = frozenset({"advcl", "relcl", "acl:relcl", "parataxis"})
"""Dependency labels of CLEAR style and of Universal Dependencies. Not the content of what is said or denied (`ccomp`):
it belongs to its verb."""


def _joints(doc: Doc) -> Iterator[int]:
    """Yield the edges of the clauses that hang on a noun or on another clause."""
    for token in doc:
        if token.dep_ in _SUBORDINATE:
            yield from (token.left_edge.i, token.right_edge.i + 1)


def _by_rule(kinds: bytes) -> Iterator[int]:
    """Yield where sentences begin: at what is no punctuation behind a sign that ends one."""
    if kinds:
        yield 0
    end = 0 if kinds.startswith(bytes((_END,))) else kinds.find(_END)
    while end >= 0 and (begin := kinds.find(_WORD, end)) > 0:
        yield begin
        end = kinds.find(_END, begin)


def after_hours(tokens: Tokens) -> Iterator[int]:
    """Yield where a sentence begins behind one that ends in "a.m." or "p.m.": at a capital that no name has."""
    for hour in _HOURS.intersection(tokens.words):
        places = (at for at, word in enumerate(tokens.words[:-1], 1) if word == hour)
        yield from (at for at in places if tokens.words[at] in _OPENERS and tokens.texts[at][0].isupper())


_HOURS = frozenset({"a.m.", "p.m."})
_OPENERS = frozenset({
    *("on", "in", "at", "the", "a", "an", "it", "he", "she", "they", "we", "there", "this", "that", "these", "no"),
    *("nobody", "one", "two", "three", "its", "his", "her", "their", "some", "all", "another", "both", "but", "as"),
    *("after", "before", "when", "while", "by", "for", "police", "officials", "witnesses", "residents", "several"),
})  # fmt: skip
