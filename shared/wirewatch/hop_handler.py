"""What a service gives to a hop: a function from one message to those that it causes."""

from collections.abc import Awaitable, Callable

from wirewatch.wire import Message

Handler = Callable[[Message], Awaitable[tuple[Message, ...]]]
"""Takes one message of the source topic, returns what goes to the target topic; see `wirewatch.hop.Hop`."""
