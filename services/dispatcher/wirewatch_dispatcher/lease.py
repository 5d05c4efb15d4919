"""Which dispatcher delivers: one holds the lease, others stand by and take it up when it runs out.

Only deliveries need it, so that one channel is not told by two; routing and relaying bear company.
"""

import asyncio
import time
from typing import Any

from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys

LEASE_S = 12.0
RENEW_S = 3.0
_MOMENT_S = 0.25


class Lease:
    """A claim that is renewed for as long as this process lives; `generation` counts how often it was won."""

    def __init__(self, redis: Any, settings: Settings, *, holder: str) -> None:
        self._redis, self._key, self._holder = redis, Keys(settings=settings).lease(), holder
        self._until = self._due = 0.0
        self.generation = 0
        self.won = asyncio.Event()

    def held(self) -> bool:
        """Tell whether this process may deliver; false from the moment on when others may have taken over."""
        return time.monotonic() < self._until

    async def step(self) -> None:
        """Take or renew the lease where that is due; else wait a moment, so that an end of the service is noticed."""
        if time.monotonic() < self._due:
            await asyncio.sleep(_MOMENT_S)
            return
        began = time.monotonic()
        if await self._claim():
            if not self.held():
                self.generation += 1
            self._until, self._due = began + LEASE_S, began + RENEW_S
            self.won.set()
        else:
            self._until, self._due = 0.0, began + _MOMENT_S
            self.won.clear()

    async def leave(self) -> None:
        """Let go of the lease, so that another takes over at once."""
        if self.held() and await self._redis.get(self._key) == self._holder.encode():
            self._until = 0.0
            await self._redis.delete(self._key)

    async def _claim(self) -> bool:
        if await self._redis.set(self._key, self._holder, nx=True, px=int(LEASE_S * 1000)):
            return True
        if await self._redis.get(self._key) != self._holder.encode():
            return False
        return bool(await self._redis.pexpire(self._key, int(LEASE_S * 1000)))
