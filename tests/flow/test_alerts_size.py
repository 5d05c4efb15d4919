"""What alerts of the labelled stream take in Redis."""

import asyncio
from pathlib import Path

from alert_reference import run
from wirewatch_alerts.packing import pack
from wirewatch_alerts.rules import load_rules
from wirewatch_enricher.enrich import enrich
from wirewatch_standalone.archive import read_archive

ROOT = Path(__file__).parents[2]
STREAM = ROOT / "tests" / "eval" / "stream" / "items.jsonl"
CATCH_ALL = ROOT / "seeds" / "rules" / "every-incident.yaml"


def test_an_alert_stays_small() -> None:
    """With five sources and all its history it takes three kilobytes at most."""
    articles = [enrich(one) for one in read_archive(STREAM).articles]
    found = asyncio.run(run(articles, load_rules(CATCH_ALL))).alerts.values()
    sizes = [len(pack(one)) for one in found if len(one.alert.sources) == 5]
    assert (len(sizes) > 0, [size for size in sizes if size > 3_000]) == (True, [])
