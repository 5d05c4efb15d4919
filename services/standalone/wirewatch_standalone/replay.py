"""A replay: an archive through every service on a real Kafka and Redis, in a namespace of its own, to its end.

In: an archive. Out: the final alerts, what was rejected, and what differs from the golden records beside the archive.
"""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aiokafka import AIOKafkaProducer
from msgspec import Struct

from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.articles import RawArticle
from wirewatch.errors import StackError
from wirewatch.kafka_topics import create_topics, delete_topics
from wirewatch.redis import connect, delete_all
from wirewatch.rejected import Rejected
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_REJECTED
from wirewatch.wire import decode
from wirewatch_alerts.final import final_bytes
from wirewatch_fetcher.publish import publish
from wirewatch_standalone.archive import Archive
from wirewatch_standalone.golden import Record
from wirewatch_standalone.settle import Backlog, settle

SERVICES = ("enrich", "alert", "dispatch")
_NAMESPACE = "replay-"
COMMIT_INTERVAL_S = 0.1
"""A replay ends when the last offset is committed, so its hops commit more often than a long-lived service."""


class Pace(Struct, frozen=True, kw_only=True):
    """How fast articles go in: `factor` times as fast as they were published; None: as fast as they are taken."""

    factor: float | None = None


class Seen(Struct, frozen=True, kw_only=True):
    """What came out of a replay: alerts in their final state, without those merged into another, and dead letters."""

    alerts: tuple[Alert, ...]
    rejected: tuple[Rejected, ...]


class Stopwatch:
    """Collects how long each step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = time.monotonic() - start


def namespace() -> str:
    """Return a fresh namespace, so that a replay never meets live data or another replay."""
    return f"{_NAMESPACE}{secrets.token_hex(4)}"


def replay_settings(base: Settings, *, rules: Path | None) -> Settings:
    """Return the settings that a replay's services run with: one partition, so that articles keep their order."""
    changes = {
        "commit_interval_s": COMMIT_INTERVAL_S,
        "partitions_raw": 1,
        "rules": (rules or base.rules).absolute(),
    }
    return base.model_copy(update=changes)


async def feed(settings: Settings, archive: Archive, pace: Pace, told: Callable[[int], None]) -> None:
    """Publish the archive with the fetcher's own code, in order; `told` hears how many have gone in."""
    async with kafka.producer(settings) as producer:
        if pace.factor is None:
            await publish(archive.articles, producer, settings)
        else:
            await _feed_paced(settings, archive.articles, producer, pace.factor)
        told(len(archive.articles))


async def _feed_paced(
    settings: Settings, articles: Sequence[RawArticle], producer: AIOKafkaProducer, factor: float
) -> None:
    began = time.monotonic()
    for article in articles:
        due_s = (article.observed_at - articles[0].observed_at).total_seconds() / factor
        await asyncio.sleep(max(0.0, began + due_s - time.monotonic()))
        await publish([article], producer, settings)


async def outcome_of(settings: Settings) -> Seen:
    """Read what a settled replay left on its topics."""
    newest: dict[str, Alert] = {}
    for message in await kafka.read_all(settings, ALERTS):
        alert = decode(Alert, message)
        if alert.rev >= newest.get(alert.alert_id, alert).rev:
            newest[alert.alert_id] = alert
    rejected = [decode(Rejected, message) for message in await kafka.read_all(settings, ARTICLES_REJECTED)]
    return Seen(alerts=tuple(one for one in newest.values() if not one.merged_into), rejected=tuple(rejected))


def final_records(alerts: Sequence[Alert]) -> list[Record]:
    """Return the alerts' final records as JSON has them, by alert id."""
    records = [json.loads(final_bytes(alert)) for alert in alerts]
    return sorted(records, key=lambda record: str(record["alert_id"]))


async def prepare(settings: Settings) -> None:
    """Create the replay's topics."""
    await create_topics(settings)


async def remove(settings: Settings) -> None:
    """Remove what a replay made in a running Kafka and Redis, once its services have ended."""
    if not settings.namespace.startswith(_NAMESPACE):
        raise StackError(f"{settings.namespace} is no namespace of a replay: nothing of it is removed")
    await delete_topics(settings)
    await delete_all(settings)


async def wait(settings: Settings, check: Callable[[], None], told: Callable[[Backlog], None]) -> None:
    """Wait until every article is accounted for and nothing is under way."""
    async with connect(settings) as redis:
        await settle(settings, redis, check=check, told=told)
