"""What people do to alerts: it counts for the incident wherever its sightings go, and survives what is reported."""

import asyncio
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from alert_articles import BASRA, START, article, at
from alert_reference import MemoryStore, run
from wirewatch.actions import ActionKind, Matcher, OperatorAction
from wirewatch.alerts import Alert, AlertState, Revision
from wirewatch.errors import SettingsError, WirewatchError
from wirewatch.incidents import Status
from wirewatch_alerter.alerts_commands import alerts
from wirewatch_alerter.desk import meant_id
from wirewatch_alerts.operators import read_matcher, silence_of
from wirewatch_alerts.rules import load_rules

RULES = load_rules(Path(__file__).parents[2] / "seeds" / "rules" / "drone-attack-near-diplomatic-site.yaml")
RULE = "drone-attack-near-diplomatic-site"


def action(kind: ActionKind, *, hours: float = 5.0, **changed: Any) -> OperatorAction:
    values: dict[str, Any] = {
        "action_id": f"act-{kind.value}-{hours}",
        "kind": kind,
        "who": "anna",
        "at": at(hours),
        "rule": RULE,
        "sightings": ("a#1",),
    }
    return OperatorAction(**values | changed)


def told(*steps: Any) -> MemoryStore:
    """Return the state after articles and actions in their order."""

    async def story() -> MemoryStore:
        store = MemoryStore()
        for one in steps:
            await (store.do(one, RULES) if isinstance(one, OperatorAction) else store.take(one, RULES))
        return store

    return asyncio.run(story())


def standing(store: MemoryStore) -> Alert:
    (alert,) = [one.alert for one in store.alerts.values() if one.alert.merged_into is None]
    return alert


def test_retraction_by_a_person_survives_new_sightings() -> None:
    """Once retracted, an alert tells that, and nothing that is reported later brings it back or is told."""
    alert = standing(told(article("a"), action(ActionKind.RETRACT), article("b", hours=9, status=Status.CONFIRMED)))
    assert (alert.state, alert.retracted_by) == (AlertState.RETRACTED, "anna")
    assert [(one.notified, one.why_not) for one in alert.revisions[1:]] == [(True, None), (False, "retracted by anna")]


def test_acknowledgement_is_taken_back() -> None:
    """The last word counts, and neither is news."""
    acknowledged = told(article("a"), action(ActionKind.ACK))
    back = told(article("a"), action(ActionKind.ACK), action(ActionKind.UNACK, hours=6))
    assert (standing(acknowledged).acknowledged_by, standing(back).acknowledged_by) == ("anna", None)
    assert [one.why_not for one in standing(back).revisions] == [None, "ack by anna", "unack by anna"]


def test_heir_inherits_the_acknowledgement() -> None:
    """An earlier report that gives the incident another id leaves it acknowledged."""
    assert standing(told(article("a"), action(ActionKind.ACK), article("b", hours=-1))).acknowledged_by == "anna"


def test_action_again_changes_nothing() -> None:
    """The topic of actions may be read twice."""
    store = told(article("a"), action(ActionKind.ACK), action(ActionKind.ACK))
    assert (store.decisions[-1].repeat, standing(store).rev) == (True, 2)


@settings(max_examples=60, deadline=None)
@given(
    st.permutations([article("a"), article("b", hours=-1), article("c", hours=2, killed=3), article("d", place=BASRA)])
)
def test_order_of_articles_around_actions_does_not_matter(story: list[Any]) -> None:
    """Whenever the sighting that a person meant is known, later arrivals end in the same final records."""
    first = story.index(next(one for one in story if one.article_id == "a")) + 1
    done = [action(ActionKind.ACK), action(ActionKind.RETRACT, hours=6)]
    expected = told(*sorted(story, key=lambda one: one.observed_at), *done).final()
    assert told(*story[:first], *done, *story[first:]).final() == expected


def test_silence_mutes_until_its_end() -> None:
    """In its time a silence holds notices back and says so; afterwards news is told, as created."""
    quiet = OperatorAction(
        action_id="act-1",
        kind=ActionKind.SILENCE,
        who="anna",
        at=at(-2),
        until=at(3),
        matchers=(Matcher(field="country", value="ly"),),
    )
    store = MemoryStore(silences=(quiet,))

    async def story() -> None:
        for one in (article("a"), article("b", hours=4, killed=2)):
            await store.take(one, RULES)

    asyncio.run(story())
    first, second = standing(store).revisions
    assert (first.notified, (first.why_not or "").startswith("silenced by anna until")) == (False, True)
    assert (second.notified, second.changes[0].kind.value) == (True, "created")


