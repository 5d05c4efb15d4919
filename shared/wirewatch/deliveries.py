"""Deliveries: what became of one try to tell a channel of an alert, as the `deliveries` topic has it."""

from msgspec import Struct

from wirewatch.incidents import Instant


class Delivery(Struct, frozen=True, kw_only=True):
    """One try and its outcome.

    `key` is `alert:rev:channel`; `outcome` is delivered, try_again (`unknown`: it may have arrived all the same) or
    dead; `possible_repeat`: an earlier try may have arrived; `digest`: it was one of many in a message.
    """

    key: str
    alert_id: str
    rev: int
    channel: str
    outcome: str
    reason: str = ""
    tries: int = 1
    unknown: bool = False
    possible_repeat: bool = False
    digest: bool = False
    exercise: bool = False
    at: Instant
