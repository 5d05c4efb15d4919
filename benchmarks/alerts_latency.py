"""Article in, alert out: `python benchmarks/alerts_latency.py [SECONDS] [A_SECOND]`.

In: enriched articles at a steady pace, each on an incident of its own, on the Kafka and Redis of a stack started here,
once the services are up and have passed some. Out: how long it takes from `articles.enriched` to the alert on `alerts`,
through the alerter, Redis and the dispatcher, as a histogram.
"""

import asyncio
import math
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

from alerts_flat import article
from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle
from wirewatch.kafka_topics import create_topics
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_ENRICHED
from wirewatch.wire import decode, encode
from wirewatch_standalone.services import Service, running_services
from wirewatch_standalone.stack import run_environment, running_stack

ROOT = Path(__file__).parents[1]
_RULES = ROOT / "seeds" / "rules" / "drone-attack-near-diplomatic-site.yaml"
_WARM = 50
_BOUND_S = 60.0
_STEPS_MS = (10, 20, 30, 50, 75, 100, 150, 200, 250, 500, 1000, 2000)


async def measure(settings: Settings, *, seconds: float, rate: float) -> list[float]:
    """Send articles at a pace and return how long each took to come out, in milliseconds."""
    sent: dict[str, float] = {}
    taken: dict[str, float] = {}
    chance = random.Random(1)  # noqa: S311  (places on a map, no secret)
    articles = [article(number, chance) for number in range(1, int(seconds * rate) + _WARM + 1)]
    async with kafka.consumer(settings, ALERTS) as reader, kafka.producer(settings) as producer:
        for part in (articles[:_WARM], articles[_WARM:]):
            listening = asyncio.create_task(_listen(reader, sent, taken, len(taken) + len(part)))
            await _send(settings, producer, sent, part, rate)
            await asyncio.wait_for(listening, _BOUND_S)
    return [taken[one.article_id] for one in articles[_WARM:]]


async def _send(
    settings: Settings,
    producer: kafka.Producer,
    sent: dict[str, float],
    articles: Sequence[EnrichedArticle],
    rate: float,
) -> None:
    topic, began = ARTICLES_ENRICHED.in_namespace(settings.namespace), time.monotonic()
    for number, one in enumerate(articles):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        message = encode(one)
        sent[one.article_id] = time.monotonic()
        await producer.send(topic, value=message.value, key=message.key, headers=list(message.headers))


async def _listen(reader: object, sent: dict[str, float], taken: dict[str, float], count: int) -> None:
    while len(taken) < count:
        batches = await reader.getmany(timeout_ms=50)  # type: ignore[attr-defined]
        for record in (one for batch in batches.values() for one in batch):
            alert = decode(Alert, kafka.message_of(record))
            name = alert.sources[0].article_id
            taken.setdefault(name, (time.monotonic() - sent[name]) * 1000)


def histogram(taken: Sequence[float]) -> Iterator[str]:
    """Yield how many took how long, in lines."""
    for least, most in pairwise((0, *_STEPS_MS, math.inf)):
        count = sum(least <= one < most for one in taken)
        if count:
            yield f"{least:>6.0f} to {most:<6.0f} ms {count:>6}  {'#' * math.ceil(60 * count / len(taken))}"


def main() -> None:
    """Start a stack, the alerter and the dispatcher, and measure."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 50.0
    with running_stack(ROOT / ".wirewatch") as stack:
        settings = stack.settings(Settings(rules=_RULES), namespace="bench")
        asyncio.run(create_topics(settings))
        services = [Service(name=name, command=(name,)) for name in ("alert", "dispatch")]
        env = run_environment(stack.folder)
        with running_services(*services, settings=settings, logs=stack.folder / "logs", env=env):
            taken = asyncio.run(measure(settings, seconds=seconds, rate=rate))
    cut = quantiles(taken, n=100)
    print("\n".join(histogram(taken)))
    print(f"{len(taken)} articles at {rate:g}/s: p50 {cut[49]:.0f} ms, p95 {cut[94]:.0f} ms, p99 {cut[98]:.0f} ms")
    print("load of the machine in the last minute and five:", *(f"{one:.1f}" for one in os.getloadavg()[:2]))


if __name__ == "__main__":
    main()
