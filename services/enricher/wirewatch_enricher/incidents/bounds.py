"""How much of a text the incident stages read: its first characters, without words that are too long to be words."""

import re

MAX_CHARS = 16_000
_LONG_WORD = re.compile(r"\S{60,}")


def bounded(text: str) -> str:
    """Return the part of a text that is read; offsets in it hold in the text itself."""
    return _LONG_WORD.sub(lambda found: "x" + " " * (len(found.group()) - 1), text[:MAX_CHARS])
