"""What is needed to hear silence, in Redis: arrivals by the hour, and who was quiet when we last looked.

One hash an hour, of counts by group, which goes by itself; one hash of what is quiet, with since when.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from redis.asyncio import Redis

from wirewatch.redis import key
from wirewatch.settings import Settings
from wirewatch_fetcher.silence import HISTORY_H, Quiet
from wirewatch_fetcher.store import reached

_KEPT_S = (HISTORY_H + 2) * 3_600


class SilenceStore:
    """Arrivals and silences of one namespace. Every method raises `TransientError` without Redis."""

    def __init__(self, redis: Redis, settings: Settings) -> None:
        self._redis = redis
        self._settings = settings
        self._quiet = key(settings, "fetcher", "quiet")
        self._turn = key(settings, "fetcher", "silence-turn")

    async def count(self, groups: Iterable[str], articles: int, *, now: datetime) -> None:
        """Note that so many new articles came, for each of their groups."""
        name = self._hour_key(_hour(now))
        async with self._redis.pipeline(transaction=False) as pipe:
            for group in groups:
                pipe.hincrby(name, group, articles)
            pipe.expire(name, _KEPT_S)
            await reached(pipe.execute())

    async def arrivals(self, *, now: datetime) -> dict[str, tuple[int, ...]]:
        """Return the arrivals of every group in `HISTORY_H` hours, the oldest first, the running one last."""
        last = _hour(now)
        async with self._redis.pipeline(transaction=False) as pipe:
            for hour in range(last - HISTORY_H + 1, last + 1):
                pipe.hgetall(self._hour_key(hour))
            found = await reached(pipe.execute())
        names = {name for hour in found for name in hour}
        return {name.decode(): tuple(int(hour.get(name, 0)) for hour in found) for name in names}

    async def quiet(self) -> dict[str, datetime]:
        """Return who was quiet when we last looked."""
        found = await reached(self._redis.hgetall(self._quiet))
        return {name.decode(): datetime.fromtimestamp(float(since), UTC) for name, since in found.items()}

    async def set_quiet(self, before: Quiet, now: Quiet) -> None:
        """Write who is quiet now."""
        gone = before.keys() - now.keys()
        new: dict[Any, Any] = {name: now[name].timestamp() for name in now.keys() - before.keys()}
        if gone:
            await reached(self._redis.hdel(self._quiet, *gone))
        if new:
            await reached(self._redis.hset(self._quiet, mapping=new))

    async def take_turn(self, seconds: float) -> bool:
        """Return whether it is this fetcher that looks, for so many seconds."""
        return bool(await reached(self._redis.set(self._turn, "1", nx=True, px=max(1, int(seconds * 1000)))))

    def _hour_key(self, hour: int) -> str:
        return key(self._settings, "fetcher", "arrivals", str(hour))


def _hour(now: datetime) -> int:
    return int(now.timestamp() // 3_600)
