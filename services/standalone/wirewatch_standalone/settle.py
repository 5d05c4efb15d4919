"""When a replay is over: every input is accounted for at every hop, and nothing is under way behind the last one."""

import asyncio
import time
from collections.abc import Callable

from msgspec import Struct
from redis.asyncio import Redis

from wirewatch.errors import StackError
from wirewatch.kafka import lag
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_ENRICHED, ARTICLES_RAW
from wirewatch_alerts.waiting import outbox_length, relay_lag

STALL_S = 120.0
"""A replay in which nothing moved for this long has failed; the error names where it stands."""
_POLL_S = 0.05


class Backlog(Struct, frozen=True, kw_only=True):
    """What is left to do behind each hop: messages, revisions and notices."""

    to_enrich: int
    to_alert: int
    to_relay: int
    to_deliver: int

    @property
    def total(self) -> int:
        """All of it together; zero means settled."""
        return self.to_enrich + self.to_alert + self.to_relay + self.to_deliver


async def backlog(settings: Settings, redis: Redis) -> Backlog:
    """Read what is left, in the order of the flow: what a hop has finished is in the next one's backlog by then."""
    return Backlog(
        to_enrich=await lag(settings, "enricher", ARTICLES_RAW),
        to_alert=await lag(settings, "alerter", ARTICLES_ENRICHED),
        to_relay=await relay_lag(redis, settings),
        to_deliver=await outbox_length(redis, settings),
    )


async def settle(
    settings: Settings, redis: Redis, *, check: Callable[[], None], told: Callable[[Backlog], None]
) -> None:
    """Wait until nothing is left.

    `check` raises where a service has given up; `told` hears every look. Raises `StackError` when nothing moved for
    `STALL_S` seconds.
    """
    moved_at, before = time.monotonic(), None
    while True:
        check()
        left = await backlog(settings, redis)
        told(left)
        if left.total == 0:
            return
        now = time.monotonic()
        if left != before:
            moved_at, before = now, left
        elif now - moved_at > STALL_S:
            raise StackError(f"nothing moved for {STALL_S:.0f} s: {left}")
        await asyncio.sleep(_POLL_S)
