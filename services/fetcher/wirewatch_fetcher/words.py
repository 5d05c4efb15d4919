"""Words as feeds deliver them: what no text can carry is taken out, titles become plain text. Pure."""

import re
from html import unescape

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """Return the text without control characters; lone surrogates, which no encoding can write, become U+FFFD."""
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", text))


def plain_title(title: str, *, markup: bool = False) -> str:
    """Return a title as one line of plain text.

    Entities that are left over are resolved (feeds escape titles twice); tags are dropped where the feed says that
    the title is markup.
    """
    text = _TAG.sub("", title) if markup else title
    text = unescape(text) if _ENTITY.search(text) else text
    return _SPACES.sub(" ", tidy(text)).strip()


def is_markup(text: str) -> bool:
    """Return whether there is a tag or an entity in the text: without any, HTML is plain text."""
    return bool(_TAG.search(text) or _ENTITY.search(text))
