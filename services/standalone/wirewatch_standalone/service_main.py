"""Runs one `wirewatch` sub-command as a supervised child: it ends when the pipe to its supervisor does.

The kernel's own tie (see `tether`) is to a thread and Linux only; the pipe holds for the process and everywhere.
"""

import os
import sys
import threading

from wirewatch_standalone.children import LIFELINE


def main() -> None:
    """Watch the pipe, then be the `wirewatch` program."""
    watch_lifeline()
    from wirewatch.cli import main as wirewatch  # noqa: PLC0415  (the pipe first: importing takes a while)

    sys.argv[0] = "wirewatch"
    wirewatch()


def watch_lifeline() -> None:
    """End this process when the pipe to its supervisor ends; without a supervisor there is no pipe, and no watching."""
    if name := os.environ.pop(LIFELINE, None):
        os.set_inheritable(int(name), False)
        threading.Thread(target=_end_with, args=(int(name),), name="lifeline", daemon=True).start()


def _end_with(read_end: int) -> None:
    """Block until the pipe ends, then end this process at once: its work is safe to repeat, and nobody waits for it."""
    os.read(read_end, 1)
    os._exit(1)


if __name__ == "__main__":
    main()
