"""How state is written into Redis values: JSON, compressed.

Not msgpack: it writes every moment in UTC, and the offset of an event's place is part of an alert.
"""

import zlib
from typing import TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T", bound=Struct)


def pack(value: Struct) -> bytes:
    """Return a value as bytes."""
    return zlib.compress(msgspec.json.encode(value))


def unpack(data: bytes, kind: type[T]) -> T:
    """Return the value that `pack` wrote."""
    return msgspec.json.decode(zlib.decompress(data), type=kind)
