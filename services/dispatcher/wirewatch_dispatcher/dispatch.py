"""Notices from the outbox to channels: each delivered, tried again later, or given up, and never lost in between.

The outbox is a stream with a consumer group; what a dead dispatcher left unfinished is taken over. Of an alert's
notices to a channel only the newest revision goes out.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import structlog
from msgspec import Struct
from redis.exceptions import ResponseError

from wirewatch.alerts import Alert
from wirewatch.clock import Clock
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.state import StoredAlert
from wirewatch_dispatcher.channels.base import Channel, Fate, Outcome

GROUP = "dispatchers"
BLOCK_S = 0.5
"""How long one wait for notices lasts; notices that become due are looked for in between."""
TAKEOVER_MS = 60_000
"""A notice that a dispatcher has held for so long without an outcome is taken over by another."""
MOST_TRIES = 20
FIRST_DELAY_S, LONGEST_DELAY_S = 1.0, 300.0
_BATCH = 50
_KEPT_S = 90 * 86_400

_log = structlog.stdlib.get_logger("wirewatch.dispatch")

Entry = tuple[bytes, dict[bytes, bytes]]


class Task(Struct, frozen=True, kw_only=True):
    """One notice from the outbox."""

    entry_id: bytes
    alert_id: str
    rev: int
    channel: str
    tries: int = 0


class Dispatcher(Struct, frozen=True, kw_only=True):
    """Delivers the notices of one namespace; `jitter` gives numbers from 0 to 1 that spread repeated tries."""

    redis: Any
    settings: Settings
    channels: Mapping[str, Channel]
    fallback: Channel
    consumer: str
    clock: Clock
    jitter: Callable[[], float]

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
        """Deliver what a dispatcher of this name had in hand when it died."""
        found = await self.redis.xreadgroup(GROUP, self.consumer, {self.keys.outbox(): "0"})
        for task in _tasks(entry for entry in (found[0][1] if found else []) if entry[1]):
            await self._finish(task)

    async def step(self) -> int:
        """Deliver what is due, after waiting for it at most `BLOCK_S`; return how many notices were looked at."""
        await self._move_due(self.clock())
        entries = [*await self._left_behind(), *await self._fresh()]
        for task in _tasks(entries):
            await self._finish(task)
        return len(entries)

    async def _move_due(self, now: datetime) -> None:
        """Move notices whose time has come from the waiting set to the outbox."""
        due = await self.redis.zrangebyscore(self.keys.later(), "-inf", now.timestamp(), start=0, num=_BATCH)
        for member in due:
            alert_id, channel, tries = _waiting(member)
            stored = await self._stored(alert_id)
            async with self.redis.pipeline(transaction=True) as pipe:
                pipe.zrem(self.keys.later(), member)
                if stored:
                    fields = {"alert": alert_id, "rev": told_rev(stored.alert), "channel": channel, "tries": tries}
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

    async def _finish(self, task: Task) -> None:
        """Deliver a notice and take it off the outbox, or put it back for later."""
        stored = await self._stored(task.alert_id)
        got = int(await self.redis.get(self.keys.delivered(task.alert_id, task.channel)) or 0)
        why = superseded(task, stored.alert if stored else None, got=got)
        if stored is None or why:
            _log.info("notice_dropped", alert=task.alert_id, rev=task.rev, channel=task.channel, why=why)
            await self._take_off(task)
            return
        outcome = await self._deliver(task, stored.alert)
        _log.info(
            "notice",
            alert=task.alert_id,
            rev=stored.alert.rev,
            channel=task.channel,
            outcome=outcome.fate.value,
            reason=outcome.reason,
        )
        await self._record(task, stored.alert, outcome)

    async def _deliver(self, task: Task, alert: Alert) -> Outcome:
        channel = channel_for(alert, task.channel, self.channels, self.fallback)
        return await channel.deliver(alert, key=f"{alert.alert_id}:{alert.rev}:{task.channel}")

    async def _record(self, task: Task, alert: Alert, outcome: Outcome) -> None:
        again = outcome.fate is Fate.TRY_AGAIN and task.tries + 1 < MOST_TRIES
        async with self.redis.pipeline(transaction=True) as pipe:
            if outcome.fate is Fate.DELIVERED:
                pipe.set(self.keys.delivered(task.alert_id, task.channel), alert.rev, ex=_KEPT_S)
            if again:
                at = self.clock().timestamp() + delay_s(task.tries, self.jitter())
                pipe.zadd(self.keys.later(), {f"{task.alert_id}|{task.channel}|{task.tries + 1}": at})
            pipe.xack(self.keys.outbox(), GROUP, task.entry_id)
            pipe.xdel(self.keys.outbox(), task.entry_id)
            await pipe.execute()

    async def _take_off(self, task: Task) -> None:
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.xack(self.keys.outbox(), GROUP, task.entry_id)
            pipe.xdel(self.keys.outbox(), task.entry_id)
            await pipe.execute()

    async def _stored(self, alert_id: str) -> StoredAlert | None:
        value = await self.redis.get(self.keys.alert(alert_id))
        return unpack(value, StoredAlert) if value else None


def told_rev(alert: Alert) -> int:
    """Return the newest revision of an alert that notifies."""
    return max((one.rev for one in alert.revisions if one.notified), default=0)


def superseded(task: Task, alert: Alert | None, *, got: int) -> str:
    """Return why a notice need not go out any more, or nothing: only the newest revision goes out, and only once."""
    if alert is None:
        return "the alert is gone"
    return f"revision {got} was delivered" if got >= max(task.rev, told_rev(alert)) else ""


def channel_for(alert: Alert, name: str, channels: Mapping[str, Channel], fallback: Channel) -> Channel:
    """Return where a notice goes: an exercise, or a channel that is not set up, only to the fallback."""
    channel = channels.get(name, fallback)
    return fallback if alert.exercise and channel.real else channel


def delay_s(tries: int, jitter: float) -> float:
    """Return the pause before the next try: doubled each time, up to a bound, spread by up to half."""
    return float(min(LONGEST_DELAY_S, FIRST_DELAY_S * 2**tries) * (1 - jitter / 2))


def _tasks(entries: Iterable[Entry]) -> Iterable[Task]:
    for entry_id, fields in entries:
        yield Task(
            entry_id=entry_id,
            alert_id=fields[b"alert"].decode(),
            rev=int(fields[b"rev"]),
            channel=fields[b"channel"].decode(),
            tries=int(fields.get(b"tries", 0)),
        )


def _waiting(member: bytes) -> tuple[str, str, int]:
    alert_id, channel, *tries = member.decode().split("|")
    return alert_id, channel, int(tries[0]) if tries else 0
