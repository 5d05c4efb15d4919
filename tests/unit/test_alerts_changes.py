"""Revisions: what is news, what stays silent and why, and when a notice is due."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from alert_articles import CONSULATE, MISRATA, NEAR_CONSULATE, START, article, claimed_by, day
from alert_reference import MemoryStore, run
from wirewatch.alerts import Alert, AlertState, ChangeKind, Revision
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import PlacePrecision, Status
from wirewatch_alerts.changes import due
from wirewatch_alerts.rules import Notify, RuleSet, load_rules

OTHER_TEXT = "The consul saw the wreck of an aircraft behind his garden wall, and the ministry condemned the attack."
LIBYA = replace(MISRATA, name="Libya", precision=PlacePrecision.COUNTRY, radius_km=900.0)
ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT / "seeds" / "rules")
Changed = dict[str, Any]
"""What an article says instead of the usual."""


def told(*articles: EnrichedArticle, rules: RuleSet = RULES) -> MemoryStore:
    return asyncio.run(run(articles, rules))


def only_alert(store: MemoryStore) -> Alert:
    (stored,) = store.alerts.values()
    return stored.alert


def last(first: Changed, second: Changed) -> Revision:
    """Return the second revision of an alert whose articles say these two things."""
    later: Changed = {"hours": 1.0} | second
    revisions = only_alert(told(article("a", **first), article("b", **later))).revisions
    assert len(revisions) == 2
    return revisions[1]


def kinds(revision: Revision) -> list[ChangeKind]:
    return [change.kind for change in revision.changes if change.kind is not ChangeKind.SOURCES]


def test_first_report_is_created() -> None:
    """The first revision says created, with the status, and notifies."""
    revision = only_alert(told(article("a"))).revisions[0]
    assert ([(c.kind, c.after) for c in revision.changes], revision.notified) == (
        [(ChangeKind.CREATED, "thwarted")],
        True,
    )


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({"status": Status.ALLEGED}, {"status": Status.THWARTED}, ChangeKind.STATUS),
        ({"status": Status.ALLEGED}, {"status": Status.DENIED}, ChangeKind.STATUS),
        ({"killed": 1}, {"killed": 3}, ChangeKind.CASUALTIES),
        ({}, claimed_by("a group"), ChangeKind.CLAIM),
        ({"place": LIBYA}, {"place": MISRATA}, ChangeKind.PLACE),
    ],
)
def test_news_notifies(first: Changed, second: Changed, kind: ChangeKind) -> None:
    """Another status, more casualties, a claim, a site where a town was known: each is told."""
    revision = last(first, second)
    assert (kind in kinds(revision), revision.notified, revision.why_not) == (True, True, None)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({}, {}, "one more source"),
        ({}, {"killed": 0, "injured": 0}, "one more source"),
        ({"killed": 3}, {"killed": 1}, "one more source"),
        ({"status": Status.CONFIRMED}, {"status": Status.ALLEGED}, "one more source"),
        ({"place": CONSULATE}, {"place": MISRATA}, "one more source"),
        ({"place": MISRATA}, {"place": CONSULATE}, "one more source"),
        ({"killed": 3}, {"killed": 5, "follow_up": True, "hours": 60.0}, "one more source"),
    ],
)
def test_no_news_stays_silent(first: Changed, second: Changed, why: str) -> None:
    """What brings no news is recorded and told to nobody: copies, older figures, weaker words, late follow-ups."""
    revision = last(first, second)
    assert (kinds(revision), revision.notified, revision.why_not) == ([], False, why)


def test_old_news_raises_no_alert() -> None:
    """An event long over when it is first reported is known, and alarms nobody."""
    store = told(article("a", hours=24 * 9, when=day(START)))
    assert (len(store.incidents), store.alerts) == (1, {})


def test_old_news_of_a_known_event_notifies_nobody() -> None:
    """A figure that comes long after the event is recorded in silence."""
    story = [article(f"a{n}", hours=n * 96, when=day(START), killed=n) for n in range(3)]
    last_one = only_alert(told(*story)).revisions[-1]
    assert (last_one.notified, (last_one.why_not or "").startswith("old news")) == (False, True)


def test_min_sources_holds_the_first_notice_back(tmp_path: Path) -> None:
    """The notice comes with the second source, which is not one that copies the first, and says created."""
    flagship = (ROOT / "seeds" / "rules" / "drone-attack-near-diplomatic-site.yaml").read_text("utf-8")
    (tmp_path / "r.yaml").write_text(flagship.replace("min_sources: 1", "min_sources: 2"), "utf-8")
    alert = only_alert(
        told(article("a"), article("b", hours=1), article("c", hours=2, text=OTHER_TEXT), rules=load_rules(tmp_path))
    )
    assert [(r.notified, r.why_not, r.changes[0].kind) for r in alert.revisions] == [
        (False, "1 of 2 sources", ChangeKind.CREATED),
        (False, "1 of 2 sources", ChangeKind.SOURCES),
        (True, None, ChangeKind.CREATED),
    ]


def test_denied_report_keeps_its_alert() -> None:
    """The rule no longer holds, but who was alarmed hears of the denial, at the severity of the alarm."""
    alert = only_alert(told(article("a", status=Status.ALLEGED), article("b", hours=1, status=Status.DENIED)))
    assert (alert.state, alert.incident.status, alert.severity.value) == (AlertState.OPEN, Status.DENIED, "medium")


def test_source_that_takes_its_report_back_retracts() -> None:
    """A withdrawn report retracts the alert, once."""
    story = [
        article("a", source="Express", status=Status.CONFIRMED),
        article("b", hours=1, source="Express", status=Status.DENIED),
        article("c", hours=2, source="Police", status=Status.DENIED),
    ]
    alert = only_alert(told(*story))
    assert (alert.state, [kinds(one) for one in alert.revisions]) == (
        AlertState.RETRACTED,
        [[ChangeKind.CREATED], [ChangeKind.RETRACTED], []],
    )


def test_edit_replaces_its_own_sighting() -> None:
    """A corrected article takes its figure back, and its alert is no second one."""
    alert = only_alert(told(article("a", killed=9), article("a", hours=1, revision="2", killed=7)))
    assert (alert.incident.killed, len(alert.sources), alert.rev) == (7, 1, 2)


def test_edit_without_the_incident_retracts() -> None:
    """An article that no longer tells of an attack retracts the alert that it raised."""
    alert = only_alert(told(article("a"), article("a", hours=1, revision="2", sightings=[])))
    assert (alert.state, alert.revisions[-1].notified) == (AlertState.RETRACTED, True)


def test_repeat_changes_nothing() -> None:
    """The same article again decides nothing."""
    store = told(article("a"), article("a"))
    assert [one.repeat for one in store.decisions] == [False, True]


def test_earlier_report_hands_the_alert_on() -> None:
    """A late, earlier report gives the incident another id; what was told is not told again."""
    store = told(article("a"), article("b", hours=-1))
    old, new = sorted(store.alerts.values(), key=lambda one: one.alert.state.value)
    assert (old.alert.merged_into, new.alert.revisions[0].notified) == (new.alert.alert_id, False)


def test_removed_rule_closes_in_silence(tmp_path: Path) -> None:
    """The next sighting closes the alert of a rule that is gone."""
    (tmp_path / "r.yaml").write_text("id: other\ntitle: O\nwhen: 'false'\nseverity: low\n", "utf-8")

    async def story() -> MemoryStore:
        store = MemoryStore()
        await store.take(article("a"), RULES)
        await store.take(article("b", hours=1), load_rules(tmp_path))
        return store

    alert = only_alert(asyncio.run(story()))
    assert (alert.state, alert.revisions[-1].notified) == (AlertState.CLOSED, False)


@pytest.mark.parametrize(
    ("last_due_s", "notify", "due_s"),
    [
        (None, Notify(channels=("a",)), 0),
        (None, Notify(channels=("a",), wait_s=60), 60),
        (-100, Notify(channels=("a",), interval_s=300), 200),
        (-400, Notify(channels=("a",), interval_s=300), 0),
        (200, Notify(channels=("a",), interval_s=300), 200),
    ],
)
def test_notice_waits_and_keeps_its_interval(last_due_s: int | None, notify: Notify, due_s: int) -> None:
    """The first notice waits to collect, later ones keep their distance, and a pending one takes the news along."""
    last_due = None if last_due_s is None else START + timedelta(seconds=last_due_s)
    assert due(START, last_due, notify) == START + timedelta(seconds=due_s)


def test_reasons_name_the_values() -> None:
    """Every condition that held is there with what it saw, of alternatives those that held."""
    reasons: Sequence[Any] = only_alert(told(article("a", targets=()))).reasons
    assert (reasons[-1].condition, reasons[-1].values) == (
        'sites.exists(s, s.kind == "diplomatic" && s.distance_km <= 5.0)',
        "sites: Turkish consulate general (consulate) within 0.6 km",
    )


@pytest.mark.parametrize(
    "sort", ["embassy", "consulate", "mission", "residence", "quarter", "un_mission", "green_zone"]
)
def test_every_sort_of_mission_is_diplomatic(sort: str) -> None:
    """The rule's `diplomatic` holds for each sort of site that the gazetteer knows as one."""
    near = (replace(NEAR_CONSULATE, kind=sort),)
    assert only_alert(told(article("a", targets=(), sites=near))).rule == "drone-attack-near-diplomatic-site"


@pytest.mark.parametrize("changed", [{"distance_km": None}, {"distance_km": 5.1}, {"kind": "airport"}])
def test_far_or_unmeasured_site_raises_no_alarm(changed: Changed) -> None:
    """A site farther off, one whose distance is unknown, and an airport leave the rule silent and without error."""
    near = (replace(NEAR_CONSULATE, **changed),)
    store = told(article("a", targets=(), sites=near))
    assert (store.alerts, store.decisions[0].rule_errors) == ({}, ())
