"""The cheap look at every article: could there be an incident in it? In: a text. Out: yes or no, in well under 1 ms.

One character automaton over the triggers and weapons of the language's lexicon. A text passes when it has a trigger
that says enough by itself, or a trigger within a few words of a weapon, a word of harm, an armed man, a crowd
or a diplomatic target.
"""

from functools import cache

import ahocorasick

from wirewatch_enricher.incidents.bounds import MAX_CHARS
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
)
_WEAK = (
    "act.attack",
    "act.bombard",
    "act.explode",
    "act.launch",
    "act.fall",
    "act.intercept",
    "act.foil",
    "act.sight",
    "act.fail",
    "act.plant",
    "act.protest",
    "act.storm",
    "deny",
    "verb#",
)
_BESIDE = (
    "weapon.drone",
    "weapon.march",
    "weapon.aircraft",
    "weapon.missile",
    "weapon.rocket",
    "weapon.mortar",
    "weapon.artillery",
    "weapon.explosive",
    "weapon.grenade",
    "weapon.firearm",
    "weapon.blade",
    "actor.gunmen",
    "actor.crowd",
    "actor.mob",
    "target.",
    "thing",
)
_HARM = ("harm.kill", "harm.injure")
_WITHIN = 120
_TAIL = 5
_ENOUGH, _TRIGGER, _COMPANION, _HARMED = 8, 1, 2, 4
_KINDS = (_TRIGGER, _COMPANION, _HARMED)


@cache
def _automaton(language: str) -> ahocorasick.Automaton:
    lexicon = load_lexicon(language)
    found: dict[str, int] = {}
    masks = lexicon.words("mask")
    for phrase, terms in lexicon.terms.items():
        bits = _bits({term.tag for term in terms})
        if bits and phrase not in masks:
            found[phrase] = bits
    for gap in lexicon.gaps:
        if len(gap.tail) >= _TAIL:
            found[gap.tail] = found.get(gap.tail, 0) | _bits({gap.term.tag})
    automaton = ahocorasick.Automaton()
    for phrase, bits in found.items():
        within = bits
        for word in phrase.split(" "):
            within |= found.get(word, 0) & ~_ENOUGH
        both = sum(bool(within & kind) for kind in _KINDS) > 1
        automaton.add_word(phrase, (within | _ENOUGH * both, len(phrase)))
    automaton.make_automaton()
    return automaton


def _bits(tags: set[str]) -> int:
    strong = any(tag in _STRONG for tag in tags)
    weak = any(tag.startswith(_WEAK) for tag in tags)
    beside = any(tag.startswith(_BESIDE) for tag in tags)
    harm = any(tag in _HARM for tag in tags)
    return _ENOUGH * strong + _TRIGGER * weak + _COMPANION * beside + _HARMED * harm


def may_report(text: str, language: str) -> bool:
    """Return whether a text may tell of an incident; the caller has checked that the language has a lexicon."""
    head = text[:MAX_CHARS]
    folded = head.lower() if head.isascii() else " ".join(fold(word) for word in head.split(" "))
    last = dict.fromkeys(_KINDS, -_WITHIN * 2)
    for end, (bits, size) in _automaton(language).iter_long(folded):
        start = end - size + 1
        if folded[start - 1 : start].isalnum() or folded[end + 1 : end + 2].isalnum():
            continue
        if bits & _ENOUGH or any(start - last[kind] <= _WITHIN for kind in _KINDS if not bits & kind):
            return True
        last.update((kind, end) for kind in _KINDS if bits & kind)
    return False
