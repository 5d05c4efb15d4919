"""The budget of dead letters: a hop that rejects nearly everything has a fault of its own and must stop.

The fate of each message goes in, what is overdrawn comes out. Nothing is read or written.
"""

from collections import deque

from wirewatch.settings import Settings


class Budget:
    """Counts dead letters in a row, and among the last messages."""

    def __init__(self, *, run: int, window: int, share: float) -> None:
        self._run_allowed = run
        self._window_allowed = int(window * share)
        self._share = share
        self._window: deque[bool] = deque(maxlen=window)
        self._rejected_in_window = 0
        self._run = 0

    def count(self, *, rejected: bool) -> None:
        """Count one message that was handled or rejected."""
        if len(self._window) == self._window.maxlen:
            self._rejected_in_window -= self._window[0]
        self._window.append(rejected)
        self._rejected_in_window += rejected
        self._run = self._run + 1 if rejected else 0

    def overdrawn(self) -> str | None:
        """Say which limit the next dead letter would break, or None."""
        if self._run >= self._run_allowed:
            return f"{self._run} messages in a row were rejected (allowed: {self._run_allowed})"
        if self._rejected_in_window >= max(1, self._window_allowed):
            return (
                f"{self._rejected_in_window} of the last {len(self._window)} messages were rejected "
                f"(allowed: {self._window_allowed} of {self._window.maxlen})"
            )
        return None


def budget_of(settings: Settings) -> Budget:
    """Return the budget that the settings name."""
    return Budget(run=settings.rejected_run, window=settings.rejected_window, share=settings.rejected_share)
