"""The Faust worker of a hop: a `Hop` and settings go in, an exit code comes out when the worker is told to stop.

Wiring and life cycle only. What becomes of a message is `hop_batch`'s business, what is committed `hop_consumer`'s.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import faust
import structlog
from faust.app.base import BootStrategy
from faust.types import TP, EventT
from msgspec import Struct

from wirewatch import kafka, redis
from wirewatch.clock import wall_clock
from wirewatch.dead_letters import Consumed
from wirewatch.errors import WirewatchError
from wirewatch.hop import Hop
from wirewatch.hop_batch import Batches
from wirewatch.hop_budget import budget_of
from wirewatch.hop_consumer import FinishedOnlyConsumer
from wirewatch.hop_crashes import CrashMarks
from wirewatch.hop_health import Reporter, State
from wirewatch.hop_outbox import Outbox
from wirewatch.hop_watchdog import Vitals, watch
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_REJECTED
from wirewatch.wire import Message, as_headers

EXIT_CRASH = 1
EXIT_BUDGET = 3
_WITHIN_S = 0.005
_TOPICS_WITHIN_S = 30.0
_TICK_S = 1.0

_log = structlog.stdlib.get_logger("wirewatch.hop")


class _ConsumerOnly(BootStrategy):
    """Starts no producer of Faust's: everything leaves by the outbox."""

    enable_kafka_producer = False
    enable_web = False
    enable_sensors = False


class _App(faust.App):
    BootStrategy = _ConsumerOnly


class _Parts(Struct, frozen=True, kw_only=True):
    """What a running worker is made of."""

    app: faust.App
    batches: Batches
    marks: CrashMarks
    reporter: Reporter
    vitals: Vitals
    ended: asyncio.Future[int]


async def work(hop: Hop, settings: Settings) -> int:
    """Run the hop until SIGTERM or SIGINT; return 0 after an orderly end, `EXIT_BUDGET` past the budget, else 1."""
    reporter = Reporter(settings, hop.name, clock=wall_clock)
    reporter.enter(State.STARTING)
    try:
        async with AsyncExitStack() as opened:
            parts = await _assemble(hop, settings, reporter, opened)
            return await _live(parts, settings)
    finally:
        reporter.leave()


async def _assemble(hop: Hop, settings: Settings, reporter: Reporter, opened: AsyncExitStack) -> _Parts:
    """Open all that the worker needs, in the order in which it is closed backwards."""
    vitals = Vitals()
    watch(vitals, handler_timeout_s=settings.handler_timeout_s, stall_s=settings.watchdog_s)

    def retrying(reason: str) -> None:
        vitals.moved()
        reporter.enter(State.RETRYING, reason)

    outbox = await opened.enter_async_context(Outbox(settings, waiting=retrying))
    await _check_topics(hop, outbox)
    client = await opened.enter_async_context(redis.connect(settings))
    marks = CrashMarks(client, redis.key(settings, "hop", hop.name, "starts"))
    batches = Batches(
        hop=hop.name,
        target=hop.target,
        handler=await opened.enter_async_context(hop.open_handler(settings)),
        outbox=outbox,
        budget=budget_of(settings),
        marks=marks,
        vitals=vitals,
        retrying=retrying,
        recovered=reporter.recovered,
        clock=wall_clock,
    )
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    app = _app(hop, settings)
    parts = _Parts(app=app, batches=batches, marks=marks, reporter=reporter, vitals=vitals, ended=ended)
    _connect(parts, hop, settings)
    return parts


async def _check_topics(hop: Hop, outbox: Outbox) -> None:
    """Wait a while for the hop's topics to be there; nothing creates a topic by accident."""
    for topic in (hop.source, *((hop.target,) if hop.target else ()), ARTICLES_REJECTED):
        try:
            async with asyncio.timeout(_TOPICS_WITHIN_S):
                await outbox.wait_for_topic(topic)
        except TimeoutError as error:
            raise WirewatchError(f"there is no topic {topic.name}: run `wirewatch topics create`") from error


