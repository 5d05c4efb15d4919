"""Why something was told or not, at any time: an alert's history and what mutes it in, plain sentences out. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert, AlertState
from wirewatch_alerts import sentences
from wirewatch_alerts.compose import is_old_news, standings, subject_of
from wirewatch_alerts.evaluate import trace
from wirewatch_alerts.facts import On, facts_of
from wirewatch_alerts.handed import Handed
from wirewatch_alerts.operators import silence_of
from wirewatch_alerts.records import Record
from wirewatch_alerts.rules import Rule, RuleSet
from wirewatch_alerts.state import StoredAlert


class Told(Struct, frozen=True, kw_only=True):
    """One revision: what it changed, and whether people were told, or why not."""

    rev: int
    at: datetime
    entry_id: str
    changes: str
    notified: bool
    why_not: str | None = None


class Why(Struct, frozen=True, kw_only=True):
    """An alert, what came of each of its revisions, and what holds now."""

    alert_id: str
    title: str
    state: AlertState
    revisions: tuple[Told, ...]
    now: tuple[str, ...]


class RuleWhy(Struct, frozen=True, kw_only=True):
    """What a rule says of an incident: whether it holds, and if not, which condition failed first on what values."""

    rule: str
    holds: bool
    failed: str | None = None


def why_alert(
    stored: StoredAlert,
    *,
    rule: Rule | None,
    silences: Iterable[OperatorAction],
    handed: Sequence[Handed],
    at: datetime,
) -> Why:
    """Explain an alert.

    Args:
        stored: the alert.
        rule: its rule, None where it was removed.
        silences: all that are known.
        handed: what became of its notices.
        at: the present moment.
    """
    alert = stored.alert
    return Why(
        alert_id=alert.alert_id,
        title=alert.title,
        state=alert.state,
        revisions=tuple(_told(alert)),
        now=tuple(_now(stored, rule, tuple(silences), handed, at)),
    )


def why_incident(records: Sequence[Record], rules: RuleSet) -> tuple[RuleWhy, ...]:
    """Explain what each rule on incidents says of an incident."""
    said = standings(records, rules).by_rule
    subject = subject_of(records)
    facts = facts_of(subject)
    old = "it was long over when it was first reported" if is_old_news(subject.incident, records) else None
    return tuple(
        RuleWhy(rule=rule.id, holds=True)
        if rule.id in said
        else RuleWhy(rule=rule.id, holds=False, failed=old or _failed(rule, facts))
        for rule in rules.rules
        if rule.on is On.INCIDENT
    )


def _failed(rule: Rule, facts: Mapping[str, object]) -> str:
    step = next((one for one in trace(rule, dict(facts)) if not one.held), None)
    if step is None:
        return "it is no news: only follow-ups, or neither place nor time is told"
    return f"{step.condition} is false: {step.error or step.values}"


def _told(alert: Alert) -> Iterator[Told]:
    for one in alert.revisions:
        changed = "; ".join(sentences.changed(change) for change in one.changes) or "nothing that is news"
        yield Told(
            rev=one.rev, at=one.at, entry_id=one.entry_id, changes=changed, notified=one.notified, why_not=one.why_not
        )


def _now(
    stored: StoredAlert, rule: Rule | None, silences: Sequence[OperatorAction], handed: Sequence[Handed], at: datetime
) -> Iterator[str]:
    alert = stored.alert
    yield from _standing(alert)
    silence = silence_of(alert, silences, at=at)
    if silence is not None:
        until = f"until {silence.until.isoformat()}" if silence.until else "until it is lifted"
        yield f"silenced by {silence.who} {until} ({silence.action_id}): what is due waits so long"
    if rule is None:
        yield "its rule was removed"
        return
    if not rule.notify.channels:
        yield "its rule names no channel"
    if stored.last_due is not None and stored.last_due > at:
        yield f"the next notice is due at {stored.last_due.isoformat()}"
    newest = max((one.rev for one in alert.revisions if one.notified), default=0)
    waiting = () if handed or not newest else rule.notify.channels
    yield from (_got(one, newest) for one in (*handed, *(Handed(channel=name) for name in waiting)))


def _got(one: Handed, newest: int) -> str:
    """Say what a channel has of an alert, and what it waits for."""
    if one.rev >= newest:
        return f"{one.channel} got revision {one.rev}"
    if one.due is None:
        why = f": it was given up: {one.given_up}" if one.given_up else ""
    else:
        why = f": due at {one.due.isoformat(timespec='seconds')}" + (f", tried {one.tries} times" if one.tries else "")
    return f"{one.channel} has yet to get revision {newest}{why}"


def _standing(alert: Alert) -> Iterator[str]:
    if alert.merged_into:
        yield f"merged into {alert.merged_into}"
    if alert.retracted_by:
        yield f"retracted by {alert.retracted_by}: once that is told, no news of it is"
    if alert.acknowledged_by:
        yield f"acknowledged by {alert.acknowledged_by}"
    if alert.exercise:
        yield "an exercise: real channels are not used"
