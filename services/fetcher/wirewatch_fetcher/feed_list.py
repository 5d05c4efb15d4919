"""The feed list as a file that people change while the fetcher runs."""

from pathlib import Path

import structlog

from wirewatch.errors import SettingsError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.opml import load_feeds
from wirewatch_fetcher.overrides import secret_files, with_overrides

log = structlog.get_logger(__name__)


class FeedList:
    """One feed list, with what the file beside it (`feeds.toml`) and the secrets that this names add.

    Raises `SettingsError` at the start where a file is wrong; later it only says so.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._overrides = path.with_suffix(".toml")
        self._marks = {file: _mark(file) for file in (path, self._overrides)}
        self.feeds: tuple[Feed, ...] = self._load()

    def reload(self) -> bool:
        """Read the files again where one changed; return whether there is a new list. A wrong file leaves the old."""
        marks = {file: _mark(file) for file in self._marks}
        if marks == self._marks:
            return False
        self._marks = marks
        try:
            self.feeds = self._load()
        except SettingsError as error:
            log.warning("feed_list_wrong", error=str(error))
            return False
        return True

    def _load(self) -> tuple[Feed, ...]:
        feeds = with_overrides(load_feeds(self._path), self._overrides)
        for file in secret_files(self._overrides):
            self._marks.setdefault(file, _mark(file))
        return feeds


def _mark(path: Path) -> tuple[int, int]:
    """Return what changes with a file, zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
