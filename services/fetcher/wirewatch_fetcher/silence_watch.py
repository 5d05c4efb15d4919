"""Listens for silence while the fetcher runs: arrivals are counted, and every ten minutes one fetcher looks.

What it finds goes to `feeds.notices`; who is quiet is remembered only once the notices are confirmed.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from wirewatch.clock import Clock
from wirewatch.errors import RejectedError, TransientError
from wirewatch.notices import FeedNotice
from wirewatch.topics import FEEDS_NOTICES
from wirewatch_fetcher.feed_list import FeedList
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.publish import Publisher
from wirewatch_fetcher.silence import after, groups_of, notices
from wirewatch_fetcher.silence_store import SilenceStore
from wirewatch_fetcher.store import FeedStore

LOOK_EVERY_S = 600.0
_ASK_EVERY_S = 30.0
log = structlog.get_logger(__name__)


class SilenceWatch:
    """The watch of one fetcher; of several, one looks at a time."""

    def __init__(
        self, feed_list: FeedList, feeds: FeedStore, store: SilenceStore, publish: Publisher, *, clock: Clock
    ) -> None:
        self._list = feed_list
        self._feeds = feeds
        self._store = store
        self._publish = publish
        self._clock = clock

    async def heard(self, feed: Feed, articles: int) -> None:
        """Count new articles of a feed."""
        if articles:
            await self._store.count(groups_of(feed), articles, now=self._clock())

    async def look(self) -> tuple[FeedNotice, ...]:
        """Publish and return what there is to say; raises `TransientError` without Kafka or Redis."""
        now, listed = self._clock(), self._list.feeds
        quiet, states = await self._store.quiet(), await self._feeds.states()
        polled = [(feed, states[feed.feed_id]) for feed in listed if feed.feed_id in states]
        told = notices(polled, await self._store.arrivals(now=now), quiet, now=now)
        if told:
            await self._publish(told, FEEDS_NOTICES)
        await self._store.set_quiet(quiet, after(quiet, told, listed))
        return told

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look now and then for the length of the block."""
        looking = asyncio.create_task(self._look_for_ever())
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    async def _look_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_ASK_EVERY_S)
            try:
                if await self._store.take_turn(LOOK_EVERY_S):
                    for notice in await self.look():
                        log.warning("feeds_notice", about=notice.key, kind=notice.kind.value, reason=notice.reason)
            except (TransientError, RejectedError) as error:
                log.warning("silence_not_heard", error=str(error))
