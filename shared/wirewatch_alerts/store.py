"""Incidents and alerts in Redis: loads the pool that a decision needs, writes the decision as one Lua script.

The only place that knows how state lies in Redis. A fault of Redis comes out as `TransientError`: call again.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace
from redis import exceptions

from wirewatch.actions import OperatorAction
from wirewatch.articles import EnrichedArticle
from wirewatch.errors import TransientError
from wirewatch.settings import Settings
from wirewatch_alerts.cells import found_by, lookups
from wirewatch_alerts.gather import gather
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.request import request_of
from wirewatch_alerts.state import Decision, Pool, StoredAlert, StoredIncident

T = TypeVar("T", Seen, StoredIncident, StoredAlert)

_TRANSIENT = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.BusyLoadingError,
    exceptions.ReadOnlyError,
    exceptions.OutOfMemoryError,
)


class Written(StrEnum):
    """What became of a write: done, refused for its stale version, or found to be done already."""

    DONE = "written"
    STALE = "stale"
    REPEAT = "repeat"


class Store(Struct, frozen=True, kw_only=True):
    """The state of one namespace in Redis.

    `redis` is a client that answers in bytes (its own annotations allow text as well, hence `Any`). A store that does
    not `publish` keeps its revisions and notices to itself: it is being rebuilt.
    """

    redis: Any
    keys: Keys
    limits: Limits
    publish: bool = True

    async def load(self, article: EnrichedArticle) -> Pool:
        """Return the article as seen so far, and every incident that it may touch with its alerts."""
        async with transient():
            version, raw, held, silences = await self._article(article.article_id)
            seen = unpack(raw, Seen) if raw else Seen(article_id=article.article_id)
            after = see(seen, article)
            pool = Pool(version=version, seen=seen, silences=silences)
            if after == seen or not (held or records_of(article, after)):
                return pool
            incidents = await gather(
                article, after, held, limits=self.limits, near=self._near, load=self._load_incidents
            )
            return replace(pool, incidents=incidents, alerts=await self._alerts_on(incidents))

    async def pool(self, incident_ids: set[str], *, version: int | None = None) -> Pool:
        """Return some incidents with their alerts, as of a version that was read before, or is read now."""
        async with transient():
            if version is None:
                version = int(await self.redis.get(self.keys.version()) or 0)
            incidents = await self._load_incidents(incident_ids)
            alerts = await self._alerts_on(incidents)
        return Pool(version=version, incidents=incidents, alerts=alerts, silences=await self.silences())

    async def silences(self) -> tuple[OperatorAction, ...]:
        """Return all silences, those included that ended not long ago."""
        async with transient():
            return _silences(await self.redis.hvals(self.keys.silences()))

    async def _alerts_on(self, incidents: Iterable[StoredIncident]) -> tuple[StoredAlert, ...]:
        names = (self.keys.alert(one) for incident in incidents for one in incident.alerts)
        return await self._read(StoredAlert, names)

    async def write(self, decision: Decision, *, version: int, trace: str) -> Written:
        """Write a decision in one script, unless the state is no longer at `version` or has it already."""
        request = request_of(
            decision, version=version, trace=trace, keys=self.keys, limits=self.limits, publish=self.publish
        )
        async with transient():
            answer: Any = await self.redis.register_script(_script())(keys=request.keys, args=request.arguments)
        return Written(answer.decode())

    async def alert(self, alert_id: str) -> StoredAlert | None:
        """Return an alert at its newest revision, or None."""
        async with transient():
            found = await self._read(StoredAlert, (self.keys.alert(alert_id),))
        return found[0] if found else None

    async def incident(self, incident_id: str) -> StoredIncident | None:
        """Return an incident, or None."""
        async with transient():
            found = await self._read(StoredIncident, (self.keys.incident(incident_id),))
        return found[0] if found else None

    async def alerts(self) -> tuple[StoredAlert, ...]:
        """Return all alerts, the one that changed last first."""
        async with transient():
            ids = await self.redis.zrevrange(self.keys.alerts(), 0, -1)
            return await self._read(StoredAlert, (self.keys.alert(one.decode()) for one in ids))

    async def _article(self, article_id: str) -> tuple[int, bytes | None, tuple[str, ...], tuple[OperatorAction, ...]]:
        """Return the version (read before all else), what was seen of an article, who holds its sightings, silences."""
        async with self.redis.pipeline(transaction=False) as pipe:
            pipe.get(self.keys.version()).get(self.keys.article(article_id))
            pipe.smembers(self.keys.holders(article_id)).hvals(self.keys.silences())
            version, seen, held, silences = await pipe.execute()
        return int(version or 0), seen, tuple(one.decode() for one in held), _silences(silences)

    async def _near(self, records: Iterable[Record]) -> set[str]:
        wanted = lookups(records, self.limits)
        async with self.redis.pipeline(transaction=False) as pipe:
            for one in wanted:
                pipe.zrangebyscore(self.keys.bucket(one.bucket), one.least, one.most)
            answers = cast(list[list[bytes]], await pipe.execute())
        read = zip(wanted, answers, strict=True)
        found = {found_by(one, member.decode(), self.limits) for one, members in read for member in members}
        return {incident_id for incident_id in found if incident_id}

    async def _load_incidents(self, ids: set[str]) -> tuple[StoredIncident, ...]:
        return await self._read(StoredIncident, (self.keys.incident(one) for one in sorted(ids)))

    async def _read(self, kind: type[T], names: Iterable[str]) -> tuple[T, ...]:
        wanted = tuple(names)
        values = await self.redis.mget(wanted) if wanted else []
        return tuple(unpack(value, kind) for value in values if value is not None)


async def relay_lag(redis: Any, settings: Settings) -> int:
    """Return how many revisions wait to be published."""
    keys = Keys(settings=settings)
    async with transient():
        cursor = await redis.get(keys.cursor())
        after = b"(" + cursor if cursor else b"-"
        return len(await redis.xrange(keys.revisions(), min=after, count=10_000))


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


@asynccontextmanager
async def transient() -> AsyncIterator[None]:
    """Turn what Redis raises while it is away into `TransientError`."""
    try:
        yield
    except _TRANSIENT as error:
        raise TransientError(f"Redis is away: {error}") from error


def _silences(found: Iterable[bytes]) -> tuple[OperatorAction, ...]:
    return tuple(sorted((unpack(one, OperatorAction) for one in found), key=lambda one: (one.at, one.action_id)))


@cache
def _script() -> str:
    return Path(__file__).with_name("upsert.lua").read_text("utf-8")
