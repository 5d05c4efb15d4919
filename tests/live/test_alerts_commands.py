"""The commands that people use on rules and alerts, as processes."""

import asyncio
import subprocess
from pathlib import Path

import msgspec
import pytest

from alert_articles import article
from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.incidents import Status
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.intake import take
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.rules import load_rules
from wirewatch_alerts.store import Store
from wirewatch_dispatcher.relay import Relay
from wirewatch_standalone.services import service_command, service_environment

SEEDS = Path(__file__).parents[2] / "seeds" / "rules"


def wirewatch(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = service_environment(settings, {"COLUMNS": "120"})
    command = service_command(*arguments)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


async def relay_two(settings: Settings) -> None:
    async with connect(settings, block_s=1.0) as client, kafka.producer(settings) as producer:
        store = Store(redis=client, keys=Keys(settings=settings), limits=default_limits())
        for one in (article("a"), article("b", hours=1, status=Status.CONFIRMED)):
            await take(one, store=store, rules=load_rules(SEEDS), trace="00-0-0-01")
        await Relay(redis=client, producer=producer, settings=settings).step()


def test_subscribe_prints_lines_of_json(settings: Settings) -> None:
    """A program gets one alert a line, each revision once, and an end after as many as it asked for."""
    asyncio.run(relay_two(settings))
    asyncio.run(relay_again(settings))
    done = wirewatch(settings, "subscribe", "--format", "json", "--from", "beginning", "--count", "2")
    found = [msgspec.json.decode(line, type=Alert) for line in done.stdout.splitlines()]
    assert ([alert.rev for alert in found], done.returncode) == ([1, 2], 0)


async def relay_again(settings: Settings) -> None:
    async with connect(settings, block_s=1.0) as client, kafka.producer(settings) as producer:
        await client.delete(Keys(settings=settings).cursor())
        await Relay(redis=client, producer=producer, settings=settings).step()


def test_subscribe_prints_cards(settings: Settings) -> None:
    """A person gets a card, without escape codes where it is no terminal."""
    asyncio.run(relay_two(settings))
    done = wirewatch(settings, "subscribe", "--from", "beginning", "--count", "1")
    assert ("Thwarted drone attack" in done.stdout, "\x1b" in done.stdout) == (True, False)


@pytest.mark.parametrize(
    ("condition", "code", "told"),
    [
        ("incident.killed > 0", 0, "rule.yaml:1: mine: right"),
        (
            "incident.kild > 0",
            2,
            "rule.yaml:3:7: when: there is no fact 'incident.kild'; did you mean incident.killed?",
        ),
    ],
)
def test_rules_check_says_right_or_where(tmp_path: Path, condition: str, code: int, told: str) -> None:
    """`rules check` ends with 0 for what is right, and with 2, file, line and column for what is not."""
    file = tmp_path / "rule.yaml"
    file.write_text(f"id: mine\ntitle: Mine\nwhen: {condition}\nseverity: low\n", "utf-8")
    done = wirewatch(Settings(), "rules", "check", str(file))
    assert (done.returncode, told in (done.stdout + done.stderr).replace("\n", "")) == (code, True), done.stderr


def test_rules_check_is_json_for_programs(tmp_path: Path) -> None:
    """A pipeline gets what is right and what is wrong as one object, and the same exit code."""
    (tmp_path / "a.yaml").write_text("id: mine\ntitle: Mine\nwhen: incident.kild > 0\nseverity: low\n", "utf-8")
    (tmp_path / "b.yaml").write_text("id: good\ntitle: Good\nwhen: incident.killed > 0\nseverity: low\n", "utf-8")
    done = wirewatch(Settings(), "rules", "check", str(tmp_path), "--json")
    said = msgspec.json.decode(done.stdout)
    assert ([one["rule"] for one in said["right"]], len(said["wrong"]), done.returncode) == (["good"], 1, 2)
