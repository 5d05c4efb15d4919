"""What waits in Redis for the dispatcher: revisions to publish and notices to deliver, as numbers."""

from typing import Any

from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.store import transient

_PAGE = 100
_MOST_COUNTED = 10_000


async def relay_lag(redis: Any, settings: Settings) -> int:
    """Return how many revisions wait to be published; of very many, that there are at least `_MOST_COUNTED`."""
    keys = Keys(settings=settings)
    async with transient():
        cursor, last = await redis.get(keys.cursor()), await redis.xrevrange(keys.revisions(), count=1)
        waiting = 0
        while last and cursor != last[0][0] and waiting < _MOST_COUNTED:
            after = b"(" + cursor if cursor else b"-"
            page = await redis.xrange(keys.revisions(), min=after, count=_PAGE)
            if not page:
                break
            waiting, cursor = waiting + len(page), page[-1][0]
        return waiting


async def outbox_length(redis: Any, settings: Settings) -> int:
    """Return how many notices wait to be delivered, those that are not due yet and those in hand included."""
    keys = Keys(settings=settings)
    async with transient():
        names = sorted(one.decode() for one in await redis.smembers(keys.channels()))
        async with redis.pipeline(transaction=True) as pipe:
            pipe.xlen(keys.outbox()).zcard(keys.later())
            for name in names:
                pipe.zcard(keys.channel(name, "queue")).hlen(keys.channel(name, "hand"))
            return sum(int(one) for one in await pipe.execute())
