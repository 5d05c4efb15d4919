"""How `wirewatch up` bears time: `python benchmarks/soak.py --minutes 15`.

Runs it on this machine against feeds of its own (loopback only), in a folder of its own, and prints what each process's
memory does, what came through, and whether anything was started again. Exit code 1 where a process ended, or the memory
of one grew by more than a tenth (and 20 MB) between a third of the time and its end. Redis is shown but not judged: its
memory is its data.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psutil
from msgspec import Struct

from feed_server import Site, opml, serving
from wirewatch import kafka
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_ENRICHED, ARTICLES_RAW
from wirewatch_standalone.up_place import Running, read_running

MB = 1_000_000
DATA = "redis"
START_BOUND_S, STOP_BOUND_S = 180.0, 150.0
_QUICK = {
    "WIREWATCH_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
    "WIREWATCH_FETCHER_HOST_INTERVAL_S": "0",
    "WIREWATCH_FETCHER_MIN_INTERVAL_S": "5",
    "WIREWATCH_FETCHER_MAX_INTERVAL_S": "15",
}


class Sample(Struct, frozen=True, kw_only=True):
    """The memory of every process at a moment: `rss` in bytes by name, its own children included."""

    at_s: float
    rss: dict[str, int]


def grown(samples: Sequence[Sample], name: str) -> tuple[float, float]:
    """Return a process's memory in the second third of the time and in the last tenth, in MB, as medians."""
    values = [sample.rss[name] / MB for sample in samples if name in sample.rss]
    third, tenth = len(values) // 3, max(1, len(values) // 10)
    return median(values[third : third + max(1, third // 2)]), median(values[-tenth:])


def is_flat(before_mb: float, after_mb: float) -> bool:
    """Say whether memory stayed within a tenth, or 20 MB."""
    return after_mb - before_mb <= max(20.0, before_mb / 10)


def take_sample(running: Running, at_s: float) -> Sample:
    """Measure all processes of an `up`, itself included."""
    pids = {state.name: state.pid for state in running.services} | {"up": running.pid}
    return Sample(at_s=at_s, rss={name: _rss(pid, alone=name == "up") for name, pid in pids.items() if pid})


def _rss(pid: int, *, alone: bool) -> int:
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        group = [process] if alone else [process, *process.children(recursive=True)]
        return sum(int(one.memory_info().rss) for one in group)
    return 0


@contextlib.contextmanager
def running_up(home: Path, feeds: Path) -> Iterator[Running]:
    """Run `wirewatch up` for the length of the block."""
    command = [str(Path(sys.executable).with_name("wirewatch")), "up", "--quiet", f"--feeds={feeds}"]
    environment = {**os.environ, **_QUICK, "WIREWATCH_HOME": str(home)}
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        deadline = time.monotonic() + START_BOUND_S
        while not (found := read_running(home)) or not found.ready:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("`wirewatch up` did not become ready")
            time.sleep(0.5)
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        sys.stdout.write(f"up ended with exit code {process.wait(STOP_BOUND_S)}\n")


async def count_messages(running: Running) -> dict[str, int]:
    """Return how many messages went into each topic."""
    settings = Settings(kafka=running.kafka, redis=running.redis, namespace=running.namespace)
    topics = (ARTICLES_RAW, ARTICLES_ENRICHED, ALERTS)
    return {topic.name: sum((await kafka.topic_ends(settings, topic)).values()) for topic in topics}


def report(samples: Sequence[Sample], last: Running, counts: dict[str, int]) -> bool:
    """Print what was measured; return whether all was well."""
    minutes = samples[-1].at_s / 60
    well = all(state.starts == 1 for state in last.services)
    print(f"{minutes:.1f} minutes; messages: {counts}; starts: { {one.name: one.starts for one in last.services} }")
    print(f"{'process':<12}{'MB at a third':>15}{'MB at the end':>15}{'most':>8}")
    for name in samples[-1].rss:
        before, after = grown(samples, name)
        flat = name == DATA or is_flat(before, after)
        well = well and flat
        most = max(sample.rss.get(name, 0) for sample in samples) / MB
        print(f"{name:<12}{before:>15.1f}{after:>15.1f}{most:>8.1f}{'' if flat else '  GREW'}")
    return well


async def soak(site: Site, *, minutes: float, every_s: float, home: Path) -> bool:
    """Run for so many minutes and return whether all was well."""
    feeds = home / "feeds.opml"
    async with serving(site, clock=lambda: datetime.now(UTC)) as addresses:
        await asyncio.to_thread(feeds.write_text, opml(addresses))
        up = running_up(home, feeds)
        running = await asyncio.to_thread(up.__enter__)
        try:
            began, samples = time.monotonic(), list[Sample]()
            while (at_s := time.monotonic() - began) < minutes * 60:
                samples.append(take_sample(read_running(home) or running, at_s))
                await asyncio.sleep(every_s)
            last = read_running(home) or running
            return report(samples, last, await count_messages(last))
        finally:
            await asyncio.to_thread(up.__exit__, None, None, None)


def main() -> int:
    """Read the command line and soak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--feeds", type=int, default=10)
    parser.add_argument("--every-s", type=float, default=10, help="a new entry in each feed this often")
    parser.add_argument("--cache", type=Path, default=Path(".wirewatch/cache"), help="Kafka's jars")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-soak-") as folder:
        Path(folder, "cache").symlink_to(options.cache.absolute())
        site = Site(feeds=options.feeds, every_s=options.every_s)
        well = asyncio.run(soak(site, minutes=options.minutes, every_s=10.0, home=Path(folder)))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
