"""Child processes that end when we do: started tied to us, stopped in order, killed where they don't listen.

In: a command, its environment and a log file. Out: a running `Child`. Each is in a session of its own, so that Ctrl-C
reaches us alone and we stop them; the kernel kills it when we end by any means (see `tether`), and it holds the end of
a pipe whose other end is ours, which tells those of our own making (see `service_main`).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from wirewatch.errors import StackError

LIFELINE = "WIREWATCH_LIFELINE"
"""Environment variable of a child: the file descriptor that ends when we do."""
STOP_BOUND_S = 10.0
_TETHER = Path(__file__).with_name("tether.py")
_EXCERPT_LINES = 15


Start = Callable[[], "Child"]
Output = Callable[[str], int]
"""Returns the file descriptor that a child of this name writes its output to."""


class Child:
    """A running child process; `start` makes one."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log: Path, lifeline: int, again: Start) -> None:
        """Keep what `start` made."""
        self.name = name
        self.process = process
        self.log = log
        self._lifeline = lifeline
        self._again = again

    @property
    def pid(self) -> int:
        """Its process id, which is its process group's too."""
        return self.process.pid

    def start_again(self) -> "Child":
        """Start the same program again, once this one has ended, as a child of this thread."""
        self.release()
        return self._again()

    def exit_code(self) -> int | None:
        """Return its exit code (negative: a signal), or None while it runs."""
        return self.process.poll()

    def check(self) -> None:
        """Raise `StackError` with the end of its log where it has ended."""
        if (code := self.exit_code()) is not None:
            raise StackError(f"{self.name} ended with {told_exit(code)}; its last words:\n{excerpt(self.log)}")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def wait(self, bound_s: float) -> bool:
        """Wait for its end; tell whether it came within the bound."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(bound_s)
        return self.process.poll() is not None

    def let_go(self) -> None:
        """End the pipe, which ends a child of our own making at once."""
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def release(self) -> None:
        """Kill what is left of its group, reap it, and let go of the pipe."""
        self.signal(signal.SIGKILL)
        self.process.wait()
        self.let_go()


def start(
    name: str, command: Sequence[str], *, env: Mapping[str, str], log: Path, output: Output | None = None
) -> Child:
    """Start a program as a child of this thread, its output appended to `log`.

    With `output` it is written there instead, by somebody who keeps it in `log`.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    read_end, write_end = os.pipe()
    try:
        with ExitStack() as opened:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()), *command],
                stdin=subprocess.DEVNULL,
                stdout=output(name) if output else opened.enter_context(log.open("ab")),
                stderr=subprocess.STDOUT,
                env={**env, LIFELINE: str(read_end)},
                pass_fds=(read_end,),
                start_new_session=True,
            )
    except BaseException:
        os.close(write_end)
        raise
    finally:
        os.close(read_end)
    return Child(name, process, log, write_end, lambda: start(name, command, env=env, log=log, output=output))


def stop(*children: Child, bound_s: float = STOP_BOUND_S) -> None:
    """Ask all to end (SIGTERM), wait for them together up to `bound_s`, then kill what is left."""
    deadline = time.monotonic() + bound_s
    try:
        for child in children:
            child.signal(signal.SIGTERM)
        for child in children:
            child.wait(max(0.0, deadline - time.monotonic()))
    finally:
        for child in children:
            child.release()


def excerpt(log: Path, lines: int = _EXCERPT_LINES) -> str:
    """Return the last lines of a log, or a word that there are none."""
    if not log.is_file():
        return "(no log)"
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) or "(its log is empty)"


def told_exit(code: int) -> str:
    """Return an exit code in words: `exit code 3`, `SIGKILL`."""
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
