"""Incidents and alerts in Redis: loads the pool that a decision needs, writes the decision as one Lua script.

The only place that knows how state lies in Redis. A fault of Redis comes out as `TransientError`: call again.
"""

import hashlib
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from redis import exceptions

from wirewatch.actions import OperatorAction
from wirewatch.articles import EnrichedArticle
from wirewatch.errors import TransientError
from wirewatch_alerts.cells import Lookup, found_by, lookups
from wirewatch_alerts.gather import gather
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.request import request_of
from wirewatch_alerts.state import Decision, Pool, StoredAlert, StoredIncident

T = TypeVar("T", Seen, StoredIncident, StoredAlert)

_PAGE = 100
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


class _Met(Struct, frozen=True, kw_only=True):
    """What is there when an article comes: `version` was read before all else; `near` its `records` if it is new."""

    version: int
    seen: Seen
    held: tuple[str, ...]
    silences: tuple[OperatorAction, ...]
    records: tuple[Record, ...]
    near: frozenset[str]


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
            met = await self._meet(article)
            after = see(met.seen, article)
            pool = Pool(version=met.version, seen=met.seen, silences=met.silences)
            if after == met.seen or not (met.held or records_of(article, after)):
                return pool

            async def near(records: Iterable[Record]) -> set[str]:
                asked = tuple(records)
                return set(met.near) if asked == met.records else await self._near(asked)

            incidents = await gather(article, after, met.held, limits=self.limits, near=near, load=self._load_incidents)
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
            return await read_silences(self.redis, self.keys)

    async def _alerts_on(self, incidents: Iterable[StoredIncident]) -> tuple[StoredAlert, ...]:
        names = (self.keys.alert(one) for incident in incidents for one in incident.alerts)
        return await self._read(StoredAlert, names)

    async def write(self, decision: Decision, *, version: int, trace: str) -> Written:
        """Write a decision in one script, unless the state is no longer at `version` or has it already."""
        request = request_of(
            decision, version=version, trace=trace, keys=self.keys, limits=self.limits, publish=self.publish
        )
        async with transient():
            answer = await self._run("upsert", request.keys, request.arguments)
        return Written(answer.decode())

    async def _run(self, script: str, keys: Sequence[str], arguments: Sequence[bytes]) -> Any:
        """Run a script by its hash; where Redis does not know it (any more), send it."""
        text = _script(script)
        try:
            return await self.redis.evalsha(_hash(text), len(keys), *keys, *arguments)
        except exceptions.NoScriptError:
            return await self.redis.eval(text, len(keys), *keys, *arguments)

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

    async def pages(self, *, until: datetime | None = None) -> AsyncIterator[tuple[StoredAlert, ...]]:
        """Yield all alerts that changed last until a time, so many at once; the one that changed first comes first."""
        most = "+inf" if until is None else until.timestamp()
        async with transient():
            ids = await self.redis.zrangebyscore(self.keys.alerts(), "-inf", most)
        for start in range(0, len(ids), _PAGE):
            async with transient():
                page = await self._read(
                    StoredAlert, (self.keys.alert(one.decode()) for one in ids[start : start + _PAGE])
                )
            yield page

    async def _meet(self, article: EnrichedArticle) -> _Met:
        """Ask at once for all that can be asked before it is known whether an article is new."""
        fresh = Seen(article_id=article.article_id)
        records = records_of(article, see(fresh, article))
        wanted = lookups(records, self.limits)
        async with self.redis.pipeline(transaction=False) as pipe:
            pipe.get(self.keys.version()).get(self.keys.article(article.article_id))
            pipe.smembers(self.keys.holders(article.article_id)).hvals(self.keys.silences())
            self._look_up(pipe, wanted)
            version, seen, held, silences, found = await pipe.execute()
        return _Met(
            version=int(version or 0),
            seen=unpack(seen, Seen) if seen else fresh,
            held=tuple(one.decode() for one in held),
            silences=_silences(silences),
            records=records,
            near=self._found(wanted, found),
        )

    async def _near(self, records: Iterable[Record]) -> set[str]:
        wanted = lookups(records, self.limits)
        return set(self._found(wanted, await self._look_up(self.redis, wanted)))

    def _look_up(self, client: Any, wanted: Sequence[Lookup]) -> Any:
        names = (self.keys.bucket(one.bucket) for one in wanted)
        scores = (score for one in wanted for score in (one.least, one.most))
        return client.eval(_script("look_up"), len(wanted), *names, *scores)

    def _found(self, wanted: Sequence[Lookup], answer: Sequence[Any]) -> frozenset[str]:
        read = zip(answer[::2], answer[1::2], strict=True)
        found = {found_by(wanted[at - 1], member.decode(), self.limits) for at, members in read for member in members}
        return frozenset(one for one in found if one)

    async def _load_incidents(self, ids: set[str]) -> tuple[StoredIncident, ...]:
        return await self._read(StoredIncident, (self.keys.incident(one) for one in sorted(ids)))

    async def _read(self, kind: type[T], names: Iterable[str]) -> tuple[T, ...]:
        wanted = tuple(names)
        values = await self.redis.mget(wanted) if wanted else []
        return tuple(unpack(value, kind) for value in values if value is not None)


async def read_silences(redis: Any, keys: Keys) -> tuple[OperatorAction, ...]:
    """Return all silences, those included that ended not long ago."""
    return _silences(await redis.hvals(keys.silences()))


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
def _script(name: str) -> str:
    return Path(__file__).with_name(f"{name}.lua").read_text("utf-8")


@cache
def _hash(script: str) -> str:
    """Return the name that Redis gives to a script."""
    return hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()
