"""Rules at work: edits while the alerter runs, seen in alerts and in `wirewatch rules status`."""

import asyncio
import json
import signal
import subprocess
from pathlib import Path

from msgspec.structs import replace

from alert_articles import BASRA, article
from conftest import StartService
from on_topics import publish, published
from processes import wait_until
from wirewatch.settings import Settings
from wirewatch_alerts.rules import load_rules
from wirewatch_standalone.services import service_command, service_environment

BOUND_S = 60.0
RULE = "id: {id}\ntitle: Mine\nwhen: {when}\nseverity: low\n"


def write(file: Path, rule_id: str, when: str = "'true'") -> None:
    file.write_text(RULE.format(id=rule_id, when=when), "utf-8")


def status(settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    command = service_command("rules", "status", *options)
    environment = service_environment(settings, {"COLUMNS": "120"})
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def health(settings: Settings) -> subprocess.CompletedProcess[str]:
    environment = service_environment(settings, {})
    command = service_command("health", "alerter")
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_rules_are_followed_while_the_alerter_runs(
    settings: Settings, start_service: StartService, tmp_path: Path
) -> None:
    """An edit counts from the next article on, a broken one is shown and changes nothing, a removed rule closes."""
    write(tmp_path / "one.yaml", "one")
    start_service("alert", env={"WIREWATCH_RULES": str(tmp_path)})
    start_service("dispatch")
    asyncio.run(publish(settings, article("a")))
    wait_until(lambda: len(published(settings)) == 1, bound_s=BOUND_S)

    write(tmp_path / "one.yaml", "one", "incident.kild > 0")
    wait_until(lambda: "one.yaml:3:7: when: there is no fact" in status(settings).stdout, bound_s=BOUND_S)
    assert status(settings).returncode == 1
    assert "WARNING: alerter: the rules as they stand are BROKEN" in health(settings).stderr

    (tmp_path / "one.yaml").unlink()
    write(tmp_path / "two.yaml", "two")
    wait_until(lambda: published(settings)[-1].state == "closed", bound_s=BOUND_S)
    last = published(settings)[-1].revisions[-1]
    assert (last.notified, last.why_not) == (False, "its rule was removed")

    asyncio.run(publish(settings, article("b", hours=1)))
    wait_until(lambda: published(settings)[-1].rule == "two", bound_s=BOUND_S)
    fresh = published(settings)[-1]
    assert (fresh.state, fresh.rules_hash, len(published(settings))) == ("open", load_rules(tmp_path).hash, 3)


def test_a_rule_removed_while_no_alerter_ran_closes(
    settings: Settings, start_service: StartService, tmp_path: Path
) -> None:
    """The next alerter closes its alerts by itself, before any article comes."""
    write(tmp_path / "one.yaml", "one")
    alerter = start_service("alert", env={"WIREWATCH_RULES": str(tmp_path)})
    start_service("dispatch")
    asyncio.run(publish(settings, article("a")))
    wait_until(lambda: len(published(settings)) == 1, bound_s=BOUND_S)
    wait_until(lambda: "one: well" in status(settings).stdout, bound_s=BOUND_S)
    alerter.signal(signal.SIGKILL)
    (tmp_path / "one.yaml").unlink()
    write(tmp_path / "two.yaml", "two")

    start_service("alert", env={"WIREWATCH_RULES": str(tmp_path)})
    wait_until(lambda: published(settings)[-1].state == "closed", bound_s=BOUND_S)
    assert published(settings)[-1].revisions[-1].why_not == "its rule was removed"


def test_a_rule_that_errs_is_counted_and_shown(settings: Settings, start_service: StartService, tmp_path: Path) -> None:
    """The others fire, and the status has its errors."""
    write(tmp_path / "bad.yaml", "bad", "sources / 0 == 1")
    write(tmp_path / "good.yaml", "good")
    start_service("alert", env={"WIREWATCH_RULES": str(tmp_path)})
    start_service("dispatch")
    asyncio.run(publish(settings, article("a")))
    wait_until(lambda: "bad: errors: 1" in status(settings).stdout, bound_s=BOUND_S)
    wait_until(lambda: len(published(settings)) == 1, bound_s=BOUND_S)
    assert [alert.rule for alert in published(settings)] == ["good"]


WATCH = """
id: watch
title: Watch
on: article
when: article.folded.contains("consulate")
severity: low
notify: {channels: [console]}
"""


def test_a_story_is_told_once(settings: Settings, start_service: StartService, tmp_path: Path) -> None:
    """Copies of a text and a report of the same incident are revisions of one alert; only the first notifies."""
    (tmp_path / "watch.yaml").write_text(WATCH, "utf-8")
    start_service("alert", env={"WIREWATCH_RULES": str(tmp_path)})
    start_service("dispatch")
    other = replace(
        article("c", hours=2), text="The consulate was the target of the drone, an official told reporters."
    )
    asyncio.run(publish(settings, article("a", sightings=()), article("b", hours=1), other, article("b", hours=1)))
    wait_until(lambda: len(published(settings)) == 3, bound_s=BOUND_S)
    found = published(settings)
    assert {alert.alert_id for alert in found} == {found[0].alert_id}
    assert [(alert.rev, alert.incident.type, alert.revisions[-1].notified) for alert in found] == [
        (1, "story", True),
        (2, "story", False),
        (3, "story", False),
    ]


def test_backtest_reads_the_topic(settings: Settings, tmp_path: Path) -> None:
    """Rules that never ran are tried on what the topic holds since a day; nothing is published."""
    write(tmp_path / "every.yaml", "every")
    asyncio.run(publish(settings, article("a"), article("b", hours=1), article("c", hours=48, place=BASRA)))
    command = service_command(
        "rules", "backtest", str(tmp_path), "--on", "articles.enriched", "--since", "2025-03-05", "--json"
    )
    done = subprocess.run(command, env=service_environment(settings, {}), capture_output=True, timeout=60, check=True)
    found = json.loads(done.stdout)
    assert (found["articles"], len(found["tested"]["firings"]), published(settings)) == (1, 1, [])
