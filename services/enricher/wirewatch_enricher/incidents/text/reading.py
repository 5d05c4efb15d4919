"""From text to sentences, clauses and cues. In: a text and its language. Out: `Reading`.

spaCy gives tokens and sentences (a blank tokenizer and the sentencizer's rule, or a `Doc` that a user's pipeline made).
Only what `bounded` leaves of the text is read.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from spacy.tokens import Doc

from wirewatch_enricher.incidents.text.bounds import bounded
from wirewatch_enricher.incidents.text.cues import ByTag, Cue, find_cues, find_listed, index, listed_tags, pick
from wirewatch_enricher.incidents.text.march import read_marches
from wirewatch_enricher.incidents.text.phrases import Match, find_matches, possible_tags
from wirewatch_enricher.incidents.text.tokens import Tokens, after_hours, tokenize, tokens_of
from wirewatch_enricher.lexicon.word_lists import WordLists, load_words

LEAD_SENTENCES = 3
_DRONES = frozenset({"weapon.drone", "weapon.march"})
_FIGURE = re.compile(r"\d").search
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}").fullmatch
_LINE_ENDS = re.compile("\n")
_NOTHING = frozenset[str]()
_DASHES = frozenset({"-", "/", "\u2010", "\u2011", "\u2013"})
_BREAKS = _DASHES | frozenset(
    [",", ";", ":", "(", ")", "[", "]", "--", "..", "...", '"', "|", "“", "”", "«", "»", "،", "؛", "…", "—"]
)


class Clause(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """A stretch of a sentence between commas, conjunctions and a parse's joints, with its cues in order."""

    start: int
    end: int
    cues: tuple[Cue, ...]

    @cached_property
    def by_tag(self) -> ByTag:
        """The cues by their tag."""
        return index(self.cues)

    def of(self, *tags: str) -> tuple[Cue, ...]:
        """Return the cues whose tag is one of `tags`; a tag that ends in a dot stands for all that start so."""
        return pick(self.by_tag, tags)


