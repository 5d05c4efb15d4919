"""Becomes another program that can't outlive its parent: `python -I -S tether.py PARENT_PID PROGRAM ARGUMENT …`.

A script of its own, standard library alone, so that the tie is made after the fork (no code of ours runs between fork
and exec in a process with threads) and before anything else. The kernel sends SIGKILL when the *thread* that started
this process ends: start children from a thread that lives as long as they should.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Tie this process to its parent, or end where that is gone already, then become the program."""
    parent, *command = arguments
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):
        raise SystemExit(1)
    os.execvp(command[0], command)  # noqa: S606  (no shell, on purpose)


if __name__ == "__main__":
    main(sys.argv[1:])
