"""The fetcher as a service: takes feeds that are due, polls them side by side, keeps its leases, stops cleanly."""

import asyncio
import contextlib
import secrets
from datetime import datetime
from typing import Any

import structlog

from wirewatch.errors import RejectedError, TransientError
from wirewatch.hop_health import Parts
from wirewatch_fetcher.errors import PostponedError
from wirewatch_fetcher.feed_list import FeedList
from wirewatch_fetcher.feed_state import FeedState, after_failure
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.feeds_to_raw import asked_url, next_time, poll
from wirewatch_fetcher.polls import Around, Memory, Polled, Tools
from wirewatch_fetcher.retrieve import host_of
from wirewatch_fetcher.store import FeedStore, Lease

_IDLE_S = 0.5
_STARTS_PER_S = 10
_RETRY_S = (1.0, 10.0)
_STOP_S = 8.0
_PATIENCE_S = 6.0
log = structlog.get_logger(__name__)


class Fetcher:
    """Polls the feeds of one list until it is told to stop; others of the same namespace share the work with it."""

    def __init__(self, feed_list: FeedList, store: FeedStore, tools: Tools, health: Parts, *, around: Around) -> None:
        self._list = feed_list
        self._feeds: dict[str, Feed] = {}
        self._store = store
        self._tools = tools
        self._health = health
        self._around = around
        self._token = secrets.token_hex(4)
        self._turn = 0
        self._polls: dict[asyncio.Task[None], Lease] = {}
        self._todo: set[str] | None = None

    async def run(self, stop: asyncio.Event, *, once: bool = False) -> None:
        """Poll until `stop` is set; with `once`, until every feed has been polled one time, due or not."""
        await self._retried(self._enlist, stop)
        if once:
            self._todo = set(self._feeds)
            await self._retried(self._hurry, stop)
        renewing = asyncio.create_task(self._renew_for_ever())
        try:
            while not stop.is_set() and self._todo != set():
                if self._list.reload():
                    await self._retried(self._enlist, stop)
                if not await self._retried(self._take, stop):
                    await self._pause(stop)
        finally:
            await self._finish()
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _enlist(self) -> bool:
        """Bring the schedule in line with the list; new feeds start side by side, but not all at once."""
        self._feeds = {feed.feed_id: feed for feed in self._list.feeds}
        known = await self._store.schedule()
        await self._store.drop(known.keys() - self._feeds.keys())
        fresh = self._feeds.keys() - known.keys()
        now, spread_s = self._now(), min(self._tools.options.min_interval_s, len(fresh) / _STARTS_PER_S)
        await self._store.add({feed_id: now + spread_s * self._tools.dice() for feed_id in sorted(fresh)})
        log.info("feeds_listed", feeds=len(self._feeds), new=len(fresh))
        return True

    async def _hurry(self) -> bool:
        await self._store.hurry(self._feeds, now=self._now())
        return True

    async def _take(self) -> bool:
        """Start polls of feeds that are due; return whether there were any."""
        free = self._tools.options.polls - len(self._polls)
        if free <= 0:
            return False
        self._turn += 1
        options = self._tools.options
        token = f"{self._token}:{self._turn}"
        leases = await self._store.claim(now=self._now(), lease_s=options.lease_s, most=free, token=token)
        for lease in leases:
            task = asyncio.create_task(self._poll_one(lease))
            self._polls[task] = lease
            task.add_done_callback(self._ended)
        return bool(leases)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._polls.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("poll_lost", error=repr(error))

    async def _poll_one(self, lease: Lease) -> None:
        feed = self._feeds.get(lease.feed_id)
        if feed is None:
            await self._store.drop([lease.feed_id])
            return
        try:
            await self._poll_leased(feed, lease)
        except (TransientError, RejectedError) as error:
            log.warning("poll_postponed", feed=feed.url, error=str(error))
            if isinstance(error, TransientError):
                self._health.waits("polls", str(error))
            await self._release(lease, seconds=_RETRY_S[1] * (0.5 + self._tools.dice()))
        except asyncio.CancelledError:
            await self._release(lease, seconds=0.0)
            raise

    async def _poll_leased(self, feed: Feed, lease: Lease) -> None:
        state = await self._store.state(lease.feed_id)
        log_line = log.bind(late_s=_late_s(state, self._tools.clock()))
        options = self._tools.options
        host = host_of(asked_url(feed, state))
        turn = await self._store.reserve(lease.feed_id, host, now=self._now(), interval_s=options.host_interval_s)
        if turn is not None:
            await self._store.save(lease, None, due=turn)
            return
        try:
            polled = await poll(*await self._around.before(feed, state), self._memory(lease), self._tools)
        except PostponedError as later:
            await self._store.save(lease, None, due=later.due)
            return
        except (TransientError, RejectedError):
            raise
        except Exception as error:  # one feed's surprise must not touch the others; it is told, and tried again
            log.exception("poll_failed", feed=feed.url)
            polled = self._surprised(state or FeedState(url=feed.url), error)
        kept = await self._remember(lease, polled)
        if kept:
            await self._around.after(feed, polled)
        self._health.well("polls")
        log_line.info("polled", **_told(feed, polled), kept=kept)

    def _memory(self, lease: Lease) -> Memory:
        async def turn(host: str) -> None:
            await self._wait_for_turn(lease, host)

        store, feed_id = self._store, lease.feed_id
        return Memory(recall=lambda: store.seen(feed_id), note=lambda state: store.note(lease, state), turn=turn)

    async def _wait_for_turn(self, lease: Lease, host: str) -> None:
        """Wait a little for a host that a feed redirects to; raise `PostponedError` where it is not free soon."""
        name, interval_s = f"{lease.feed_id}@{host}", self._tools.options.host_interval_s
        due = await self._store.reserve(name, host, now=self._now(), interval_s=interval_s)
        if due is None:
            return
        wait_s = due - self._now()
        if wait_s > _PATIENCE_S:
            raise PostponedError(host, due)
        await asyncio.sleep(wait_s)
        await self._store.reserve(name, host, now=max(due, self._now()), interval_s=interval_s)

    def _surprised(self, known: FeedState, error: Exception) -> Polled:
        state = after_failure(known, repr(error), now=self._tools.clock())
        return Polled(state=state, wait_s=float(self._tools.options.min_interval_s), outcome="surprise")

    async def _remember(self, lease: Lease, polled: Polled) -> bool:
        if polled.hold_s:
            await self._store.hold(polled.hold_host, now=self._now(), seconds=polled.hold_s)
        state = next_time(polled, now=self._tools.clock())
        due = state.next_poll.timestamp() if state.next_poll else None
        kept = await self._store.save(lease, state, due=due, change=polled.change)
        if self._todo is not None:
            self._todo.discard(lease.feed_id)
        return kept

    async def _release(self, lease: Lease, *, seconds: float) -> None:
        """Give a feed back; where even that fails, its lease ends by itself."""
        try:
            await self._store.save(lease, None, due=self._now() + seconds)
        except TransientError as error:
            log.warning("lease_left", feed_id=lease.feed_id, error=str(error))

    async def _renew_for_ever(self) -> None:
        lease_s = self._tools.options.lease_s
        while True:
            await asyncio.sleep(lease_s / 3)
            try:
                await self._store.renew(self._polls.values(), now=self._now(), lease_s=lease_s)
            except TransientError as error:
                log.warning("leases_not_renewed", error=str(error))

    async def _retried(self, step: Any, stop: asyncio.Event) -> bool:
        """Run a step until Redis answers or the service stops."""
        wait_s = _RETRY_S[0]
        while not stop.is_set():
            try:
                found = bool(await step())
            except TransientError as error:
                log.warning("redis_away", error=str(error), retry_s=wait_s)
                self._health.waits("schedule", str(error))
                await _wait(stop, wait_s)
                wait_s = min(wait_s * 2, _RETRY_S[1])
            else:
                self._health.well("schedule")
                return found
        return False

    async def _pause(self, stop: asyncio.Event) -> None:
        """Wait until a poll ends, something may be due, or the service stops."""
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait({waiting, *self._polls}, timeout=_IDLE_S, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def _finish(self) -> None:
        """Let running polls end, for a bounded time; what is left is cancelled and given back."""
        if self._polls:
            _, late = await asyncio.wait(set(self._polls), timeout=_STOP_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _now(self) -> float:
        return self._tools.clock().timestamp()


def _told(feed: Feed, polled: Polled) -> dict[str, object]:
    state = polled.state
    told: dict[str, object] = {
        "feed": feed.url,
        "outcome": polled.outcome,
        "entries": polled.entries,
        "published": polled.published,
        "health": state.health.value,
        "next_s": None if polled.wait_s is None else round(polled.wait_s),
    }
    return told if not state.failures else {**told, "failures": state.failures, "reason": state.reason}


def _late_s(state: FeedState | None, now: datetime) -> float | None:
    """Return how much later than planned a feed's turn came, in seconds; None for a first poll."""
    return round((now - state.next_poll).total_seconds(), 3) if state and state.next_poll else None


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
