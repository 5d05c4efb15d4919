"""The condition of a subscription: what it may ask, and how an error is shown."""

from typing import Any

import pytest
from msgspec.structs import replace

from dispatcher_office import alert_of
from wirewatch.errors import SettingsError
from wirewatch_alerts.cel import compile_condition
from wirewatch_alerts.errors import ConditionError
from wirewatch_alerts.facts_alerts import ALERT_FACTS, facts_of_alert
from wirewatch_alerts.sample import sample_alert
from wirewatch_dispatcher.subscription import Picked, read_group, read_where


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ('alert.severity in ["critical", "high"]', True),
        ('alert.rule.startsWith("b")', False),
        ('incident.country == "IQ" && incident.type == "drone_attack"', True),
        ("sites.exists(s, s.kind == 'diplomatic' && s.distance_km < 10.0)", True),
        ('"casualties" in alert.changes && alert.notified', True),
        ("alert.acknowledged || exercise", False),
        ('alert.rev == 1 && alert.state == "open"', True),
    ],
)
def test_condition_picks_alerts(where: str, holds: bool) -> None:
    """It asks of the alert, and of its incident as a rule does."""
    assert Picked(read_where(where)).holds(alert_of()) is holds


def test_every_fact_has_a_value() -> None:
    """Whatever an alert lacks, no fact is without a value of its type."""
    bare = sample_alert()
    bare = replace(bare, revisions=(), sources=(), incident=replace(bare.incident, place=None, when=None, sites=()))
    facts: dict[str, Any] = dict(facts_of_alert(bare))
    assert {fact.name for fact in ALERT_FACTS if facts[fact.name] is None} == set()


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (
            "incident.contry == 'IQ'",
            "line 1, column 1: there is no fact 'incident.contry'; did you mean incident.country?",
        ),
        ("exercise ||\n alert.sverity == 'low'", "line 2, column 2: there is no fact 'alert.sverity'"),
        ("alert.rev", "must be true or false, but is int"),
        ("has(alert.rule)", "has(alert.rule): a fact always has a value"),
        ("", "Syntax error"),
    ],
)
def test_wrong_condition_is_shown_where_it_is_wrong(where: str, told: str) -> None:
    """The error names line and column, what is meant, and points at it."""
    with pytest.raises(SettingsError) as raised:
        read_where(where)
    assert told in str(raised.value)
    assert str(raised.value).endswith("^")


def test_rules_cannot_ask_of_alerts() -> None:
    """A rule makes alerts: it is told that subscriptions have that fact."""
    with pytest.raises(ConditionError, match="subscriptions have it"):
        compile_condition('alert.severity == "high"')


def test_condition_that_fails_is_told_once_and_matches_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """What can't be decided is no match, and does not fill the screen."""
    picked = Picked(read_where("1 / (alert.rev - alert.rev) == 1"))
    assert [picked.holds(alert_of()), picked.holds(alert_of())] == [False, False]
    assert capsys.readouterr().err.count("can't be decided") == 1


def test_name_of_a_group_is_checked() -> None:
    """Kafka takes no other."""
    with pytest.raises(SettingsError, match="letters"):
        read_group("my group")
