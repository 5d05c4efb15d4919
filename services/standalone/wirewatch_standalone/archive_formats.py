"""The formats of archives: the bytes of one file in, its items out, each with the line where it stands."""

import hashlib
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from wirewatch.articles import MAX_TEXT_CHARS, ContentType, RawArticle
from wirewatch.incidents import Instant
from wirewatch_enricher.article_file import decoded
from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.identity import identify
from wirewatch_fetcher.parse import parse


class ArchiveItem(Struct, frozen=True, kw_only=True):
    """One article of an archive, whatever format it came in; `line` is where it stands in its file.

    `own_id` is the id as the item has it, which may be a number; None where it has none.
    """

    entry_id: str
    own_id: str | int | None = None
    title: str
    text: str
    content_type: ContentType
    published: Instant | None
    source: str
    line: int | None = None
    url: str | None = None
    language: str | None = None
    revision_of: str | None = None

    def as_article(self, first_edition: str, observed_at: datetime) -> RawArticle:
        """Return it as the fetcher would publish it, marked as an exercise."""
        return RawArticle(
            article_id=_digest(first_edition),
            revision=_digest(self.title, self.text),
            entry_id=self.entry_id,
            source=self.source,
            url=self.url,
            title=self.title[:MAX_TEXT_CHARS],
            text=self.text[:MAX_TEXT_CHARS],
            content_type=self.content_type,
            language=self.language,
            published=self.published,
            observed_at=observed_at.astimezone(UTC),
            exercise=True,
            revision_of=self.revision_of,
            chars_cut=max(0, len(self.text) - MAX_TEXT_CHARS),
        )


class Unreadable(Struct, frozen=True, kw_only=True):
    """An item that can't be read: the line where it stands (None: the whole file) and why."""

    line: int | None
    why: str


Entries = Iterator[ArchiveItem | Unreadable]


class _JsonItem(Struct, frozen=True, kw_only=True):
    """What a JSON item may hold; other fields are ignored. It needs a title or a text, though both may be empty."""

    title: str | None = None
    text: str | None = None
    published: Instant | None = None
    id: str | int | None = None
    url: str | None = None
    lang: str | None = None
    source: str | None = None
    revision_of: str | int | None = None


