"""How much of a text the incident stages read: its first characters, without words that are too long to be words."""

import re

MAX_CHARS = 16_000
_LONG = 60
_LONG_WORD = re.compile(rf"\S{{{_LONG},}}")


def bounded(text: str) -> str:
    """Return the part of a text that is read; offsets in it hold in the text itself."""
    part = text[:MAX_CHARS]
    if max(map(len, part.split(" "))) < _LONG:
        return part
    return _LONG_WORD.sub(lambda found: "x" + " " * (len(found.group()) - 1), part)
