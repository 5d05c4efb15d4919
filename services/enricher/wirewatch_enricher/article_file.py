"""One article from a file or standard input: JSON as on the wire or as in a seed, plain text, or HTML."""

import codecs
import hashlib
import html
import re
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from wirewatch.articles import ContentType, RawArticle
from wirewatch.errors import SettingsError
from wirewatch.incidents import Instant
from wirewatch_enricher.markup import is_markup

_HEAD = 20_000
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)
_MOST_ODD = 0.1
_FIELDS = frozenset(RawArticle.__struct_fields__)


def read_article(path: Path, *, now: datetime) -> RawArticle:
    """Read one article; `-` is standard input. `now` stands in for what the file does not say.

    Raises `SettingsError` naming the file, and the line or field that is wrong.
    """
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    try:
        text = decoded(content)
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from error
    if path.suffix.lower() == ".json" or text.lstrip().startswith("{"):
        return _from_json(path, text, now)
    if path.suffix.lower() in {".html", ".htm"} or is_markup(text[:_HEAD]):
        page = {"title": _page_title(text), "text": text, "content_type": ContentType.HTML.value}
        return _article(path, page, now)
    title, _, body = text.strip().partition("\n")
    return _article(path, {"title": title.strip(), "text": body.strip()}, now)


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or an older Western one; raises `ValueError` for none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise ValueError("is empty")
    odd = sum(_is_odd(char) for char in text)
    if "\0" in text or odd > len(text) * _MOST_ODD:
        raise ValueError(f"is no text: {odd} of {len(text)} characters can't be printed")
    return text


def _is_odd(char: str) -> bool:
    """Whether no text has such a character; marks of direction and the joiners of emoji are at home in texts."""
    if char.isprintable() or char.isspace():
        return char == "\ufffd"
    return unicodedata.category(char) != "Cf"


def _page_title(text: str) -> str:
    """Return what a page calls itself, "" where it does not say."""
    found = _TITLE.search(text[:_HEAD])
    return html.unescape(" ".join(found[1].split())) if found else ""


def _from_json(path: Path, text: str, now: datetime) -> RawArticle:
    try:
        item = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise SettingsError(f"{path}: no JSON article: {error}") from error
    return _article(path, item, now)


def _article(path: Path, item: dict[str, Any], now: datetime) -> RawArticle:
    title, text = item.get("title") or "", item.get("text") or ""
    published = item.get("published")
    if published is not None:
        _check_moment(path, published)
    digest = hashlib.sha256(f"{title}\n{text}".encode(errors="replace")).hexdigest()[:16]
    name = str(item.get("id") or digest)
    given = {
        "article_id": name,
        "revision": digest,
        "entry_id": name,
        "source": "stdin" if str(path) == "-" else path.stem,
        "observed_at": published or now.astimezone(UTC).isoformat(),
        "language": item.get("lang"),
        **({"content_type": ContentType.HTML.value} if is_markup(str(text)) else {}),
        **{key: value for key, value in item.items() if key in _FIELDS and value is not None},
        "title": title,
        "text": text,
    }
    try:
        return msgspec.convert(given, type=RawArticle)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}") from error


def _check_moment(path: Path, published: object) -> None:
    try:
        msgspec.convert(published, type=Instant)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: published: {error}") from error
