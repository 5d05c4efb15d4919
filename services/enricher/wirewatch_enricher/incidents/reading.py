"""From text to sentences, clauses and cues. In: a text and its language. Out: `Reading`.

spaCy gives tokens and sentences (a blank tokenizer with the rule sentencizer, or a `Doc` that a user's pipeline made);
one `PhraseMatcher` over the language's lexicon gives cues. Only the first `MAX_CHARS` characters are read.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import spacy
from msgspec import Struct
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from wirewatch_enricher.lexicon import Term, load_lexicon
from wirewatch_enricher.lexicon.inflect import fold

MAX_CHARS = 16_000
_GAP_WORDS = 7
_LONG_WORD = re.compile(r"\S{60,}")
_DASHES = frozenset({"-", "/", "\u2010", "\u2011", "\u2013"})
_BREAKS = _DASHES | frozenset(
    [",", ";", ":", "(", ")", "[", "]", "--", "..", "...", '"', "|", "“", "”", "«", "»", "،", "؛", "…", "—"]
)


_INSIDE_ACTS = frozenset({"weapon.firearm", "weapon.vehicle", "weapon.craft"})


class Cue(NamedTuple):
    """A phrase of the lexicon in the text: its tag, base form, value, and tokens `start` to `end`."""

    tag: str
    base: str
    value: int | None
    start: int
    end: int


class Clause(Struct, frozen=True, kw_only=True):
    """A stretch of a sentence between commas and conjunctions, with its cues in order."""

    start: int
    end: int
    cues: tuple[Cue, ...]

    def of(self, *tags: str) -> tuple[Cue, ...]:
        """Return the cues whose tag is one of `tags`; a tag that ends in a dot stands for all that start so."""
        return select(self.cues, *tags)


class Sentence(Struct, frozen=True, kw_only=True):
    """One sentence: its tokens, clauses and cues; `number` counts in the text, `paragraph` as well (the title is 0)."""

    number: int
    paragraph: int
    in_title: bool
    start: int
    end: int
    cues: tuple[Cue, ...]
    clauses: tuple[Clause, ...]

    def of(self, *tags: str) -> tuple[Cue, ...]:
        """Return the cues whose tag is one of `tags`; a tag that ends in a dot stands for all that start so."""
        return select(self.cues, *tags)

    def clause_at(self, token: int) -> Clause:
        """Return the clause that holds a token."""
        return next((c for c in self.clauses if c.start <= token < c.end), self.clauses[-1])


class Reading(Struct, frozen=True, kw_only=True):
    """A text that was read: `words` are the folded tokens, `offsets` their first characters."""

    doc: Doc
    language: str
    words: tuple[str, ...]
    offsets: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters from token `start` up to token `end`."""
        last = max(start, end - 1)
        return self.offsets[start], self.offsets[last] + len(self.doc[last].text)

    def word_set(self, tag: str) -> frozenset[str]:
        """Return the single words that the language's lexicon has under a tag."""
        return load_lexicon(self.language).words(tag)

    def token_at(self, char: int) -> int:
        """Return the token that a character lies in."""
        return max(0, bisect_right(self.offsets, char) - 1)

    def text(self, start: int, end: int) -> str:
        """Return the words from token `start` up to token `end` as written."""
        first, last = self.span(start, end)
        return self.doc.text[first:last]


def select(cues: Iterable[Cue], *tags: str) -> tuple[Cue, ...]:
    """Return the cues whose tag is one of `tags`; a tag that ends in a dot stands for all that start so."""
    return tuple(
        cue for cue in cues if any(cue.tag == tag or (tag[-1] == "." and cue.tag.startswith(tag)) for tag in tags)
    )


@cache
def tokenizer(language: str) -> Language:
    """Return spaCy's blank pipeline of a language with the rule sentencizer; "xx" where spaCy has none."""
    try:
        nlp = spacy.blank(language)
    except ImportError:
        nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "…", "؟", "。", "!", "?"]})
    return nlp


class _Matcher(Struct, frozen=True, kw_only=True):
    matcher: PhraseMatcher
    terms: dict[int, tuple[Term, ...]]
    gaps: dict[int, tuple[tuple[str, Term], ...]]


@cache
def _matcher(language: str) -> _Matcher:
    nlp, lexicon = tokenizer(language), load_lexicon(language)
    matcher = PhraseMatcher(nlp.vocab, attr="NORM")
    terms: dict[int, tuple[Term, ...]] = {}
    gaps: dict[int, tuple[tuple[str, Term], ...]] = {}
    for phrase, meaning in lexicon.terms.items():
        key = nlp.vocab.strings.add(f"t:{phrase}")
        variants = {phrase, phrase.replace("-", " "), phrase.replace(" ", "-") if phrase.count(" ") == 1 else phrase}
        matcher.add(f"t:{phrase}", [_normed(nlp.make_doc(one)) for one in sorted(variants)])
        terms[key] = meaning
    heads: dict[str, list[tuple[str, Term]]] = {}
    for gap in lexicon.gaps:
        heads.setdefault(gap.head, []).append((gap.tail, gap.term))
    for head, tails in heads.items():
        key = nlp.vocab.strings.add(f"g:{head}")
        matcher.add(f"g:{head}", [_normed(nlp.make_doc(head))])
        gaps[key] = tuple(tails)
    return _Matcher(matcher=matcher, terms=terms, gaps=gaps)


