"""Thousands of feeds on thousands of hosts of this machine, well behaved and not: the other side of `fetcher_load.py`.

A process of its own: `python feed_farm.py --feeds 10000` prints its port, serves until stdin ends, then prints what it
saw as one line of JSON. Each host is an address of its own in 127.0.0.0/8. Of a hundred feeds, three fail, five are
slow, and of the answers to the others seven tenths are 304: see `Kind`.
"""

import argparse
import asyncio
import random
import socket
import sys
import time
from collections.abc import Callable
from email.utils import formatdate
from enum import StrEnum

import msgspec
from aiohttp import web
from msgspec import Struct

FEEDS_PER_HOST = 4
FIRST_ENTRIES, NEW_ENTRIES, KEPT_ENTRIES = 25, 2, 40
_SLOW_S = (3.0, 15.0)
_WORDS = "The council of the city met on the matter again, and officials said that more would be known soon. " * 4


class Kind(StrEnum):
    """How a feed behaves: `STILL` answers 304 once it is known, `LIVELY` has new entries every time."""

    FAILING = "failing"
    SLOW = "slow"
    LIVELY = "lively"
    STILL = "still"


class Seen(Struct, frozen=True, kw_only=True):
    """What the farm saw: answers by kind, whole entries sent, and how each host was treated."""

    answers: dict[str, int]
    entries: int
    most_at_once: int
    shortest_gap_s: float


def kind_of(number: int) -> Kind:
    """Return how a feed behaves: 3 of a hundred fail, 5 are slow, 22 are lively, 70 are still."""
    place = number * 37 % 100
    return Kind.FAILING if place < 3 else Kind.SLOW if place < 8 else Kind.LIVELY if place < 30 else Kind.STILL


def host_of(number: int) -> str:
    """Return the host that a feed is on."""
    host = number // FEEDS_PER_HOST
    return f"127.{1 + host // 62_500}.{host // 250 % 250}.{host % 250 + 1}"


def body(number: int, version: int) -> bytes:
    """Return a feed at a version, each of which has two entries more than the one before."""
    newest = FIRST_ENTRIES + NEW_ENTRIES * (version - 1)
    items = "".join(_item(number, entry) for entry in range(newest, max(0, newest - KEPT_ENTRIES), -1))
    return f"<rss version='2.0'><channel><title>Feed {number}</title>{items}</channel></rss>".encode()


def _item(number: int, entry: int) -> str:
    when = formatdate(1_700_000_000 + entry * 1_800, usegmt=True)
    return (
        f"<item><guid isPermaLink='false'>{number}-{entry}</guid><link>https://news.example/{number}/{entry}</link>"
        f"<title>Report {entry} of {number}</title><description>{_WORDS}</description><pubDate>{when}</pubDate></item>"
    )


class Farm:
    """Answers every feed, and keeps count."""

    def __init__(self) -> None:
        self._versions: dict[int, int] = {}
        self._sent: dict[int, int] = {}
        self._answers: dict[str, int] = {}
        self._open: dict[str, int] = {}
        self._last: dict[str, float] = {}
        self._most = 0
        self._gap_s = float("inf")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of a feed as its kind does."""
        host = request.host
        self._note_start(host)
        try:
            return await self._answered(request)
        finally:
            self._open[host] -= 1

    def seen(self) -> Seen:
        """Return what was seen so far."""
        entries = sum(FIRST_ENTRIES + NEW_ENTRIES * (version - 1) for version in self._sent.values())
        return Seen(answers=self._answers, entries=entries, most_at_once=self._most, shortest_gap_s=self._gap_s)

    def _note_start(self, host: str) -> None:
        now = time.monotonic()
        self._gap_s = min(self._gap_s, now - self._last.get(host, float("-inf")))
        self._last[host] = now
        self._open[host] = self._open.get(host, 0) + 1
        self._most = max(self._most, self._open[host])

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        number = int(request.match_info["number"])
        kind = kind_of(number)
        if kind is Kind.FAILING:
            return self._count("500", web.Response(status=500))
        if kind is Kind.SLOW:
            await asyncio.sleep(random.uniform(*_SLOW_S))  # noqa: S311  (no secret)
        version = self._versions.get(number, 1)
        if request.headers.get("If-None-Match") == f'"{version}"':
            if kind is not Kind.LIVELY:
                return self._count("304", web.Response(status=304))
            version = self._versions[number] = version + 1
        response = web.Response(body=body(number, version), content_type="application/rss+xml")
        response.headers["ETag"] = f'"{version}"'
        self._sent[number] = version
        return self._count("200", response)

    def _count(self, name: str, response: web.Response) -> web.Response:
        self._answers[name] = self._answers.get(name, 0) + 1
        return response


async def serve(feeds: int, *, told: Callable[[int], None]) -> Seen:
    """Serve until stdin ends; `told` gets the port."""
    farm, application = Farm(), web.Application()
    application.router.add_get("/{number}", farm.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    assert runner.server is not None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    hosts = sorted({host_of(number) for number in range(feeds)})
    listening = await asyncio.get_running_loop().create_server(runner.server, hosts, port)
    told(port)
    await asyncio.to_thread(sys.stdin.read)
    listening.close()
    await runner.cleanup()
    return farm.seen()


def _tell_port(port: int) -> None:
    print(port, flush=True)


def main() -> None:
    """Serve, then print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    seen = asyncio.run(serve(parser.parse_args().feeds, told=_tell_port))
    print(msgspec.json.encode(seen).decode())


if __name__ == "__main__":
    main()
