"""From text to sentences, clauses and cues. In: a text and its language. Out: `Reading`.

spaCy gives tokens and sentences (a blank tokenizer and the sentencizer's rule, or a `Doc` that a user's pipeline made).
Only what `bounded` leaves of the text is read.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct
from spacy.tokens import Doc

from wirewatch_enricher.incidents.bounds import bounded
from wirewatch_enricher.incidents.cues import ByTag, Cue, find_cues, index, pick, tokenizer
from wirewatch_enricher.incidents.march import read_marches
from wirewatch_enricher.incidents.tokens import Tokens, tokens_of
from wirewatch_enricher.lexicon import load_lexicon

_DASHES = frozenset({"-", "/", "\u2010", "\u2011", "\u2013"})
_BREAKS = _DASHES | frozenset(
    [",", ";", ":", "(", ")", "[", "]", "--", "..", "...", '"', "|", "“", "”", "«", "»", "،", "؛", "…", "—"]
)


class Clause(Struct, frozen=True, kw_only=True):
    """A stretch of a sentence between commas and conjunctions, with its cues in order."""

    start: int
    end: int
    cues: tuple[Cue, ...]
    by_tag: ByTag

    def of(self, *tags: str) -> tuple[Cue, ...]:
        """Return the cues whose tag is one of `tags`; a tag that ends in a dot stands for all that start so."""
        return pick(self.by_tag, tags)


class Sentence(Struct, frozen=True, kw_only=True):
    """One sentence: its tokens, clauses and cues; `number` counts in the text, `paragraph` as well (the title is 0)."""

    number: int
    paragraph: int
    in_title: bool
    start: int
    end: int
    cues: tuple[Cue, ...]
    by_tag: ByTag
    clauses: tuple[Clause, ...]

    def of(self, *tags: str) -> tuple[Cue, ...]:
        """Return the cues whose tag is one of `tags`; a tag that ends in a dot stands for all that start so."""
        return pick(self.by_tag, tags)

    def clause_at(self, token: int) -> Clause:
        """Return the clause that holds a token."""
        return next((c for c in self.clauses if c.start <= token < c.end), self.clauses[-1])


class Reading(Struct, frozen=True, kw_only=True):
    """A text that was read: `words` are the folded tokens, `texts` the same as written, `offsets` where they begin."""

    tokens: Tokens
    language: str
    words: tuple[str, ...]
    texts: tuple[str, ...]
    offsets: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters from token `start` up to token `end`."""
        last = max(start, end - 1)
        return self.offsets[start], self.offsets[last] + len(self.texts[last])

    def word_set(self, tag: str) -> frozenset[str]:
        """Return the single words that the language's lexicon has under a tag."""
        return load_lexicon(self.language).words(tag)

    def token_at(self, char: int) -> int:
        """Return the token that a character lies in."""
        return max(0, bisect_right(self.offsets, char) - 1)

    def text(self, start: int, end: int) -> str:
        """Return the words from token `start` up to token `end` as written."""
        first, last = self.span(start, end)
        return self.tokens.written[first:last]


def read_text(text: str, language: str, *, title_end: int = 0, doc: Doc | None = None) -> Reading:
    """Tokenise a text and find its cues; `doc` is a parsed `Doc` of the same text whose sentences are to be used."""
    if doc is None:
        doc = tokenizer(language)(bounded(text))
    tokens = tokens_of(doc)
    cues = find_cues(tokens.words, language)
    return Reading(
        tokens=tokens,
        language=language,
        words=tokens.words,
        texts=tokens.texts,
        offsets=tokens.offsets,
        sentences=tuple(_sentences(tokens, cues, title_end)),
    )


def _sentences(tokens: Tokens, cues: list[Cue], title_end: int) -> Iterator[Sentence]:
    paragraph, at = 0, 0
    for number, (start, end) in enumerate(_bounds(tokens, title_end)):
        if start and "\n" in tokens.texts[start - 1]:
            paragraph += 1
        first = at
        while at < len(cues) and cues[at].start < end:
            at += 1
        own = read_marches(tokens.words, cues[first:at])
        yield Sentence(
            number=number,
            paragraph=paragraph,
            in_title=tokens.offsets[start] < title_end,
            start=start,
            end=end,
            cues=tuple(own),
            by_tag=index(own),
            clauses=tuple(_clauses(tokens, start, end, own)),
        )


def _bounds(tokens: Tokens, title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences, cut at line ends and at the end of the title; blanks at a line's end are left out."""
    lines = {at for at, text in enumerate(tokens.texts) if "\n" in text}
    if 0 < (body := bisect_left(tokens.offsets, title_end)) < len(tokens.texts):
        lines.add(body)
    cuts = sorted(lines.union(tokens.starts))
    start = 0
    for cut in cuts:
        if cut > start:
            yield start, cut
        start = max(start, cut + 1 if cut in lines and tokens.texts[cut].isspace() else cut)
    if start < len(tokens.texts):
        yield start, len(tokens.texts)


def _clauses(tokens: Tokens, start: int, end: int, cues: list[Cue]) -> Iterator[Clause]:
    splits = {cue.start for cue in cues if cue.tag == "split"}
    breaks = (at for at in range(start + 1, end) if tokens.words[at - 1] in _BREAKS and not _joins(tokens, at - 1))
    cuts = sorted({start, end, *breaks, *(at for at in splits if start < at < end)})
    for first, last in pairwise(cuts):
        own = tuple(cue for cue in cues if first <= cue.start < last)
        yield Clause(start=first, end=last, cues=own, by_tag=index(own))


def _joins(tokens: Tokens, at: int) -> bool:
    """Whether a hyphen stands inside a word, or a comma between figures."""
    return at > 0 and tokens.texts[at] in _DASHES and tokens.glued(at - 1)


def dateline_end(reading: Reading, sentence: Sentence) -> int:
    """Return where "BAGHDAD, Jan 3 (Wire) -" ends in a sentence; 0 where it has no dateline."""
    if sentence.in_title:
        return 0
    for at in range(sentence.start + 1, min(sentence.start + 16, sentence.end)):
        if reading.words[at] in {"-", "--", ":"} and not (reading.words[at] == "-" and reading.tokens.glued(at - 1)):
            head = reading.texts[sentence.start]
            return at + 1 if head.isupper() and len(head) > 2 else 0
    return 0
