"""Metrics: every count that a service keeps of its work, and what it means. Counts go in, a log line comes out."""

from collections import Counter
from enum import StrEnum


class Metric(StrEnum):
    """What is counted, since the process started."""

    DONE = "done"
    """Messages that were handled, all that they caused confirmed by the broker."""
    REJECTED = "rejected"
    """Messages that went to the dead letters."""
    RETRIED = "retried"
    """Attempts that failed and were made again, outages and others."""
    SENT = "sent"
    """Messages that were sent, dead letters included."""


class Metrics:
    """Counts of one process; `news` gives what changed since it was asked last."""

    def __init__(self) -> None:
        self._counts: Counter[Metric] = Counter()
        self._told: Counter[Metric] = Counter()

    def count(self, metric: Metric, by: int = 1) -> None:
        """Add to a count."""
        self._counts[metric] += by

    def __getitem__(self, metric: Metric) -> int:
        return self._counts[metric]

    def totals(self) -> dict[str, int]:
        """Return all counts, zeros included, as keys of a log line."""
        return {metric.value: self._counts[metric] for metric in Metric}

    def news(self) -> dict[str, int]:
        """Return what was added since the last call, by name; empty where nothing was."""
        added = self._counts - self._told
        self._told = self._counts.copy()
        return {metric.value: number for metric, number in added.items()}
