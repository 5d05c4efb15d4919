"""XML as the outlets write it: elements are built from plain values, characters that XML forbids are left out."""

import re
from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

Element = ET.Element
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (its production 2)."""


def add(parent: Element, name: str, text: str | None = None, **attributes: str | None) -> Element:
    """Append an element; attributes that are None are left out."""
    given = {key: clean(value) for key, value in attributes.items() if value is not None}
    child = ET.SubElement(parent, name, given)
    if text is not None:
        child.text = clean(text)
    return child


def add_all(parent: Element, pairs: Iterable[tuple[str, str | None]]) -> None:
    """Append an element of text for each pair of a name and a text; those without a text are left out."""
    for name, text in pairs:
        if text:
            add(parent, name, text)


def clean(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def document(root: Element, *, one_line: bool = False) -> bytes:
    """Return a document as bytes, with its declaration; on one line, breaks within texts are character references."""
    if not one_line:
        ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    if one_line:
        return _DECLARATION + body.replace(b"\r", b"&#13;").replace(b"\n", b"&#10;")
    return _DECLARATION + b"\n" + body + b"\n"


def rfc3339(moment: datetime) -> str:
    """Return a moment as Atom and JSON Feed write it."""
    return moment.isoformat(timespec="seconds")
