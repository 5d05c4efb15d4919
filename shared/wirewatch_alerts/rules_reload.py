"""Rules that follow their files: a path in; the last good rules out, and what is wrong with the files as they stand."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch_alerts.rules import RuleSet, files_of, load_rules

Print = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of every file that the rules come from."""


class Reload(Struct, frozen=True, kw_only=True):
    """What a look at the files came to: new rules, or an error with its file and line; the old rules' hash."""

    kind: Literal["reloaded", "broken"]
    before: str
    after: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    error: str | None = None


class RuleFiles:
    """The rules of a path as they last were right; `broken` is what is wrong with the files now, or None.

    Raises `SettingsError` where the rules are not right to begin with.
    """

    def __init__(self, path: Path, *, load: Callable[[Path], RuleSet] = load_rules) -> None:
        self._path, self._load = path, load
        self.broken: str | None = None
        self.rules = load(path)
        self._print = self._taken()

    def look(self) -> Reload | None:
        """Read the files again if one of them changed; return what came of it, None where nothing changed.

        What is wrong leaves the rules as they were, and is told once for each change of the files.
        """
        found = self._taken()
        if found == self._print:
            return None
        self._print = found
        before = self.rules
        try:
            self.rules = self._load(self._path)
        except SettingsError as error:
            self.broken = str(error)
            return Reload(kind="broken", before=before.hash, after=before.hash, error=self.broken)
        self.broken = None
        self._print = self._taken()
        return _reloaded(before, self.rules)

    def _taken(self) -> Print:
        try:
            files = files_of(self._path, self.rules)
        except SettingsError:
            return ()
        return tuple(sorted(_print_of(file) for file in set(files)))


def _print_of(file: Path) -> tuple[str, int, int]:
    try:
        found = file.stat()
    except OSError:
        return str(file), 0, 0
    return str(file), found.st_mtime_ns, found.st_size


def _reloaded(before: RuleSet, after: RuleSet) -> Reload:
    old, new = ({rule.id for rule in one.rules} for one in (before, after))
    return Reload(
        kind="reloaded",
        before=before.hash,
        after=after.hash,
        added=tuple(sorted(new - old)),
        removed=tuple(sorted(old - new)),
    )
