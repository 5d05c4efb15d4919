"""A word as it is compared: in lower case, without accents and the genitive's ending."""

import re
import unicodedata

_GENITIVE = re.compile(r"['\u2019]s?$")


def plain(word: str) -> str:
    """Return a word in lower case, without accents and the genitive's ending."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    return _GENITIVE.sub("", bare.casefold())
