"""Where phrases of a lexicon stand in a text. In: its folded tokens. Out: `Match`es, and the tags that they may mean.

One tree a language over the tokens of its phrases, so that the time does not grow with the lexicon; phrases with a gap
match by their head, and their end is looked for behind it. A hyphen in a phrase may be a blank in the text, and a blank
a hyphen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from wirewatch_enricher.incidents.text.tokens import split
from wirewatch_enricher.lexicon import Construction, Term, load_lexicon

_GAP_WORDS = 7
_FAR_TAILS: dict[tuple[str, ...], int] = {("to", "death"): 10}
"""What may stand further off: "stabbed five women and a male security guard to death"."""
GATE_TAGS = ("act.", "harm.", "weapon.", "actor.", "target.", "victim", "threat.", "thing", "verb#", "time.")
"""What `gate.may_report` and the choice of sentences look at."""
_STOPS = frozenset({".", ";", ":"})
REACH = 7
"""A verb and its thing have fewer tokens than this between them."""
_NO_TAGS = frozenset[str]()
MASKS = frozenset({"mask", "hypo_ok"})
"""What hides the cues and words that it covers."""
LIST = "word."
"""The tags of mere lists of words begin so: what they hold is no cue."""

Tail = tuple[tuple[str, ...], Term]
"""What a phrase with a gap ends with, and what it means then."""


class Phrase(Struct, frozen=True, kw_only=True, eq=False):
    """What some tokens in a row mean: `terms`, and with each of the `tails` behind a gap one more.

    `cues` are the terms that are cues, `lists` the tags of the others, which are lists of words (`word.`), and those of
    masks; `tags` are those of `GATE_TAGS` among the terms and their families, `verb_of` the constructions of its verb.
    `goes_on`: it has tails or constructions, so that it may mean more with what stands near.
    """

    terms: tuple[Term, ...]
    cues: tuple[Term, ...]
    lists: frozenset[str]
    tails: tuple[Tail, ...]
    tags: frozenset[str]
    verb_of: tuple["Making", ...]
    goes_on: bool


class Making(Struct, frozen=True):
    """A construction, the tags of which one must be near its verb, and those of which one must be in its sentence.

    Either is None where `GATE_TAGS` do not tell.
    """

    what: Construction
    things: frozenset[str] | None
    beside: frozenset[str] | None

    def may(self, near: Set[str], tags: Set[str]) -> bool:
        """Whether it may be made of tags near its verb and those of its sentence, which come with their families."""
        return (self.things is None or not self.things.isdisjoint(near)) and (
            self.beside is None or not self.beside.isdisjoint(tags)
        )


Match = tuple[Phrase, int, int]
"""A phrase in a text, and its tokens `start` to `end`."""


class _Node(NamedTuple):
    """What the tokens up to here mean, and the tokens that may follow."""

    phrase: Phrase | None
    more: "_Tree"


_Tree = dict[str, _Node]


class _Trees(NamedTuple):
    """Over all phrases, and over those that the gate looks at."""

    all: _Tree
    gate: _Tree


@cache
def _trees(language: str) -> _Trees:
    """Make the trees of a language, once; well under a second."""
    lexicon = load_lexicon(language)
    terms: dict[tuple[str, ...], tuple[Term, ...]] = defaultdict(tuple)
    tails: dict[tuple[str, ...], tuple[Tail, ...]] = defaultdict(tuple)
    for name, meanings in lexicon.terms.items():
        for form in _forms(name, language):
            terms[form] += meanings
    for gap in lexicon.gaps:
        tails[split(gap.head, language)] += ((tuple(gap.tail.split(" ")), gap.term),)
    trees = _Trees({}, {})
    for form in {**terms, **tails}:
        phrase = _phrase(terms[form], tails[form], constructions(language))
        _add(trees.all, form, phrase)
        if phrase.tags or any(term.tag.startswith(GATE_TAGS) for _, term in phrase.tails):
            _add(trees.gate, form, phrase)
    return trees


@cache
def constructions(language: str) -> Mapping[str, Making]:
    """Return the constructions of a language by the tag of their verb."""
    return {
        one.verb: Making(one, _told((one.thing, *one.tags)), _told(one.beside) if one.beside else None)
        for one in load_lexicon(language).constructions
    }


def _told(names: Sequence[str]) -> frozenset[str] | None:
    return frozenset(names) if all(name.startswith(GATE_TAGS) for name in names) else None


@cache
def keys_of(tag: str) -> tuple[str, ...]:
    """Return a tag and its family: "act.attack" and "act."."""
    first, dot, _ = tag.partition(".")
    return (tag, first + dot) if dot else (tag,)


def _phrase(terms: Iterable[Term], tails: tuple[Tail, ...], by_verb: Mapping[str, Making]) -> Phrase:
    own = tuple(sorted(set(terms), key=lambda term: (term.tag, term.base)))
    tags = frozenset(key for term in own if term.tag.startswith(GATE_TAGS) for key in keys_of(term.tag))
    verb_of = tuple(by_verb[tag] for tag in tags if tag in by_verb)
    return Phrase(
        terms=own,
        cues=tuple(term for term in own if not term.tag.startswith(LIST)),
        lists=frozenset(term.tag for term in own if term.tag.startswith(LIST) or term.tag in MASKS),
        tails=tails,
        tags=tags,
        verb_of=verb_of,
        goes_on=bool(tails or verb_of),
    )


def _add(tree: _Tree, form: Sequence[str], phrase: Phrase) -> None:
    *before, last = form
    for word in before:
        tree = tree.setdefault(word, _Node(None, {})).more
    tree[last] = _Node(phrase, tree[last].more if last in tree else {})


def _forms(phrase: str, language: str) -> set[tuple[str, ...]]:
    """Return a phrase's tokens, as it stands and with its hyphens and blanks changed for each other."""
    spaced = phrase.replace("-", " ")
    joined = phrase.replace(" ", "-") if phrase.count(" ") == 1 else phrase
    return {split(one, language) for one in (phrase, spaced, joined)}


