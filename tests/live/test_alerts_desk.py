"""People at the desk: their commands on a real Kafka and Redis, and the state that Kafka gives back."""

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

from alert_articles import BASRA, article, at
from wirewatch import kafka, redis
from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert, AlertState
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Status
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_ENRICHED
from wirewatch.wire import encode
from wirewatch_alerter.desk import open_store, rebuild_from_kafka
from wirewatch_alerts.closing import close_quiet
from wirewatch_alerts.final import final_bytes
from wirewatch_alerts.intake import take
from wirewatch_alerts.revise import stands
from wirewatch_alerts.rules import load_rules
from wirewatch_dispatcher.relay import Relay
from wirewatch_standalone.services import service_command, service_environment

SEEDS = Path(__file__).parents[2] / "seeds" / "rules"
STORY = (
    article("a"),
    article("b", hours=1, status=Status.CONFIRMED, injured=2),
    article("c", hours=2, place=BASRA),
    article("d", hours=-1, status=Status.ALLEGED),
    article("b", hours=3, revision="2", status=Status.CONFIRMED, injured=3),
)


def wirewatch(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = service_environment(settings, {"COLUMNS": "200"})
    command = service_command(*arguments)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


async def reported(settings: Settings, story: Sequence[EnrichedArticle] = STORY) -> None:
    """Let articles through as the alerter and the relay do, and leave them on their topic."""
    rules = load_rules(SEEDS)
    async with kafka.producer(settings) as producer, open_store(settings) as store:
        for one in story:
            message = encode(one)
            topic = ARTICLES_ENRICHED.in_namespace(settings.namespace)
            await producer.send_and_wait(topic, value=message.value, key=message.key, headers=list(message.headers))
            await take(one, store=store, rules=rules, trace="00-0-0-01")
        await relayed(settings)


async def relayed(settings: Settings) -> None:
    async with redis.connect(settings, block_s=1.0) as client, kafka.producer(settings) as producer:
        await Relay(redis=client, producer=producer, settings=settings).step()


async def state(settings: Settings) -> tuple[list[bytes], list[int], list[OperatorAction]]:
    """Return the final records, the revisions that they stand at, and the silences."""
    async with open_store(settings) as store:
        found = [one.alert for one in await store.alerts() if stands(one.alert)]
        silences = list(await store.silences())
    return sorted(final_bytes(one) for one in found), sorted(one.rev for one in found), silences


def only_open(settings: Settings) -> Alert:
    done = wirewatch(settings, "alerts", "list", "--where", "country=LY", "--state", "open", "--json")
    (line,) = done.stdout.splitlines()
    return msgspec.json.decode(line, type=Alert)


def test_desk_acts_and_kafka_restores(settings: Settings) -> None:
    """What was acknowledged, silenced and retracted is in force; an emptied Redis gets it back, byte-equal."""
    asyncio.run(reported(settings))
    alert = only_open(settings)
    steps = [
        ("ack", alert.alert_id, "--by", "anna"),
        ("note", alert.alert_id[:14], "the consul was called"),
        ("silence", "country=IQ", "--for", "4h", "--by", "anna"),
        ("silence", f"alert={alert.alert_id[:14]}", "--by", "anna"),
        ("retract", alert.alert_id, "--by", "ben", "--note", "a drill"),
    ]
    assert [wirewatch(settings, "alerts", *step).returncode for step in steps] == [0, 0, 0, 0, 0]
    asyncio.run(relayed(settings))
    before = asyncio.run(state(settings))
    asyncio.run(redis.delete_all(settings))
    rebuilt = wirewatch(settings, "alerts", "rebuild", "--json")
    assert (rebuilt.returncode, msgspec.json.decode(rebuilt.stdout)["differing"]) == (0, [])
    assert asyncio.run(state(settings)) == before


def test_kafka_restores_what_was_closed(settings: Settings, tmp_path: Path) -> None:
    """Alerts that time closed, and those of a rule that is no more, come back as they were published last."""
    (tmp_path / "other.yaml").write_text("id: other\ntitle: T\nwhen: 'true'\nseverity: low\n", "utf-8")

    async def every() -> list[bytes]:
        async with open_store(settings) as store:
            return sorted(final_bytes(one.alert) for one in await store.alerts())

    async def story() -> tuple[list[bytes], list[bytes], list[bytes]]:
        await reported(settings)
        async with open_store(settings) as store:
            await close_quiet(store, load_rules(SEEDS), now=at(24 * 9))
        await relayed(settings)
        closed = await every()
        found = []
        for rules in (SEEDS, tmp_path):
            await redis.delete_all(settings)
            await rebuild_from_kafka(settings, load_rules(rules))
            found.append(await every())
        return closed, found[0], found[1]

    closed, same, other = asyncio.run(story())
    assert (same, len(closed) > 0, set(closed) <= set(other)) == (closed, True, True)


def test_why_names_the_reason(settings: Settings) -> None:
    """Every revision says whether people were told or why not; an article without an alert, what failed."""
    quiet = article("q", hours=2, place=BASRA, targets=())
    asyncio.run(reported(settings, (article("a"), article("b", hours=1), quiet)))
    told = wirewatch(settings, "alerts", "why", only_open(settings).alert_id).stdout
    failed = wirewatch(settings, "alerts", "why", "q").stdout
    assert "not told: one more source" in told
    assert "is false" in failed


def test_unknown_alert_suggests_what_was_meant(settings: Settings) -> None:
    """A mistyped id is answered with the nearest one there is."""
    asyncio.run(reported(settings, STORY[:1]))
    alert = only_open(settings)
    done = wirewatch(settings, "alerts", "show", alert.alert_id[:-2] + "zz")
    assert (done.returncode, alert.alert_id in done.stderr) == (1, True)


def test_rebuild_refuses_a_filled_redis(settings: Settings) -> None:
    """Nothing is overwritten."""
    asyncio.run(reported(settings, STORY[:1]))
    done = wirewatch(settings, "alerts", "rebuild")
    assert (done.returncode, "has state" in done.stderr) == (1, True)


def test_closed_alerts_are_listed_apart(settings: Settings) -> None:
    """The list is cut by state; a strange state is refused with those there are."""
    asyncio.run(reported(settings, STORY[:1]))
    done = wirewatch(settings, "alerts", "list", "--state", AlertState.CLOSED.value, "--json")
    wrong = wirewatch(settings, "alerts", "list", "--state", "shut")
    assert (done.stdout, wrong.returncode, "retracted" in wrong.stderr) == ("", 2, True)
