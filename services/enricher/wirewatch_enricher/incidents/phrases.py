"""Where phrases of a lexicon stand in a text. In: its folded tokens. Out: `Match`es, and the tags that they may mean.

One spaCy `PhraseMatcher` a language, over the folded forms of all phrases; those with a gap match by their head, and
their end is looked for behind it. A hyphen in a phrase may be a blank in the text, and a blank a hyphen.
"""

from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from wirewatch_enricher.incidents.tokens import split, tokenizer
from wirewatch_enricher.lexicon import Construction, Term, load_lexicon

_GAP_WORDS = 7
GATE_TAGS = ("act.", "harm.", "weapon.", "actor.", "target.", "victim", "threat.message", "thing", "verb#", "time.")
"""What `gate.may_report` and the choice of sentences look at."""
_STOPS = frozenset({".", ";", ":"})


class Match(NamedTuple):
    """A phrase in a text: which, and its tokens `start` to `end`."""

    key: int
    start: int
    end: int


START = attrgetter("start")


class Phrases(Struct, frozen=True, kw_only=True):
    """The phrases of a language. `terms` says what each means, `tails` how one with a gap may end.

    `tags` are those of `GATE_TAGS` among its terms.
    """

    nlp: Language
    matcher: PhraseMatcher
    terms: dict[int, tuple[Term, ...]]
    tails: dict[int, tuple[tuple[tuple[str, ...], Term], ...]]
    tags: dict[int, frozenset[str]]


@cache
def load_phrases(language: str) -> Phrases:
    """Make the matcher of a language, once; under a second."""
    nlp, lexicon = tokenizer(language), load_lexicon(language)
    matcher = PhraseMatcher(nlp.vocab)
    terms: dict[int, tuple[Term, ...]] = {}
    tails: dict[int, tuple[tuple[tuple[str, ...], Term], ...]] = {}
    for phrase, meanings in lexicon.terms.items():
        terms[_added(matcher, nlp, f"t:{phrase}", _forms(phrase, language))] = meanings
    for gap in lexicon.gaps:
        key = _added(matcher, nlp, f"g:{gap.head}", {split(gap.head, language)})
        tails[key] = (*tails.get(key, ()), (tuple(gap.tail.split(" ")), gap.term))
    tags = {key: frozenset(t.tag for t in own if t.tag.startswith(GATE_TAGS)) for key, own in terms.items()}
    return Phrases(nlp=nlp, matcher=matcher, terms=terms, tails=tails, tags=tags)


def _added(matcher: PhraseMatcher, nlp: Language, name: str, forms: set[tuple[str, ...]]) -> int:
    if name not in matcher:
        matcher.add(name, [Doc(nlp.vocab, words=list(words)) for words in sorted(forms)])
    return nlp.vocab.strings.add(name)


def _forms(phrase: str, language: str) -> set[tuple[str, ...]]:
    """Return a phrase's tokens, as it stands and with its hyphens and blanks changed for each other."""
    spaced = phrase.replace("-", " ")
    joined = phrase.replace(" ", "-") if phrase.count(" ") == 1 else phrase
    return {split(one, language) for one in (phrase, spaced, joined)}


def find_matches(words: Sequence[str], language: str) -> tuple[Match, ...]:
    """Return the phrases of a text by start; what spaCy keeps of its words is forgotten again."""
    phrases = load_phrases(language)
    with phrases.nlp.memory_zone():
        found = phrases.matcher(Doc(phrases.nlp.vocab, words=list(words)))
    return tuple(sorted((Match(*one) for one in found), key=START))


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
        tags |= phrases.tags.get(key, frozenset())
        tags.update(term.tag for tail, term in phrases.tails.get(key, ()) if tail_end(words, end, tail))
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
