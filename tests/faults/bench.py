"""A test bench for one hop on the real broker: it feeds, starts and kills workers, and counts what arrives."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from aiokafka.structs import ConsumerRecord

from processes import is_in_state, wait_until
from wirewatch import kafka, wire
from wirewatch.hop_health import State
from wirewatch.rejected import Rejected
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_ENRICHED, ARTICLES_RAW, ARTICLES_REJECTED
from wirewatch_standalone.children import Child, start
from wirewatch_standalone.services import service_environment

_PROGRAM = Path(__file__).with_name("echo_hop.py")
_BOUND_S = 40.0

Order = dict[str, Any]


class Bench:
    """One hop with its topics; every process that it starts is gone at the end of `bench`."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self._folder = folder
        self.workers: list[Child] = []

    def feed(self, *orders: Order | bytes, headers: wire.Headers = ()) -> None:
        """Send messages to the hop's source, spread over its partitions by their number."""
        asyncio.run(self._feed(orders, headers))

    def start(self, **changes: object) -> Child:
        """Start a worker, with other settings where named."""
        env = service_environment(self.settings.model_copy(update=changes), os.environ)
        log = self._folder / f"worker-{len(self.workers)}.log"
        worker = start(
            "echo", [sys.executable, str(_PROGRAM)], env={**env, "ECHO_LOG": str(self.attempts_log)}, log=log
        )
        self.workers.append(worker)
        return worker

    def restart_until_done(self, *, starts: int, **changes: object) -> int:
        """Start a worker whenever none runs, until all is committed; return how many were started in all."""
        while len(self.workers) <= starts:
            if not self.workers or self.workers[-1].exit_code() is not None:
                self.start(**changes)
            self.until(lambda: self.workers[-1].exit_code() is not None or self.lag() == 0)
            if self.workers[-1].exit_code() is None:
                return len(self.workers)
        raise AssertionError(f"not done after {starts} starts")

    def until(self, condition: Callable[[], object], *, bound_s: float = _BOUND_S) -> None:
        """Wait for a condition; where it does not come, the test fails with the last worker's words."""
        try:
            wait_until(condition, bound_s=bound_s)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.words()[-4000:]}") from None

    def until_done(self, *, bound_s: float = _BOUND_S) -> None:
        """Wait until everything that was fed is committed."""
        self.until(lambda: self.lag() == 0, bound_s=bound_s)

    def until_state(self, state: State) -> None:
        """Wait until a worker says that it is in a state."""
        self.until(lambda: is_in_state(self.settings, "echo", state))

    def lag(self) -> int:
        """Return how many messages are not committed yet."""
        return asyncio.run(kafka.lag(self.settings, "echo", ARTICLES_RAW))

    def arrived(self) -> Counter[int]:
        """Return how often each id arrived at the target."""
        messages = asyncio.run(kafka.read_all(self.settings, ARTICLES_ENRICHED))
        return Counter(int(msgspec.json.decode(message.value)["id"]) for message in messages)

    def rejected(self) -> list[Rejected]:
        """Return the dead letters."""
        messages = asyncio.run(kafka.read_all(self.settings, ARTICLES_REJECTED))
        return [wire.decode(Rejected, message) for message in messages]

    def rejected_ids(self) -> set[int]:
        """Return the ids of the rejected orders."""
        return {int(msgspec.json.decode(one.value)["id"]) for one in self.rejected()}

    def accounted(self) -> set[int]:
        """Return the ids that arrived or were rejected."""
        return set(self.arrived()) | self.rejected_ids()

    def targets(self) -> list[ConsumerRecord]:
        """Return the records of the target topic."""
        return asyncio.run(kafka.read_records(self.settings, ARTICLES_ENRICHED))

    def arrived_count(self) -> int:
        """Return how many messages the target has; cheap."""
        return sum(asyncio.run(kafka.topic_ends(self.settings, ARTICLES_ENRICHED)).values())

    def words(self) -> str:
        """Return what the workers logged, in the order of their start."""
        return "\n".join(worker.log.read_text() for worker in self.workers)

    @property
    def attempts_log(self) -> Path:
        """The file in which workers note each attempt: process id, message id."""
        return self._folder / "attempts.log"

    async def _feed(self, orders: tuple[Order | bytes, ...], headers: wire.Headers) -> None:
        name = ARTICLES_RAW.in_namespace(self.settings.namespace)
        async with kafka.producer(self.settings) as producer:
            for number, order in enumerate(orders):
                value = order if isinstance(order, bytes) else msgspec.json.encode(order)
                place = {"partition": number % ARTICLES_RAW.partitions, "key": f"key-{number}".encode()}
                await producer.send(name, value, headers=list(headers), **place)
            await producer.flush()


def orders(count: int, **more: object) -> list[Order]:
    """Return orders with the ids 0, 1, …, all with the same wish."""
    return [{"id": number, **more} for number in range(count)]


@contextmanager
def bench(settings: Settings, folder: Path) -> Iterator[Bench]:
    """Open a bench; its workers are killed at the end."""
    opened = Bench(
        settings.model_copy(update={"home": folder, "commit_interval_s": 0.1, "session_timeout_s": 6}), folder
    )
    try:
        yield opened
    finally:
        for worker in opened.workers:
            worker.release()


def kill(child: Child) -> None:
    """Kill a process as `kill -9` does, and wait for its end."""
    child.signal(signal.SIGKILL)
    assert child.wait(5)


def stop(child: Child, *, bound_s: float) -> int:
    """Ask a process to end and return its exit code; fails the test where it takes longer."""
    child.signal(signal.SIGTERM)
    assert child.wait(bound_s), f"still alive {bound_s} s after SIGTERM"
    code = child.exit_code()
    assert code is not None
    return code
