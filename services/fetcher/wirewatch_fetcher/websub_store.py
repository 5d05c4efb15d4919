"""Subscriptions in Redis: any fetcher may ask a hub, and any may be called by one."""

import msgspec
from redis.asyncio import Redis

from wirewatch.redis import key
from wirewatch.settings import Settings
from wirewatch_fetcher.store import reached
from wirewatch_fetcher.websub import Subscription


class WebSubStore:
    """The subscriptions of one namespace. Every method raises `TransientError` without Redis."""

    def __init__(self, redis: Redis, settings: Settings) -> None:
        self._redis = redis
        self._all = key(settings, "fetcher", "websub")
        self._tokens = key(settings, "fetcher", "websub-tokens")
        self._turn = key(settings, "fetcher", "websub-turn")

    async def get(self, feed_id: str) -> Subscription | None:
        """Return a feed's subscription, or None where no hub was asked."""
        found = await reached(self._redis.hget(self._all, feed_id))
        return msgspec.json.decode(found, type=Subscription) if found else None

    async def by_token(self, token: str) -> Subscription | None:
        """Return the subscription that a callback's address belongs to."""
        feed_id = await reached(self._redis.hget(self._tokens, token))
        found = await self.get(feed_id.decode()) if feed_id else None
        return found if found and found.token == token else None

    async def all(self) -> tuple[Subscription, ...]:
        """Return the subscriptions of all feeds, in no order."""
        found = await reached(self._redis.hvals(self._all))
        return tuple(msgspec.json.decode(value, type=Subscription) for value in found)

    async def put(self, subscription: Subscription) -> None:
        """Write a feed's subscription in place of the one before, and let its callback's address lead to it."""
        await reached(self._redis.hset(self._tokens, subscription.token, subscription.feed_id))
        await reached(self._redis.hset(self._all, subscription.feed_id, msgspec.json.encode(subscription)))

    async def drop(self, subscription: Subscription) -> None:
        """Forget a subscription; its hub is told 410 when it calls again."""
        await reached(self._redis.hdel(self._all, subscription.feed_id))
        await reached(self._redis.hdel(self._tokens, subscription.token))

    async def take_turn(self, seconds: float) -> bool:
        """Return whether it is this fetcher that asks the hubs, for so many seconds."""
        return bool(await reached(self._redis.set(self._turn, "1", nx=True, px=max(1, int(seconds * 1000)))))
