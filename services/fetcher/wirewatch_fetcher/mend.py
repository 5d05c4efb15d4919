"""Bytes that make feedparser itself give up, mended so that the feed is not lost for one character. Pure.

Three things do: a declared encoding that is none, a reference to half a character, and an image without a size.
"""

import re

_DECLARED = re.compile(rb"(<\?xml[^<>]{0,200}?encoding\s*=\s*)(['\"])[^'\"<>]*\2")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_NO_SIZE = re.compile(rb"<(width|height)\b[^<>]*(?:/>|>\s*</\1\s*>)", re.IGNORECASE)
_REPLACED = b"&#xFFFD;"


def mended(content: bytes) -> bytes:
    """Return the bytes as UTF-8 by declaration, without surrogates in references and without empty sizes."""
    declared = _DECLARED.sub(rb"\1\2utf-8\2", content, count=1)
    return _NO_SIZE.sub(b"", _REFERENCE.sub(_whole, declared))


def _whole(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return _REPLACED if 0xD800 <= number <= 0xDFFF else reference[0]
