"""How a fetcher bears ten thousand feeds: `python benchmarks/fetcher_load.py --minutes 30`.

Runs a real Kafka and Redis, `feed_farm.py` as a process of its own and one fetcher; the mean pause of a feed is fifteen
minutes. Prints the processor time and memory of the fetcher as they grow, then how late polls came, what the farm saw
and whether every entry that it sent is in the topic under one id. Exit code 1 where a bound is not kept.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psutil
from msgspec import Struct

from feed_farm import Seen, host_of
from wirewatch.articles import RawArticle
from wirewatch.kafka import read_all
from wirewatch.kafka_topics import create_topics
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import decode
from wirewatch_standalone.children import start, stop
from wirewatch_standalone.services import service_command, service_environment
from wirewatch_standalone.stack import run_environment, running_stack

HOME = Path(__file__).parents[1] / ".wirewatch"
MEAN_INTERVAL_S = 900
_WITHOUT_JITTER_S = round(MEAN_INTERVAL_S / 1.05)  # a pause is up to a tenth longer
MOST_LATE_S, MOST_MB, HOST_INTERVAL_S = 30.0, 400.0, 5.0
_ON_THE_WAY_S = 1.0  # between a turn and the arrival of its request


class Load(Struct, frozen=True, kw_only=True):
    """What a fetcher took at a moment: seconds of processor time and MB, its parser processes included."""

    at_s: float
    cpu_s: float
    parsers_cpu_s: float
    rss_mb: float


@contextmanager
def running_farm(feeds: int) -> Iterator["subprocess.Popen[str]"]:
    """Run the farm for the length of the block."""
    command = [sys.executable, str(Path(__file__).with_name("feed_farm.py")), "--feeds", str(feeds)]
    farm = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield farm
    finally:
        if farm.poll() is None:
            farm.kill()


def measured(pid: int, at_s: float) -> Load:
    """Measure a fetcher and its parsers."""
    process = psutil.Process(pid)
    children = process.children(recursive=True)
    times = [one.cpu_times() for one in (process, *children)]
    own = process.cpu_times()
    gone = own.children_user + own.children_system
    return Load(
        at_s=at_s,
        cpu_s=times[0].user + times[0].system,
        parsers_cpu_s=gone + sum(one.user + one.system for one in times[1:]),
        rss_mb=sum(one.memory_info().rss for one in (process, *children)) / 1e6,
    )


def opml(feeds: int, port: int) -> str:
    """Return the list of the farm's feeds."""
    outlines = "".join(
        f'<outline text="f{number}" xmlUrl="http://{host_of(number)}:{port}/{number}"/>' for number in range(feeds)
    )
    return f"<opml version='2.0'><body>{outlines}</body></opml>"


def watch(pid: int, *, minutes: float) -> list[Load]:
    """Measure every half minute, and print."""
    began, loads = time.monotonic(), list[Load]()
    while (at_s := time.monotonic() - began) < minutes * 60:
        loads.append(measured(pid, at_s))
        now = loads[-1]
        print(f"{at_s:6.0f} s  cpu {now.cpu_s:6.1f} + {now.parsers_cpu_s:6.1f} s  {now.rss_mb:5.0f} MB", flush=True)
        time.sleep(min(30.0, minutes * 60 - at_s + 0.1))
    return loads


def log_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read the fetcher's log, one event a line."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.startswith("{"))


def percentile(values: list[float], share: float) -> float:
    """Return the value that so large a share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def report(loads: list[Load], polls: Iterable[dict[str, Any]], seen: Seen, ids: Counter[str], names: int) -> bool:
    """Print what was measured; return whether every bound was kept."""
    told = [one for one in polls if one.get("event") == "polled"]
    late = [float(one["late_s"]) for one in told if one.get("late_s") is not None]
    last, half = loads[-1], loads[len(loads) // 2]
    share = (last.cpu_s + last.parsers_cpu_s - half.cpu_s - half.parsers_cpu_s) / max(1.0, last.at_s - half.at_s)
    most_mb = max(one.rss_mb for one in loads)
    print(f"polls {len(told)}, of which timed {len(late)}: {Counter(one['outcome'] for one in told).most_common()}")
    print(f"late: p50 {percentile(late, 0.5):.2f} s, p99 {percentile(late, 0.99):.2f} s, most {max(late, default=0)} s")
    print(f"cpu: {last.cpu_s:.1f} s + parsers {last.parsers_cpu_s:.1f} s in {last.at_s:.0f} s")
    print(f"cpu of the second half: {share:.1%} of a core; most memory {most_mb:.0f} MB")
    print(f"farm: {seen.answers}; at once at one host {seen.most_at_once}; shortest gap {seen.shortest_gap_s:.2f} s")
    print(f"entries sent {seen.entries}, articles {len(ids)}, entries by name {names}, messages {ids.total()}")
    return (
        percentile(late, 0.99) < MOST_LATE_S
        and share < 1.0
        and most_mb <= MOST_MB
        and seen.shortest_gap_s >= HOST_INTERVAL_S - _ON_THE_WAY_S
        and len(ids) == names == seen.entries
    )


def run(feeds: int, *, minutes: float) -> bool:
    """Run everything, print the report, and return whether every bound was kept."""
    with running_stack(HOME) as stack, running_farm(feeds) as farm, tempfile.TemporaryDirectory() as folder:
        assert farm.stdin is not None
        assert farm.stdout is not None
        settings = stack.settings(Settings(), namespace="load")
        asyncio.run(create_topics(settings))
        listed, log = Path(folder, "feeds.opml"), Path(folder, "log")
        listed.write_text(opml(feeds, int(farm.stdout.readline())))
        environment = service_environment(settings, run_environment(stack.folder)) | {
            "WIREWATCH_LOG_FORMAT": "json",
            "WIREWATCH_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
            "WIREWATCH_FETCHER_MIN_INTERVAL_S": str(_WITHOUT_JITTER_S),
            "WIREWATCH_FETCHER_MAX_INTERVAL_S": str(_WITHOUT_JITTER_S),
        }
        fetcher = start("fetch", service_command("fetch", "--feeds", str(listed)), env=environment, log=log)
        try:
            loads = watch(fetcher.process.pid, minutes=minutes)
        finally:
            stop(fetcher)
        seen, _ = farm.communicate()
        articles = [decode(RawArticle, message) for message in asyncio.run(read_all(settings, ARTICLES_RAW))]
        ids = Counter(one.article_id for one in articles)
        names = len({(one.source, one.entry_id) for one in articles})
        return report(loads, log_lines(log), msgspec.json.decode(seen, type=Seen), ids, names)


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    return 0 if run(options.feeds, minutes=options.minutes) else 1


if __name__ == "__main__":
    sys.exit(main())
