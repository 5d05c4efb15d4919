"""What every channel is: a name, and a way to deliver one alert with an outcome."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from wirewatch.alerts import Alert


class Fate(StrEnum):
    """What follows from a try to deliver."""

    DELIVERED = "delivered"
    TRY_AGAIN = "try_again"
    NEVER = "never"


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one try, and why, where it was not delivered."""

    fate: Fate
    reason: str = ""


class Channel(Protocol):
    """A way out: `real` channels reach people and are never used in an exercise."""

    @property
    def name(self) -> str:
        """The channel's name in rules."""

    @property
    def real(self) -> bool:
        """Whether it reaches people."""

    async def deliver(self, alert: Alert, *, key: str) -> Outcome:
        """Try to deliver an alert at its newest revision; the same `key` means that it may be a repeat."""
