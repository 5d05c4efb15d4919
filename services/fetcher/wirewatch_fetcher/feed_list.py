"""The feed list as a file that people change while the fetcher runs."""

from pathlib import Path

import structlog

from wirewatch.errors import SettingsError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.opml import load_feeds
from wirewatch_fetcher.overrides import with_overrides

log = structlog.get_logger(__name__)


class FeedList:
    """One feed list, with what `feeds.toml` beside it adds.

    Raises `SettingsError` at the start where a file is wrong; later it only says so.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._overrides = path.with_suffix(".toml")
        self._mark = self._now()
        self.feeds: tuple[Feed, ...] = self._load()

    def reload(self) -> bool:
        """Read the file again where it changed; return whether there is a new list. A wrong file leaves the old."""
        mark = self._now()
        if mark == self._mark:
            return False
        self._mark = mark
        try:
            self.feeds = self._load()
        except SettingsError as error:
            log.warning("feed_list_wrong", error=str(error))
            return False
        return True

    def _load(self) -> tuple[Feed, ...]:
        return with_overrides(load_feeds(self._path), self._overrides)

    def _now(self) -> tuple[tuple[int, int], ...]:
        return _mark(self._path), _mark(self._overrides)


def _mark(path: Path) -> tuple[int, int]:
    """Return what changes with a file, zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