def find_matches(words: Sequence[str], language: str, start: int, end: int, *, gate: bool = False) -> list[Match]:
    """Return the phrases that `words` have from `start` to `end` by where they begin, the longest first.

    With `gate` only those that the gate looks at.
    """
    trees, found = _trees(language), list[Match]()
    tree = trees.gate if gate else trees.all
    for at in range(start, end):
        node = tree.get(words[at])
        if node is None:
            continue
        to, first = at, len(found)
        while node is not None:
            phrase, more = node
            to += 1
            if phrase is not None:
                found.insert(first, (phrase, at, to))
            node = more.get(words[to]) if more and to < end else None
    return found


def tail_end(words: Sequence[str], start: int, end: int, tail: tuple[str, ...]) -> int:
    """Return where the end of a phrase with a gap ends, 0 where it does not come soon in a sentence up to `end`."""
    size, first = len(tail), tail[0]
    for at in range(start + 1, min(start + _FAR_TAILS.get(tail, _GAP_WORDS), end - size + 1)):
        if words[at - 1] in _STOPS:
            return 0
        if words[at] == first and words[at : at + size] == tail:
            return at + size
    return 0


def possible_tags(words: Sequence[str], language: str, end: int, matches: Sequence[Match]) -> frozenset[str]:
    """Return the tags that cues of a sentence up to `end` may have, with their families, those of `GATE_TAGS` alone.

    `matches` are those in it. No mask is heeded: a tag that is not here belongs to no cue, one that is here perhaps to
    none.
    """
    tags = _NO_TAGS.union(*[phrase.tags for phrase, _, _ in matches])
    open_ones = [match for match in matches if match[0].goes_on]
    if not open_ones:
        return tags
    far = _NO_TAGS.union(
        *[
            keys_of(term.tag)
            for phrase, _, to in open_ones
            for tail, term in phrase.tails
            if tail_end(words, to, end, tail)
        ]
    )
    verbs = [match for match in open_ones if match[0].verb_of]
    tags |= far
    made = [tag for verb in verbs for tag in _made(verb, tags, far, matches)]
    makings = [one for verb, one in constructions(language).items() if verb in far] if far else ()
    made += [one.what.tag for one in makings if one.may(tags, tags)]
    return tags.union(*map(keys_of, made))


def _made(verb: Match, tags: frozenset[str], far: frozenset[str], matches: Sequence[Match]) -> Iterator[str]:
    """Yield the tags of the constructions of a verb whose thing may be close to it.

    `far` are the tags of phrases with a gap, which reach anywhere.
    """
    phrase, start, end = verb
    if fitting := [one for one in phrase.verb_of if one.may(tags, tags)]:
        near = far.union(*[other.tags for other, at, to in matches if at - end < REACH and start - to < REACH])
        yield from (one.what.tag for one in fitting if one.may(near, tags))
