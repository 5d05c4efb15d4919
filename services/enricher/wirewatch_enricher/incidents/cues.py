"""Phrases of the lexicon in a text. In: its folded tokens. Out: `Cue`s, the masked ones left out.

One spaCy `PhraseMatcher` a language, over the folded forms of all phrases; those with a gap match by their head first.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import spacy
from msgspec import Struct
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from wirewatch_enricher.incidents.tokens import folded
from wirewatch_enricher.lexicon import Construction, Term, load_lexicon

_GAP_WORDS = 7
_INSIDE_ACTS = frozenset({"weapon.firearm", "weapon.vehicle", "weapon.craft"})


class Cue(NamedTuple):
    """A phrase of the lexicon in the text: its tag, base form, value, and tokens `start` to `end`."""

    tag: str
    base: str
    value: int | None
    start: int
    end: int


ByTag = Mapping[str, tuple[Cue, ...]]
"""Cues by their tag, and by its first part ("act.")."""


def index(cues: Iterable[Cue]) -> ByTag:
    """Return cues by their tag and by its first part, each in the order given."""
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        found.setdefault(cue.tag, []).append(cue)
        first, dot, _ = cue.tag.partition(".")
        if dot:
            found.setdefault(first + dot, []).append(cue)
    return {tag: tuple(own) for tag, own in found.items()}


def pick(by_tag: ByTag, tags: tuple[str, ...]) -> tuple[Cue, ...]:
    """Return the cues of all these tags, in the order of the text."""
    if len(tags) == 1:
        return by_tag.get(tags[0], ())
    found = [own for tag in tags if (own := by_tag.get(tag))]
    if len(found) < 2:
        return found[0] if found else ()
    return tuple(sorted((cue for own in found for cue in own), key=_position))


def _position(cue: Cue) -> tuple[int, int]:
    return cue.start, -cue.end


@cache
def tokenizer(language: str) -> Language:
    """Return spaCy's blank pipeline of a language, its tokenizer alone; "xx" where spaCy has none."""
    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


class _Matcher(Struct, frozen=True, kw_only=True):
    vocab: Vocab
    matcher: PhraseMatcher
    terms: dict[int, tuple[Term, ...]]
    gaps: dict[int, tuple[tuple[str, Term], ...]]


@cache
def _matcher(language: str) -> _Matcher:
    nlp, lexicon = tokenizer(language), load_lexicon(language)
    matcher = PhraseMatcher(nlp.vocab)
    terms: dict[int, tuple[Term, ...]] = {}
    gaps: dict[int, tuple[tuple[str, Term], ...]] = {}
    for phrase, meaning in lexicon.terms.items():
        key = nlp.vocab.strings.add(f"t:{phrase}")
        variants = {phrase, phrase.replace("-", " "), phrase.replace(" ", "-") if phrase.count(" ") == 1 else phrase}
        matcher.add(f"t:{phrase}", [_pattern(nlp, one) for one in sorted(variants)])
        terms[key] = meaning
    heads: dict[str, list[tuple[str, Term]]] = {}
    for gap in lexicon.gaps:
        heads.setdefault(gap.head, []).append((gap.tail, gap.term))
    for head, tails in heads.items():
        key = nlp.vocab.strings.add(f"g:{head}")
        matcher.add(f"g:{head}", [_pattern(nlp, head)])
        gaps[key] = tuple(tails)
    return _Matcher(vocab=nlp.vocab, matcher=matcher, terms=terms, gaps=gaps)


def _pattern(nlp: Language, phrase: str) -> Doc:
    """Return a phrase's folded tokens, as the tokenizer splits them; plain words it is not asked about, it is slow."""
    words = phrase.split(" ")
    rules = getattr(nlp.tokenizer, "rules", None) or {}
    if not all(word.isalpha() and word not in rules for word in words):
        words = list(folded(tuple(token.text for token in nlp.make_doc(phrase))))
    return Doc(nlp.vocab, words=words)


def find_cues(words: tuple[str, ...], language: str) -> list[Cue]:
    """Return the cues of a text in order; `words` are its folded tokens."""
    found = _matcher(language)
    cues = set()
    for key, start, end in found.matcher(Doc(found.vocab, words=list(words))):
        for term in found.terms.get(key, ()):
            cues.add(Cue(term.tag, term.base, term.value, start, end))
        for tail, term in found.gaps.get(key, ()):
            stop = _tail(words, end, tail)
            if stop:
                cues.add(Cue(term.tag, term.base, term.value, start, stop))
    cues = _constructed(cues, words, load_lexicon(language).constructions)
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


def _constructed(cues: set[Cue], words: tuple[str, ...], constructions: tuple[Construction, ...]) -> set[Cue]:
    """Return cues with those that a verb and its thing make together; the halves are left out."""
    by_tag = index(cue for cue in cues if not cue.tag.startswith(_PLAIN))
    made = {
        Cue(one.tag, verb.base, None, verb.start, verb.end)
        for one in constructions
        for verb in by_tag.get(one.verb, ())
        if any(_together(verb, thing, words) for thing in pick(by_tag, (one.thing, *one.tags)))
        and (not one.beside or any(_in_one_sentence(verb, cue, words) for cue in pick(by_tag, one.beside)))
    }
    return {cue for cue in cues if not cue.tag.startswith(_HALVES)} | made


_PLAIN = ("time.", "word.")
_HALVES = ("verb#", "thing#")
_STOPS = frozenset({".", ";", ":"})
_BESIDE_WORDS = 25
_PASSIVE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "gets", "got"})
_AFTER_PASSIVE = frozenset(
    (word,)
    for word in (
        *("by", "in", "at", "near", "from", "on", "off", "over", "after", "during", "outside", "before", "as", "while"),
        *(",", ".", "and", "for", "again", "overnight", "down", "out", "up"),
    )
) | {()}


def _together(verb: Cue, thing: Cue, words: tuple[str, ...]) -> bool:
    """Whether a thing is what a verb is done to: "smashed the windows", "windows of the bank were smashed"."""
    first, second = (verb, thing) if verb.start <= thing.start else (thing, verb)
    if not 0 <= second.start - first.end < _GAP_WORDS or _STOPS & set(words[first.end : second.start]):
        return False
    after = words[verb.end : verb.end + 1]
    done_to = words[verb.start - 1] in _PASSIVE or after in _AFTER_PASSIVE or "".join(after).isspace()
    return first is verb or (done_to and not words[verb.start].endswith("s"))


def _in_one_sentence(one: Cue, other: Cue, words: tuple[str, ...]) -> bool:
    first, second = sorted((one, other), key=_position)
    return second.start - first.end < _BESIDE_WORDS and "." not in words[first.end : second.start]


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
