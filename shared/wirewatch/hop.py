"""The one safe way from a topic to a topic."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from msgspec import Struct

from wirewatch.settings import Settings
from wirewatch.topics import Topic
from wirewatch.wire import Message

Handler = Callable[[Message], Awaitable[tuple[Message, ...]]]
"""Takes one message of the source topic, returns what goes to the target topic; see `Hop` for what it may raise."""


class Hop(Struct, frozen=True, kw_only=True):
    """One hop: its name (and consumer group), where it reads, where it writes (None: nowhere, its effects are elsewhere).

    `open_handler` builds the handler inside the worker's event loop and closes what it opened at the end. A handler
    raises `MalformedError` or `RejectedError` (rejected at once), `TransientError` (tried again for ever, with
    back-off); anything else is tried three times, then rejected. Its effects must be idempotent.
    """

    name: str
    source: Topic
    target: Topic | None
    open_handler: Callable[[Settings], AbstractAsyncContextManager[Handler]]


def run(hop: Hop, settings: Settings) -> int:
    """Run the hop as a Faust worker until SIGTERM or SIGINT; return the process's exit code."""
    raise SystemExit(f"{hop.name} {settings.namespace}")
