"""The watchdog: a thread of its own that ends the process when its work stands still.

What the worker notes in `Vitals` goes in; `verdict` says what is wrong, and `watch` ends the process.
"""

import os
import threading
import time
from collections.abc import Callable

import structlog

POLL_S = 0.25
EXIT_WATCHDOG = 4
"""The exit code of a process that the watchdog ended."""

_log = structlog.stdlib.get_logger("wirewatch.hop")


class Vitals:
    """Signs of life, in seconds of the monotonic clock; written by the worker, read by the watchdog's thread."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.moved_at = now()
        self.attempt_since: float | None = None
        self.attempt_at = ""
        self.behind = 0
        self.deadline: float | None = None

    def moved(self) -> None:
        """Note that something went on: a message was finished, or an attempt made."""
        self.moved_at = self._now()

    def attempt(self, place: str) -> None:
        """Note that a handler starts on the message at a place."""
        self.attempt_at = place
        self.attempt_since = self._now()

    def attempt_over(self) -> None:
        """Note that the handler came back."""
        self.attempt_since = None
        self.moved()

    def ends_within(self, seconds: float) -> None:
        """Note that the process must be gone by then."""
        self.deadline = self._now() + seconds


def verdict(vitals: Vitals, *, now: float, handler_timeout_s: float, stall_s: float) -> str | None:
    """Say why the process must end, or None. `vitals.behind` is how many messages it could read."""
    started = vitals.attempt_since
    if vitals.deadline is not None and now > vitals.deadline:
        return "not ended in time after being told to stop; what is unfinished comes again"
    if started is not None and now - started > handler_timeout_s:
        return f"the handler hangs at {vitals.attempt_at} for more than {handler_timeout_s:g} s"
    if vitals.behind > 0 and started is None and now - vitals.moved_at > stall_s:
        return f"{vitals.behind} messages wait and nothing moved for {stall_s:g} s"
    return None


def watch(vitals: Vitals, *, handler_timeout_s: float, stall_s: float) -> threading.Thread:
    """Start the watchdog's thread; it ends the process by `os._exit`, which acknowledges nothing."""
    limits = {"handler_timeout_s": handler_timeout_s, "stall_s": stall_s}
    thread = threading.Thread(target=_watch, args=(vitals, limits), name="watchdog", daemon=True)
    thread.start()
    return thread


def _watch(vitals: Vitals, limits: dict[str, float]) -> None:
    while True:
        time.sleep(POLL_S)
        reason = verdict(vitals, now=time.monotonic(), **limits)
        if reason is not None:
            _log.critical("process ends", reason=reason)
            os._exit(EXIT_WATCHDOG)
