"""Archives of articles: a file or a folder in, raw articles in the order of their publication out.

Formats: `.json`, `.jsonl`, `.txt`, `.html`, RSS and Atom (`.xml`, `.rss`, `.atom`), each also as `.gz`. What can't be
read becomes a `Problem` with its file, line and field; the rest goes on.
"""

import gzip
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch.clock import is_plausible
from wirewatch.errors import SettingsError
from wirewatch_standalone.archive_formats import READERS, ArchiveItem, Unreadable

_Dated = tuple[ArchiveItem, datetime]

EXPECTED = ".expected.json"
"""Ending of a golden file: the final records that an article beside it should give."""


class Problem(Struct, frozen=True, kw_only=True):
    """Something in an archive that could not be read, and why."""

    file: str
    line: int | None
    why: str

    def told(self) -> str:
        """Return the problem as one line, such as `items.jsonl:7: published: …`."""
        return f"{self.file}:{self.line}: {self.why}" if self.line else f"{self.file}: {self.why}"


class Archive(Struct, frozen=True, kw_only=True):
    """What an archive holds: its articles by publication, then file order, and what could not be read.

    `ids` are the articles' own ids, one each, as they stand in the archive: a number stays a number.
    """

    articles: tuple[RawArticle, ...]
    ids: tuple[str | int, ...]
    problems: tuple[Problem, ...]


def read_archive(path: Path, *, undated_at: datetime | None = None) -> Archive:
    """Read a file or every file of a folder.

    Args:
        path: a file of a known format, or a folder.
        undated_at: when items that do not say when they were published are taken to have been seen; without it each
            of them is a problem.

    Raises:
        SettingsError: there is nothing of a known format.
    """
    entries = [_dated(entry, file, undated_at) for file in _files(path) for entry in _read(file)]
    items = sorted((entry for entry in entries if isinstance(entry, tuple)), key=lambda one: one[1])
    problems = tuple(entry for entry in entries if isinstance(entry, Problem))
    ids = tuple(item.entry_id if item.own_id is None else item.own_id for item, _ in items)
    return Archive(articles=_articles(items), ids=ids, problems=problems)


def _dated(entry: ArchiveItem | Problem, file: Path, undated_at: datetime | None) -> _Dated | Problem:
    if isinstance(entry, Problem):
        return entry
    known = entry.published is not None and is_plausible(entry.published)
    seen_at = entry.published if known else undated_at
    if seen_at is None:
        why = f"{entry.published} can't be" if entry.published else "the item does not say when"
        return Problem(file=str(file), line=entry.line, why=f"published: {why}")
    return entry, seen_at


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise SettingsError(f"{path}: no such file or folder")
    if path.is_file():
        if _format(path) is None:
            raise SettingsError(f"{path}: unknown format; known are {', '.join(sorted(READERS))}, each also as .gz")
        return [path]
    found = sorted(file for file in path.rglob("*") if file.is_file() and _format(file))
    if not found:
        raise SettingsError(f"{path}: holds no file of a known format ({', '.join(sorted(READERS))})")
    return found


def _format(path: Path) -> str | None:
    """Return the format's ending without `.gz`; None for other files and for golden ones."""
    name = path.name.lower().removesuffix(".gz")
    ending = Path(name).suffix
    return ending if ending in READERS and not name.endswith(EXPECTED) else None


def _read(file: Path) -> Iterator[ArchiveItem | Problem]:
    ending = _format(file)
    assert ending is not None
    try:
        body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for entry in READERS[ending](body, file):
            if isinstance(entry, Unreadable):
                yield Problem(file=str(file), line=entry.line, why=entry.why)
            else:
                yield entry
    except (OSError, EOFError) as error:
        yield Problem(file=str(file), line=None, why=f"can't be read: {error}")


def _articles(items: Sequence[_Dated]) -> tuple[RawArticle, ...]:
    first_edition = {item.entry_id: item.revision_of for item, _ in items if item.revision_of}
    return tuple(item.as_article(_root(item.entry_id, first_edition), seen_at) for item, seen_at in items)


def _root(entry_id: str, first_edition: dict[str, str]) -> str:
    """Follow `revision_of` back to the first edition; a circle ends where it closes."""
    seen = {entry_id}
    while (before := first_edition.get(entry_id)) is not None and before not in seen:
        seen.add(before)
        entry_id = before
    return entry_id
