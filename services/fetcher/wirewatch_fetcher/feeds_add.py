"""An address that a person knows to the feeds behind it, and these into the feed list."""

import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.errors import SettingsError
from wirewatch_fetcher.check import Checked, check
from wirewatch_fetcher.discover import Candidate
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.links import canonical_link
from wirewatch_fetcher.opml import parse_opml, parse_opml_leniently
from wirewatch_fetcher.opml_edit import EMPTY, with_feed, without_feed
from wirewatch_fetcher.overrides import overridden_feeds

_LESSER = ("comment", "podcast")


class Addition(Struct, frozen=True, kw_only=True):
    """What came of adding: feeds that are new in the list, that were in it already, and that were found but not taken.

    `notes` are sentences about what could not be taken as it was written.
    """

    added: tuple[Feed, ...] = ()
    known: tuple[Feed, ...] = ()
    others: tuple[Feed, ...] = ()
    notes: tuple[str, ...] = ()


async def find_feeds(url: str, *, options: FetcherSettings, now: datetime) -> tuple[Checked, tuple[Feed, ...]]:
    """Return what is at an address, and the feeds there: itself, else those of the page, the main one first."""
    checked = await check(url, options=options, now=lambda: now)
    found = (checked.itself,) if checked.itself else tuple(sorted(checked.feeds, key=_is_lesser))
    return checked, tuple(_feed(one) for one in found)


def add_feeds(feeds: Iterable[Feed], path: Path, *, dry_run: bool) -> Addition:
    """Put feeds into the list that are not in it yet; with `dry_run` only say what would be done."""
    data = path.read_bytes() if path.exists() else EMPTY
    listed = {feed.feed_id for feed in parse_opml(data, name=str(path))}
    wanted = {feed.feed_id: feed for feed in reversed(tuple(feeds))}
    added = tuple(feed for feed_id, feed in reversed(wanted.items()) if feed_id not in listed)
    for feed in added:
        data = with_feed(data, feed)
    parse_opml(data, name=str(path))
    if added and not dry_run:
        write_whole(path, data)
    return Addition(added=added, known=tuple(feed for feed_id, feed in reversed(wanted.items()) if feed_id in listed))


def remove_feed(url: str, path: Path, *, dry_run: bool) -> int:
    """Take a feed out of the list; return how many times it was in it.

    Raises `SettingsError` where the file beside the list has settings for it: they would name a feed in no list.
    """
    overrides = path.with_suffix(".toml")
    if (place := overridden_feeds(overrides).get(canonical_link(url))) is not None:
        raise SettingsError(f"{place}: take this table out first")
    data = _read(path)
    parse_opml(data, name=str(path))
    data, count = without_feed(data, url)
    if count and not dry_run:
        write_whole(path, data)
    return count


def import_feeds(source: Path, path: Path, *, dry_run: bool) -> Addition:
    """Put the feeds of another program's list into ours; what ours cannot say is left out with a note."""
    feeds, notes = parse_opml_leniently(_read(source), name=str(source))
    return replace(add_feeds(feeds, path, dry_run=dry_run), notes=notes)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old or the new one, never half of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(data)
    new = Path(file.name)
    new.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    try:
        os.replace(new, path)  # noqa: PTH105  (the same)
    except OSError:  # a file that is mounted by itself cannot be replaced
        path.write_bytes(data)
        new.unlink()


def _feed(found: Candidate) -> Feed:
    return Feed(url=found.url, title=found.title or None, language=found.language)


def _is_lesser(found: Candidate) -> bool:
    """Return whether a feed is one of comments or the like, which a site declares beside its main one."""
    return any(word in f"{found.title} {found.url}".lower() for word in _LESSER)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
