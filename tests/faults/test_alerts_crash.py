"""Deaths between the systems: no revision is lost, and one that comes twice carries the same id."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alert_articles import article
from conftest import StartService
from on_topics import publish, published
from processes import wait_until
from wirewatch import kafka
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Status
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS
from wirewatch_alerts.intake import take
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.rules import load_rules
from wirewatch_alerts.store import Store
from wirewatch_alerts.waiting import outbox_length, relay_lag
from wirewatch_dispatcher.relay import Relay

BOUND_S = 40.0
RULES = load_rules(Path(__file__).parents[2] / "seeds" / "rules")
STORY = (article("a"), article("b", hours=1, status=Status.CONFIRMED), article("c", hours=2, killed=1))


async def waiting(settings: Settings) -> int:
    async with connect(settings) as client:
        return await relay_lag(client, settings)


def ids(settings: Settings) -> list[str | None]:
    return [message.header("ce_id") for message in asyncio.run(kafka.read_all(settings, ALERTS))]


def revs(settings: Settings) -> list[int]:
    return [alert.rev for alert in published(settings)]


def test_alerter_killed_before_the_relay_loses_no_revision(settings: Settings, start_service: StartService) -> None:
    """The alerter dies after its writes and before anything was published; all revisions come out, none twice."""
    alerter = start_service("alert")
    asyncio.run(publish(settings, *STORY))
    wait_until(lambda: asyncio.run(waiting(settings)) == 3, bound_s=BOUND_S)
    alerter.signal(signal.SIGKILL)
    start_service("dispatch")
    wait_until(lambda: len(ids(settings)) >= 3, bound_s=BOUND_S)
    assert revs(settings) == [1, 2, 3]


async def relayed(settings: Settings, *, story: Sequence[EnrichedArticle], die_before_cursor: bool) -> None:
    async with connect(settings, block_s=1.0) as client, kafka.producer(settings) as producer:
        store = Store(redis=client, keys=Keys(settings=settings), limits=default_limits())
        for one in story:
            await take(one, store=store, rules=RULES, trace="00-0-0-01")
        relay = Relay(redis=client, producer=producer, settings=settings)
        await relay.step()
        if die_before_cursor:
            await client.delete(store.keys.cursor())


def test_relay_killed_before_its_cursor_repeats_the_same_ids(settings: Settings) -> None:
    """Publishing again what was published gives the same CloudEvents ids in the same order."""
    asyncio.run(relayed(settings, story=STORY, die_before_cursor=True))
    asyncio.run(relayed(settings, story=(), die_before_cursor=False))
    found = ids(settings)
    assert (len(found), found[:3]) == (6, found[3:])


def test_same_article_twice_changes_nothing(settings: Settings, start_service: StartService) -> None:
    """An article that Kafka delivers twice gives one revision."""
    start_service("alert")
    start_service("dispatch")
    asyncio.run(publish(settings, STORY[0], STORY[0], STORY[1]))
    wait_until(lambda: len(ids(settings)) >= 2, bound_s=BOUND_S)
    assert revs(settings) == [1, 2]


async def delivered(settings: Settings) -> tuple[int, Any]:
    async with connect(settings) as client:
        left = await outbox_length(client, settings)
        keys = [name async for name in client.scan_iter(match=f"{{{settings.namespace}}}:delivered:*")]
        return left, keys


def test_dispatcher_killed_and_back_empties_the_outbox(settings: Settings, start_service: StartService) -> None:
    """Notices outlive a dispatcher that is killed; the next one delivers them."""
    dispatcher = start_service("dispatch")
    start_service("alert")
    dispatcher.signal(signal.SIGKILL)
    asyncio.run(publish(settings, *STORY))
    wait_until(lambda: asyncio.run(waiting(settings)) == 3, bound_s=BOUND_S)
    start_service("dispatch")
    wait_until(lambda: asyncio.run(delivered(settings))[0] == 0, bound_s=BOUND_S)
    assert len(asyncio.run(delivered(settings))[1]) == 1


def test_bad_rule_stops_the_start(start_service: StartService, tmp_path: Path) -> None:
    """The alerter does not run with a rule file that is wrong; it says where, with exit code 2."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: bad\ntitle: Bad\nwhen: incident.kiled > 0\nseverity: low\n", "utf-8")
    alerter = start_service("alert", env={"WIREWATCH_RULES": str(bad)})
    wait_until(lambda: alerter.exit_code() is not None, bound_s=BOUND_S)
    assert alerter.exit_code() == 2
