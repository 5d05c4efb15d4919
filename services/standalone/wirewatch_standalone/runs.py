"""Folders of runs: each has its own below `<home>/runs`, removed at its end; those of dead runs are swept."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT_FAILURES = 3
_LOCK = "lock"


@contextmanager
def run_folder(home: Path) -> Iterator[Path]:
    """Give a fresh folder and remove it in the end; after an error its logs are kept in `<home>/failed`.

    A lock held on a file inside tells others that the run lives, however it may end.
    """
    runs = home.absolute() / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    sweep(runs)
    folder = runs / secrets.token_hex(4)
    folder.mkdir()
    with (folder / _LOCK).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield folder
        except BaseException:
            keep_logs(folder, home.absolute() / "failed")
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(runs: Path) -> tuple[str, ...]:
    """Remove the folders of runs that no longer live; return their names."""
    dead = tuple(folder for folder in sorted(runs.iterdir()) if folder.is_dir() and _is_dead(folder))
    for folder in dead:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(folder.name for folder in dead)


def keep_logs(folder: Path, kept: Path) -> None:
    """Move a run's logs to where failed ones are kept, and forget all but the last few."""
    if not (folder / "logs").is_dir():
        return
    kept.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / "logs", kept / folder.name)
    older = sorted(kept.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT_FAILURES]
    for path in older:
        shutil.rmtree(path, ignore_errors=True)


def _is_dead(folder: Path) -> bool:
    """Tell whether nobody holds the run's lock; a folder without one yet is being made right now."""
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
