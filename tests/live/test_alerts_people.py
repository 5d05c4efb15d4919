"""What people at the desk are told: by the alerter's own rules wherever they sit, and in a line where Redis is away."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from alert_articles import article
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerter.desk import open_store
from wirewatch_alerts.intake import take
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.rules import load_rules
from wirewatch_alerts.rules_status import RulesStatus, publish
from wirewatch_standalone.services import service_command, service_environment

SEEDS = Path(__file__).parents[2] / "seeds" / "rules"


def wirewatch(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = service_environment(settings, {"COLUMNS": "200"})
    command = service_command(*arguments)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


async def alerted(settings: Settings, *, path: Path = SEEDS, rules_hash: str | None = None) -> str:
    """Raise an alert, say which rules the alerter works with, and return the alert's id."""
    rules = load_rules(SEEDS)
    first = article("a")
    status = RulesStatus(
        path=str(path), hash=rules_hash or rules.hash, rules=("one",), since=first.observed_at, broken=None
    )
    async with open_store(settings) as store, connect(settings) as client:
        await take(first, store=store, rules=rules, trace="00-0-0-01")
        await publish(client, Keys(settings=settings), status)
        return (await store.alerts())[0].alert.alert_id


def test_people_need_not_say_where_the_rules_are(settings: Settings, tmp_path: Path) -> None:
    """Alerts are listed and acknowledged by the rules that the alerter works with, whatever the settings name."""
    alert = asyncio.run(alerted(settings))
    elsewhere = settings.model_copy(update={"rules": tmp_path / "none"})
    done = [wirewatch(elsewhere, "alerts", *one) for one in (("list",), ("ack", alert), ("why", alert), ("silences",))]
    assert [one.returncode for one in done] == [0, 0, 0, 0], [one.stderr for one in done]


def test_nobody_acts_by_other_rules(settings: Settings, tmp_path: Path) -> None:
    """Where the alerter's rules can't be found an action is refused: by others it would close alerts."""
    alert = asyncio.run(alerted(settings, path=tmp_path / "gone", rules_hash="0123"))
    done = wirewatch(settings.model_copy(update={"rules": SEEDS}), "alerts", "ack", alert)
    assert (done.returncode, "let WIREWATCH_RULES name them" in done.stderr) == (2, True), done.stderr


def test_unknown_silence_does_not_end(settings: Settings) -> None:
    """Who mistypes a silence's id hears so, and does not believe that alerts are told again."""
    done = wirewatch(settings, "alerts", "unsilence", "act-none")
    assert (done.returncode, "no silence 'act-none'" in done.stderr) == (1, True), done.stderr


def test_a_silence_is_ended_by_the_beginning_of_its_id(settings: Settings) -> None:
    """As an alert's, a silence's id need not be written in full."""
    silence = wirewatch(settings, "alerts", "silence", "country=IQ").stdout.strip()
    ended = wirewatch(settings, "alerts", "unsilence", silence.removeprefix("act-")[:6])
    assert (ended.stdout.strip(), wirewatch(settings, "alerts", "silences").stdout) == ("ended", ""), ended.stderr


@pytest.mark.parametrize("command", [("alerts", "why", "3f9c"), ("rules", "status"), ("alerts", "silences")])
def test_redis_that_is_away_is_told_in_a_line(command: tuple[str, ...]) -> None:
    """Without Redis a command ends with 1 and says so, where it looked and what starts one, without a traceback."""
    done = wirewatch(Settings(redis="redis://127.0.0.1:1/0"), *command)
    assert (done.returncode, "Traceback" in done.stderr, "wirewatch up" in done.stderr) == (1, False, True), done.stderr
