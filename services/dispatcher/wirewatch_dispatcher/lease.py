"""Which dispatcher delivers: one holds the lease, others stand by and take it up when it runs out.

Only deliveries need it, so that one channel is not told by two; routing and relaying bear company.
"""

import asyncio
import time
from typing import Any

from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys

LEASE_S = 12.0
_RENEW_S = 3.0


class Lease:
    """A claim that is renewed for as long as this process lives; `generation` counts how often it was won."""

    def __init__(self, redis: Any, settings: Settings, *, holder: str) -> None:
        self._redis, self._key, self._holder = redis, Keys(settings=settings).lease(), holder
        self._until = 0.0
        self.generation = 0
        self.won = asyncio.Event()

    def held(self) -> bool:
        """Tell whether this process may deliver; false from the moment on when others may have taken over."""
        return time.monotonic() < self._until

    async def step(self) -> None:
        """Take or renew the lease, then wait until it is to be renewed."""
        began = time.monotonic()
        if await self._claim():
            if not self.held():
                self.generation += 1
            self._until = began + LEASE_S
            self.won.set()
        else:
            self._until = 0.0
            self.won.clear()
        await asyncio.sleep(_RENEW_S if self.held() else _RENEW_S / 6)

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
