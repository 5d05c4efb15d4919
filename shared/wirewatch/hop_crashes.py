"""Articles that kill the process: where a hop started and died before goes in, which message to reject comes out.

Every start of a hop on a partition leaves a record in Redis: the offset where it began, and whether it ended in order.
After three deaths at the same place the hop goes message by message and marks each before it is handled. A mark that
is found at a start names the killer.
"""

from collections.abc import Iterable

import msgspec
import structlog
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from wirewatch.dead_letters import Consumed

DEATHS_BEFORE_CARE = 3
CAREFUL_MESSAGES = 5000
"""How far from the place of its deaths a hop goes with care: more than it can handle between two commits."""

_log = structlog.stdlib.get_logger("wirewatch.hop")

Partition = tuple[str, int]


class Start(Struct, frozen=True, kw_only=True):
    """A hop's last start on a partition: where, how often it died there before, and what it was handling with care.

    `open` is true until the partition is given back in order.
    """

    offset: int
    deaths: int = 0
    open: bool = True
    marked: int | None = None


def next_start(last: Start | None, offset: int) -> Start:
    """Return the record of a start at an offset; `marked` of it is the killer's offset, where one is known."""
    if last is None or not last.open:
        return Start(offset=offset)
    killer = last.marked if last.marked is not None and last.marked >= offset else None
    if killer is None and offset != last.offset:
        return Start(offset=offset)
    return Start(offset=offset, deaths=last.deaths + 1, marked=killer)


def with_care(start: Start, offset: int) -> bool:
    """Say whether the message at an offset is to be marked before it is handled."""
    return start.deaths >= DEATHS_BEFORE_CARE and offset < start.offset + CAREFUL_MESSAGES


class CrashMarks:
    """Keeps the starts of one hop in a Redis hash. A guard only: a Redis that is away is no reason not to work."""

    def __init__(self, client: Redis, key: str) -> None:
        self._client = client
        self._key = key
        self._starts: dict[Partition, Start] = {}

    async def begin(self, consumed: Consumed) -> None:
        """Record the start on a message's partition, the first time that it is seen since it was assigned."""
        partition = (consumed.topic, consumed.partition)
        if partition in self._starts:
            return
        self._starts[partition] = Start(offset=consumed.offset)
        try:
            start = next_start(await self._read(partition), consumed.offset)
            self._starts[partition] = start
            await self._write(partition, start)
        except RedisError as error:
            _log.warning("no record of the last start", place=consumed.place, error=repr(error))
            return
        if start.deaths:
            _log.warning("died here before", place=consumed.place, deaths=start.deaths, killer=start.marked)

    def deaths_by(self, consumed: Consumed) -> int:
        """Return how often the process died at this message's place, where it is the killer; else 0."""
        start = self._starts[consumed.topic, consumed.partition]
        return start.deaths if start.marked == consumed.offset else 0

    async def mark(self, consumed: Consumed) -> None:
        """Mark a message before it is handled, where that is called for; raises redis' errors."""
        await self._mark(consumed, consumed.offset)

    async def unmark(self, consumed: Consumed) -> None:
        """Take the mark off a message that did not kill the process; raises redis' errors."""
        await self._mark(consumed, None)

    async def release(self, partitions: Iterable[Partition]) -> None:
        """Record that partitions are given back in order."""
        for partition in partitions:
            start = self._starts.pop(partition, None)
            if start is None:
                continue
            try:
                await self._write(partition, Start(offset=start.offset, open=False))
            except RedisError as error:
                _log.warning("no record of an orderly end", partition=partition, error=repr(error))

    async def release_all(self) -> None:
        """Record an orderly end of all partitions."""
        await self.release(tuple(self._starts))

    async def _mark(self, consumed: Consumed, offset: int | None) -> None:
        partition = (consumed.topic, consumed.partition)
        start = self._starts[partition]
        if with_care(start, consumed.offset):
            await self._write(partition, msgspec.structs.replace(start, marked=offset))

    async def _read(self, partition: Partition) -> Start | None:
        found = await self._client.hget(self._key, _field(partition))
        return None if found is None else msgspec.json.decode(found, type=Start)

    async def _write(self, partition: Partition, start: Start) -> None:
        await self._client.hset(self._key, _field(partition), msgspec.json.encode(start))


def _field(partition: Partition) -> str:
    return f"{partition[0]}:{partition[1]}"
