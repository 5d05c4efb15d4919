"""From base forms to the forms that a text may have. In: a base form, its kind. Out: folded forms."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

_QUOTES = str.maketrans(
    dict.fromkeys("\u2019\u2018\u02bc`", "'") | dict.fromkeys("\u2013\u2014\u2011", "-") | {"\u0640": ""}
)
# alef with signs to bare alef, alef maqsura to yeh, teh marbuta to heh
_ARABIC = str.maketrans(
    {
        "\u0623": "\u0627",
        "\u0625": "\u0627",
        "\u0622": "\u0627",
        "\u0671": "\u0627",
        "\u0649": "\u064a",
        "\u0629": "\u0647",
    }
)
# the article, and the conjunctions and prepositions that are written as one word with their noun
_ARABIC_ARTICLE = "\u0627\u0644"
_ARABIC_FOR_THE = "\u0644\u0644"
_ARABIC_PREFIXES = (
    "",
    "\u0627\u0644",
    "\u0648",
    "\u0648\u0627\u0644",
    "\u0628",
    "\u0628\u0627\u0644",
    "\u0644",
    "\u0644\u0644",
    "\u0641",
    "\u0641\u0627\u0644",
    "\u0643",
    "\u0643\u0627\u0644",
    "\u0648\u0644",
    "\u0648\u0628",
    "\u0648\u0628\u0627\u0644",
    "\u0648\u0644\u0644",
)
_SHORT_ARABIC, _BEFORE_PREPOSITIONS = 2, 4
_VOWELS = "aeiou"
_MARKS = {"Mn"}
_MANS = ("german", "human", "roman", "norman", "ottoman", "shaman", "talisman", "caiman")
"""Ends of nouns in "man" whose plural is regular."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as it is compared: lower case, straight quotes, no vowel signs; accents of Latin letters stay."""
    lowered = word.lower().translate(_QUOTES)
    if lowered.isascii():
        return lowered
    plain = "".join(c for c in lowered if unicodedata.category(c) not in _MARKS)
    return plain.translate(_ARABIC).replace("\u0451", "\u0435")


def inflections(base: str, *, kind: str, forms: dict[str, str], how: str) -> frozenset[str]:
    """Return all folded forms of a base form; `how` is the language's way ("english", "arabic", "suffix", "none").

    With "suffix", a word may end in `~name`, and `forms[name]` lists the endings that it takes; "-" is none.
    """
    if how == "suffix":
        parts = [_suffixed(word, forms) for word in base.split(" ")]
        return frozenset(fold(" ".join(words)) for words in product(*parts))
    if how == "arabic":
        return frozenset(fold(form) for form in _arabic(base))
    if how != "english" or kind == "phrases":
        return frozenset({fold(base)})
    english = _verb_forms(base, forms) if kind == "verbs" else _noun_forms(base, forms)
    return frozenset(fold(form) for form in english)


def _suffixed(word: str, forms: dict[str, str]) -> list[str]:
    stem, mark, name = word.partition("~")
    if not mark:
        return [word]
    return [stem + ("" if ending == "-" else ending) for ending in forms[name].split()]


def base_form(base: str) -> str:
    """Return a base form without the marks of its endings."""
    return fold(" ".join(word.partition("~")[0] for word in base.split(" ")))


def _verb_forms(base: str, forms: dict[str, str]) -> Iterator[str]:
    head, *rest = base.split(" ")
    for form in (head, *(forms[head].split() if head in forms else _regular(head))):
        yield " ".join((form, *rest))


def _regular(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "z")) else "s")
    stem = verb + verb[-1] if _doubles(verb) else verb
    return third, stem + "ed", stem + "ing"


def _doubles(verb: str) -> bool:
    """Whether a verb of one syllable doubles its last letter: "grab", not "loot" or "mix"."""
    vowels = [letter in _VOWELS for letter in verb]
    return len(verb) > 2 and sum(vowels) == 1 and vowels[-2] and not vowels[-1] and verb[-1] not in "wxy"


def _noun_forms(base: str, forms: dict[str, str]) -> Iterator[str]:
    *rest, last = base.split(" ")
    yield base
    for plural in forms[last].split() if last in forms else (_plural(last),):
        yield " ".join((*rest, plural))


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith("man") and not noun.endswith(_MANS):
        return noun[:-3] + "men"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh", "z")) else "s")


def _arabic(base: str) -> Iterator[str]:
    head, *rest = base.split(" ")
    bare = head.removeprefix(_ARABIC_ARTICLE)
    # a word of two letters and a preposition would be another word: "in August" is written as "door"
    short = not rest and len(bare) <= _SHORT_ARABIC
    for prefix in _ARABIC_PREFIXES[:_BEFORE_PREPOSITIONS] if short else _ARABIC_PREFIXES:
        yield " ".join((prefix + bare, *rest))
        if prefix.endswith(_ARABIC_ARTICLE) or prefix == _ARABIC_FOR_THE:
            # an adjective follows its noun in being definite
            yield " ".join(
                (
                    prefix + bare,
                    *(word if word.startswith(_ARABIC_ARTICLE) else _ARABIC_ARTICLE + word for word in rest),
                )
            )
