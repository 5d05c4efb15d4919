"""Alerts as they were and as they stand now in, their new revisions and notices out. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.alerts import Alert, AlertState, Change, ChangeKind, Revision
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Incident
from wirewatch_alerts.changes import Verdict, changes, due, notice
from wirewatch_alerts.compose import Standing, alert_id, compose, same_record
from wirewatch_alerts.credence import count_sources
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.records import Record
from wirewatch_alerts.rules import Notify, Rule, RuleSet
from wirewatch_alerts.state import Notice, StoredAlert, StoredIncident


class Cause(Struct, frozen=True, kw_only=True):
    """The article that causes revisions, and the rules and limits that judge them."""

    article: EnrichedArticle
    rules: RuleSet
    limits: Limits

    @property
    def at(self) -> datetime:
        """When the article was observed."""
        return self.article.observed_at


class History(Struct, frozen=True, kw_only=True):
    """The alerts as stored, by id, and what now revises them."""

    alerts: Mapping[str, StoredAlert]
    cause: Cause

    def of(self, incident: StoredIncident | None) -> tuple[StoredAlert, ...]:
        """Return the alerts on an incident."""
        ids = incident.alerts if incident else ()
        return tuple(self.alerts[one] for one in ids if one in self.alerts)


class Revised(Struct, frozen=True, kw_only=True):
    """An alert at its new revision and the notices that it gives."""

    stored: StoredAlert
    notices: tuple[Notice, ...] = ()


def stands(alert: Alert) -> bool:
    """Tell an alert whose rule has its word on the incident from one that was closed or withdrawn."""
    return alert.state is AlertState.OPEN or (alert.state is AlertState.RETRACTED and alert.incident.retracted)


def revise(
    records: Sequence[Record],
    incident: Incident,
    *,
    standings: Mapping[str, Standing],
    merged: Iterable[StoredIncident],
    history: History,
) -> Iterator[Revised]:
    """Yield the new revision of each alert on an incident that changed.

    An alert on an incident that was merged into this one hands on what was already told.
    """
    told_by = count_sources(records)
    inherited = {one.alert.rule: one for other in merged for one in history.of(other) if stands(one.alert)}
    for rule in history.cause.rules.rules:
        standing = standings.get(rule.id)
        if standing is None:
            continue
        after = compose(
            records,
            incident,
            rule=(rule.id, rule.title),
            rules_hash=history.cause.rules.hash,
            standing=standing,
        )
        stored = history.alerts.get(after.alert_id)
        if stored and stands(stored.alert):
            if not same_record(stored.alert, after):
                yield next_revision(after, base=stored, stored=stored, rule=rule, sources=told_by, cause=history.cause)
        else:
            base = inherited.get(rule.id)
            yield next_revision(after, base=base, stored=stored, rule=rule, sources=told_by, cause=history.cause)


def withdraw(
    incident: StoredIncident | None, *, standing: Mapping[str, Standing], into: str | None, history: History
) -> Iterator[Revised]:
    """Yield the last revision of each alert on an incident that no rule supports any more.

    Merged into another incident or with its rule removed, it closes in silence; else it is retracted, and who was
    told of it is told so.
    """
    for stored in history.of(incident):
        alert = stored.alert
        rule = history.cause.rules.get(alert.rule)
        if not stands(alert) or (rule is not None and alert.rule in standing):
            continue
        heir = alert_id(alert.rule, into) if into else None
        if heir or rule is None:
            why = f"merged into {heir}" if heir else "its rule was removed"
            yield closed(stored, heir=heir, why=why, cause=history.cause)
        else:
            yield _taken_back(stored, rule=rule, cause=history.cause)


def next_revision(
    after: Alert,
    *,
    base: StoredAlert | None,
    stored: StoredAlert | None,
    rule: Rule,
    sources: int,
    cause: Cause,
) -> Revised:
    """Return the next revision: `base` is what was told so far, `stored` the alert's own history."""
    told = base is not None and base.told
    found = changes(base.alert if base else None, after)
    verdict = notice(
        found,
        after,
        notify=rule.notify,
        sources=sources,
        told=told,
        observed_at=cause.at,
        old_news=cause.limits.time.old_news,
    )
    if verdict.notified and not told and all(change.kind is not ChangeKind.CREATED for change in found):
        found = (Change(kind=ChangeKind.CREATED, after=after.incident.status.value), *found)
    last_due = base.last_due if base else None
    return _revised(
        _dated(after, stored), found, verdict, told=told, last_due=last_due, notify=rule.notify, cause=cause
    )


def closed(stored: StoredAlert, *, heir: str | None, why: str, cause: Cause) -> Revised:
    """Return the last revision of an alert that closes in silence; `heir` is the alert that takes it over."""
    after = replace(stored.alert, state=AlertState.CLOSED, merged_into=heir)
    verdict = Verdict(notified=False, why_not=why)
    return _revised(after, (), verdict, told=stored.told, last_due=stored.last_due, notify=Notify(), cause=cause)


def _taken_back(stored: StoredAlert, *, rule: Rule, cause: Cause) -> Revised:
    state = AlertState.RETRACTED if stored.told else AlertState.CLOSED
    after = replace(stored.alert, state=state)
    found = changes(stored.alert, after)
    verdict = Verdict(notified=stored.told, why_not=None if stored.told else "nobody was told of it")
    return _revised(after, found, verdict, told=stored.told, last_due=stored.last_due, notify=rule.notify, cause=cause)


def _dated(after: Alert, stored: StoredAlert | None) -> Alert:
    """Return the alert with the history that is stored under its id."""
    if stored is None:
        return after
    return replace(after, rev=stored.alert.rev, revisions=stored.alert.revisions, updated_at=stored.alert.updated_at)


def _revised(
    alert: Alert,
    found: tuple[Change, ...],
    verdict: Verdict,
    *,
    told: bool,
    last_due: datetime | None,
    notify: Notify,
    cause: Cause,
) -> Revised:
    rev = alert.rev + 1
    revision = Revision(
        rev=rev,
        article_id=cause.article.article_id,
        entry_id=cause.article.entry_id,
        at=cause.at,
        changes=found,
        notified=verdict.notified,
        why_not=verdict.why_not,
    )
    updated_at = max(cause.at, alert.revisions[-1].at) if alert.revisions else cause.at
    after = replace(alert, rev=rev, revisions=(*alert.revisions, revision), updated_at=updated_at)
    if not verdict.notified:
        return Revised(stored=StoredAlert(alert=after, told=told, last_due=last_due))
    due_at = due(cause.at, last_due, notify)
    notices = tuple(Notice(alert_id=after.alert_id, rev=rev, channel=one, due_at=due_at) for one in notify.channels)
    return Revised(stored=StoredAlert(alert=after, told=True, last_due=due_at), notices=notices)