def _app(hop: Hop, settings: Settings) -> faust.App:
    """Make the Faust application; its id is the consumer group."""
    datadir = settings.home / "faust" / settings.namespace / hop.name
    datadir.mkdir(parents=True, exist_ok=True)
    return _App(
        id=kafka.group_id(settings, hop.name),
        broker=[f"kafka://{server}" for server in settings.kafka.split(",")],
        datadir=datadir,
        autodiscover=False,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        processing_guarantee="at_least_once",
        key_serializer="raw",
        value_serializer="raw",
        stream_wait_empty=True,
        stream_buffer_maxsize=settings.batch_size,
        broker_max_poll_records=settings.batch_size,
        broker_commit_interval=settings.commit_interval_s,
        broker_session_timeout=settings.session_timeout_s,
        broker_heartbeat_interval=settings.session_timeout_s / 4,
        broker_request_timeout=max(90.0, settings.session_timeout_s),
        consumer_group_instance_id=settings.instance and f"{hop.name}-{settings.instance}",
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=2 * hop.source.max_message_bytes,
        producer_acks=-1,
        producer_request_timeout=60.0,
        stream_processing_timeout=settings.watchdog_s,
    )


def _connect(parts: _Parts, hop: Hop, settings: Settings) -> None:
    """Tie the batches to Faust's consumer and stream."""
    app, vitals = parts.app, parts.vitals

    def before_revoke() -> None:
        parts.batches.interrupt()
        vitals.ends_within(settings.shutdown_s)

    async def after_revoke(revoked: set[TP]) -> None:
        if parts.reporter.state is not State.STOPPING:
            vitals.deadline = None
        await parts.marks.release((hop.source.name, tp.partition) for tp in revoked)

    transport: Any = app.transport
    transport.Consumer = partial(
        FinishedOnlyConsumer,
        before_revoke=before_revoke,
        after_revoke=after_revoke,
        after_assign=lambda: _assigned(parts),
    )
    source = app.topic(hop.source.in_namespace(settings.namespace), key_type=bytes, value_type=bytes)

    @app.agent(source, concurrency=1, name=hop.name)
    async def _agent(stream: Any) -> None:
        async for events in stream.take_events(settings.batch_size, within=_WITHIN_S):
            await _take(parts, hop, events)


def _assigned(parts: _Parts) -> None:
    if parts.reporter.state is State.STOPPING:
        return
    parts.batches.resume()
    parts.vitals.moved()
    parts.reporter.enter(State.READY)


async def _take(parts: _Parts, hop: Hop, events: Sequence[EventT[bytes]]) -> None:
    """Work off one batch. Nothing leaves this function but by its end: what escapes would acknowledge the batch."""
    try:
        finished = await parts.batches.work([_consumed(event, hop) for event in events])
        consumer: Any = parts.app.consumer
        for event in events[:finished]:
            consumer.finish(event.message)
        if parts.batches.overdrawn and not parts.ended.done():
            _log.critical("too many messages are rejected: the hop stops", reason=parts.batches.overdrawn)
            parts.batches.interrupt()
            parts.ended.set_result(EXIT_BUDGET)
    except BaseException as error:  # noqa: BLE001  (to raise or to return here would lose the batch)
        _log.critical("process ends", reason=repr(error), exc_info=error)
        os._exit(EXIT_CRASH)


def _consumed(event: EventT[bytes], hop: Hop) -> Consumed:
    message: Any = event.message
    return Consumed(
        topic=hop.source.name,
        partition=message.partition,
        offset=message.offset,
        message=Message(key=message.key, value=message.value or b"", headers=as_headers(message.headers)),
    )


async def _live(parts: _Parts, settings: Settings) -> int:
    """Start, wait for a reason to end, and end in order within the time allowed."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _end, parts.ended, 0)
    async with _ticking(parts):
        await parts.app.start()
        code = await parts.ended
    parts.reporter.enter(State.STOPPING)
    parts.vitals.ends_within(settings.shutdown_s)
    parts.batches.interrupt()
    await parts.app.stop()
    await parts.marks.release_all()
    _log.info("stopped", done=parts.batches.done, rejected=parts.batches.rejected, exit_code=code)
    return code


def _end(ended: asyncio.Future[int], code: int) -> None:
    if not ended.done():
        ended.set_result(code)


@asynccontextmanager
async def _ticking(parts: _Parts) -> AsyncIterator[None]:
    task = asyncio.create_task(_tick(parts))
    try:
        yield
    finally:
        task.cancel()


async def _tick(parts: _Parts) -> None:
    """Once a second: end when Faust has crashed, and tell the watchdog how much is waiting."""
    while True:
        await asyncio.sleep(_TICK_S)
        if parts.app.crashed:
            _log.critical("process ends", reason=repr(parts.app.crash_reason))
            os._exit(EXIT_CRASH)
        if parts.reporter.state in {State.READY, State.RETRYING}:
            consumer: Any = parts.app.consumer
            parts.vitals.behind = await consumer.behind()
            if not parts.vitals.behind:
                parts.vitals.moved()
