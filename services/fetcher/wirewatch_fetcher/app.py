"""Where the fetcher's parts are put together: clients opened, signals heard, everything closed again."""

import asyncio
import random
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import msgspec
import structlog

from wirewatch import logs
from wirewatch.articles import RawArticle
from wirewatch.clock import wall_clock
from wirewatch.hop_health import Parts, Reporter, State
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_fetcher.callback import listening
from wirewatch_fetcher.feed_list import FeedList
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.feeds_to_raw import poll
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.parser_pool import ParserPool
from wirewatch_fetcher.polls import Around, Memory, Polled, Publish, Tools
from wirewatch_fetcher.publish import Publisher
from wirewatch_fetcher.pushes import Pushes
from wirewatch_fetcher.retrieve import open_session
from wirewatch_fetcher.seen import Seen
from wirewatch_fetcher.service import Fetcher
from wirewatch_fetcher.silence_store import SilenceStore
from wirewatch_fetcher.silence_watch import SilenceWatch
from wirewatch_fetcher.store import FeedStore
from wirewatch_fetcher.websub_store import WebSubStore

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_tools(options: FetcherSettings, publish_to: Publish) -> AsyncIterator[Tools]:
    """Open what a poll works with: sockets and parser processes."""
    async with open_session(options) as session, ParserPool(options) as parsers:
        yield Tools(
            session=session,
            parse=parsers.parse,
            publish=publish_to,
            clock=wall_clock,
            dice=random.random,
            options=options,
        )


def run_service(feed_list: FeedList, settings: Settings, options: FetcherSettings, *, once: bool) -> None:
    """Run the fetcher until SIGTERM or SIGINT; with `once`, until every feed has been polled one time."""
    logs.set_up(settings, service="fetcher")
    asyncio.run(_serve(feed_list, settings, options, once=once))


async def _serve(feed_list: FeedList, settings: Settings, options: FetcherSettings, *, once: bool) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    reporter = Reporter(settings, "fetcher", clock=wall_clock)
    async with (
        reporter.reporting(),
        Publisher(settings) as publisher,
        connect(settings) as redis,
        open_tools(options, publisher) as tools,
    ):
        health, store = Parts(reporter, "schedule"), FeedStore(redis, settings)
        watch = SilenceWatch(feed_list, store, SilenceStore(redis, settings), publisher, clock=wall_clock)
        pushes = Pushes(
            feed_list, store, WebSubStore(redis, settings), tools, callback=options.websub_callback, heard=watch.heard
        )
        async with watch.watching(), _hubs(pushes, options):
            await Fetcher(feed_list, store, tools, health, around=_around(watch, pushes, options)).run(stop, once=once)
        reporter.enter(State.STOPPING)
    log.info("fetcher_stopped")


@asynccontextmanager
async def _hubs(pushes: Pushes, options: FetcherSettings) -> AsyncIterator[None]:
    """Ask hubs and listen to them for the length of the block, where the settings say how they reach us."""
    if not options.websub_callback:
        yield
        return
    async with listening(pushes, address=options.websub_listen, max_body_bytes=options.max_body_bytes) as (host, port):
        log.info("websub_listens", host=host, port=port, callback=options.websub_callback)
        asking = asyncio.create_task(pushes.ask_for_ever())
        try:
            yield
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)


def _around(watch: SilenceWatch, pushes: Pushes, options: FetcherSettings) -> Around:
    """Return what is done around each poll: arrivals are counted and, with WebSub, hubs are taken up."""

    async def as_they_are(feed: Feed, state: FeedState | None) -> tuple[Feed, FeedState | None]:
        return feed, state

    async def after(feed: Feed, polled: Polled) -> None:
        await watch.heard(feed, polled.arrived)
        if options.websub_callback:
            await pushes.polled(feed, polled)

    return Around(before=pushes.slowed if options.websub_callback else as_they_are, after=after)


def run_dry(feeds: tuple[Feed, ...], settings: Settings, options: FetcherSettings) -> int:
    """Poll every feed once, publish and remember nothing, print what was found; return how many feeds failed."""
    logs.set_up(settings, service="fetcher")
    return asyncio.run(_dry(feeds, options))


async def _dry(feeds: tuple[Feed, ...], options: FetcherSettings) -> int:
    gate = asyncio.Semaphore(options.polls)
    async with open_tools(options, _publish_nothing) as tools:
        polled = await asyncio.gather(*(_dry_poll(feed, tools, gate) for feed in feeds))
    return sum(1 for one in polled if one.state.failures)


async def _dry_poll(feed: Feed, tools: Tools, gate: asyncio.Semaphore) -> Polled:
    async with gate:
        polled = await poll(feed, None, Memory(recall=_nothing_seen, note=_note_nothing), tools)
    line = {"feed": feed.url, "outcome": polled.outcome, "entries": polled.entries, "reason": polled.state.reason}
    sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    return polled


async def _nothing_seen() -> Seen:
    return {}


async def _note_nothing(_state: FeedState) -> None:
    return None


async def _publish_nothing(articles: Iterable[RawArticle]) -> None:
    tuple(articles)
