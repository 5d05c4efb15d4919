"""A feed's past, page by page (RFC 5005): printed without Kafka or Redis, or asked of the fetchers that run."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from msgspec.structs import replace

from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_fetcher.adapter import Adapted, adapt
from wirewatch_fetcher.feed_state import FeedState, Walk
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.older_pages import next_step
from wirewatch_fetcher.parse import parse
from wirewatch_fetcher.preview import retrieved_body
from wirewatch_fetcher.retrieve import open_session
from wirewatch_fetcher.store import FeedStore

_TRIES, _PAUSE_S = 60, 1.0


async def walk_back(url: str, *, pages: int, options: FetcherSettings, now: datetime) -> AsyncIterator[Adapted]:
    """Yield a feed's articles, and those of so many pages before it, as far as it has them; ids are a poll's own.

    Raises `FeedError` where a page cannot be had or read.
    """
    step: Walk | None = Walk(url=url, pages_left=pages, whole=True)
    seen: set[str] = set()
    async with open_session(options) as session:
        while step is not None:
            document = parse(await retrieved_body(session, step.url, options=options))
            for one in adapt(document, feed=Feed(url=url), now=now):
                if one.article.article_id not in seen:
                    seen.add(one.article.article_id)
                    yield one
            step = next_step(document, step, overlaps=False)
            if step is not None:
                await asyncio.sleep(options.host_interval_s)


async def ask_fetchers(url: str, *, pages: int, settings: Settings, now: datetime) -> bool:
    """Let the fetchers that run publish so many older pages of a listed feed; return false where none polls it."""
    feed_id = Feed(url=url).feed_id
    async with connect(settings) as redis:
        store = FeedStore(redis, settings)
        for _ in range(_TRIES):
            state = await store.state(feed_id) or FeedState(url=url)
            asked = replace(state, walk=Walk(url=state.url, pages_left=pages, whole=True))
            if await store.ask(feed_id, asked, now=now.timestamp()):
                return True
            if feed_id not in await store.schedule():
                return False
            await asyncio.sleep(_PAUSE_S)
    return False
