"""Notices from the outbox to the queues of their channels: each to where the routes say, and from when on.

The outbox is a stream with a consumer group; what a dead dispatcher left unfinished is taken over. A notice leaves it
in the same transaction that queues it, so none is lost in between.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import structlog
from msgspec import Struct
from redis.exceptions import ResponseError

from wirewatch.clock import Clock
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.state import StoredAlert
from wirewatch_dispatcher.configuration import Configuration
from wirewatch_dispatcher.queue import Queue
from wirewatch_dispatcher.routes import targets
from wirewatch_dispatcher.worker import told_rev

GROUP = "dispatchers"
BLOCK_S = 0.5
"""How long one wait for notices lasts; notices that become due are looked for in between."""
TAKEOVER_MS = 30_000
"""A notice that a dispatcher has read for so long without queueing it is taken over by another."""
_BATCH = 200

_log = structlog.stdlib.get_logger("wirewatch.dispatch")

Entry = tuple[bytes, dict[bytes, bytes]]


class Task(Struct, frozen=True, kw_only=True):
    """One notice from the outbox; `channel` is what the rule calls it."""

    entry_id: bytes
    alert_id: str
    channel: str


class Dispatcher(Struct, frozen=True, kw_only=True):
    """Routes the notices of one namespace; `wake` is called with a channel that got something to do."""

    redis: Any
    settings: Settings
    configuration: Configuration
    consumer: str
    clock: Clock
    wake: Callable[[str], None]

    @property
    def keys(self) -> Keys:
        """The names of keys."""
        return Keys(settings=self.settings)

    async def prepare(self) -> None:
        """Make the consumer group where it is missing."""
        try:
            await self.redis.xgroup_create(self.keys.outbox(), GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def recover(self) -> None:
        """Queue what a dispatcher of this name had read when it died."""
        found = await self.redis.xreadgroup(GROUP, self.consumer, {self.keys.outbox(): "0"})
        await self._route(entry for entry in (found[0][1] if found else []) if entry[1])

    async def step(self) -> int:
        """Queue what came, after waiting for it at most `BLOCK_S`; return how many notices were looked at."""
        await self._move_due(self.clock())
        entries = [*await self._left_behind(), *await self._fresh()]
        await self._route(entries)
        return len(entries)

    async def _move_due(self, now: datetime) -> None:
        """Move notices whose time has come from the waiting set to the outbox."""
        due = await self.redis.zrangebyscore(self.keys.later(), "-inf", now.timestamp(), start=0, num=_BATCH)
        for member in due:
            alert_id, channel = member.decode().split("|")[:2]
            stored = (await self._stored([alert_id]))[0]
            async with self.redis.pipeline(transaction=True) as pipe:
                pipe.zrem(self.keys.later(), member)
                if stored:
                    fields = {"alert": alert_id, "rev": told_rev(stored.alert), "channel": channel}
                    pipe.xadd(self.keys.outbox(), fields)
                await pipe.execute()

    async def _left_behind(self) -> list[Entry]:
        answer = await self.redis.xautoclaim(
            self.keys.outbox(), GROUP, self.consumer, min_idle_time=TAKEOVER_MS, count=_BATCH
        )
        return [entry for entry in answer[1] if entry[1]]

    async def _fresh(self) -> list[Entry]:
        found = await self.redis.xreadgroup(
            GROUP, self.consumer, {self.keys.outbox(): ">"}, count=_BATCH, block=int(BLOCK_S * 1000)
        )
        return list(found[0][1]) if found else []

    async def _route(self, entries: Iterable[Entry]) -> None:
        """Queue notices at their channels and take them off the outbox, all in one transaction."""
        tasks = [_task(entry) for entry in entries]
        if not tasks:
            return
        woken: set[str] = set()
        stored = await self._stored([task.alert_id for task in tasks])
        async with self.redis.pipeline(transaction=True) as pipe:
            for task, found in zip(tasks, stored, strict=True):
                woken |= self._queue(pipe, task, found)
            ids = [task.entry_id for task in tasks]
            pipe.xack(self.keys.outbox(), GROUP, *ids).xdel(self.keys.outbox(), *ids)
            await pipe.execute()
        for name in sorted(woken):
            self.wake(name)

    def _queue(self, pipe: Any, task: Task, stored: StoredAlert | None) -> set[str]:
        if stored is None:
            _log.warning("notice_dropped", alert=task.alert_id, channel=task.channel, why="the alert is gone")
            return set()
        chosen = targets(stored.alert, task.channel, self.clock(), self.configuration)
        for target in chosen:
            Queue(redis=self.redis, keys=self.keys, name=target.channel).put(
                pipe, task.alert_id, target.due_at.timestamp()
            )
            _log.debug("notice_queued", alert=task.alert_id, channel=target.channel, why=target.why)
        return {target.channel for target in chosen}

    async def _stored(self, alert_ids: Sequence[str]) -> list[StoredAlert | None]:
        values = await self.redis.mget([self.keys.alert(one) for one in alert_ids])
        return [unpack(value, StoredAlert) if value else None for value in values]


def _task(entry: Entry) -> Task:
    entry_id, fields = entry
    return Task(entry_id=entry_id, alert_id=fields[b"alert"].decode(), channel=fields[b"channel"].decode())
