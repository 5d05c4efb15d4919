"""How fast the enricher reads, on one core: `python benchmarks/enricher_speed.py ITEMS.jsonl …`.

In: JSON Lines with `title` and `text`. Out: the processor's time for each article, side by side for those that the gate
turns away, those that it lets pass, and those with an incident; and what a start costs in time and memory.
"""

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median, quantiles

from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch_enricher.document import read
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.incidents.gate import may_report
from wirewatch_enricher.incidents.text.reading import read_text
from wirewatch_enricher.warm import warm, warm_incidents

WORDS = 400
"""Times are given for an article of so many words."""
REPEATS = 3
_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
_START = (
    "import time, resource\n"
    "from wirewatch_enricher.raw_to_enriched import enrich_hop\n"
    "from wirewatch_enricher.warm import warm\n"
    "import wirewatch.hop_worker\n"
    "warm()\n"
    "print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
)


class Measured(Struct, frozen=True, kw_only=True):
    """One article: the least processor time of its readings, its words, and what became of it."""

    ms: float
    words: int
    group: str


def articles(path: Path) -> Iterator[RawArticle]:
    """Yield the articles of a file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        item = json.loads(line)
        yield RawArticle(
            article_id=str(number),
            revision="1",
            entry_id=str(number),
            source="benchmark",
            title=item.get("title") or "",
            text=item.get("text") or "",
            published=_MOMENT,
            observed_at=_MOMENT,
        )


def measure(raw: RawArticle) -> Measured:
    """Read one article a few times."""
    document = read(raw)
    took = []
    for _ in range(REPEATS):
        start = time.process_time()
        article = enrich(raw)
        took.append(time.process_time() - start)
    reading = read_text(document.text, document.language, title_end=document.title_end)
    passes = may_report(reading, dated=document.published is not None)
    group = "with an incident" if article.sightings else "passes the gate" if passes else "turned away"
    return Measured(ms=1000 * min(took), words=max(1, len(document.text.split())), group=group)


def table(measured: Iterable[Measured]) -> Iterator[str]:
    """Yield the lines of the table."""
    groups: dict[str, list[Measured]] = {}
    for one in measured:
        groups.setdefault(one.group, []).append(one)
    yield f"{'group':18} {'articles':>8} {'words':>6} {'median ms':>10} {'p95 ms':>8} {f'ms/{WORDS} words':>14}"
    for name, own in sorted(groups.items()):
        ms, words = [one.ms for one in own], sum(one.words for one in own)
        p95 = quantiles(ms, n=20)[-1] if len(ms) > 1 else ms[0]
        rate = WORDS * sum(ms) / words
        yield f"{name:18} {len(own):8} {mean(one.words for one in own):6.0f} {median(ms):10.2f} {p95:8.2f} {rate:14.2f}"


def start() -> str:
    """Say what a fresh process costs until it is ready, the gazetteer cached."""
    told = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True).stdout.split()
    return f"start: {float(told[0]):.2f} s of processor time until ready, {float(told[1]):.0f} MB"


def main(paths: list[str]) -> None:
    """Measure each file."""
    warm()
    warm_incidents()
    print(f"{platform.platform()}, Python {platform.python_version()}, {platform.processor() or platform.machine()}")
    print(start())
    for path in map(Path, paths):
        print(f"\n{path.name}")
        print("\n".join(table([measure(raw) for raw in articles(path)])))
    print(f"\nresident at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _paths() -> list[str]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("items", nargs="+", help="files of JSON Lines with `title` and `text`")
    given: list[str] = parser.parse_args().items
    return given


if __name__ == "__main__":
    main(_paths())