class Sentence(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """One sentence: its tokens, clauses and cues; `number` counts in the text, `paragraph` as well (the title is 0).

    `may_mean` are the tags that its cues may have and their families, as far as `phrases.GATE_TAGS` go. The cues are
    looked for when they are asked for: most sentences of most texts are never looked into. `lists`, `phrases` and
    `stems` are those of its language (`WordLists`).
    """

    number: int
    paragraph: int
    in_title: bool
    start: int
    end: int
    tokens: Tokens
    language: str
    may_mean: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    phrases: Mapping[str, frozenset[tuple[str, ...]]]
    stems: Mapping[str, tuple[str, ...]]

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The phrases of the lexicon in it, in order, but for those of mere lists of words."""
        return tuple(read_marches(self._words, find_cues(self._words, self.language, self._matches)))

    @cached_property
    def listed(self) -> tuple[Cue, ...]:
        """The words of the lexicon's lists in it ("word.by"), in order."""
        return find_listed(self._words, self.language, self._matches)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags of its cues and of the lists that have a word in it."""
        return listed_tags(self._words, self.language, self._matches).union([cue.tag for cue in self.cues])

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return self.tokens.words[: self.end]

    @cached_property
    def _matches(self) -> list[Match]:
        return find_matches(self.tokens.words, self.language, self.start, self.end)

    @cached_property
    def by_tag(self) -> ByTag:
        """The cues by their tag."""
        return index(self.cues)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The stretches between commas, conjunctions and a parse's joints, in order."""
        return tuple(_clauses(self.tokens, self.start, self.end, self.cues))

    def of(self, *tags: str) -> tuple[Cue, ...]:
        """Return the cues whose tag is one of `tags`; a tag that ends in a dot stands for all that start so."""
        return pick(self.by_tag, tags)

    def listed_as(self, tag: str) -> tuple[Cue, ...]:
        """Return the words of a list ("word.by") and of those under it ("word.by.more") that stand in it."""
        return tuple(cue for cue in self.listed if cue.tag == tag or cue.tag.startswith(tag + "."))

    def clause_at(self, token: int) -> Clause:
        """Return the clause that holds a token."""
        return next((c for c in self.clauses if c.start <= token < c.end), self.clauses[-1])


class Reading(Struct, frozen=True, kw_only=True, dict=True):
    """A text that was read: `words` are the folded tokens, `texts` the same as written, `offsets` where they begin.

    `lists`, `phrases` and `stems` are those of its language (`WordLists`).
    """

    tokens: Tokens
    language: str
    words: tuple[str, ...]
    texts: tuple[str, ...]
    offsets: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    lists: Mapping[str, frozenset[str]]
    phrases: Mapping[str, frozenset[tuple[str, ...]]]
    stems: Mapping[str, tuple[str, ...]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters from token `start` up to token `end`."""
        last = max(start, end - 1)
        return self.offsets[start], self.offsets[last] + len(self.texts[last])

    @cached_property
    def lead_end(self) -> int:
        """The number of the first sentence behind title and lead."""
        return next((sentence.number for sentence in self.sentences if not sentence.in_title), 0) + LEAD_SENTENCES

    @cached_property
    def with_drones(self) -> tuple[int, ...]:
        """The numbers of the sentences that speak of drones; a month of March is none, unlike a march that flies."""
        maybe = (sentence for sentence in self.sentences if not sentence.may_mean.isdisjoint(_DRONES))
        return tuple(sentence.number for sentence in maybe if sentence.of("weapon.drone"))

    @cached_property
    def entries(self) -> tuple[int, ...]:
        """The numbers of the sentences that open the entries of a live blog, each with a time of day."""
        return tuple(s.number for s in self.sentences if not s.in_title and _CLOCK(self.words[s.start]))

    def entry_of(self, number: int) -> int:
        """Return which entry of a live blog a sentence stands in; 0 where none, or in the title."""
        return bisect_right(self.entries, number)

    def in_front(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in the title or the lead, or has words or figures that may be a time."""
        return (
            sentence.number < self.lead_end
            or "time." in sentence.may_mean
            or any(map(_FIGURE, self.words[sentence.start : sentence.end]))
        )

    def token_at(self, char: int) -> int:
        """Return the token that a character lies in."""
        return max(0, bisect_right(self.offsets, char) - 1)

    def text(self, start: int, end: int) -> str:
        """Return the words from token `start` up to token `end` as written."""
        first, last = self.span(start, end)
        return self.tokens.written[first:last]


def read_text(text: str, language: str, *, title_end: int = 0, doc: Doc | None = None) -> Reading:
    """Cut a text into tokens and sentences; `doc` is a parsed `Doc` of it whose sentences are to be used."""
    tokens = tokenize(bounded(text), language) if doc is None else tokens_of(doc)
    own = load_words(language)
    return Reading(
        tokens=tokens,
        language=language,
        words=tokens.words,
        texts=tokens.texts,
        offsets=tokens.offsets,
        sentences=tuple(_sentences(tokens, language, title_end, own)),
        lists=own.lists,
        phrases=own.phrases,
        stems=own.stems,
    )


def _sentences(tokens: Tokens, language: str, title_end: int, own: WordLists) -> Iterator[Sentence]:
    paragraph = 0
    for number, (start, end) in enumerate(_bounded(_bounds(tokens, title_end))):
        if start and "\n" in tokens.texts[start - 1]:
            paragraph += 1
        matches = find_matches(tokens.words, language, start, end, gate=True)
        yield Sentence(
            number=number,
            paragraph=paragraph,
            in_title=tokens.offsets[start] < title_end,
            start=start,
            end=end,
            tokens=tokens,
            language=language,
            may_mean=possible_tags(tokens.words, language, end, matches) if matches else _NOTHING,
            lists=own.lists,
            phrases=own.phrases,
            stems=own.stems,
        )


def _bounded(sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sentences, those in pieces that are longer than any, for what is read of one grows with its square."""
    for start, end in sentences:
        for first in range(start, end, _LONGEST_SENTENCE):
            yield first, min(end, first + _LONGEST_SENTENCE)


_LONGEST_SENTENCE = 400
"""In tokens; a text without full stops, such as a table, has longer ones."""


def _bounds(tokens: Tokens, title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences, cut at line ends and at the end of the title; blanks at a line's end are left out."""
    lines = {bisect_right(tokens.offsets, found.start()) - 1 for found in _LINE_ENDS.finditer(tokens.written)}
    if 0 < (body := bisect_left(tokens.offsets, title_end)) < len(tokens.texts):
        lines.add(body)
    starts = (at for at in tokens.starts if not _behind_short(tokens, at))
    cuts = sorted(lines.union(starts, after_hours(tokens)))
    start = 0
    for cut in cuts:
        if cut > start:
            yield start, cut
        start = max(start, cut + 1 if cut in lines and tokens.texts[cut].isspace() else cut)
    if start < len(tokens.texts):
        yield start, len(tokens.texts)


def _behind_short(tokens: Tokens, at: int) -> bool:
    """Whether only a short form ends before a token, and no sentence: "Lt. Col. Ali Hassan", "bus No. 14"."""
    short = tokens.texts[at - 2] if at > 1 and tokens.words[at - 1] == "." else ""
    return short in _RANKS or (short in _BEFORE_NUMBERS and tokens.texts[at].isdecimal())


_RANKS = frozenset({
    *("Lt", "Col", "Maj", "Capt", "Sgt", "Cpl", "Pvt", "Pfc", "Spc", "Brig", "Cmdr", "Insp", "Supt", "Const", "Asst"),
    *("Det", "Fr", "Msgr", "Hon", "Mohd", "Hav"),
})  # fmt: skip
_BEFORE_NUMBERS = frozenset({"No", "Nos", "Art", "Km", "km", "approx", "Approx"})


def _clauses(tokens: Tokens, start: int, end: int, cues: Sequence[Cue]) -> Iterator[Clause]:
    words, starts = tokens.words, [cue.start for cue in cues]
    splits = [cue.start for cue in cues if cue.tag == "split" and start < cue.start < end]
    breaks = [at for at in range(start + 1, end) if words[at - 1] in _BREAKS and not _joins(tokens, at - 1)]
    joints = tokens.joints[bisect_right(tokens.joints, start) : bisect_left(tokens.joints, end)]
    for first, last in pairwise(sorted({start, end, *breaks, *splits, *joints})):
        own = tuple(cues[bisect_left(starts, first) : bisect_left(starts, last)])
        yield Clause(start=first, end=last, cues=own)


def _joins(tokens: Tokens, at: int) -> bool:
    """Whether a hyphen stands inside a word, or a comma between figures."""
    return at > 0 and tokens.texts[at] in _DASHES and tokens.glued(at - 1)


def word_before(reading: Reading, at: int) -> str:
    """Return the word before a token, "" before the text's first."""
    return reading.words[at - 1] if at > 0 else ""


_DATELINE = 8
_RULES = frozenset({"-", "--", ":"})


def dateline_end(reading: Reading, sentence: Sentence) -> int:
    """Return where "BAGHDAD, Jan 3 (Wire) -" ends in a sentence; 0 where it has no dateline."""
    stop = min(sentence.start + 16, sentence.end)
    if sentence.in_title or _RULES.isdisjoint(reading.words[sentence.start + 1 : stop]):
        return 0
    for at in range(sentence.start + 1, stop):
        if reading.words[at] in _RULES and not (reading.words[at] == "-" and reading.tokens.glued(at - 1)):
            head = reading.texts[sentence.start]
            months = [cue.start for cue in sentence.of("time.month") if cue.start < at]
            short = at - sentence.start <= 2 or "(" in reading.words[sentence.start : at]
            month = sentence.start in months and short
            city = head.isupper() and (len(head) > 2 or reading.texts[sentence.start + 1].isupper())
            dated = bool(months) and head.istitle() and reading.words[at] != ":" and at - sentence.start <= _DATELINE
            return at + 1 if month or city or dated else 0
    return 0
