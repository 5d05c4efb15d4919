"""One article from a file or standard input: JSON as on the wire or as in a seed, plain text, or HTML."""

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from wirewatch.articles import ContentType, RawArticle
from wirewatch.errors import SettingsError
from wirewatch.incidents import Instant
from wirewatch_enricher.markup import is_markup

_FIELDS = frozenset(RawArticle.__struct_fields__)


def read_article(path: Path, *, now: datetime) -> RawArticle:
    """Read one article; `-` is standard input. `now` stands in for what the file does not say.

    Raises `SettingsError` naming the file, and the line or field that is wrong.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    if path.suffix.lower() == ".json" or text.lstrip().startswith("{"):
        return _from_json(path, text, now)
    if path.suffix.lower() in {".html", ".htm"}:
        return _article(path, {"title": "", "text": text, "content_type": ContentType.HTML.value}, now)
    title, _, body = text.strip().partition("\n")
    return _article(path, {"title": title.strip(), "text": body.strip()}, now)


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
        "source": path.stem or "stdin",
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
