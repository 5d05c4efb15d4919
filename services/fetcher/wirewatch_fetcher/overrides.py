"""`feeds.toml` beside a feed list: what one feed needs that a list cannot say. Pure but for reading files.

    ["https://news.example/feed.xml"]
    interval_minutes = 60
    user_agent = "wirewatch for Example Ltd"
    headers = { X-Edition = "world" }
    authorization_file = "/run/secrets/news-example"

The file holds the whole value of the Authorization header, such as `Bearer …`: no secret stands in a list.
"""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wirewatch.errors import SettingsError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.links import canonical_link

_NEVER = frozenset({"cookie", "referer", "host", "if-none-match", "if-modified-since", "accept-encoding"})


class Override(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the file."""

    interval_minutes: int | None = None
    user_agent: str | None = None
    headers: dict[str, str] = {}
    authorization_file: str | None = None


def with_overrides(feeds: tuple[Feed, ...], path: Path) -> tuple[Feed, ...]:
    """Return the feeds with what the file says of them; without a file, as they are.

    Raises `SettingsError` naming the file, the line and what is wrong, an address that is in no list included.
    """
    text, tables = _tables(path)
    by_link = {canonical_link(url): (url, table) for url, table in tables.items()}
    changed = tuple(_overridden(feed, by_link.pop(canonical_link(feed.url), None), path, text) for feed in feeds)
    for url, _ in by_link.values():
        raise SettingsError(f"{_place(path, text, url)}: this feed is in no list")
    return changed


def overridden_feeds(path: Path) -> dict[str, str]:
    """Return where the file speaks of which feed: `file:line: [address]` by the feed's folded address."""
    text, tables = _tables(path)
    return {canonical_link(url): _place(path, text, url) for url in tables}


def secret_files(path: Path) -> tuple[Path, ...]:
    """Return the files that the tables name, whose words go into headers."""
    named = (table.get("authorization_file") for table in _tables(path)[1].values() if isinstance(table, dict))
    return tuple(Path(name) for name in named if isinstance(name, str))


def _tables(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the file's words and its tables by address; both empty without a file."""
    if not path.exists():
        return "", {}
    text = path.read_text("utf-8")
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: no TOML: {error}") from error


def _overridden(feed: Feed, found: tuple[str, Any] | None, path: Path, text: str) -> Feed:
    if found is None:
        return feed
    url, table = found
    try:
        said = msgspec.convert(table, Override)
        headers = (*_headers(said), *_authorization(said))
    except (msgspec.ValidationError, OSError, ValueError) as error:
        raise SettingsError(f"{_place(path, text, url)}: {error}") from error
    interval_s = said.interval_minutes * 60 if said.interval_minutes else feed.interval_s
    return replace(feed, interval_s=interval_s, headers=headers)


def _headers(said: Override) -> tuple[tuple[str, str], ...]:
    refused = sorted(name for name in said.headers if name.lower() in _NEVER)
    if refused:
        raise ValueError(f"headers: {', '.join(refused)} cannot be set")
    agent = {"User-Agent": said.user_agent} if said.user_agent else {}
    return tuple({**said.headers, **agent}.items())


def _authorization(said: Override) -> tuple[tuple[str, str], ...]:
    if said.authorization_file is None:
        return ()
    return (("Authorization", Path(said.authorization_file).read_text("utf-8").strip()),)


def _place(path: Path, text: str, url: str) -> str:
    line = next((number for number, words in enumerate(text.splitlines(), 1) if url in words), 1)
    return f"{path}:{line}: [{url}]"
