"""How state is written into Redis values: msgpack, compressed."""

import zlib
from typing import TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T", bound=Struct)


def pack(value: Struct) -> bytes:
    """Return a value as bytes."""
    return zlib.compress(msgspec.msgpack.encode(value), level=3)


def unpack(data: bytes, kind: type[T]) -> T:
    """Return the value that `pack` wrote."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=kind)
