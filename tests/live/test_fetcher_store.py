"""Leases, turns of hosts and due times on a real Redis, as several fetchers share them."""

import asyncio

from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.store import FeedStore


async def test_no_feed_is_taken_twice(settings: Settings) -> None:
    """Of many fetchers that ask at the same moment, one gets a feed; when its lease is lost it cannot save."""
    async with connect(settings) as redis:
        store = FeedStore(redis, settings)
        await store.add({Feed(url=f"https://n.example/{number}").feed_id: 0.0 for number in range(50)})
        taken = await asyncio.gather(
            *(store.claim(now=1.0, lease_s=30, most=20, token=str(number)) for number in range(10))
        )
        leases = [lease for some in taken for lease in some]
        assert len(leases) == len({lease.feed_id for lease in leases}) == 50
        (again,) = await store.claim(now=40.0, lease_s=30, most=1, token="later")
        loser = next(lease for lease in leases if lease.feed_id == again.feed_id)
        assert not await store.save(loser, None, due=99.0)
        assert await store.save(again, None, due=99.0)


async def test_a_host_gets_one_request_in_each_interval(settings: Settings) -> None:
    """Feeds of one host take turns, over all fetchers, and keep the turn that they were given."""
    async with connect(settings) as redis:
        store = FeedStore(redis, settings)
        turns = [await store.reserve(name, "n.example", now=100.0, interval_s=5) for name in ("a", "b", "c")]
        assert turns == [None, 105.0, 110.0]
        assert await store.reserve("b", "n.example", now=105.0, interval_s=5) is None
        assert await store.reserve("d", "n.example", now=106.0, interval_s=5) == 115.0
        assert await store.reserve("e", "other.example", now=106.0, interval_s=5) is None


async def test_due_times_survive_a_restart(settings: Settings) -> None:
    """A fetcher that starts again puts only new feeds into the schedule."""
    async with connect(settings) as redis:
        store = FeedStore(redis, settings)
        await store.add({"a": 100.0})
        await store.add({"a": 5.0, "b": 5.0})
        assert await store.schedule() == {"a": 100.0, "b": 5.0}


async def test_a_held_host_is_left_alone(settings: Settings) -> None:
    """After `Retry-After` no feed of the host is asked, not even one that had its turn already."""
    async with connect(settings) as redis:
        store = FeedStore(redis, settings)
        await store.reserve("a", "n.example", now=100.0, interval_s=5)
        assert await store.reserve("b", "n.example", now=100.0, interval_s=5) == 105.0
        await store.hold("n.example", now=101.0, seconds=600)
        assert await store.reserve("b", "n.example", now=105.0, interval_s=5) == 701.0
