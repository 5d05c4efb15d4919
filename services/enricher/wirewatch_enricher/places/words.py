"""Words that are also names of places: everyday words, given names, surnames."""

from functools import lru_cache

from msgspec import Struct

from wirewatch_enricher.gazetteer.tables import read_words


class NameWords(Struct, frozen=True, kw_only=True):
    """Folded words by what else they are."""

    common: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def load_words() -> NameWords:
    """Read the word lists."""
    return NameWords(
        common=read_words("common_words.txt"), given=read_words("given_names.txt"), surnames=read_words("surnames.txt")
    )