def _normed(doc: Doc) -> Doc:
    for token in doc:
        token.norm_ = fold(token.text)
    return doc


def read_text(text: str, language: str, *, title_end: int = 0, doc: Doc | None = None) -> Reading:
    """Tokenise a text and find its cues; `doc` is a parsed `Doc` of the same text whose sentences are to be used."""
    if doc is None:
        kept = _LONG_WORD.sub(lambda found: "x" + " " * (len(found.group()) - 1), text[:MAX_CHARS])
        doc = tokenizer(language)(kept)
    doc = _normed(doc)
    words = tuple(token.norm_ for token in doc)
    offsets = tuple(token.idx for token in doc)
    cues = _cues(doc, words, language)
    return Reading(
        doc=doc,
        language=language,
        words=words,
        offsets=offsets,
        sentences=tuple(_sentences(doc, words, cues, title_end)),
    )


def _cues(doc: Doc, words: tuple[str, ...], language: str) -> list[Cue]:
    found = _matcher(language)
    cues = set()
    for key, start, end in found.matcher(doc):
        for term in found.terms.get(key, ()):
            cues.add(Cue(term.tag, term.base, term.value, start, end))
        for tail, term in found.gaps.get(key, ()):
            stop = _tail(words, end, tail)
            if stop:
                cues.add(Cue(term.tag, term.base, term.value, start, stop))
    masks = [(cue.start, cue.end) for cue in cues if cue.tag in {"mask", "hypo_ok"}]
    acts = [(cue.start, cue.end) for cue in cues if cue.tag.startswith("act.")]
    stops = [(cue.start, cue.end) for cue in cues if cue.tag == "act.intercept"]
    kept = [
        cue
        for cue in cues
        if cue.tag != "mask"
        and not _masked(cue, masks)
        and not (cue.tag in _INSIDE_ACTS and _masked(cue, acts))
        and not (
            cue.tag in {"act.shoot", "harm.injure"} and any(start < cue.end and cue.start < end for start, end in stops)
        )
    ]
    return sorted(kept, key=lambda cue: (cue.start, -cue.end, cue.tag, cue.base))


def _tail(words: tuple[str, ...], start: int, tail: str) -> int:
    parts = tuple(tail.split(" "))
    for at in range(start + 1, min(start + _GAP_WORDS, len(words) - len(parts) + 1)):
        if words[at - 1] in {".", ";", ":"}:
            return 0
        if words[at : at + len(parts)] == parts:
            return at + len(parts)
    return 0


def _masked(cue: Cue, masks: list[tuple[int, int]]) -> bool:
    if cue.tag.startswith("time.") or cue.tag in {"hypo_ok", "number"}:
        return False
    size = cue.end - cue.start
    return any(start <= cue.start and cue.end <= end and size < end - start for start, end in masks)


def _sentences(doc: Doc, words: tuple[str, ...], cues: list[Cue], title_end: int) -> Iterator[Sentence]:
    paragraph, at = 0, 0
    for number, (start, end) in enumerate(_bounds(doc, title_end)):
        if start and "\n" in doc[start - 1].text:
            paragraph += 1
        own = []
        while at < len(cues) and cues[at].start < end:
            own.append(cues[at])
            at += 1
        yield Sentence(
            number=number,
            paragraph=paragraph,
            in_title=doc[start].idx < title_end,
            start=start,
            end=end,
            cues=tuple(own),
            clauses=tuple(_clauses(doc, words, start, end, own)),
        )


def _bounds(doc: Doc, title_end: int) -> Iterator[tuple[int, int]]:
    start = 0
    for sent in doc.sents:
        for token in sent:
            if "\n" in token.text or (title_end and token.i and doc[token.i - 1].idx < title_end <= token.idx):
                if token.i > start:
                    yield start, token.i
                start = token.i + 1 if token.is_space else token.i
        if sent.end > start and sent.end - 1 >= start:
            yield start, sent.end
            start = sent.end


def _clauses(doc: Doc, words: tuple[str, ...], start: int, end: int, cues: list[Cue]) -> Iterator[Clause]:
    splits = {cue.start for cue in cues if cue.tag == "split"}
    breaks = (at for at in range(start + 1, end) if words[at - 1] in _BREAKS and not _joins(doc, at - 1))
    cuts = sorted({start, end, *breaks, *(at for at in splits if start < at < end)})
    for first, last in pairwise(cuts):
        yield Clause(start=first, end=last, cues=tuple(cue for cue in cues if first <= cue.start < last))


def _joins(doc: Doc, at: int) -> bool:
    """Whether a hyphen stands inside a word, or a comma between figures."""
    return at > 0 and doc[at].text in _DASHES and not doc[at - 1].whitespace_


def dateline_end(reading: Reading, sentence: Sentence) -> int:
    """Return where "BAGHDAD, Jan 3 (Wire) -" ends in a sentence; 0 where it has no dateline."""
    if sentence.in_title:
        return 0
    for at in range(sentence.start + 1, min(sentence.start + 16, sentence.end)):
        if reading.words[at] in {"-", "--", ":"} and reading.doc[at - 1].whitespace_ + reading.words[at] != "-":
            head = reading.doc[sentence.start].text
            return at + 1 if head.isupper() and len(head) > 2 else 0
    return 0
