"""The one safe way from a topic to a topic."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from msgspec import Struct

from wirewatch import logs
from wirewatch.hop_handler import Handler
from wirewatch.settings import Settings
from wirewatch.topics import Topic

__all__ = ["Handler", "Hop", "run"]


class Hop(Struct, frozen=True, kw_only=True):
    """One hop: its name (and consumer group), where it reads, where it writes (None: its effects are elsewhere).

    `open_handler` builds the handler inside the worker's event loop and closes what it opened at the end. A handler
    raises `MalformedError` or `RejectedError` (rejected at once), `TransientError` (tried again for ever, with
    back-off); anything else is tried three times, then rejected. Its effects must be idempotent.
    """

    name: str
    source: Topic
    target: Topic | None
    open_handler: Callable[[Settings], AbstractAsyncContextManager[Handler]]


def run(hop: Hop, settings: Settings) -> int:
    """Run the hop as a Faust worker until SIGTERM or SIGINT; return the process's exit code.

    0 is an orderly end, 1 a crash (start again), 3 the end of the dead letters' budget (look first), 4 the watchdog's.
    """
    logs.set_up(settings, service=hop.name)
    from wirewatch.hop_worker import work  # noqa: PLC0415  (Faust is slow to import, and half of it is in a cycle)

    return asyncio.run(work(hop, settings))
