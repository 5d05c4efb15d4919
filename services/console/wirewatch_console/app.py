"""The console's wiring: the HTTP server and the hub of the stream side by side, until the service is told to stop.

While Redis is away requests are answered by 503, readers of the stream stay, and nothing is lost for them.
"""

import asyncio
import gc
import logging
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import structlog
import uvicorn

from wirewatch import logs
from wirewatch.clock import wall_clock
from wirewatch.errors import SettingsError, TransientError
from wirewatch.hop_health import Parts, Reporter, State
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.outlets.outlet_settings import load_publisher
from wirewatch_console.api import Desk, make_app
from wirewatch_console.console_settings import ConsoleSettings
from wirewatch_console.counts import Counts
from wirewatch_console.hub import BLOCK_S, Hub
from wirewatch_console.pages import Pages

_PAUSE_S = 1.0
_SILENT_PEER_MS = 30_000
"""A peer that takes nothing for so long is gone."""
_BACKLOG = 2048

_log = structlog.stdlib.get_logger("wirewatch.console")


class _Server(uvicorn.Server):
    """The server without signal handlers of its own: an end by a signal is an orderly one, with exit code 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def run(settings: Settings, console: ConsoleSettings) -> int:
    """Serve until SIGTERM or SIGINT, and return 0.

    Raises:
        SettingsError: the address can't be listened on.
    """
    logs.set_up(settings, service="console")
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # the door logs what goes wrong, readers come and go
    with listening(console) as listener:
        asyncio.run(_serve(settings, console, listener))
    return 0


@contextmanager
def listening(console: ConsoleSettings) -> Iterator[socket.socket]:
    """Listen on the address of the settings; raises `SettingsError` where that is not possible."""
    family = socket.AF_INET6 if ":" in console.serve_host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT_PEER_MS)
        try:
            listener.bind((console.serve_host.strip("[]"), console.serve_port))
            listener.listen(_BACKLOG)
        except OSError as error:
            where = f"WIREWATCH_SERVE_HOST={console.serve_host!r}, WIREWATCH_SERVE_PORT={console.serve_port}"
            raise SettingsError(f"can't listen at {where}: {error.strerror or error}") from error
        yield listener


async def _serve(settings: Settings, console: ConsoleSettings, listener: socket.socket) -> None:
    reporter = Reporter(settings, "console", clock=wall_clock)
    async with reporter.reporting(), _desk(settings, console) as desk:
        health = Parts(reporter, "http", "redis")
        server = _Server(_configuration(settings, desk))
        _spare_the_collector()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, _stop, server, desk.hub, reporter)
        listening_hub = asyncio.create_task(_listen(desk.hub, health))
        listening_hub.add_done_callback(lambda _: _stop(server, desk.hub, reporter))
        _log.info("serving", address=_address(listener), token=console.serve_token is not None)
        if not console.only_here and console.serve_token is None:
            _log.warning("open_to_others", why="WIREWATCH_SERVE_TOKEN is not set: who reaches the port may read")
        health.well("http")
        beating = asyncio.create_task(_beat(desk.hub, console.serve_heartbeat_s))
        await server.serve(sockets=[listener])
        beating.cancel()
        await listening_hub
    _log.info("stopped")


def _spare_the_collector() -> None:
    """Take what was imported and wired out of the garbage collector's sight: walking it stops all readers for long."""
    gc.collect()
    gc.freeze()


def _configuration(settings: Settings, desk: Desk) -> uvicorn.Config:
    return uvicorn.Config(
        make_app(desk),
        log_config=None,
        access_log=False,
        lifespan="off",
        http="h11",
        ws="none",
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=int(settings.shutdown_s) or 1,
    )


@asynccontextmanager
async def _desk(settings: Settings, console: ConsoleSettings) -> AsyncIterator[Desk]:
    keys, counts = Keys(settings=settings), Counts()
    async with connect(settings, block_s=BLOCK_S) as blocking, connect(settings) as asking:
        yield Desk(
            pages=Pages(redis=asking, keys=keys),
            hub=Hub(
                redis=blocking,
                asking=asking,
                keys=keys,
                counts=counts,
                age_s=lambda ms: max(0.0, time.time() - ms / 1000),
            ),
            counts=counts,
            settings=console,
            publisher=load_publisher,
        )


def _stop(server: uvicorn.Server, hub: Hub, reporter: Reporter) -> None:
    reporter.enter(State.STOPPING)
    hub.close()
    server.should_exit = True


async def _beat(hub: Hub, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        hub.beat()


async def _listen(hub: Hub, health: Parts) -> None:
    """Let the hub pass on revisions until it is closed; while Redis is away, ask again after a pause."""
    while not hub.closed:
        try:
            await hub.step()
        except TransientError as error:
            if hub.trouble is None:
                _log.warning("waiting", error=str(error))
            hub.trouble = str(error)
            health.waits("redis", str(error))
            await asyncio.sleep(_PAUSE_S)
        else:
            hub.trouble = None
            health.well("redis")


def _address(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
