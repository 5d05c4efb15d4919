"""Revisions from Redis to the `alerts` topic: in order, each delivery confirmed, and only then the cursor moved.

A crash between the two repeats a revision under the same CloudEvents id; readers keep the highest `rev`.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

import structlog
from msgspec import Struct, field

from wirewatch.alerts import Alert
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS
from wirewatch.wire import Message, decode, encode
from wirewatch_alerts.keys import Keys

BLOCK_S = 1.0
"""How long one wait for revisions lasts; the end of the service is noticed in between."""
KEPT_BYTES = 16_000_000
"""So much of what was published stays on the stream, for readers that come back; the topic has all of it."""
_BATCH = 200

_log = structlog.stdlib.get_logger("wirewatch.relay")

Entry = tuple[bytes, dict[bytes, bytes]]


class Tail:
    """The last of the revisions that were published: ids and sizes go in, the oldest that stays comes out."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._entries: deque[tuple[bytes, int]] = deque()
        self.oldest: bytes | None = None

    def add(self, entry_id: bytes, size: int) -> None:
        """Note one that was published; `oldest` is None until there are more than may stay."""
        self._entries.append((entry_id, size))
        self._bytes += size
        while self._bytes > self._most_bytes and len(self._entries) > 1:
            self._bytes -= self._entries.popleft()[1]
            self.oldest = self._entries[0][0]


class Relay(Struct, frozen=True, kw_only=True):
    """Moves revisions of one namespace.

    `redis` must bear a blocking read of `BLOCK_S`; `producer` is a Kafka producer that confirms deliveries.
    """

    redis: Any
    producer: Any
    settings: Settings
    tail: Tail = field(default_factory=Tail)

    @property
    def keys(self) -> Keys:
        """The Redis keys of the namespace."""
        return Keys(settings=self.settings)

    async def step(self) -> int:
        """Publish what waits, at most one batch, after waiting for it at most `BLOCK_S`; return how many."""
        cursor = (await self.redis.get(self.keys.cursor())) or b"0-0"
        found = await self.redis.xread({self.keys.revisions(): cursor}, count=_BATCH, block=int(BLOCK_S * 1000))
        entries = found[0][1] if found else []
        if entries:
            await self._publish([fields for _, fields in entries])
            await self._advance(entries)
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

    async def _advance(self, published: Sequence[Entry]) -> None:
        """Move the cursor, and take off the stream what was published before the tail: nothing that waits."""
        for entry_id, fields in published:
            self.tail.add(entry_id, sum(map(len, fields.values())))
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.set(self.keys.cursor(), published[-1][0])
            if self.tail.oldest:
                pipe.xtrim(self.keys.revisions(), minid=self.tail.oldest.decode(), approximate=True)
            await pipe.execute()


def message_of(entry: dict[bytes, bytes]) -> Message:
    """Return an entry of the stream as the message of the alerts topic: its id is the alert's with its revision."""
    alert = decode(Alert, Message(key=entry[b"alert"], value=entry[b"value"]))
    return encode(alert, trace=entry[b"trace"].decode())
