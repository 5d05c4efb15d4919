"""Where the page reader's parts are put together: a consumer of `articles.raw`, sockets, reader processes."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from wirewatch import kafka, logs
from wirewatch.articles import RawArticle
from wirewatch.clock import wall_clock
from wirewatch.errors import MalformedError, TransientError
from wirewatch.hop_health import Parts, Reporter, State
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import Message, decode
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.pages_to_raw import PageTools, open_robots, read_pages
from wirewatch_fetcher.parser_pool import ParserPool
from wirewatch_fetcher.publish import Publisher
from wirewatch_fetcher.retrieve import open_session
from wirewatch_fetcher.store import FeedStore

_BATCH, _WAIT_MS, _RETRY_S = 64, 500, 5.0
log = structlog.get_logger(__name__)


def run_pages(settings: Settings, options: FetcherSettings) -> None:
    """Read pages until SIGTERM or SIGINT."""
    logs.set_up(settings, service="fulltext")
    asyncio.run(_serve(settings, options))


async def _serve(settings: Settings, options: FetcherSettings) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    reporter = Reporter(settings, "fulltext", clock=wall_clock)
    async with reporter.reporting(), open_page_tools(settings, options) as tools, _consumer(settings) as consumer:
        health = Parts(reporter, "pages")
        health.well("pages")
        working = asyncio.create_task(_read_for_ever(consumer, tools, health))
        await asyncio.wait({working, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
        reporter.enter(State.STOPPING)
        working.cancel()
        await asyncio.wait({working})
        if not working.cancelled() and (error := working.exception()) is not None:
            raise error
    log.info("fulltext_stopped")


@asynccontextmanager
async def open_page_tools(settings: Settings, options: FetcherSettings) -> AsyncIterator[PageTools]:
    """Open what reading pages takes."""
    async with (
        Publisher(settings) as publisher,
        connect(settings) as redis,
        open_session(options) as session,
        ParserPool(options, module="wirewatch_fetcher.page_process") as readers,
    ):
        store = FeedStore(redis, settings)

        async def turn(name: str, host: str, pause_s: float) -> float:
            now = wall_clock().timestamp()
            at = await store.reserve(name, host, now=now, interval_s=pause_s)
            return 0.0 if at is None else max(0.0, at - now)

        yield PageTools(
            session=session,
            readers=readers,
            robots=open_robots(session, options, clock=wall_clock),
            turn=turn,
            publish=publisher,
            options=options,
        )


@asynccontextmanager
async def _consumer(settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    """Open a reader of `articles.raw` in a group of its own; the first time, it begins at the end."""
    consumer = AIOKafkaConsumer(
        ARTICLES_RAW.in_namespace(settings.namespace),
        **kafka.client_options(settings),
        group_id=kafka.group_id(settings, "fulltext"),
        enable_auto_commit=False,
        auto_offset_reset="latest",
        max_poll_interval_ms=900_000,
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def _read_for_ever(consumer: AIOKafkaConsumer, tools: PageTools, health: Parts) -> None:
    """Read batch after batch; each is committed once what its pages add is confirmed."""
    while True:
        fetched = await consumer.getmany(timeout_ms=_WAIT_MS, max_records=_BATCH)
        articles = [
            one for batch in fetched.values() for record in batch if (one := _article(kafka.message_of(record)))
        ]
        if articles:
            added = await _until_read(articles, tools, health)
            log.info("pages_read", articles=len(articles), added=added)
        if fetched:
            await _committed(consumer, health)


async def _until_read(articles: list[RawArticle], tools: PageTools, health: Parts) -> int:
    while True:
        try:
            added = await read_pages(articles, tools)
        except TransientError as error:
            log.warning("pages_postponed", error=str(error))
            health.waits("pages", str(error))
            await asyncio.sleep(_RETRY_S)
        else:
            health.well("pages")
            return added


async def _committed(consumer: AIOKafkaConsumer, health: Parts) -> None:
    """Commit; where that fails, the batch comes again, and its pages give the same records."""
    try:
        await consumer.commit()
    except KafkaError as error:
        log.warning("pages_not_committed", error=repr(error))
        health.waits("pages", repr(error))


def _article(message: Message) -> RawArticle | None:
    """Return a message as an article; what is none is the enricher's to reject."""
    try:
        return decode(RawArticle, message)
    except MalformedError:
        return None
