"""The address that hubs call: HTTP in, a hub's words or pushes to `Pushes`, a status out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

from aiohttp import web

from wirewatch.errors import TransientError
from wirewatch_fetcher.pushes import Pushes

_AT_ONCE = 8
T = TypeVar("T")


@asynccontextmanager
async def listening(pushes: Pushes, *, address: str, max_body_bytes: int) -> AsyncIterator[tuple[str, int]]:
    """Listen at `host:port` for the length of the block, and give the host and port; port 0 is any free one."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def called(request: web.Request) -> web.Response:
        words = await _reached(pushes.called(request.match_info["token"], request.query))
        return web.Response(status=404) if words is None else web.Response(text=words)

    async def pushed(request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        async with gate:
            known = await _reached(pushes.pushed(request.match_info["token"], body, headers))
        return web.Response(status=202 if known else 410)

    application = web.Application(client_max_size=max_body_bytes)
    application.router.add_get("/{prefix:.*}{token:[A-Za-z0-9_-]{32}}", called, allow_head=False)
    application.router.add_post("/{prefix:.*}{token:[A-Za-z0-9_-]{32}}", pushed)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    host, _, port = address.rpartition(":")
    try:
        await web.TCPSite(runner, host or "127.0.0.1", int(port)).start()
        (found_host, found_port), *_ = ((one[0], one[1]) for one in runner.addresses)
        yield str(found_host), int(found_port)
    finally:
        await runner.cleanup()


async def _reached(call: Awaitable[T]) -> T:
    """Return what a call returns; without Kafka or Redis, tell the hub to come again."""
    try:
        return await call
    except TransientError as error:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "60"}) from error
