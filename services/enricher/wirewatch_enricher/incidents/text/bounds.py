"""How much of a text the incident stages read: its first characters, without words that are too long to be words."""

import re

MAX_CHARS = 16_000
_LONG = 60
_LONG_WORD = re.compile(rf"\S{{{_LONG},}}")


def bounded(text: str) -> str:
    """Return the part of a text that is read; offsets in it hold in the text itself."""
    part = text[:MAX_CHARS]
    if not _may_have_long(part):
        return part
    return _LONG_WORD.sub(lambda found: "x" + " " * (len(found.group()) - 1), part)


def _may_have_long(text: str) -> bool:
    """Whether some stretch without a blank may be too long for a word; quicker than to look at every word."""
    at = 0
    while at + _LONG <= len(text):
        blank = text.rfind(" ", at, at + _LONG)
        if blank < 0:
            return True
        at = blank + 1
    return False
