"""How many revisions a second the relay moves from Redis to Kafka: `python benchmarks/relay.py 10000` prints a line."""

import asyncio
import sys
import time
from pathlib import Path

from wirewatch import kafka
from wirewatch.kafka_topics import create_topics
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.wire import to_json
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.sample import sample_alert
from wirewatch_dispatcher.relay import Relay
from wirewatch_standalone.stack import running_stack

HOME = Path(__file__).parents[1] / ".wirewatch"


async def measure(settings: Settings, count: int) -> float:
    """Put revisions into Redis, relay them, and return how many went out in a second."""
    await create_topics(settings)
    value = to_json(sample_alert())
    async with connect(settings, block_s=1.0) as client, kafka.producer(settings) as producer:
        keys = Keys(settings=settings)
        async with client.pipeline(transaction=False) as pipe:
            for number in range(count):
                pipe.xadd(keys.revisions(), {"alert": f"a{number}", "rev": 1, "trace": "00-0-0-01", "value": value})
            await pipe.execute()
        relay = Relay(redis=client, producer=producer, settings=settings)
        began = time.perf_counter()
        moved = 0
        while moved < count:
            moved += await relay.step()
        return count / (time.perf_counter() - began)


def main() -> None:
    """Start a stack, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with running_stack(HOME) as stack:
        rate = asyncio.run(measure(stack.settings(Settings(), namespace="relay-benchmark"), count))
    print(f"{count} revisions, {rate:.0f} a second")


if __name__ == "__main__":
    main()
