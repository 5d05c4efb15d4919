"""The feed list as a file that people change while the fetcher runs."""

from pathlib import Path

import structlog

from wirewatch.errors import SettingsError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.opml import load_feeds

log = structlog.get_logger(__name__)


class FeedList:
    """One feed list; raises `SettingsError` at the start where the file is wrong, later it only says so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark = self._now()
        self.feeds: tuple[Feed, ...] = load_feeds(path)

    def reload(self) -> bool:
        """Read the file again where it changed; return whether there is a new list. A wrong file leaves the old."""
        mark = self._now()
        if mark == self._mark:
            return False
        self._mark = mark
        try:
            self.feeds = load_feeds(self._path)
        except SettingsError as error:
            log.warning("feed_list_wrong", error=str(error))
            return False
        return True

    def _now(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
