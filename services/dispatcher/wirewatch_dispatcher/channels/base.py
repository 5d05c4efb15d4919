"""What every channel is: a name, and a way to deliver one parcel with an outcome."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from wirewatch.alerts import Alert
from wirewatch_dispatcher.render import Content, Words, words


class Fate(StrEnum):
    """What follows from a try to deliver."""

    DELIVERED = "delivered"
    TRY_AGAIN = "try_again"
    NEVER = "never"


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one try, and why, where it was not delivered.

    `retry_after_s`: the other side asked for this pause; `unknown`: it may have arrived all the same; `disable`: the
    other side wants nothing from us any more; `receipt`: what the channel wants to see with the alert's next parcel.
    """

    fate: Fate
    reason: str = ""
    retry_after_s: float | None = None
    unknown: bool = False
    disable: bool = False
    receipt: str = ""


class Parcel(Struct, frozen=True, kw_only=True):
    """One message to a channel: an alert at its newest revision, or a digest of many.

    The same `key` means that it may be a repeat; `receipt` is what the alert's last parcel to this channel gave.
    """

    content: Content
    key: str
    receipt: str = ""

    @property
    def alert(self) -> Alert:
        """The alert; of a digest its first."""
        return self.content.alerts[0]

    def words(self, title: str, text: str) -> Words:
        """Return what it says, in the user's templates where there are any."""
        return words(self.content, title=title, text=text)


class Channel(Protocol):
    """A way out; `timeout_s` bounds every try, whatever the channel itself does."""

    @property
    def name(self) -> str:
        """The channel's name in rules and routes."""

    @property
    def timeout_s(self) -> float:
        """The longest that a try may take."""

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Try to deliver."""
