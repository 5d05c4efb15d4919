"""The labelled streams through extraction, clustering and rules in memory: their figures hold their floors.

The rules were made on the first stream; the second is by another writer who had seen none of them.
"""

import asyncio
import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from alert_reference import MemoryStore
from wirewatch.articles import EnrichedArticle
from wirewatch.wire import to_json
from wirewatch_alerts.rules import load_rules
from wirewatch_enricher.enrich import enrich
from wirewatch_standalone.archive import read_archive

ROOT = Path(__file__).parents[2]
EVAL = ROOT / "tests" / "eval"
STREAMS = ("stream", "stream-b")
FLAGSHIP = ROOT / "seeds" / "rules" / "drone-attack-near-diplomatic-site.yaml"
CATCH_ALL = "id: everything\ntitle: Everything\nwhen: 'true'\nseverity: low\n"


@cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_stream", EVAL / "stream" / "score_stream.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def enriched(stream: str) -> tuple[EnrichedArticle, ...]:
    return tuple(map(enrich, read_archive(EVAL / stream / "items.jsonl").articles))


async def final_alerts(stream: str, rules: Path) -> bytes:
    """Return the alerts that a stream gives, in their final state, one a line."""
    store, known = MemoryStore(), load_rules(rules)
    for article in enriched(stream):
        await store.take(article, known)
    return b"\n".join(to_json(one.alert) for one in store.alerts.values())


def figures(stream: str, rules: Path, folder: Path, *, flagship: bool) -> dict[str, Any]:
    found = folder / "alerts.jsonl"
    found.write_bytes(asyncio.run(final_alerts(stream, rules)))
    gold = scorer().Gold(str(EVAL / stream / "gold.json"), flagship)
    scored: dict[str, Any] = scorer().score(scorer().read_alerts(str(found), None, gold), gold)[0]
    return scored


@pytest.fixture(scope="module", params=STREAMS)
def everything(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The figures of a rule that holds always, of each stream."""
    folder = tmp_path_factory.mktemp("stream")
    rules = folder / "rules.yaml"
    rules.write_text(CATCH_ALL, "utf-8")
    return figures(request.param, rules, folder, flagship=False)


def test_stream_gives_one_alert_per_incident(everything: dict[str, Any]) -> None:
    """Nearly every incident has exactly one alert, none is missed, and quiet items raise none."""
    assert (everything["incidents"]["one"] >= 13, everything["incidents"]["missed"]) == (True, 0)
    assert (everything["mixed"], everything["false"], everything["quiet_joined"]) == (0, 0, 0)


def test_stream_items_find_their_incidents(everything: dict[str, Any]) -> None:
    """B-cubed over the items that report an incident."""
    assert everything["clusters"]["f1"] >= 0.95


def test_stream_notifies_what_is_news(everything: dict[str, Any]) -> None:
    """Material changes are told, and little else."""
    assert (everything["changes"]["p"] >= 0.95, everything["changes"]["r"] >= 0.92) == (True, True)


@pytest.mark.parametrize(
    ("name", "floor"), [("type", 1.0), ("status", 1.0), ("killed", 0.95), ("injured", 0.95), ("place_10km", 0.92)]
)
def test_stream_ends_in_right_values(everything: dict[str, Any], name: str, floor: float) -> None:
    """The final values over the incidents that have an alert."""
    assert everything[name]["acc"] >= floor


@pytest.mark.parametrize("stream", STREAMS)
def test_stream_raises_the_flagship_alone(stream: str, tmp_path: Path) -> None:
    """The flagship rule has one alert for each of its incidents and none besides."""
    found = figures(stream, FLAGSHIP, tmp_path, flagship=True)
    assert (found["flagship"]["one"], found["mixed"], found["false"]) == (7, 0, 0)