@pytest.mark.parametrize(
    ("field", "value", "moment", "held"),
    [
        ("type", "drone_attack", START, True),
        ("target", "diplomatic", START, True),
        ("country", "IQ", START, False),
        ("type", "drone_attack", at(99), False),
    ],
)
def test_silence_matches_fields_in_its_time(field: str, value: str, moment: datetime, held: bool) -> None:
    """All matchers must hold, within the silence's time."""
    quiet = action(ActionKind.SILENCE, hours=-1, until=at(9), matchers=(Matcher(field=field, value=value),))
    assert (silence_of(standing(told(article("a"))), [quiet], at=moment) is not None) is held


def test_silence_follows_an_alert_into_another() -> None:
    """What takes a silenced alert over is silenced too; an alert of another rule, or on something else, is not."""
    first = standing(told(article("a")))
    quiet = action(
        ActionKind.SILENCE,
        matchers=(Matcher(field="alert", value=first.alert_id),),
        sightings=first.incident.sightings,
    )
    heir = standing(told(article("a"), article("b", hours=-1)))
    others = (replace(heir, rule="other"), standing(told(article("c", place=BASRA))))
    muted = [silence_of(one, [quiet], at=at(6)) is not None for one in (heir, *others)]
    assert (heir.alert_id != first.alert_id, muted) == (True, [True, False, False])


def test_strange_matcher_says_what_there_is() -> None:
    """The error names the fields."""
    with pytest.raises(WirewatchError, match=r"FIELD=VALUE with one of alert, rule"):
        read_matcher("colour=red")


def two_rules(folder: Path, big: str) -> dict[str, Revision]:
    """Return the first revisions of two rules' alerts on one incident; the critical one has a `notify` of its own."""
    for name, severity, notify in (("big", "critical", big), ("small", "low", "{channels: [desk]}")):
        text = f"id: {name}\ntitle: T\nwhen: 'true'\nseverity: {severity}\nnotify: {notify}\n"
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    store = asyncio.run(run([article("a")], load_rules(folder)))
    return {one.alert.rule: one.alert.revisions[0] for one in store.alerts.values()}


def test_critical_alert_mutes_lesser_ones(tmp_path: Path) -> None:
    """Of two rules on one incident only the critical one tells, and the other says why it does not."""
    alerts = two_rules(tmp_path, "{channels: [desk]}")
    assert (alerts["big"].notified, alerts["small"].why_not) == (True, "inhibited by the critical alert of big")


@pytest.mark.parametrize("big", ["{channels: [desk], min_sources: 2}", "{channels: []}"])
def test_critical_alert_that_tells_nobody_mutes_nothing(tmp_path: Path, big: str) -> None:
    """While the critical alert waits for more sources, or goes nowhere, the lesser one is told."""
    assert two_rules(tmp_path, big)["small"].notified is True


def test_thousands_of_sources_stay_small() -> None:
    """An alert lists the first and the last of many sources and counts the others; so with its revisions."""
    alert = standing(told(*(article(f"a{n:04}", hours=n * 0.01) for n in range(260))))
    assert (len(alert.sources), alert.sources_more) == (100, 160)
    assert (len(alert.revisions), alert.revisions_more, alert.revisions[0].rev, alert.rev) == (200, 60, 1, 260)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("contry=IQ", "did you mean country?"),
        ("severity=hgh", "did you mean high?"),
        ("type=", "has no value"),
        ("country=Iraq", "should be two letters (ISO 3166-1), such as IQ"),
    ],
)
def test_matcher_that_matches_nothing_is_refused(text: str, told: str) -> None:
    """A field or a word that does not exist would silence nothing: who writes it is told what was meant."""
    with pytest.raises(SettingsError, match=re.escape(told)):
        read_matcher(text)


def test_an_empty_note_is_refused() -> None:
    """A note of blanks is a slip, and nothing is asked of Redis."""
    result = CliRunner().invoke(alerts, ["note", "3f9c", " "])
    assert (result.exit_code, "the note is empty" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("act-5f0c9a", "act-5f0c9a"),
        ("act-77d", None),
        ("77d2", "act-77d2aa"),
        ("other", None),
    ],
)
def test_an_id_is_known_by_its_beginning(name: str, expected: str | None) -> None:
    """Four letters are enough, the kind need not be written; the whole id is meant where another begins with it."""
    assert meant_id(name, ["act-5f0c9a", "act-5f0c9ab", "act-77d2aa"], kind="act-") == expected


def test_a_beginning_of_several_ids_is_refused() -> None:
    """Who may mean any of several is asked which."""
    with pytest.raises(WirewatchError, match="'5f0c' may be any of act-5f0c9a, act-5f0c77"):
        meant_id("5f0c", ["act-5f0c9a", "act-5f0c77"], kind="act-")
