"""Outcomes of deliveries from Redis to the `deliveries` topic: confirmed first, then taken off the stream.

A crash between the two repeats an outcome under the same CloudEvents id.
"""

import asyncio
from typing import Any

import msgspec
from msgspec import Struct

from wirewatch.deliveries import Delivery
from wirewatch.settings import Settings
from wirewatch.topics import DELIVERIES
from wirewatch.wire import encode
from wirewatch_alerts.keys import Keys

_BATCH = 500
_IDLE_S = 0.5


class Outcomes(Struct, frozen=True, kw_only=True):
    """Moves outcomes of one namespace; `producer` is a Kafka producer that confirms deliveries."""

    redis: Any
    producer: Any
    settings: Settings

    async def step(self) -> int:
        """Publish what waits, at most one batch; return how many there were."""
        key = Keys(settings=self.settings).outcomes()
        entries = await self.redis.xrange(key, count=_BATCH)
        if not entries:
            await asyncio.sleep(_IDLE_S)
            return 0
        topic = DELIVERIES.in_namespace(self.settings.namespace)
        sent = []
        for _, fields in entries:
            one = encode(msgspec.json.decode(fields[b"value"], type=Delivery))
            sent.append(await self.producer.send(topic, value=one.value, key=one.key, headers=list(one.headers)))
        for delivery in sent:
            await delivery
        await self.redis.xdel(key, *(entry_id for entry_id, _ in entries))
        return len(entries)
