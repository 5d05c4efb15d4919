"""How soon 1,000 readers of one `wirewatch serve` hear a revision, and what that costs.

`python benchmarks/serve_readers.py` prints a line, and fails above its bounds: 200 ms from the write to Redis to a
reader (the 99th percentile), 300 MB of memory.

The readers are one process of their own, on bare sockets: what they cost is not the server's, but shares its machine.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from urllib.request import urlopen

import psutil
import typer
from msgspec import Struct
from msgspec.structs import replace

from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.wire import to_json
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.sample import sample_alert
from wirewatch_standalone.children import Child, start, stop
from wirewatch_standalone.ports import free_ports
from wirewatch_standalone.redis_server import await_redis, start_redis
from wirewatch_standalone.services import service_command, service_environment

MOST_P99_S, MOST_MB = 0.2, 300.0
_READY_S = 60.0
_MARK = re.compile(rb'"alert_id":"mark-(\d+)"')


class Result(Struct, frozen=True, kw_only=True):
    """What was measured: seconds from write to reader, megabytes resident, processor seconds of the server."""

    heard: int
    p50_s: float
    p99_s: float
    worst_s: float
    mb: float
    cpu_s: float


class Listener(asyncio.Protocol):
    """A reader on a bare socket: it notes when each marked revision came."""

    def __init__(self, written: list[float], delays_s: list[float]) -> None:
        self._written, self._delays_s = written, delays_s
        self._left = b""
        self.listening = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        """Ask for the stream."""
        transport.write(b"GET /v1/alerts/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        """Look for marks; one may be cut by the end of what came."""
        now = time.perf_counter()
        text = self._left + data
        if not self.listening.done() and b": beat" in text:
            self.listening.set_result(None)
        end = 0
        for match in _MARK.finditer(text):
            self._delays_s.append(now - self._written[int(match[1])])
            end = match.end()
        self._left = text[max(end, len(text) - 40) :]


@asynccontextmanager
async def listeners(port: int, count: int, written: list[float], delays_s: list[float]) -> AsyncIterator[None]:
    """Hold so many readers, a hundred coming at a time, until the end of the block."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        for first in range(0, count, 100):
            pairs = await asyncio.gather(
                *(
                    loop.create_connection(lambda: Listener(written, delays_s), "127.0.0.1", port)
                    for _ in range(min(100, count - first))
                )
            )
            for transport, _ in pairs:
                stack.callback(transport.close)
            async with asyncio.timeout(_READY_S):
                await asyncio.gather(*(protocol.listening for _, protocol in pairs))
        yield


async def measure(settings: Settings, port: int, *, readers: int, revisions: int, every_s: float) -> list[float]:
    """Write revisions at a steady pace; return the delay of each at each reader, in seconds."""
    written: list[float] = []
    delays_s: list[float] = []
    async with connect(settings) as redis, listeners(port, readers, written, delays_s):
        for number in range(revisions):
            alert = replace(sample_alert(), alert_id=f"mark-{number}")
            fields: dict[Any, Any] = {"alert": alert.alert_id, "rev": 1, "trace": "00-0-0-01", "value": to_json(alert)}
            written.append(time.perf_counter())
            await redis.xadd(Keys(settings=settings).revisions(), fields)
            await asyncio.sleep(every_s)
        async with asyncio.timeout(_READY_S):
            while len(delays_s) < readers * revisions:  # noqa: ASYNC110  (readers note it themselves)
                await asyncio.sleep(0.05)
    return sorted(delays_s)


def serve(settings: Settings, port: int, folder: Path) -> Child:
    """Start the server and wait until it is well."""
    env = {"WIREWATCH_SERVE_PORT": str(port), "WIREWATCH_SERVE_READERS": "20000"}
    child = start(
        "serve", service_command("serve"), env=service_environment(settings, {}) | env, log=folder / "serve.log"
    )
    deadline = time.monotonic() + _READY_S
    while not _is_well(port):
        child.check()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return child


def _is_well(port: int) -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return bool(answer.status == HTTPStatus.OK)
    return False


def run(folder: Path, *, readers: int, revisions: int, every_s: float) -> Result:
    """Measure on a Redis of our own."""
    redis = start_redis(folder, data=folder / "data", env={})
    children = [redis.child]
    try:
        await_redis(redis)
        settings = Settings(redis=redis.address, namespace="serve-benchmark", home=folder)
        (port,) = free_ports(1)
        children.insert(0, serve(settings, port, folder))
        process = psutil.Process(children[0].pid)
        before_s = sum(process.cpu_times()[:2])
        delays_s = asyncio.run(measure(settings, port, readers=readers, revisions=revisions, every_s=every_s))
        return Result(
            heard=len(delays_s),
            p50_s=delays_s[len(delays_s) // 2],
            p99_s=delays_s[int(len(delays_s) * 0.99)],
            worst_s=delays_s[-1],
            mb=process.memory_info().rss / 1e6,
            cpu_s=sum(process.cpu_times()[:2]) - before_s,
        )
    finally:
        stop(*children)


def main(
    readers: Annotated[int, typer.Option(min=1, help="Readers at once.")] = 1000,
    revisions: Annotated[int, typer.Option(min=1, help="Revisions that are written.")] = 100,
    every_s: Annotated[float, typer.Option(min=0, help="Seconds from one to the next.")] = 0.2,
    folder: Annotated[Path, typer.Option(help="For Redis' storage and logs.")] = Path(".wirewatch/serve-benchmark"),
) -> None:
    """Measure and hold the figures to their bounds."""
    found = run(folder, readers=readers, revisions=revisions, every_s=every_s)
    print(
        f"{readers} readers, {revisions} revisions, {found.heard} events: p50 {found.p50_s * 1000:.0f} ms, "
        f"p99 {found.p99_s * 1000:.0f} ms, worst {found.worst_s * 1000:.0f} ms; {found.mb:.0f} MB, "
        f"{found.cpu_s:.1f} s of processor"
    )
    if found.p99_s > MOST_P99_S or found.mb > MOST_MB:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
