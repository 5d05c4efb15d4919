"""One parser process: bodies come in on stdin, documents go out on stdout, until stdin ends.

A frame is its length in four bytes, then msgpack. An answer starts with one byte, 1 for a document and 0 for the words
that say why there is none. The process has a memory limit and dies with its parent.
"""

import ctypes
import resource
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.parse import as_bytes, parse

_SET_PARENT_DEATH_SIGNAL = 1
GOOD, BAD = b"\x01", b"\x00"


def main() -> None:
    """Answer bodies until stdin ends; the first argument is the memory limit in MB."""
    serve(answer)


def serve(reader: Callable[[bytes], bytes]) -> None:
    """Answer frames by a reader until stdin ends."""
    _confine(int(sys.argv[1]))
    while (body := _read(sys.stdin.buffer)) is not None:
        _write(sys.stdout.buffer, reader(body))


def answer(frame: bytes) -> bytes:
    """Return the answer to one body: a document, or why there is none."""
    try:
        return GOOD + as_bytes(parse(msgspec.msgpack.decode(frame, type=Body)))
    except NotAFeedError as error:
        return BAD + str(error).encode("utf-8", "replace")
    except (MemoryError, RecursionError) as error:
        return BAD + f"too much for the parser: {type(error).__name__}".encode()


def _confine(memory_mb: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _read(stream: BinaryIO) -> bytes | None:
    size = stream.read(4)
    return stream.read(int.from_bytes(size, "big")) if len(size) == 4 else None


def _write(stream: BinaryIO, frame: bytes) -> None:
    stream.write(len(frame).to_bytes(4, "big") + frame)
    stream.flush()


if __name__ == "__main__":
    main()
