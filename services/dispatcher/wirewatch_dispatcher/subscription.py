"""The `alerts` topic as it comes: alerts in their order, repeats left out, those that are wanted printed in a form.

A subscription in a group goes on where the group was: its place is committed once an alert has been printed, so a crash
prints some alerts again and leaves none out.
"""

import re
import sys
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from functools import partial

from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError, KafkaConnectionError
from msgspec import Struct
from rich.console import Console

from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.errors import SettingsError, TransientError
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS
from wirewatch.wire import Message, decode, to_json
from wirewatch_alerts.card import card
from wirewatch_alerts.cel import Condition, activation, compile_condition, evaluate
from wirewatch_alerts.errors import ConditionError
from wirewatch_alerts.facts import On
from wirewatch_alerts.facts_alerts import facts_of_alert
from wirewatch_alerts.outlets.cap import cap
from wirewatch_alerts.outlets.geojson import feature
from wirewatch_alerts.outlets.outlet_settings import load_publisher
from wirewatch_dispatcher.forms import Form

_COMMIT_S = 1.0
_WAIT_MS = 500


class Subscription(Struct, frozen=True, kw_only=True):
    """What to read: `where` narrows it down, `group` goes on where it was, `from_beginning` is for what never began.

    It ends after `count` alerts; None: never.
    """

    where: Condition | None = None
    group: str | None = None
    from_beginning: bool = False
    count: int | None = None


def read_where(text: str) -> Condition:
    """Compile the condition of a subscription; raises `SettingsError` that shows where it is wrong."""
    try:
        return compile_condition(text, on=On.ALERT)
    except ConditionError as error:
        line = text.splitlines()[error.line - 1] if text.strip() else ""
        caret = " " * max(0, error.column - 1) + "^"
        raise SettingsError(
            f"--where, line {error.line}, column {error.column}: {error.message}\n  {line}\n  {caret}"
        ) from error


def read_group(name: str) -> str:
    """Return the name of a group; raises `SettingsError`."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", name):
        raise SettingsError(f"--group {name!r} must be letters, digits and `._-`, 100 at most")
    return name


async def listen(settings: Settings, wanted: Subscription) -> AsyncGenerator[Alert, None]:
    """Yield every revision of every alert that is wanted, for ever or until there were as many as asked for.

    Raises `MalformedError` for a message that is no alert.
    """
    newest, picked, seen = Newest(), Picked(wanted.where), 0
    group = kafka.group_id(settings, f"subscribe.{wanted.group}") if wanted.group else None
    async with kafka.consumer(settings, ALERTS, from_beginning=wanted.from_beginning, group=group) as client:
        progress = Progress(client, committing=group is not None)
        await progress.begin(from_beginning=wanted.from_beginning)
        try:
            while wanted.count is None or seen < wanted.count:
                record = await progress.next()
                for alert in filter(picked.holds, newest.take(kafka.message_of(record))):
                    seen += 1
                    yield alert
                await progress.done(record)
        finally:
            await progress.commit()


class Progress:
    """A consumer's place in the topic: what is done is committed, in a group alone and not at every message."""

    def __init__(self, client: kafka.Consumer, *, committing: bool) -> None:
        self._client, self._committing = client, committing
        self._done: dict[TopicPartition, int] = {}
        self._committed_at = time.monotonic()

    async def begin(self, *, from_beginning: bool) -> None:
        """Without a group stand where the reader wants to begin; a group that is new notes where it begins."""
        if not self._committing:
            if not from_beginning:
                await self._client.seek_to_end()
            return
        for place in self._client.assignment():
            if await self._client.committed(place) is None:
                self._done[place] = await self._client.position(place)
        await self.commit()

    async def next(self) -> kafka.Record:
        """Return the next record, and commit while there is none."""
        while True:
            found = await self._client.getmany(timeout_ms=_WAIT_MS, max_records=1)
            for records in found.values():
                return records[0]
            await self.commit()

    async def done(self, record: kafka.Record) -> None:
        """Note that a record's alerts have been printed."""
        self._done[TopicPartition(record.topic, record.partition)] = record.offset + 1
        if time.monotonic() - self._committed_at > _COMMIT_S:
            await self.commit()

    async def commit(self) -> None:
        """Commit what is done; where another member of the group has taken over, it prints it again."""
        done, self._done = self._done, {}
        self._committed_at = time.monotonic()
        if done and self._committing:
            try:
                await self._client.commit(done)
            except CommitFailedError as error:
                print(f"the group went on without us: {error}", file=sys.stderr)  # noqa: T201  (told to a person)


class Picked:
    """Tells which alerts a condition holds for; what it can't decide is told once on stderr, and is no match."""

    def __init__(self, where: Condition | None) -> None:
        self._where = where
        self._told: set[str] = set()

    def holds(self, alert: Alert) -> bool:
        """Tell whether the condition holds for an alert; without a condition every alert is wanted."""
        if self._where is None:
            return True
        result = evaluate(self._where, activation(facts_of_alert(alert), on=On.ALERT))
        if result.error and result.error not in self._told:
            self._told.add(result.error)
            print(f"--where can't be decided: {result.error}", file=sys.stderr)  # noqa: T201  (told to a person)
        return result.held


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


async def print_all(settings: Settings, wanted: Subscription, form: Form) -> None:
    """Print alerts to stdout as they come: cards, coloured on a terminal only, or a line each.

    Raises `TransientError` where Kafka can't be reached.
    """
    show = printer(form)
    try:
        async with aclosing(listen(settings, wanted)) as alerts:
            async for alert in alerts:
                show(alert)
    except KafkaConnectionError as error:
        raise TransientError(f"no Kafka at {settings.kafka}: {error}") from error


def printer(form: Form) -> Callable[[Alert], None]:
    """Return what prints an alert in a form."""
    if form is Form.TEXT:
        return partial(_as_card, Console())
    by = load_publisher()
    lines: dict[Form, Callable[[Alert], bytes]] = {
        Form.JSON: to_json,
        Form.CAP: lambda alert: cap(alert, by, one_line=True),
        Form.GEOJSON: lambda alert: feature(alert, by),
    }
    return partial(_as_line, lines[form])


def _as_line(write: Callable[[Alert], bytes], alert: Alert) -> None:
    sys.stdout.buffer.write(write(alert) + b"\n")
    sys.stdout.flush()


def _as_card(console: Console, alert: Alert) -> None:
    console.print(card(alert))
