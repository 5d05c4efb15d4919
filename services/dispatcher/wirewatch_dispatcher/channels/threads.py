"""Blocking work beside the event loop, in threads that may hang: no other work and no exit waits for them."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class BusyError(Exception):
    """So many earlier calls hang that no more are started."""


class Hands:
    """Runs calls in daemon threads; at most `most` of them may hang at a time."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._running: set[threading.Thread] = set()

    async def run(self, call: Callable[[], T]) -> T:
        """Return what a call gives; raises what it raises, or `BusyError`. Cancelled, the thread is left behind."""
        self._running = {thread for thread in self._running if thread.is_alive()}
        if len(self._running) >= self._most:
            raise BusyError(f"{len(self._running)} earlier tries still hang")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        thread = threading.Thread(target=_work, args=(call, future, loop), daemon=True)
        self._running.add(thread)
        thread.start()
        return await future


def _work(call: Callable[[], T], future: asyncio.Future[T], loop: asyncio.AbstractEventLoop) -> None:
    try:
        value = call()
    except Exception as error:  # noqa: BLE001  (it is raised where the call was made)
        failure = error
        _tell(loop, lambda: None if future.done() else future.set_exception(failure))
    else:
        _tell(loop, lambda: None if future.done() else future.set_result(value))


def _tell(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)
