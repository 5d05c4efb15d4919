"""The cheap look at every article: could there be an incident in it? In: a text. Out: yes or no, in well under 1 ms.

One character automaton over the triggers and weapons of the language's lexicon. A text passes when it has a trigger
that says enough by itself, or a trigger beside a weapon, a word of harm or a target.
"""

from functools import cache

import ahocorasick

from wirewatch_enricher.incidents.reading import MAX_CHARS
from wirewatch_enricher.lexicon import load_lexicon
from wirewatch_enricher.lexicon.inflect import fold

_STRONG = (
    "act.shoot",
    "act.stab",
    "act.abduct",
    "act.arson",
    "act.cyber",
    "act.threat",
    "act.air",
    "act.riot",
    "act.vandal",
    "act.protest",
)
_WEAK = (
    "act.attack",
    "act.bombard",
    "act.explode",
    "act.launch",
    "act.fall",
    "act.intercept",
    "act.sight",
    "act.fail",
    "act.plant",
)
_BESIDE = ("weapon.", "harm.", "target.", "actor.")


@cache
def _automaton(language: str) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for phrase, terms in load_lexicon(language).terms.items():
        tags = {term.tag for term in terms}
        bits = _bits(tags)
        if bits:
            automaton.add_word(phrase, (bits, len(phrase)))
    for gap in load_lexicon(language).gaps:
        bits = _bits({gap.term.tag}) | (automaton.get(gap.head, (0, 0))[0])
        automaton.add_word(gap.head, (bits, len(gap.head)))
    automaton.make_automaton()
    return automaton


def _bits(tags: set[str]) -> int:
    strong = any(tag in _STRONG for tag in tags)
    weak = any(tag in _WEAK for tag in tags)
    beside = any(tag.startswith(_BESIDE) for tag in tags)
    return 4 * strong + weak + 2 * beside


def may_report(text: str, language: str) -> bool:
    """Return whether a text may tell of an incident; the caller has checked that the language has a lexicon."""
    head = text[:MAX_CHARS]
    folded = head.lower() if head.isascii() else " ".join(fold(word) for word in head.split(" "))
    seen = 0
    for end, (bits, size) in _automaton(language).iter(folded):
        if seen | bits == seen:
            continue
        start = end - size + 1
        before, after = folded[start - 1 : start], folded[end + 1 : end + 2]
        if not (before.isalnum() or after.isalnum()):
            seen |= bits
            if seen & 4 or seen & 3 == 3:
                return True
    return False
