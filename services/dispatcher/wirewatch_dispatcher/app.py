"""The dispatcher's wiring: relay, routing, delivery and outcomes side by side, until the service is told to stop.

What goes away and comes back (Kafka, Redis) is waited for, with growing pauses; anything else ends the process.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from aiokafka.errors import KafkaConnectionError, KafkaError
from redis import exceptions

from wirewatch import kafka, logs, redis
from wirewatch.clock import wall_clock
from wirewatch.errors import TransientError
from wirewatch.hop_health import Parts, Reporter, State
from wirewatch.settings import Settings
from wirewatch_dispatcher.configuration import Configuration
from wirewatch_dispatcher.outcomes import Outcomes
from wirewatch_dispatcher.post import Post
from wirewatch_dispatcher.relay import BLOCK_S as RELAY_BLOCK_S
from wirewatch_dispatcher.relay import Relay

EXIT_CRASH = 1
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 15.0
_AWAY = (
    TransientError,
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.BusyLoadingError,
    exceptions.ReadOnlyError,
    exceptions.OutOfMemoryError,
    OSError,
)

_log = structlog.stdlib.get_logger("wirewatch.dispatcher")

Step = Callable[[], Awaitable[object]]
"""Does a bounded piece of work; is called for ever."""


def run(settings: Settings, configuration: Configuration) -> int:
    """Run the dispatcher until SIGTERM or SIGINT; return 0 after an orderly end, 1 after what it can't handle."""
    logs.set_up(settings, service="dispatcher")
    return asyncio.run(_serve(settings, configuration))


async def _serve(settings: Settings, configuration: Configuration) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    reporter = Reporter(settings, "dispatcher", clock=wall_clock)
    async with reporter.reporting():
        health = Parts(reporter, "relay", "dispatch", "deliver", "outcomes")
        post = Post(settings=settings, configuration=configuration, stop=stop)
        parts = {
            asyncio.create_task(keep_going("relay", lambda: open_relay(settings), stop, health)),
            asyncio.create_task(keep_going("dispatch", post.open_dispatcher, stop, health)),
            asyncio.create_task(keep_going("deliver", post.open_workers, stop, health)),
            asyncio.create_task(keep_going("outcomes", lambda: open_outcomes(settings), stop, health)),
        }
        stopped = asyncio.create_task(stop.wait())
        _log.info("started", namespace=settings.namespace, channels=sorted(configuration.channels))
        await asyncio.wait({*parts, stopped}, return_when=asyncio.FIRST_COMPLETED)
        reporter.enter(State.STOPPING)
        return await _end(parts, stop, settings)


async def _end(parts: set[asyncio.Task[None]], stop: asyncio.Event, settings: Settings) -> int:
    """Let every part finish what it has in hand, for a bounded time; say what crashed."""
    stop.set()
    done, hanging = await asyncio.wait(parts, timeout=settings.shutdown_s)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)
    crashes = [error for task in done if (error := task.exception())]
    for error in crashes:
        _log.error("crashed", exc_info=error)
    _log.info("stopped", unfinished=len(hanging))
    return EXIT_CRASH if crashes else 0


@asynccontextmanager
async def open_relay(settings: Settings) -> AsyncIterator[Step]:
    """Open the relay's clients and return its step."""
    async with redis.connect(settings, block_s=RELAY_BLOCK_S) as client, kafka.producer(settings) as producer:
        yield Relay(redis=client, producer=producer, settings=settings).step


@asynccontextmanager
async def open_outcomes(settings: Settings) -> AsyncIterator[Step]:
    """Open the clients that outcomes need and return the step that publishes them."""
    async with redis.connect(settings) as client, kafka.producer(settings) as producer:
        yield Outcomes(redis=client, producer=producer, settings=settings).step


async def keep_going(
    name: str,
    opened: Callable[[], AbstractAsyncContextManager[Step]],
    stop: asyncio.Event,
    health: Parts | None = None,
) -> None:
    """Call a part's step for ever; where Kafka or Redis is away, open it anew after a growing pause."""
    failures = 0
    while not stop.is_set():
        try:
            async with opened() as step:
                while not stop.is_set():
                    await step()
                    failures = 0
                    if health:
                        health.well(name)
        except (*_AWAY, KafkaError) as error:
            if not is_transient(error):
                raise
            _log.warning("waiting", part=name, error=f"{type(error).__name__}: {error}", failures=failures)
            if health:
                health.waits(name, f"{type(error).__name__}: {error}")
            await _pause(pause_s(failures), stop)
            failures += 1


def is_transient(error: Exception) -> bool:
    """Tell a fault that passes from one that stays."""
    if isinstance(error, KafkaError):
        return bool(error.retriable) or isinstance(error, KafkaConnectionError)
    return isinstance(error, _AWAY)


def pause_s(failures: int) -> float:
    """Return the pause after so many failures in a row: doubled each time, up to 15 seconds."""
    return float(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(failures, 10)))


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
