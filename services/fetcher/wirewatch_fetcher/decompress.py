"""A compressed body to its bytes, chunk by chunk and never more than a cap: a bomb is an error, not a memory."""

import zlib
from typing import Protocol

import brotli

from wirewatch_fetcher.errors import BodyTooLargeError, BrokenBodyError

try:
    from compression import zstd  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    from backports import zstd

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class Decoder(Protocol):
    """One way of compressing."""

    def decode(self, data: bytes, most: int) -> bytes:
        """Return at most about `most` bytes of what the data unpacks to."""

    def at_end(self) -> bool:
        """Return whether the compressed stream has come to its end."""


class BodyReader:
    """Collects one body; the way it is compressed is settled by its first bytes, for headers lie."""

    def __init__(self, *, encoding: str | None, cap_bytes: int) -> None:
        self._encoding = (encoding or "").strip().lower()
        self._cap_bytes = cap_bytes
        self._decoder: Decoder | None = None
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes from the wire; raises `BodyTooLargeError` or `BrokenBodyError`."""
        if not chunk:
            return
        self._decoder = self._decoder or _decoder(self._encoding, chunk)
        try:
            part = self._decoder.decode(chunk, self._cap_bytes - self._size + 1)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
            raise BrokenBodyError(f"the body is no valid {self._encoding or 'gzip'}: {error}") from error
        self._size += len(part)
        if self._size > self._cap_bytes:
            raise BodyTooLargeError(f"the body is larger than {self._cap_bytes:,} bytes")
        self._parts.append(part)

    def finish(self) -> bytes:
        """Return the whole body; raises `BrokenBodyError` where the compressed stream breaks off."""
        if self._decoder is not None and not self._decoder.at_end():
            raise BrokenBodyError(f"the body breaks off after {self._size:,} bytes")
        return b"".join(self._parts)


def _decoder(encoding: str, start: bytes) -> Decoder:
    if start.startswith(_GZIP_MAGIC):
        return _Zlib(zlib.MAX_WBITS | 16)
    if start.startswith(_ZSTD_MAGIC):
        return _Zstd()
    if encoding == "br":
        return _Brotli()
    if encoding == "deflate" and start[:1] != b"<":
        return _Zlib(zlib.MAX_WBITS if start[0] & 0x0F == 8 else -zlib.MAX_WBITS)
    return _Plain()


class _Plain:
    def decode(self, data: bytes, most: int) -> bytes:
        return data[: most + 1]

    def at_end(self) -> bool:
        return True


class _Zlib:
    """gzip (of several members too) and deflate, with or without zlib's header."""

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._inner = zlib.decompressobj(window_bits)

    def decode(self, data: bytes, most: int) -> bytes:
        out = b""
        while data and len(out) < most:
            out += self._inner.decompress(data, most - len(out))
            data = self._inner.unused_data
            if data.startswith(_GZIP_MAGIC):
                self._inner = zlib.decompressobj(self._window_bits)
            elif self._inner.eof:
                break
        return out

    def at_end(self) -> bool:
        return self._inner.eof


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def decode(self, data: bytes, most: int) -> bytes:
        out: bytes = self._inner.process(data, output_buffer_limit=most)
        while len(out) < most and not self._inner.can_accept_more_data():
            out += self._inner.process(b"", output_buffer_limit=most - len(out))
        return out

    def at_end(self) -> bool:
        return bool(self._inner.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self._inner = zstd.ZstdDecompressor()

    def decode(self, data: bytes, most: int) -> bytes:
        return b"" if self._inner.eof else bytes(self._inner.decompress(data, max_length=most))

    def at_end(self) -> bool:
        return bool(self._inner.eof)
