"""Relative links in an entry's markup, made absolute. Pure.

The base is what the document says of itself (`xml:base`, else its home page), never the address that it came from: the
same document from another address gives the same words, and so the same revision.
"""

import re
from html import escape, unescape
from urllib.parse import urljoin

_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>")
_LINK = re.compile(
    r"(\s(?:href|src|cite|action|poster|background|longdesc|data|codebase|usemap|profile|classid)\s*=\s*)"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|#|$)")


def with_absolute_links(markup: str, base: str | None) -> str:
    """Return the markup with its relative links resolved; as it is where there is no base to resolve them by."""
    if base is None:
        return markup
    return _TAG.sub(lambda tag: _LINK.sub(lambda link: _resolved(link, base), tag[0]), markup)


def _resolved(link: re.Match[str], base: str) -> str:
    value = next(one for one in (link[2], link[3], link[4]) if one is not None)
    if _ABSOLUTE.match(value):
        return link[0]
    try:
        found = urljoin(base, unescape(value).strip())
    except ValueError:
        return link[0]
    return f'{link[1]}"{escape(found)}"'