def read_jsonl(body: bytes, file: Path) -> Entries:
    """Read JSON Lines: one item a line, blank lines skipped."""
    for number, line in enumerate(body.removeprefix(BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            yield _json_item(line, file, number)


def read_json(body: bytes, file: Path) -> Entries:
    """Read one JSON item, or an array of them, each with the line where it begins."""
    if not body.strip():
        yield Unreadable(line=None, why="is empty")
    try:
        for number, item in _positioned(body.decode("utf-8-sig")):
            yield _json_item(json.dumps(item).encode(), file, number)
    except ValueError as error:
        yield Unreadable(line=getattr(error, "lineno", None), why=f"not JSON: {error}")


def _positioned(text: str) -> Iterator[tuple[int, object]]:
    """Yield the items of a JSON array (or the one item) with their line numbers, as far as the text is JSON."""
    decoder, at = json.JSONDecoder(), _next(text, 0)
    in_array = text[at : at + 1] == "["
    at = _next(text, at + 1) if in_array else at
    while at < len(text) and text[at] != "]":
        line = text.count("\n", 0, at) + 1
        item, at = decoder.raw_decode(text, at)
        yield line, item
        at = _next(text, at)
        if text[at : at + 1] == "," and in_array:
            at = _next(text, at + 1)
        elif text[at : at + 1] != "]" or not in_array:
            break
    if text[at : at + 1] not in ({"]"} if in_array else {""}):
        raise json.JSONDecodeError("Expecting ',' or the end", text, at)


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _json_item(line: bytes, file: Path, number: int | None) -> ArchiveItem | Unreadable:
    try:
        item = _decoded(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Unreadable(line=number, why=_field_first(str(error)))
    if item.title is None and item.text is None:
        return Unreadable(line=number, why="title, text: the item has neither")
    title, text = item.title or "", item.text or ""
    return ArchiveItem(
        entry_id=str(item.id) if item.id is not None else item.url or _digest(title, text),
        own_id=item.id,
        title=title,
        text=text,
        content_type=_content_type(text),
        published=item.published,
        source=item.source or file.name,
        line=number,
        url=item.url,
        language=item.lang,
        revision_of=None if item.revision_of is None else str(item.revision_of),
    )


def _decoded(line: bytes) -> _JsonItem:
    """Read an item; bytes that are no UTF-8 and halves of surrogate pairs become signs of what can't be read."""
    try:
        return msgspec.json.decode(line, type=_JsonItem)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        try:
            found = json.loads(line.decode("utf-8", "replace"))
        except ValueError:
            raise error from None
        whole = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
        return msgspec.json.decode(whole, type=_JsonItem)


def _field_first(error: str) -> str:
    """Turn msgspec's `… - at `$.published`` into `published: …`."""
    said, at, field = error.partition(" - at `$.")
    return f"{field.rstrip('`')}: {said}" if at else said


def read_txt(body: bytes, file: Path) -> Entries:
    """Read plain text: the first line is the title; an optional line `Published: RFC 3339` may stand above it.

    Without one, the file's time of change stands for the publication.
    """
    try:
        lines = decoded(body).splitlines()
    except ValueError as error:
        yield Unreadable(line=None, why=str(error))
        return
    published = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    if lines and lines[0].lower().startswith("published:"):
        try:
            published = _moment(lines.pop(0).partition(":")[2])
        except ValueError as error:
            yield Unreadable(line=1, why=f"published: {error}")
            return
    title = lines.pop(0).strip() if lines else ""
    yield _file_item(file, title, "\n".join(lines).strip(), ContentType.PLAIN, published)


def read_html(body: bytes, file: Path) -> Entries:
    """Read a saved page: title, language and time from its head, the body as HTML."""
    try:
        decoded(body)  # a page in whatever encoding is text; the parser finds which
    except ValueError as error:
        yield Unreadable(line=None, why=str(error))
        return
    page = LexborHTMLParser(body)
    heading = page.css_first("h1") or page.css_first("title")
    times = (
        *(node.attributes.get("content") for node in page.css('meta[property="article:published_time"]')),
        *(node.attributes.get("datetime") for node in page.css("time[datetime]")),
    )
    try:
        published = next((_moment(time) for time in times if time), datetime.fromtimestamp(file.stat().st_mtime, UTC))
    except ValueError as error:
        yield Unreadable(line=None, why=f"published: {error}")
        return
    title = heading.text(strip=True) if heading else ""
    text = (page.body.html if page.body else None) or ""
    yield _file_item(file, title, text, ContentType.HTML, published)


def read_feed(body: bytes, file: Path) -> Entries:
    """Read a saved RSS or Atom feed as the fetcher would; an entry without a date can't be placed in time."""
    try:
        document = parse(Body(content=body))
    except NotAFeedError as error:
        yield Unreadable(line=None, why=str(error))
        return
    identities = identify(document.entries, feed_id=file.name)
    for entry, identity in zip(document.entries, identities, strict=True):
        if entry.published is None:
            yield Unreadable(line=None, why=f"published: entry {identity.entry_id!r} gives no date")
            continue
        yield ArchiveItem(
            entry_id=identity.entry_id,
            title=entry.title,
            text=entry.text,
            content_type=entry.content_type,
            published=entry.published,
            source=document.title or file.name,
            url=entry.link,
            language=entry.language or document.language,
        )


def _file_item(file: Path, title: str, text: str, kind: ContentType, published: datetime) -> ArchiveItem:
    return ArchiveItem(
        entry_id=file.name, title=title, text=text, content_type=kind, published=published, source=file.name
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError(f"{text.strip()!r} has no offset, such as +03:00")
    return moment


def _content_type(text: str) -> ContentType:
    """HTML where the text has a closing or paragraph tag, else plain."""
    has_markup = "</" in text or "<p>" in text or "<br" in text
    return ContentType.HTML if has_markup else ContentType.PLAIN


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


READERS: dict[str, Callable[[bytes, Path], Entries]] = {
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".txt": read_txt,
    ".html": read_html,
    ".htm": read_html,
    ".xml": read_feed,
    ".rss": read_feed,
    ".rdf": read_feed,
    ".atom": read_feed,
}
