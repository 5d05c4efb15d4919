"""How else the news spells a town: without the marks, articles and blanks that GeoNames writes. Folded names go in.

"Debre Mark'os" is also "debre markos", "Ash Shaddadah" "shaddadah" and "al shaddada", "Dan Sadau" "dansadau".
"""

import re
import tomllib
from collections.abc import Iterator
from importlib import resources

_TABLE = tomllib.loads(resources.files(__package__ or "").joinpath("spellings.toml").read_text(encoding="utf-8"))
TRANSLITERATED = frozenset(_TABLE["transliterated"].split())
"""Countries with a script of their own."""
ARABIC = frozenset(_TABLE["arabic"].split())
"""Countries with Arabic names."""
_JOINED = frozenset(_TABLE["joined"].split())
_WORDS: dict[str, str] = _TABLE["words"]
_MARKS = str.maketrans("", "", "'`\u2018\u2019\u02bb\u02bc\u02bf\u02be")
_ARTICLE = re.compile(r"(?:a[ldrtnsz]|a[dst]h|e[ldrtnsz]|e[dst]h|ech)[ -](?=\w{4})")
_SHORTEST = 5


def spellings(name: str, country: str) -> Iterator[str]:
    """Yield the other spellings of a folded name, none shorter than five letters."""
    found = dict.fromkeys(_all(name.translate(_MARKS), country))
    return (one for one in found if one != name and len(one) >= _SHORTEST)


def _all(name: str, country: str) -> Iterator[str]:
    yield name
    if country == "PH" and name.endswith(" city"):
        yield name.removesuffix(" city")
    if country in _JOINED and name.count(" ") == 1:
        yield name.replace(" ", "")
    if country in ARABIC:
        yield from _arabic(name)


def _arabic(name: str) -> Iterator[str]:
    """Yield an Arabic name with its usual words, its articles as "al" and without the first, and without a last "h"."""
    words = " ".join(_WORDS.get(word, word) for word in name.split(" "))
    bare = _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
    rest = bare.split(" ", 1)
    inner = " ".join((rest[0], _ARTICLE.sub("al ", rest[1]))) if len(rest) == 2 else bare
    for one in dict.fromkeys((words, bare, inner)):
        yield one
        if one.endswith("ah"):
            yield one[:-1]
    if bare != words:
        yield f"al {bare}"
        if bare.endswith("ah"):
            yield f"al {bare[:-1]}"
