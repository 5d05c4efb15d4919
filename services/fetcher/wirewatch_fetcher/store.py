"""Feed state in Redis: the schedule, the leases by which fetchers share it, each feed's state and published entries.

Every change is one Lua script, so that a fetcher that dies leaves a feed either as it was or as it should be; a feed
that it had taken comes up again when its lease ends.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, cast

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from wirewatch.errors import TransientError
from wirewatch.redis import key
from wirewatch.settings import Settings
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.seen import Seen, SeenChange

_SCRIPTS = ("claim", "renew", "note", "save", "reserve", "ask")
NEVER = "+inf"
_NOTHING = SeenChange()


class Lease(Struct, frozen=True, kw_only=True):
    """A feed that this fetcher may poll; the token tells its lease from another's."""

    feed_id: str
    token: str


class FeedStore:
    """The feeds' state in one namespace. Times are Unix seconds; every method raises `TransientError` without Redis."""

    def __init__(self, redis: Redis, settings: Settings) -> None:
        self._redis = redis
        self._settings = settings
        self._due = key(settings, "fetcher", "due")
        self._leases = key(settings, "fetcher", "leases")
        self._states = key(settings, "fetcher", "states")
        self._slots = key(settings, "fetcher", "slots")
        self._scripts = {name: redis.register_script(_source(name)) for name in _SCRIPTS}

    async def add(self, due: Mapping[str, float]) -> None:
        """Put feeds into the schedule that are not in it yet; those that are keep their times."""
        if due:
            await reached(self._redis.zadd(self._due, cast("Any", dict(due)), nx=True))

    async def hurry(self, feed_ids: Iterable[str], *, now: float) -> None:
        """Make feeds due now, those that are stopped too."""
        await reached(self._redis.zadd(self._due, dict.fromkeys(feed_ids, now), xx=True))

    async def drop(self, feed_ids: Iterable[str]) -> None:
        """Take feeds out of the schedule; what was published of them stays known."""
        if gone := tuple(feed_ids):
            await reached(self._redis.zrem(self._due, *gone))

    async def schedule(self) -> dict[str, float]:
        """Return when each feed is due."""
        found = await reached(self._redis.zrange(self._due, 0, -1, withscores=True))
        return {name.decode(): float(score) for name, score in found}

    async def claim(self, *, now: float, lease_s: float, most: int, token: str) -> tuple[Lease, ...]:
        """Take at most so many feeds that are due; nobody else gets them until the lease ends."""
        found = await self._run("claim", [self._due, self._leases], [now, now + lease_s, most, token])
        return tuple(Lease(feed_id=name.decode(), token=token) for name in found)

    async def renew(self, leases: Iterable[Lease], *, now: float, lease_s: float) -> int:
        """Hold on to leases; return how many of them are still ours."""
        pairs = [part for lease in leases for part in (lease.feed_id, lease.token)]
        return int(await self._run("renew", [self._due, self._leases], [now + lease_s, *pairs])) if pairs else 0

    async def state(self, feed_id: str) -> FeedState | None:
        """Return what is remembered of a feed, None for a new one."""
        found = await reached(self._redis.hget(self._states, feed_id))
        return msgspec.json.decode(found, type=FeedState) if found else None

    async def states(self) -> dict[str, FeedState]:
        """Return what is remembered of all feeds."""
        found = await reached(self._redis.hgetall(self._states))
        return {name.decode(): msgspec.json.decode(value, type=FeedState) for name, value in found.items()}

    async def seen(self, feed_id: str) -> Seen:
        """Return the entries of a feed that have been published."""
        return cast("Seen", await reached(self._redis.hgetall(self._seen_key(feed_id))))

    async def note(self, lease: Lease, state: FeedState) -> bool:
        """Write a feed's state in mid-poll; return false, with nothing written, where the lease was lost."""
        keys, blob = [self._leases, self._states], msgspec.json.encode(state)
        return bool(await self._run("note", keys, [lease.feed_id, lease.token, blob]))

    async def ask(self, feed_id: str, state: FeedState, *, now: float) -> bool:
        """Write a feed's state and make it due now; return false, with nothing written, while it is being polled."""
        keys = [self._due, self._leases, self._states]
        return bool(await self._run("ask", keys, [feed_id, now, msgspec.json.encode(state)]))

    async def learn(self, feed_id: str, change: SeenChange) -> None:
        """Remember entries that came otherwise than by a poll."""
        if change.write:
            await reached(self._redis.hset(self._seen_key(feed_id), mapping=cast("Any", dict(change.write))))

    async def save(
        self, lease: Lease, state: FeedState | None, *, due: float | None, change: SeenChange = _NOTHING
    ) -> bool:
        """End a poll; return false, with nothing written, where the lease was lost to another fetcher.

        Args:
            lease: whose poll it was.
            state: the new state; None leaves the old one.
            due: when the feed is asked again; None: never.
            change: entries to remember and to forget.
        """
        entries = [part for pair in change.write for part in pair]
        blob = msgspec.json.encode(state) if state is not None else b""
        args = [lease.feed_id, lease.token, NEVER if due is None else due, blob, len(change.write)]
        keys = [self._due, self._leases, self._states, self._seen_key(lease.feed_id)]
        return bool(await self._run("save", keys, [*args, *entries, *change.delete]))

    async def reserve(self, feed_id: str, host: str, *, now: float, interval_s: float) -> float | None:
        """Ask for a turn at a host; return None to go now, else when to come back with the turn kept."""
        keys = [self._host_key("turn", host), self._host_key("hold", host), self._slots]
        turn = float(await self._run("reserve", keys, [feed_id, now, interval_s]))
        return turn or None

    async def hold(self, host: str, *, now: float, seconds: float) -> None:
        """Leave a host in peace for so long, all fetchers."""
        name = self._host_key("hold", host)
        await reached(self._redis.set(name, f"{now + seconds:.3f}", px=max(1, int(seconds * 1000))))

    def _seen_key(self, feed_id: str) -> str:
        return key(self._settings, "fetcher", "seen", feed_id)

    def _host_key(self, kind: str, host: str) -> str:
        return key(self._settings, "fetcher", kind, host)

    async def _run(self, name: str, keys: list[str], args: list[Any]) -> Any:
        return await reached(self._scripts[name](keys=keys, args=args))


def _source(name: str) -> str:
    return files("wirewatch_fetcher").joinpath(f"{name}.lua").read_text("utf-8")


async def reached(call: Any) -> Any:
    """Return what a call of Redis returns; raises `TransientError` where it fails."""
    try:
        return await call
    except RedisError as error:
        raise TransientError(f"Redis: {error}") from error
