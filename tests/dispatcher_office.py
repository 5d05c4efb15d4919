"""A dispatcher moved on by hand: alerts put into Redis as the alerter does, channels that answer as they are told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from wirewatch.alerts import Alert, Change, ChangeKind, Revision, Severity
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.packing import pack
from wirewatch_alerts.sample import sample_alert
from wirewatch_alerts.state import StoredAlert
from wirewatch_dispatcher.channels.base import Channel, Fate, Outcome, Parcel
from wirewatch_dispatcher.configuration import Configuration, File
from wirewatch_dispatcher.dispatch import Dispatcher
from wirewatch_dispatcher.queue import Queue
from wirewatch_dispatcher.render import Content
from wirewatch_dispatcher.worker import Worker, key_of

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)


def alert_of(
    number: int = 1, *, rev: int = 1, severity: Severity = Severity.HIGH, exercise: bool = False, rule: str = "a-rule"
) -> Alert:
    """Return an alert at a revision, each revision of which notifies."""
    change = Change(kind=ChangeKind.CASUALTIES, before={"killed": 0}, after={"killed": rev})
    revisions = tuple(
        Revision(rev=one, article_id="a", entry_id="e", at=NOON, changes=(change,), notified=True)
        for one in range(1, rev + 1)
    )
    return replace(
        sample_alert(),
        alert_id=f"alert-{number}",
        rev=rev,
        rule=rule,
        severity=severity,
        exercise=exercise,
        revisions=revisions,
        updated_at=NOON,
    )


def parcel_of(*alerts: Alert, repeat: bool = False, receipt: str = "") -> Parcel:
    """Return a parcel to the channel `desk`."""
    told = alerts or (alert_of(),)
    return Parcel(content=Content(alerts=told, repeat=repeat), key=key_of(told, "desk"), receipt=receipt)


async def put(redis: Any, settings: Settings, *alerts: Alert, channel: str = "desk") -> None:
    """Write alerts and a notice of each, as the alerter's script does."""
    keys = Keys(settings=settings)
    async with redis.pipeline(transaction=True) as pipe:
        for one in alerts:
            pipe.set(keys.alert(one.alert_id), pack(StoredAlert(alert=one, told=True)))
            pipe.xadd(keys.outbox(), {"alert": one.alert_id, "rev": one.rev, "channel": channel})
        await pipe.execute()


class Desk:
    """A channel that answers as it is told and remembers what it got."""

    timeout_s = 5.0

    def __init__(self, *answers: Fate | Outcome, name: str = "desk") -> None:
        self.name = name
        self.answers = [one if isinstance(one, Outcome) else Outcome(fate=one) for one in answers]
        self.parcels: list[Parcel] = []

    @property
    def got(self) -> list[tuple[str, int]]:
        """Return the alerts that came, each with its revision."""
        return [(alert.alert_id, alert.rev) for one in self.parcels for alert in one.content.alerts]

    @property
    def revs(self) -> list[int]:
        """Return the revisions that came, whichever alert's they are."""
        return [rev for _, rev in self.got]

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Note what came."""
        self.parcels.append(parcel)
        return self.answers.pop(0) if self.answers else Outcome(fate=Fate.DELIVERED)


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the time that it was put to."""
        return self.now

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


class Office:
    """A dispatcher with the workers of its channels."""

    def __init__(self, redis: Any, settings: Settings, dispatcher: Dispatcher, workers: Sequence[Worker]) -> None:
        self.redis, self.settings = redis, settings
        self.dispatcher, self.workers = dispatcher, workers

    @property
    def queue(self) -> Queue:
        """Return the first channel's queue."""
        return self.workers[0].queue

    async def put(self, *alerts: Alert, channel: str = "desk") -> None:
        """Let the alerter write alerts."""
        await put(self.redis, self.settings, *alerts, channel=channel)

    async def step(self) -> None:
        """Route what came, then let every channel finish what is due."""
        while await self.dispatcher.step():
            pass
        await self.deliver()

    async def deliver(self) -> None:
        """Let every channel finish what is due."""
        for worker in self.workers:
            while await worker.step() == 0.0:
                pass


@asynccontextmanager
async def office(
    settings: Settings,
    *channels: Channel,
    clock: Clock,
    configuration: Configuration | None = None,
    budget: int | None = None,
    digest: int = 200,
) -> AsyncIterator[Office]:
    async with connect(settings, block_s=1.0) as client:
        keys = Keys(settings=settings)
        known = {one.name: File(path="unused", exercises=one.name == "drills") for one in channels}
        dispatcher = Dispatcher(
            redis=client,
            settings=settings,
            configuration=configuration or Configuration(channels=known),
            consumer="one",
            clock=clock,
            wake=lambda _: None,
        )
        await dispatcher.prepare()
        workers = [
            Worker(
                queue=Queue(redis=client, keys=keys, name=one.name),
                channel=one,
                clock=clock,
                jitter=lambda: 0.0,
                budget=budget,
                digest=digest,
            )
            for one in channels
        ]
        yield Office(client, settings, dispatcher, workers)


def act(settings: Settings, use: Callable[[Office, Clock], Awaitable[Any]], *desks: Desk, **options: Any) -> Any:
    """Let a test use an office with these channels, and return what it found."""
    clock = Clock()

    async def go() -> Any:
        async with office(settings, *desks, clock=clock, **options) as made:
            return await use(made, clock)

    return asyncio.run(go())
