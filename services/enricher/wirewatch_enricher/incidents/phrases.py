"""Where phrases of a lexicon stand in a text. In: its folded tokens. Out: `Match`es, and the tags that they may mean.

One spaCy `PhraseMatcher` a language, over the folded forms of all phrases; those with a gap match by their head, and
their end is looked for behind it. A hyphen in a phrase may be a blank in the text, and a blank a hyphen.
"""

from collections.abc import Sequence
from functools import cache
from operator import itemgetter

from msgspec import Struct
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from wirewatch_enricher.incidents.tokens import split, tokenizer
from wirewatch_enricher.lexicon import Construction, Term, load_lexicon

_GAP_WORDS = 7
GATE_TAGS = ("act.", "harm.", "weapon.", "actor.", "target.", "victim", "threat.message", "thing", "verb#", "time.")
"""What `gate.may_report` and the choice of sentences look at."""
_STOPS = frozenset({".", ";", ":"})


_NO_WORD = "\0"
"""Stands for a word that no phrase has, so that spaCy's vocabulary stays that of the phrases."""

Match = tuple[int, int, int]
"""A phrase in a text: which, and its tokens `start` to `end`."""
START = itemgetter(1)
Tail = tuple[tuple[str, ...], Term]
"""What a phrase with a gap ends with, and what it means then."""


class Phrases(Struct, frozen=True, kw_only=True):
    """The phrases of a language. `terms` says what each means, `tails` how one with a gap may end.

    `tags` are those of `GATE_TAGS` among its terms, for phrases that have any; `words` all words of phrases.
    """

    vocab: Vocab
    matcher: PhraseMatcher
    words: frozenset[str]
    terms: dict[int, tuple[Term, ...]]
    tails: dict[int, tuple[Tail, ...]]
    tags: dict[int, frozenset[str]]


@cache
def load_phrases(language: str) -> Phrases:
    """Make the matcher of a language, once; under a second."""
    vocab, lexicon = tokenizer(language).vocab, load_lexicon(language)
    matcher = PhraseMatcher(vocab)
    words: set[str] = set()
    terms: dict[int, tuple[Term, ...]] = {}
    tails: dict[int, tuple[Tail, ...]] = {}
    for phrase, meanings in lexicon.terms.items():
        forms = _forms(phrase, language)
        words.update(*forms)
        terms[_added(matcher, vocab, f"t:{phrase}", forms)] = meanings
    for gap in lexicon.gaps:
        head = split(gap.head, language)
        words.update(head)
        key = _added(matcher, vocab, f"g:{gap.head}", {head})
        tails[key] = (*tails.get(key, ()), (tuple(gap.tail.split(" ")), gap.term))
    tags = {key: frozenset(t.tag for t in own if t.tag.startswith(GATE_TAGS)) for key, own in terms.items()}
    gate = {key: own for key, own in tags.items() if own}
    return Phrases(vocab=vocab, matcher=matcher, words=frozenset(words), terms=terms, tails=tails, tags=gate)


def _added(matcher: PhraseMatcher, vocab: Vocab, name: str, forms: set[tuple[str, ...]]) -> int:
    if name not in matcher:
        matcher.add(name, [Doc(vocab, words=list(words)) for words in sorted(forms)])
    return vocab.strings.add(name)


def _forms(phrase: str, language: str) -> set[tuple[str, ...]]:
    """Return a phrase's tokens, as it stands and with its hyphens and blanks changed for each other."""
    spaced = phrase.replace("-", " ")
    joined = phrase.replace(" ", "-") if phrase.count(" ") == 1 else phrase
    return {split(one, language) for one in (phrase, spaced, joined)}


def find_matches(words: Sequence[str], language: str) -> list[Match]:
    """Return the phrases of a text by start."""
    phrases = load_phrases(language)
    known = phrases.words
    doc = Doc(phrases.vocab, words=[word if word in known else _NO_WORD for word in words])
    return sorted(phrases.matcher(doc), key=START)


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
    phrases = load_phrases(language)
    tags: set[str] = set()
    for key, _, end in matches:
        if key in phrases.tags:
            tags |= phrases.tags[key]
        if key in phrases.tails:
            tags.update(term.tag for tail, term in phrases.tails[key] if tail_end(words, end, tail))
    return frozenset(tags | _made(tags, load_lexicon(language).constructions))


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
