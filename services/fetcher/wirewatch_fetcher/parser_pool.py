"""Parser processes: hostile bodies cost them bounded time and memory, and never the event loop.

A body goes to a free process; one that takes too long, or dies, is replaced, and so is one that has read many bodies.
"""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from types import TracebackType
from typing import Self

import msgspec

from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.errors import NotAFeedError, ParseKilledError
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.parse import from_bytes
from wirewatch_fetcher.parser_process import GOOD

_START_S = 20.0
_FRAME_LIMIT = 1 << 20


class ParserPool:
    """Some parser processes, started when they are first needed; `async with` ends them all.

    `module` is what they run: one that answers frames as `parser_process` does.
    """

    def __init__(self, options: FetcherSettings, *, module: str = "wirewatch_fetcher.parser_process") -> None:
        self._options = options
        self._free: asyncio.LifoQueue[_Parser] = asyncio.LifoQueue()
        self._all = [_Parser(options, module) for _ in range(options.parsers)]

    async def __aenter__(self) -> Self:
        for parser in self._all:
            self._free.put_nowait(parser)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(parser.end() for parser in self._all))

    async def parse(self, body: Body) -> FeedDocument:
        """Read a feed in a free process; raises what `answer` raises."""
        return from_bytes(await self.answer(body))

    async def answer(self, body: Body) -> bytes:
        """Return what a free process makes of a body.

        Raises `NotAFeedError` where it can make nothing of it, `ParseKilledError` where it had to be ended.
        """
        parser = await self._free.get()
        try:
            answer = await parser.ask(msgspec.msgpack.encode(body))
        finally:
            self._free.put_nowait(parser)
        if not answer.startswith(GOOD):
            raise NotAFeedError(f"{body.url}: {answer[1:].decode('utf-8', 'replace')}")
        return answer[1:]


class _Parser:
    """One process, or the place for one."""

    def __init__(self, options: FetcherSettings, module: str) -> None:
        self._options = options
        self._module = module
        self._process: Process | None = None
        self._bodies = 0

    async def ask(self, frame: bytes) -> bytes:
        """Return the process's answer to one body; whatever goes wrong, the next body has a fresh process."""
        if self._bodies >= self._options.parser_bodies:
            await self.end()
        try:
            process = self._process or await self._start()
            async with asyncio.timeout(self._options.parse_timeout_s):
                answer = await _exchange(process, frame)
        except TimeoutError as error:
            await self.end()
            raise ParseKilledError(f"the parser was ended after {self._options.parse_timeout_s:g} s") from error
        except (OSError, asyncio.IncompleteReadError) as error:
            await self.end()
            raise ParseKilledError("the parser died of this body") from error
        except BaseException:
            await self.end()
            raise
        self._bodies += 1
        return answer

    async def end(self) -> None:
        """Kill the process, if there is one, and wait for it."""
        process, self._process, self._bodies = self._process, None, 0
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()

    async def _start(self) -> Process:
        arguments = ("-m", self._module, str(self._options.parse_memory_mb))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stdin=PIPE, stdout=PIPE, limit=_FRAME_LIMIT
        )
        async with asyncio.timeout(_START_S):
            await _exchange(self._process, msgspec.msgpack.encode(Body(content=b"")))
        return self._process


async def _exchange(process: Process, frame: bytes) -> bytes:
    """Send a body and wait for its answer; an empty body, which is no feed, shows that the process is up."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(len(frame).to_bytes(4, "big") + frame)
    await process.stdin.drain()
    size = int.from_bytes(await process.stdout.readexactly(4), "big")
    return await process.stdout.readexactly(size)
