"""The logs of a running `up`: children's output in, by pipes; files that rotate by size, and one readable log, out.

Files are never behind the terminal: a terminal that stands still (Ctrl-S) costs lines on the terminal, not services.
"""

import os
import queue
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.text import Text

from wirewatch.clock import Clock
from wirewatch_standalone.up_lines import as_text, own_line

MAX_BYTES = 10_000_000
KEPT_FILES = 3
"""How many full files are kept beside the present one, for each service."""
_LONGEST_LINE = 1_000_000
_MOST_WAITING = 5_000
_END_BOUND_S = 5.0


class RotatingFile:
    """A log file that begins anew when it is full; the last few full ones stay, `NAME.log.1` the newest of them."""

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES, kept: int = KEPT_FILES) -> None:
        self._path, self._max_bytes, self._kept = path, max_bytes, kept
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)
        self._size = path.stat().st_size

    def write(self, line: bytes) -> None:
        """Append a line; it is on the disk's side of a crash of ours."""
        if self._size and self._size + len(line) > self._max_bytes:
            self._rotate()
        self._file.write(line)
        self._size += len(line)

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def _rotate(self) -> None:
        self._file.close()
        names = [self._path, *(self._path.with_name(f"{self._path.name}.{n}") for n in range(1, self._kept + 1))]
        for old, new in reversed(list(pairwise(names))):
            if old.exists():
                old.replace(new)
        self._file, self._size = self._path.open("wb", buffering=0), 0


class LogBook:
    """Takes down what children write and what `up` itself says; `quiet` leaves children out of the terminal."""

    def __init__(self, folder: Path, *, console: Console, clock: Clock, quiet: bool = False) -> None:
        self._folder, self._clock, self._quiet = folder, clock, quiet
        self._own = RotatingFile(folder / "up.log")
        self._pipes: dict[str, int] = {}
        self._readers: list[threading.Thread] = []
        self._terminal = _Terminal(console)

    def output(self, name: str) -> int:
        """Return the file descriptor to which a child of this name writes; the same one for every start of it."""
        if name not in self._pipes:
            read_end, self._pipes[name] = os.pipe()
            reader = threading.Thread(target=self._read, args=(name, read_end), name=f"log-{name}", daemon=True)
            self._readers.append(reader)
            reader.start()
        return self._pipes[name]

    def say(self, words: str) -> None:
        """Say something of our own, on the terminal and in `up.log`."""
        now = self._clock()
        self._own.write(f"{now:%Y-%m-%dT%H:%M:%SZ} {words}\n".encode())
        self._terminal.show(lambda: own_line(f"{now:%H:%M:%S}", words))

    def ready(self) -> None:
        """Note that the start is over: who is quiet has nobody to tell, and goes on in files alone."""
        if self._quiet:
            self._terminal.close()

    def close(self) -> None:
        """Take down what is left; children must have ended."""
        for write_end in self._pipes.values():
            os.close(write_end)
        for reader in self._readers:
            reader.join(_END_BOUND_S)
        self._terminal.close()
        self._own.close()

    def _read(self, name: str, read_end: int) -> None:
        kept = RotatingFile(self._folder / f"{name}.log")
        with os.fdopen(read_end, "rb") as stream:
            while line := stream.readline(_LONGEST_LINE):
                kept.write(line)
                if not self._quiet:
                    self._terminal.show(lambda line=line: as_text(name, line.decode("utf-8", "replace").rstrip()))  # type: ignore[misc]
        kept.close()


class _Terminal:
    """Prints in a thread of its own, so that nobody waits for the terminal; says how many lines it had to leave out."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._waiting: queue.Queue[Callable[[], Text] | None] = queue.Queue(_MOST_WAITING)
        self._left_out = 0
        self._closed = False
        self._thread = threading.Thread(target=self._print, name="terminal", daemon=True)
        self._thread.start()

    def show(self, line: Callable[[], Text]) -> None:
        """Print a line when it is its turn."""
        if self._closed:
            return
        try:
            self._waiting.put_nowait(line)
        except queue.Full:
            self._left_out += 1

    def close(self) -> None:
        """Print what waits, for a bounded time."""
        if not self._closed:
            self._closed = True
            try:
                self._waiting.put(None, timeout=_END_BOUND_S)
            except queue.Full:
                return
            self._thread.join(_END_BOUND_S)

    def _print(self) -> None:
        while (line := self._waiting.get()) is not None:
            if self._left_out:
                left_out, self._left_out = self._left_out, 0
                self._put(own_line("        ", f"({left_out} lines left out here; the files have them)"))
            self._put(line())

    def _put(self, text: Text) -> None:
        try:
            self._console.print(text, soft_wrap=True, highlight=False, markup=False)
        except OSError:
            self._closed = True  # the terminal is gone; the files go on
