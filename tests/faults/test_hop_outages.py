"""A hop while Redis or the broker is away: it waits, says so, and goes on where it was."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from faults.bench import Bench, bench, orders, stop
from wirewatch.hop_health import State
from wirewatch.kafka_topics import create_topics
from wirewatch.settings import Settings
from wirewatch_standalone.children import Child, start
from wirewatch_standalone.kafka import Kafka, await_kafka
from wirewatch_standalone.ports import free_ports
from wirewatch_standalone.redis_server import Redis, await_redis, redis_command
from wirewatch_standalone.stack import running_stack


class OwnRedis:
    """A Redis of one test's own, that may be killed and brought back at the same address."""

    def __init__(self, folder: Path) -> None:
        (self.port,) = free_ports(1)
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self.child = self._start()

    def kill(self) -> None:
        """Kill it and wait for its end."""
        self.child.release()

    def bring_back(self) -> None:
        """Start it again, with what its file kept."""
        self.child = self._start()

    def _start(self) -> Child:
        command = redis_command(self.port, self._folder)
        child = start("redis", command, env=os.environ, log=self._folder / "redis.log")
        await_redis(Redis(child=child, address=self.address, port=self.port))
        return child


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    """Run a Redis for the length of the block."""
    opened = OwnRedis(folder)
    try:
        yield opened
    finally:
        opened.child.release()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[OwnRedis]:
    """A Redis that the test may kill."""
    with own_redis(tmp_path) as opened:
        yield opened


@pytest.fixture
def hop(settings: Settings, redis: OwnRedis, tmp_path: Path) -> Iterator[Bench]:
    """A bench whose hop uses the test's own Redis."""
    with bench(settings.model_copy(update={"redis": redis.address}), tmp_path) as opened:
        yield opened


def test_hop_waits_for_redis_to_come_back(hop: Bench, redis: OwnRedis) -> None:
    """While Redis is away a hop is live and not ready; nothing is rejected, and all is done when it is back."""
    worker = hop.start()
    hop.until_state(State.READY)
    redis.kill()
    hop.feed(*orders(40, do="redis"))
    hop.until_state(State.RETRYING)
    redis.bring_back()
    hop.until_done()
    hop.until_state(State.READY)
    assert (worker.exit_code(), set(hop.arrived()), hop.rejected()) == (None, set(range(40)), [])


def test_hop_that_waits_for_redis_can_be_stopped(hop: Bench, redis: OwnRedis) -> None:
    """SIGTERM in an outage: the process ends within its time, and its message stays for the next."""
    hop.feed(*orders(4, do="redis"))
    redis.kill()
    worker = hop.start()
    hop.until_state(State.RETRYING)
    assert (stop(worker, bound_s=8.5), hop.lag()) == (0, 4)


def test_hop_outlives_the_broker(cache: Path, tmp_path: Path) -> None:
    """The broker is killed in mid-work and comes back: every message arrives, by this worker or by the next."""
    with running_stack(tmp_path, cache=cache) as stack:
        settings = stack.settings(Settings(), namespace="test-broker")
        asyncio.run(create_topics(settings))
        with bench(settings, tmp_path) as hop:
            hop.feed(*orders(600, do="slow", s=0.005))
            hop.start()
            hop.until(lambda: hop.arrived_count() >= 50)
            stack.kafka_child.signal(signal.SIGKILL)
            stack.kafka_child.wait(5)
            back = _kafka_again(stack.kafka_child, stack.kafka, tmp_path)
            try:
                hop.restart_until_done(starts=4)
                assert (set(hop.arrived()), hop.rejected()) == (set(range(600)), [])
            finally:
                back.release()


def _kafka_again(killed: Child, address: str, folder: Path) -> Child:
    """Start a broker that was killed once more, as it was."""
    arguments = killed.process.args
    assert isinstance(arguments, list)
    child = start("kafka", [str(word) for word in arguments[5:]], env=os.environ, log=folder / "kafka-again.log")
    await_kafka(Kafka(child=child, address=address))
    return child
