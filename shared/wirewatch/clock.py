"""Time as an argument: what asks for the time gets a `Clock`, so that a test or a replay decides what it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, in UTC."""


def wall_clock() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)
