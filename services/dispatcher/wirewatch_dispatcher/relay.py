"""Revisions from Redis to the `alerts` topic: in order, each delivery confirmed, and only then the cursor moved.

A crash between the two repeats a revision under the same CloudEvents id; readers keep the highest `rev`.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from msgspec import Struct

from wirewatch.alerts import Alert
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS
from wirewatch.wire import Message, decode, encode
from wirewatch_alerts.keys import Keys

BLOCK_S = 1.0
"""How long one wait for revisions lasts; the end of the service is noticed in between."""
KEPT = timedelta(days=1)
"""Published revisions stay on the stream for so long, for readers that come back."""
_BATCH = 200

_log = structlog.stdlib.get_logger("wirewatch.relay")


class Relay(Struct, frozen=True, kw_only=True):
    """Moves revisions of one namespace.

    `redis` must bear a blocking read of `BLOCK_S`; `producer` is a Kafka producer that confirms deliveries.
    """

    redis: Any
    producer: Any
    settings: Settings

    @property
    def keys(self) -> Keys:
        """The names of keys."""
        return Keys(settings=self.settings)

    async def step(self) -> int:
        """Publish what waits, at most one batch, after waiting for it at most `BLOCK_S`; return how many."""
        cursor = (await self.redis.get(self.keys.cursor())) or b"0-0"
        found = await self.redis.xread({self.keys.revisions(): cursor}, count=_BATCH, block=int(BLOCK_S * 1000))
        entries = found[0][1] if found else []
        if entries:
            await self._publish([fields for _, fields in entries])
            await self._advance(entries[-1][0])
        return len(entries)

    async def _publish(self, entries: Sequence[dict[bytes, bytes]]) -> None:
        """Enqueue all in order, then wait until every delivery is confirmed; the producer keeps the order."""
        topic = ALERTS.in_namespace(self.settings.namespace)
        messages = [message_of(entry) for entry in entries]
        sent = [
            await self.producer.send(topic, value=one.value, key=one.key, headers=list(one.headers)) for one in messages
        ]
        for delivery in sent:
            await delivery
        for one in messages:
            _log.info("revision_published", id=one.header("ce_id"))

    async def _advance(self, last: bytes) -> None:
        oldest_ms = int(last.split(b"-")[0]) - int(KEPT.total_seconds() * 1000)
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.set(self.keys.cursor(), last)
            pipe.xtrim(self.keys.revisions(), minid=max(0, oldest_ms), approximate=True)
            await pipe.execute()


def message_of(entry: dict[bytes, bytes]) -> Message:
    """Return an entry of the stream as the message of the alerts topic: its id is the alert's with its revision."""
    alert = decode(Alert, Message(key=entry[b"alert"], value=entry[b"value"]))
    return encode(alert, trace=entry[b"trace"].decode())
