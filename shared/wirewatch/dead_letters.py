"""Dead letters: a message that could not be handled goes in, with the reason; its record for the topic comes out."""

from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from wirewatch import wire
from wirewatch.rejected import Rejected
from wirewatch.topics import MAX_REJECTED_BYTES
from wirewatch.wire import Message

_MAX_VALUE_BYTES = MAX_REJECTED_BYTES // 2
"""A larger value is cut: base64 makes three bytes four, and the headers and the key need room as well."""
_MAX_HEADER_BYTES = MAX_REJECTED_BYTES // 16
_MAX_WORDS = 2000


class Consumed(Struct, frozen=True, kw_only=True):
    """A message and where it was read: `topic` without its namespace."""

    topic: str
    partition: int
    offset: int
    message: Message

    @property
    def place(self) -> str:
        """Where it stands, such as `articles.raw:3:1207`."""
        return f"{self.topic}:{self.partition}:{self.offset}"


def dead_letter(consumed: Consumed, *, hop: str, error: BaseException, attempts: int, at: datetime) -> Message:
    """Write the dead letter of a message; what is too large is cut, hashed and marked as not redrivable."""
    message = consumed.message
    headers_fit = sum(len(name) + len(value) for name, value in message.headers) <= _MAX_HEADER_BYTES
    fits = len(message.value) <= _MAX_VALUE_BYTES and len(message.key or b"") <= _MAX_HEADER_BYTES and headers_fit
    letter = Rejected(
        topic=consumed.topic,
        partition=consumed.partition,
        offset=consumed.offset,
        key=message.key if message.key is None else message.key[:_MAX_HEADER_BYTES],
        value=message.value[:_MAX_VALUE_BYTES],
        headers=message.headers if headers_fit else (),
        hop=hop,
        error=type(error).__name__,
        message=str(error)[:_MAX_WORDS],
        attempts=attempts,
        at=at,
        sha256=None if fits else sha256(message.value).hexdigest(),
        redrivable=fits,
    )
    return wire.encode(letter, trace=wire.child_trace(message.header(wire.TRACE_HEADER)))
