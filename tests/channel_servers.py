"""Receivers on this machine that behave as receivers do on a bad day: real sockets, HTTP and SMTP by hand."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from msgspec import Struct

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Request(Struct, frozen=True, kw_only=True):
    """What came: the request line's path, headers with lower-case names, the body."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """An HTTP server: each request gets the next answer, the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.got: list[Request] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request and answer it."""
        with suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.got.append(Request(path=head[0].split()[1], headers=headers, body=body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            await answer(writer)
        await _close(writer)


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer at once."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        given = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{given}\r\n".encode() + body)
        await writer.drain()

    return answer


async def hangs(writer: asyncio.StreamWriter) -> None:
    """Take the request and never answer."""
    await writer.drain()
    await asyncio.Event().wait()


async def trickles(writer: asyncio.StreamWriter) -> None:
    """Answer a byte at a time, without end."""
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def closes(writer: asyncio.StreamWriter) -> None:
    """Take the request and close without an answer."""
    await writer.drain()


@asynccontextmanager
async def receiving(receiver: Receiver, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    async with _listening(receiver.serve, tls) as port:
        receiver.port = port
        yield receiver


class MailServer:
    """An SMTP server: `answers` by command (`MAIL`, `RCPT`, `DATA`, `.`), else 250; `mails` is what it took.

    `silent` commands get no answer, `dropped` ones end the connection.
    """

    def __init__(
        self,
        *,
        silent: Sequence[str] = (),
        dropped: Sequence[str] = (),
        tls: ssl.SSLContext | None = None,
        **answers: str,
    ) -> None:
        self.answers = {name.replace("END", "."): answer for name, answer in answers.items()}
        self.silent, self.dropped, self.tls = silent, dropped, tls
        self.mails: list[bytes] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client."""
        with suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            await self._speak(reader, writer)
        await _close(writer)

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            command = line.split()[0].upper().decode() if line.strip() else ""
            if not await self._answer(command, writer):
                return
            if command == "STARTTLS" and self.tls:
                await writer.start_tls(self.tls)
            if command == "DATA" and "DATA" not in self.answers:
                self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                if not await self._answer(".", writer):
                    return
            if command == "QUIT":
                return

    async def _answer(self, command: str, writer: asyncio.StreamWriter) -> bool:
        """Answer one command; tell whether to go on."""
        if command in self.silent:
            await asyncio.Event().wait()
        if command in self.dropped:
            return False
        usual = {
            "STARTTLS": "220 go",
            "DATA": "354 go on",
            "QUIT": "221 bye",
            "EHLO": "250-here\r\n250 STARTTLS" if self.tls else "250 here",
        }
        writer.write(f"{self.answers.get(command, usual.get(command, '250 ok'))}\r\n".encode())
        await writer.drain()
        return True


@asynccontextmanager
async def mailing(server: MailServer) -> AsyncIterator[MailServer]:
    async with _listening(server.serve, None) as port:
        server.port = port
        yield server


@asynccontextmanager
async def _listening(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]], tls: ssl.SSLContext | None
) -> AsyncIterator[int]:
    tasks: set[asyncio.Task[None]] = set()

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            tasks.add(task)
        with suppress(asyncio.CancelledError):
            await serve(reader, writer)
        writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _close(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, ssl.SSLError):
        writer.close()
        await asyncio.wait_for(writer.wait_closed(), 1)
