"""One reader's stream of server-sent events (WHATWG HTML, 9.2): the hub's queue in, a response without an end out."""

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from wirewatch.errors import TransientError
from wirewatch_console.hub import BEGINNING, GAP, EventId, Hub, Reader
from wirewatch_console.wanted import Wanted

MEDIA_TYPE = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_RETRY_MS = 3000


class EventStream(Response):
    """Streams what a reader wants, from the event after `after`, or from now on, until either side ends it."""

    media_type = MEDIA_TYPE

    def __init__(self, hub: Hub, wanted: Wanted, *, after: EventId | None) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._hub, self._wanted, self._after = hub, wanted, after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  (ASGI's signature)
        """Serve one reader; a reader that was dropped has its connection cut."""
        task = asyncio.current_task()
        assert task is not None
        reader = self._hub.join(self._wanted, drop=task.cancel, after=self._after)
        gone = asyncio.create_task(_end_when_gone(receive, reader))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async for chunk in self._chunks(reader):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except asyncio.CancelledError:
            if not reader.dropped:
                raise
        finally:
            gone.cancel()
            self._hub.leave(reader)

    async def _chunks(self, reader: Reader) -> AsyncIterator[bytes]:
        """Yield what goes out; where Redis goes away before all is told it ends, and the reader comes back for it."""
        yield b"retry: %d\n\n" % _RETRY_MS
        try:
            async for chunk in self._missed(reader, self._after):
                yield chunk
        except TransientError:
            return
        yield _beat(self._hub, reader)
        while not self._hub.closed:
            chunk = await reader.take()
            if not chunk and reader.ended:
                return
            yield chunk or _beat(self._hub, reader)

    async def _missed(self, reader: Reader, after: EventId | None) -> AsyncIterator[bytes]:
        if after is None:
            return
        gap = False
        while True:
            if not gap and await self._hub.has_gap(after):
                gap = True
                reader.begin_anew()
                yield GAP
            if after >= reader.since or not (events := await self._hub.missed(after, reader.since)):
                return
            after = events[-1].id
            yield b"".join(one.frame for one in events if one.is_for(reader.wanted))


def _beat(hub: Hub, reader: Reader) -> bytes:
    """Return a sign of life, with the id up to which the reader has all that it wants: it resumes from there."""
    last = hub.last or BEGINNING
    return b"id: %b\n: beat\n\n" % str(max(last, reader.sent)).encode()


async def _end_when_gone(receive: Receive, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    reader.end()
