"""The local stack: a real Kafka and a real Redis as children of this process, for as long as a block runs."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from wirewatch.settings import Settings
from wirewatch_standalone.children import STOP_BOUND_S, Child, Output, stop
from wirewatch_standalone.java import find_java
from wirewatch_standalone.kafka import await_kafka, start_kafka
from wirewatch_standalone.kafka_jars import class_path
from wirewatch_standalone.redis_server import await_redis, start_redis
from wirewatch_standalone.runs import run_folder
from wirewatch_standalone.signals import ending_as_exceptions, undisturbed

RUN_MARK = "WIREWATCH_RUN"
"""Environment variable that every process of a run carries: the run's id."""
_OPEN_DOORS = {
    "kafka_security": "PLAINTEXT",
    **dict.fromkeys(("kafka_ca", "kafka_cert", "kafka_key", "kafka_key_password", "kafka_user", "kafka_password")),
    **dict.fromkeys(("redis_ca", "redis_user", "redis_password")),
    "replication_factor": 1,
}
"""How to enter a stack of ours, whatever the settings say of another cluster."""


class Step(Struct, frozen=True, kw_only=True):
    """One step of the start and how long it took."""

    name: str
    seconds: float


class Stack(Struct, frozen=True, kw_only=True):
    """A running stack: where its servers are, the run's own folder (gone at the end), and what the start took."""

    run_id: str
    folder: Path
    kafka: str
    redis: str
    kafka_child: Child
    redis_child: Child
    steps: tuple[Step, ...]

    def settings(self, base: Settings, *, namespace: str) -> Settings:
        """Return settings that point at this stack, in a namespace; everything else is as in `base`."""
        here = {"kafka": self.kafka, "redis": self.redis, "home": self.folder, "namespace": namespace}
        return base.model_copy(update={**_OPEN_DOORS, **here})


class Lasting(Struct, frozen=True, kw_only=True):
    """What a stack that runs for months has of its own: ports that people know, logs that are kept, time to end."""

    kafka_port: int
    redis_port: int
    output: Output
    stop_bound_s: float


@contextmanager
def running_stack(
    home: Path, *, cache: Path | None = None, data: Path | None = None, lasting: Lasting | None = None
) -> Iterator[Stack]:
    """Run Kafka and Redis for the length of the block; both are ready when it begins and gone when it ends.

    Call it from the main thread, or from one that outlives the block. SIGTERM and SIGHUP end the block as exceptions.
    Wait inside it in short steps or in an event loop: Python misses a signal that comes just before a long sleep.

    Args:
        home: folder for the run's files, below `runs`.
        cache: what all runs share (jars and more); `<home>/cache` where it is not given.
        data: storage that stays, for a long-lived stack; without it the storage goes with the run.
        lasting: what else a long-lived stack has; without it free ports, and logs that go with the run.

    Raises:
        StackError: a server did not start; the message has the end of its log.
    """
    shared = (cache or home / "cache").absolute()
    with ending_as_exceptions(), run_folder(home) as folder:
        children: list[Child] = []
        try:
            storage = (data or folder / "data").absolute()
            yield _start(folder, cache=shared, data=storage, children=children, lasting=lasting)
        finally:
            with undisturbed():
                stop(*children, bound_s=lasting.stop_bound_s if lasting else STOP_BOUND_S)


def run_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a run's processes: ours, the run's mark, and temporary files inside its folder.

    Prepared tables are kept beside the runs' folder, where later runs find them, unless `WIREWATCH_CACHE` says where.
    """
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    shared = str(folder.parents[1] / "cache")
    return {"WIREWATCH_CACHE": shared, **os.environ, RUN_MARK: folder.name, "TMPDIR": str(temporary)}


def _start(folder: Path, *, cache: Path, data: Path, children: list[Child], lasting: Lasting | None) -> Stack:
    """Start both servers side by side; `children` gets each as soon as it runs, so that the caller can stop it."""
    env, steps = run_environment(folder), _Stopwatch()
    class_path(cache)
    java = find_java()
    steps.took("jars and Java")
    output = lasting.output if lasting else None
    redis_port, kafka_port = (lasting.redis_port, lasting.kafka_port) if lasting else (None, None)
    redis = start_redis(folder, data=data / "redis", env=env, port=redis_port, output=output)
    children.append(redis.child)
    kafka = start_kafka(folder, cache=cache, java=java, data=data / "kafka", env=env, port=kafka_port, output=output)
    children.append(kafka.child)
    steps.took("processes")
    await_redis(redis)
    steps.took("Redis")
    await_kafka(kafka)
    steps.took("Kafka")
    return Stack(
        run_id=folder.name,
        folder=folder,
        kafka=kafka.address,
        redis=redis.address,
        kafka_child=kafka.child,
        redis_child=redis.child,
        steps=tuple(steps.steps),
    )


class _Stopwatch:
    """Collects how long each step took."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.steps: list[Step] = []
        self._monotonic = monotonic
        self._since = monotonic()

    def took(self, name: str) -> None:
        """Note that a step ends now."""
        now = self._monotonic()
        self.steps.append(Step(name=name, seconds=now - self._since))
        self._since = now
