"""The relay on a real Redis: what it leaves on the stream of revisions, and what it never takes off."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.wire import to_json
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.sample import sample_alert
from wirewatch_alerts.waiting import relay_lag
from wirewatch_dispatcher.relay import Relay, Tail

KEPT = 150


class Broker:
    """Stands for a producer: confirms what it gets, up to a number of messages."""

    def __init__(self, bears: int) -> None:
        self.bears, self.got = bears, 0

    async def send(self, _topic: str, **_message: Any) -> "asyncio.Future[None]":
        """Take a message and return the future of its confirmation."""
        self.got += 1
        confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        confirmed.set_result(None) if self.got <= self.bears else confirmed.set_exception(OSError("away"))
        return confirmed


def relayed(settings: Settings, *, waiting: int, bears: int) -> tuple[int, bool]:
    """Relay revisions until none waits or the broker is away; return how many are left, and whether one is missing."""

    async def go() -> tuple[int, bool]:
        async with connect(settings, block_s=1.0) as client:
            name, value = Keys(settings=settings).revisions(), to_json(sample_alert())
            ids = [
                await client.xadd(name, {"alert": "a", "rev": 1, "trace": "00-0-0-01", "value": value})
                for _ in range(waiting)
            ]
            relay = Relay(redis=client, producer=Broker(bears), settings=settings, tail=Tail(KEPT * len(value)))
            with suppress(OSError):  # what the broker says when it has borne enough
                while await relay.step():
                    pass
            kept = [entry_id for entry_id, _ in (await client.xrange(name) or ())]
            unpublished = ids[bears - bears % 200 :]
            return len(kept), not set(unpublished) <= set(kept)

    return asyncio.run(go())


def test_published_revisions_leave_all_but_the_last(settings: Settings) -> None:
    """What was published is taken off the stream, a bounded tail of it aside."""
    left, _ = relayed(settings, waiting=900, bears=900)
    assert KEPT - 5 <= left < KEPT + 100


@pytest.mark.parametrize("bears", [0, 350, 799])
def test_what_waits_stays_on_the_stream(settings: Settings, bears: int) -> None:
    """While the broker is away no revision that it has not confirmed is taken off, however many there are."""
    assert relayed(settings, waiting=900, bears=bears)[1] is False


def test_what_waits_is_counted(settings: Settings) -> None:
    """All revisions wait before the first is published, some when the broker goes away, none in the end."""

    async def go() -> list[int]:
        found = []
        async with connect(settings, block_s=1.0) as client:
            name, value = Keys(settings=settings).revisions(), to_json(sample_alert())
            for _ in range(250):
                await client.xadd(name, {"alert": "a", "rev": 1, "trace": "00-0-0-01", "value": value})
            relay = Relay(redis=client, producer=Broker(250), settings=settings)
            for _ in range(3):
                found.append(await relay_lag(client, settings))
                await relay.step()
        return found

    assert asyncio.run(go()) == [250, 50, 0]
