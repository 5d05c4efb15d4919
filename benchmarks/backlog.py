"""What a webhook that was down for an hour gets of 10,000 notices: `python benchmarks/backlog.py` prints a line.

A real Redis, the dispatcher's own routing and worker, a real receiver that verifies signatures; the hour alone is a
clock that is put forward. Fails where an alert is missing or told twice, where an older revision than the newest comes,
or where any minute has more messages than the budget.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import structlog
import typer
from aiohttp import web
from msgspec import Struct
from msgspec.structs import replace
from rich.console import Console
from standardwebhooks.webhooks import Webhook as Check

from wirewatch.alerts import Alert
from wirewatch.clock import wall_clock
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.packing import pack
from wirewatch_alerts.sample import sample_alert
from wirewatch_alerts.state import StoredAlert
from wirewatch_alerts.waiting import outbox_length
from wirewatch_dispatcher.channels.make import open_channel
from wirewatch_dispatcher.configuration import Configuration, Webhook
from wirewatch_dispatcher.dispatch import Dispatcher
from wirewatch_dispatcher.queue import Queue
from wirewatch_dispatcher.worker import Worker
from wirewatch_standalone.children import stop
from wirewatch_standalone.ports import free_ports
from wirewatch_standalone.redis_server import await_redis, start_redis

SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0"  # noqa: S105  (known to the receiver of this benchmark alone)
BUDGET = 30
_DOWN = timedelta(hours=1)
_BATCH = 500


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 4, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time that it was put to."""
        return self.now

    def move(self, to: float, *, least_s: float = 1.0) -> None:
        """Put it to a moment in Unix seconds, or a little forward where that has passed."""
        after = self.now + timedelta(seconds=least_s)
        self.now = after if to == float("inf") else max(after, datetime.fromtimestamp(to, UTC))


class Result(Struct, frozen=True, kw_only=True):
    """What came: messages, the most in any minute, alerts, and what should not be."""

    messages: int
    most_a_minute: int
    alerts: int
    missing: int
    repeated: int
    stale: int
    cpu_s: float

    @property
    def is_right(self) -> bool:
        """Tell whether all came, once, at its newest revision, within the budget."""
        return not (self.missing or self.repeated or self.stale) and self.most_a_minute <= BUDGET


class Receiver:
    """Takes messages whose signature is right, and notes when they came by the benchmark's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._check = clock, Check(SECRET)
        self.moments: list[datetime] = []
        self.told: list[tuple[str, int]] = []

    async def take(self, request: web.Request) -> web.Response:
        """Take one message."""
        said = self._check.verify(await request.read(), dict(request.headers))
        data = said["data"]
        self.moments.append(self._clock())
        self.told += [(one["alert_id"], one["rev"]) for one in data.get("alerts") or [data["alert"]]]
        return web.Response(status=204)

    @asynccontextmanager
    async def up(self, port: int) -> AsyncIterator[None]:
        """Be reachable for the length of the block."""
        app = web.Application(client_max_size=64_000_000)
        app.router.add_post("/", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            yield
        finally:
            await runner.cleanup()


def alert_of(number: int, rev: int) -> Alert:
    """Return an alert at a revision."""
    return replace(sample_alert(), alert_id=f"alert-{number}", rev=rev, exercise=False)


async def notify(redis: Any, keys: Keys, dispatcher: Dispatcher, alerts: list[Alert]) -> None:
    """Write alerts and their notices as the alerter does, and let the dispatcher queue them."""
    for first in range(0, len(alerts), _BATCH):
        async with redis.pipeline(transaction=True) as pipe:
            for one in alerts[first : first + _BATCH]:
                pipe.set(keys.alert(one.alert_id), pack(StoredAlert(alert=one, told=True)))
                pipe.xadd(keys.outbox(), {"alert": one.alert_id, "rev": one.rev, "channel": "hook"})
            await pipe.execute()
    while await dispatcher.step():
        pass


async def deliver(worker: Worker, clock: Clock, *, until: datetime | None = None) -> None:
    """Let the worker work, its rests passed over, until a moment or until nothing is left."""
    while until is None or clock.now < until:
        due = await worker.step()
        if due == float("inf"):
            if until is None:
                return
            clock.now = until
        elif due > 0:
            clock.move(due)


async def measure(settings: Settings, folder: Path, count: int) -> Result:
    """Queue notices to a receiver that is down, raise every tenth alert's revision, and let the receiver come back."""
    clock, (port,) = Clock(), free_ports(1)
    (folder / "secret").write_text(SECRET)
    spec = Webhook(
        url=f"http://127.0.0.1:{port}/",
        secret_files=(str(folder / "secret"),),
        allow_networks=("127.0.0.0/8",),
        budget=BUDGET,
    )
    receiver, keys = Receiver(clock), Keys(settings=settings)
    async with (
        connect(settings, block_s=1.0) as redis,
        open_channel("hook", spec, clock=wall_clock, console=Console()) as channel,
    ):
        dispatcher = Dispatcher(
            redis=redis,
            settings=settings,
            configuration=Configuration(channels={"hook": spec}),
            consumer="one",
            clock=clock,
            wake=lambda _: None,
        )
        await dispatcher.prepare()
        queue = Queue(redis=redis, keys=keys, name="hook")
        worker = Worker(
            queue=queue, channel=channel, clock=clock, jitter=lambda: 0.5, budget=spec.budget, digest=spec.digest
        )
        back = clock.now + _DOWN
        await notify(redis, keys, dispatcher, [alert_of(number, 1) for number in range(count)])
        await deliver(worker, clock, until=back - _DOWN / 2)
        await notify(redis, keys, dispatcher, [alert_of(number, 2) for number in range(0, count, 10)])
        await deliver(worker, clock, until=back)
        began_s = time.process_time()
        async with receiver.up(port):
            while await outbox_length(redis, settings):
                await deliver(worker, clock)
        return result_of(receiver, count, cpu_s=time.process_time() - began_s)


def result_of(receiver: Receiver, count: int, *, cpu_s: float) -> Result:
    """Count what came against what should."""
    ids = [alert_id for alert_id, _ in receiver.told]
    newest = {f"alert-{number}": 2 if number % 10 == 0 else 1 for number in range(count)}
    minute = timedelta(minutes=1)
    return Result(
        messages=len(receiver.moments),
        most_a_minute=max(sum(one <= other < one + minute for other in receiver.moments) for one in receiver.moments),
        alerts=len(ids),
        missing=len(newest.keys() - set(ids)),
        repeated=len(ids) - len(set(ids)),
        stale=sum(rev != newest[alert_id] for alert_id, rev in receiver.told),
        cpu_s=cpu_s,
    )


def main(
    notices: Annotated[int, typer.Option(min=1, help="Alerts, each with a notice.")] = 10_000,
    folder: Annotated[Path, typer.Option(help="For Redis' storage and logs.")] = Path(".wirewatch/backlog-benchmark"),
) -> None:
    """Measure, print, and fail where something is not as it should be."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    redis = start_redis(folder, data=folder / "data", env={})
    try:
        await_redis(redis)
        settings = Settings(redis=redis.address, namespace=f"backlog-{time.time_ns()}", home=folder)
        found = asyncio.run(measure(settings, folder, notices))
    finally:
        stop(redis.child)
    print(
        f"{notices} notices after an hour: {found.messages} messages, {found.most_a_minute} a minute at most, "
        f"{found.alerts} alerts; {found.missing} missing, {found.repeated} repeated, {found.stale} stale; "
        f"{found.cpu_s:.1f} s of processor"
    )
    if not found.is_right:
        print(msgspec.json.encode(found).decode())
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
