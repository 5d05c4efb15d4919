"""The `alerts` topic as it comes: alerts in their order, repeats left out, each printed as a card or a line of JSON."""

import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from functools import partial

from aiokafka.errors import KafkaConnectionError
from rich.console import Console

from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.errors import TransientError
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS
from wirewatch.wire import Message, decode, to_json
from wirewatch_alerts.card import card


async def listen(settings: Settings, *, from_beginning: bool, count: int | None) -> AsyncGenerator[Alert, None]:
    """Yield every revision of every alert, for ever or until there were `count`.

    Raises `MalformedError` for a message that is no alert.
    """
    newest, seen = Newest(), 0
    async with kafka.consumer(settings, ALERTS, from_beginning=from_beginning) as client:
        if not from_beginning:
            await client.seek_to_end()
        while count is None or seen < count:
            for alert in newest.take(kafka.message_of(await client.getone())):
                seen += 1
                yield alert


class Newest:
    """Leaves out repeats: a revision that is not newer than the one that came before under the same alert id."""

    def __init__(self) -> None:
        self._revs: dict[str, int] = {}

    def take(self, message: Message) -> Iterator[Alert]:
        """Yield the message's alert, unless it is a repeat."""
        alert = decode(Alert, message)
        if alert.rev > self._revs.get(alert.alert_id, 0):
            self._revs[alert.alert_id] = alert.rev
            yield alert


async def print_all(settings: Settings, *, as_json: bool, from_beginning: bool, count: int | None) -> None:
    """Print alerts to stdout as they come: cards, coloured on a terminal only, or lines of JSON.

    Raises `TransientError` where Kafka can't be reached.
    """
    show = _as_line if as_json else partial(_as_card, Console())
    try:
        async with aclosing(listen(settings, from_beginning=from_beginning, count=count)) as alerts:
            async for alert in alerts:
                show(alert)
    except KafkaConnectionError as error:
        raise TransientError(f"no Kafka at {settings.kafka}: {error}") from error


def _as_line(alert: Alert) -> None:
    sys.stdout.buffer.write(to_json(alert) + b"\n")
    sys.stdout.flush()


def _as_card(console: Console, alert: Alert) -> None:
    console.print(card(alert))
