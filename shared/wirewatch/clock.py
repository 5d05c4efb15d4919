"""Time as an argument: what asks for the time gets a `Clock`, so that a test or a replay decides what it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, in UTC."""

_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def is_plausible(moment: datetime) -> bool:
    """Whether news can be of that moment: programs write the first or the last year there is where they know none."""
    return _EARLIEST <= moment < _LATEST


def wall_clock() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)
