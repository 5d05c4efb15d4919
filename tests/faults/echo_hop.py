"""A hop for tests, as a program: it sends every message on, and does to the marked ones what their value says.

A message's value is `{"id": …, "do": …}`; the file of the environment variable `ECHO_LOG`, where set, gets a line for
every attempt.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from wirewatch import hop, redis, wire
from wirewatch.articles import RawArticle
from wirewatch.errors import MalformedError, RejectedError
from wirewatch.settings import Settings, load_settings
from wirewatch.topics import ARTICLES_ENRICHED, ARTICLES_RAW
from wirewatch.wire import Message


@asynccontextmanager
async def echo(settings: Settings) -> AsyncIterator[hop.Handler]:
    """Open the handler: bytes that are no JSON are malformed, the rest is echoed."""
    async with redis.connect(settings) as client:

        async def handle(message: Message) -> tuple[Message, ...]:
            order = _order(message)
            _note(order)
            await _obey(order, settings, client)
            padding = b" " * 2_100_000 if order.get("do") == "oversize" else b""
            return (Message(key=message.key, value=message.value + padding, headers=message.headers),)

        yield handle


def _order(message: Message) -> dict[str, Any]:
    if message.header(wire.VERSION_HEADER):
        wire.decode(RawArticle, message)
    try:
        return msgspec.json.decode(message.value, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise MalformedError(str(error)) from error


def _note(order: dict[str, Any]) -> None:
    if "ECHO_LOG" in os.environ:
        with Path(os.environ["ECHO_LOG"]).open("a") as log:
            log.write(f"{os.getpid()} {order['id']}\n")


async def _obey(order: dict[str, Any], settings: Settings, client: Any) -> None:
    match order.get("do"):
        case "raise":
            raise ValueError("as told")
        case "refuse":
            raise RejectedError("as told")
        case "die":
            os._exit(9)
        case "exit":
            sys.exit(9)
        case "hang":
            time.sleep(3600)  # noqa: ASYNC251  (a hang is what is asked for)
        case "slow":
            await asyncio.sleep(order["s"])
        case "redis":
            await client.sadd(redis.key(settings, "echo"), str(order["id"]))


if __name__ == "__main__":
    sys.exit(
        hop.run(hop.Hop(name="echo", source=ARTICLES_RAW, target=ARTICLES_ENRICHED, open_handler=echo), load_settings())
    )
