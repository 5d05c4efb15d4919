"""The Faust worker of a hop: a `Hop` and settings go in, an exit code comes out when the worker is told to stop.

Wiring and life cycle only. What becomes of a message is `hop_batch`'s business, what is committed `hop_consumer`'s.
"""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from types import FrameType
from typing import Any

import faust
import structlog
from faust.types import TP, EventT
from msgspec import Struct

from wirewatch import redis
from wirewatch.clock import wall_clock
from wirewatch.dead_letters import Consumed
from wirewatch.errors import WirewatchError
from wirewatch.hop import Hop
from wirewatch.hop_app import faust_app
from wirewatch.hop_batch import Batches
from wirewatch.hop_budget import budget_of
from wirewatch.hop_consumer import FinishedOnlyConsumer
from wirewatch.hop_crashes import CrashMarks
from wirewatch.hop_health import Reporter, State
from wirewatch.hop_outbox import Outbox
from wirewatch.hop_pulse import Pulse, crash
from wirewatch.hop_watchdog import Vitals, watch
from wirewatch.metrics import Metrics
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_REJECTED
from wirewatch.wire import Message, as_headers

EXIT_BUDGET = 3
"""The exit code of a worker whose budget of dead letters is spent: look before it is started again."""
_WITHIN_S = 0.005
_TOPICS_WITHIN_S = 30.0

_log = structlog.stdlib.get_logger("wirewatch.hop")


class _Parts(Struct, frozen=True, kw_only=True):
    """What a running worker is made of."""

    app: faust.App
    batches: Batches
    marks: CrashMarks
    reporter: Reporter
    vitals: Vitals
    pulse: Pulse
    metrics: Metrics
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
    vitals, metrics = Vitals(), Metrics()
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
        metrics=metrics,
        clock=wall_clock,
    )
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    app = faust_app(hop, settings)
    parts = _Parts(
        app=app,
        batches=batches,
        marks=marks,
        reporter=reporter,
        vitals=vitals,
        pulse=Pulse(app, outbox, reporter, vitals, metrics),
        metrics=metrics,
        ended=ended,
    )
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
        crash(error)


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
    _listen_to_signals(parts, settings)
    async with parts.pulse.beating():
        await _start(parts.app)
        code = await parts.ended
    parts.reporter.enter(State.STOPPING)
    parts.vitals.ends_within(settings.shutdown_s)
    parts.batches.interrupt()
    await parts.app.stop()
    await parts.marks.release_all()
    _log.info("stopped", exit_code=code, **parts.metrics.totals())
    return code


async def _start(app: faust.App) -> None:
    try:
        await app.start()
    except Exception as error:  # noqa: BLE001  (threads that Faust has started would keep the process)
        crash(error)


def _listen_to_signals(parts: _Parts, settings: Settings) -> None:
    """Let SIGTERM and SIGINT end the worker; its time to do so starts at once, though a handler may hold the loop."""
    loop = asyncio.get_running_loop()

    def told(_number: int, _frame: FrameType | None) -> None:
        parts.vitals.ends_within(settings.shutdown_s)
        loop.call_soon_threadsafe(_end, parts.ended, 0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)


def _end(ended: asyncio.Future[int], code: int) -> None:
    if not ended.done():
        ended.set_result(code)
