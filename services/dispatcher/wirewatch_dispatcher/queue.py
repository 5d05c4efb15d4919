"""What one channel has to do, in Redis: notices due, in hand, dead, and how the channel stands.

A notice is an alert's id: only the newest revision goes out. Taking one moves it from the queue to the hand, so that
a notice of a newer revision that comes meanwhile stays in the queue, and what a dead dispatcher had in hand is found.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wirewatch.deliveries import Delivery
from wirewatch.incidents import Instant
from wirewatch.wire import to_json
from wirewatch_alerts.keys import Keys
from wirewatch_dispatcher.pace import Standing

KEPT_S = 90 * 86_400
_MOST_OUTCOMES = 200_000


class Work(Struct, frozen=True, kw_only=True):
    """A notice's history: tries, the first of them (Unix seconds), and whether one may have arrived.

    `sent` is set in hand, just before the channel gets it: if the dispatcher dies then, nobody knows.
    """

    tries: int = 0
    first: float = 0.0
    unknown: bool = False
    sent: bool = False


class Dead(Struct, frozen=True, kw_only=True):
    """A notice that was given up."""

    alert_id: str
    rev: int
    reason: str
    tries: int
    at: Instant


class Finished(Struct, frozen=True, kw_only=True):
    """What becomes of one notice in hand: `again_at` puts it back, `dead` to the dead letters, neither: it is done."""

    alert_id: str
    work: Work = Work()
    again_at: float | None = None
    dead: Dead | None = None
    got_rev: int | None = None
    receipt: str = ""
    delivery: Delivery | None = None


class Queue(Struct, frozen=True, kw_only=True):
    """One channel's keys."""

    redis: Any
    keys: Keys
    name: str

    def key(self, part: str) -> str:
        """Return one of the channel's keys: queue, tries, hand, dead, standing."""
        return self.keys.channel(self.name, part)

    def put(self, pipe: Any, alert_id: str, due: float) -> None:
        """Queue a notice, or have it earlier, in a pipeline of somebody else."""
        pipe.sadd(self.keys.channels(), self.name)
        pipe.zadd(self.key("queue"), {alert_id: due}, lt=True)

    async def waiting(self, now: float) -> int:
        """Return how many notices are due."""
        return int(await self.redis.zcount(self.key("queue"), "-inf", now))

    async def take(self, now: float, count: int) -> dict[str, Work]:
        """Take the notices that are due longest into the hand and return their histories."""
        members = await self.redis.zrangebyscore(self.key("queue"), "-inf", now, start=0, num=count)
        if not members:
            return {}
        kept = await self.redis.hmget(self.key("tries"), members)
        found = {one.decode(): _work(value) for one, value in zip(members, kept, strict=True)}
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.zrem(self.key("queue"), *members).hdel(self.key("tries"), *members)
            pipe.hset(self.key("hand"), mapping=_packed(found))
            await pipe.execute()
        return found

    async def sending(self, works: Mapping[str, Work]) -> None:
        """Note that these notices in hand go to the channel now."""
        sent = {alert_id: replace(work, sent=True) for alert_id, work in works.items()}
        await self.redis.hset(self.key("hand"), mapping=_packed(sent))

    async def put_back(self, works: Mapping[str, Work], due: float) -> None:
        """Put notices in hand back as they were; a newer notice in the queue keeps its place."""
        if not works:
            return
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.hdel(self.key("hand"), *works)
            pipe.zadd(self.key("queue"), dict.fromkeys(works, due), nx=True)
            pipe.hset(self.key("tries"), mapping=_packed(works))
            await pipe.execute()

    async def recover(self, now: float) -> int:
        """Put back what a dead dispatcher had in hand; what it was sending may have arrived. Returns how many."""
        held = await self.redis.hgetall(self.key("hand"))
        works = {one.decode(): _work(value) for one, value in held.items()}
        lost = {
            alert_id: replace(work, tries=work.tries + work.sent, unknown=work.unknown or work.sent, sent=False)
            for alert_id, work in works.items()
        }
        await self.put_back(lost, now)
        return len(lost)

    async def finish(self, finished: Iterable[Finished], standing: Standing) -> None:
        """Write what became of notices in hand, and how the channel stands, in one go."""
        async with self.redis.pipeline(transaction=True) as pipe:
            for one in finished:
                self._finish(pipe, one)
            pipe.set(self.key("standing"), to_json(standing))
            await pipe.execute()

    def _finish(self, pipe: Any, one: Finished) -> None:
        pipe.hdel(self.key("hand"), one.alert_id)
        if one.got_rev is not None:
            value = f"{one.got_rev} {one.receipt}".rstrip()
            pipe.set(self.keys.delivered(one.alert_id, self.name), value, ex=KEPT_S)
        if one.again_at is not None:
            pipe.zadd(self.key("queue"), {one.alert_id: one.again_at}, nx=True)
            pipe.hset(self.key("tries"), one.alert_id, to_json(one.work))
        if one.dead is not None:
            pipe.hset(self.key("dead"), one.alert_id, to_json(one.dead))
        if one.delivery is not None:
            fields = {"value": to_json(one.delivery)}
            pipe.xadd(self.keys.outcomes(), fields, maxlen=_MOST_OUTCOMES, approximate=True)

    async def got(self, alert_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
        """Return the newest revision that the channel got of each alert (0: none), and its receipt."""
        values = await self.redis.mget([self.keys.delivered(one, self.name) for one in alert_ids])
        return {one: _got(value) for one, value in zip(alert_ids, values, strict=True)}

    async def standing(self) -> Standing:
        """Return how the channel stands."""
        value = await self.redis.get(self.key("standing"))
        return msgspec.json.decode(value, type=Standing) if value else Standing()

    async def enable(self) -> None:
        """Forget failures, and that the channel was disabled."""
        await self.redis.delete(self.key("standing"))

    async def dead(self) -> tuple[Dead, ...]:
        """Return the dead letters, the oldest first."""
        values = await self.redis.hvals(self.key("dead"))
        return tuple(sorted((msgspec.json.decode(one, type=Dead) for one in values), key=lambda one: one.at))

    async def resend(self, alert_ids: Iterable[str], now: float) -> int:
        """Queue dead letters again, their tries forgotten; returns how many there were."""
        wanted = list(alert_ids)
        async with self.redis.pipeline(transaction=True) as pipe:
            for one in wanted:
                pipe.hdel(self.key("dead"), one)
                self.put(pipe, one, now)
            await pipe.execute()
        return len(wanted)


def _packed(works: Mapping[str, Work]) -> dict[str, bytes]:
    return {alert_id: to_json(work) for alert_id, work in works.items()}


def _work(value: bytes | None) -> Work:
    return msgspec.json.decode(value, type=Work) if value else Work()


def _got(value: bytes | None) -> tuple[int, str]:
    rev, _, receipt = (value or b"0").decode().partition(" ")
    return int(rev), receipt
