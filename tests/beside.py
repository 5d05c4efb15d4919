"""What a test keeps running in a thread of its own while it goes on by itself."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def beside(*parts: AbstractAsyncContextManager[T]) -> Iterator[list[T]]:
    """Open parts on an event loop in a thread, give what they give, and close them with the block."""
    given: list[T] = []
    began, end = threading.Event(), threading.Event()

    async def keep() -> None:
        async with AsyncExitStack() as opened:
            given.extend([await opened.enter_async_context(one) for one in parts])
            began.set()
            await asyncio.to_thread(end.wait)

    thread = threading.Thread(target=asyncio.run, args=(keep(),))
    thread.start()
    try:
        assert began.wait(10), "the parts did not start"
        yield given
    finally:
        end.set()
        thread.join()
