"""Alerts as they were and as they stand now in, their new revisions and notices out. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert, AlertState, Change, ChangeKind, Revision, Severity
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Incident
from wirewatch_alerts.changes import Verdict, changes, due, notice
from wirewatch_alerts.compose import Standing, alert_id, compose, same_record
from wirewatch_alerts.credence import count_sources
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.operators import silence_of, word_on
from wirewatch_alerts.records import Record
from wirewatch_alerts.rules import Notify, Rule, RuleSet
from wirewatch_alerts.state import Notice, StoredAlert, StoredIncident

MOST_REVISIONS = 200
"""An alert keeps so many revisions; the alerts topic has them all."""


class Doing(Struct, frozen=True, kw_only=True):
    """What stands in an article's place where a person, or the end of an incident, causes revisions."""

    article_id: str
    entry_id: str
    observed_at: datetime
    words: str


class Cause(Struct, frozen=True, kw_only=True):
    """The article that causes revisions, the rules and limits that judge them, and the silences that there are."""

    article: EnrichedArticle | Doing
    rules: RuleSet
    limits: Limits
    silences: tuple[OperatorAction, ...] = ()

    @property
    def at(self) -> datetime:
        """When the article was observed."""
        return self.article.observed_at


class History(Struct, frozen=True, kw_only=True):
    """The alerts as stored, by id, what now revises them, and what people did to the alerts of each incident."""

    alerts: Mapping[str, StoredAlert]
    cause: Cause
    actions: Mapping[str, tuple[OperatorAction, ...]] = {}

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
    taken_back = alert.incident.retracted or alert.retracted_by is not None
    return alert.state is AlertState.OPEN or (alert.state is AlertState.RETRACTED and taken_back)


def revise(
    records: Sequence[Record],
    incident: Incident,
    *,
    standings: Mapping[str, Standing],
    merged: Iterable[StoredIncident],
    history: History,
    actions: Sequence[OperatorAction] = (),
) -> Iterator[Revised]:
    """Yield the new revision of each alert on an incident that changed; `actions` are what people did to its alerts.

    An alert on an incident that was merged into this one hands on what was already told.
    """
    told_by, rules = count_sources(records), history.cause.rules
    inherited = {one.alert.rule: one for other in merged for one in history.of(other) if stands(one.alert)}
    for rule in rules.rules:
        standing = standings.get(rule.id)
        if standing is None:
            continue
        word = word_on(rule.id, actions)
        names = (rule.id, rule.title)
        after = compose(records, incident, rule=names, rules_hash=rules.hash, standing=standing, word=word)
        stored = history.alerts.get(after.alert_id)
        if stored and stands(stored.alert) and same_record(stored.alert, after):
            continue
        base = stored if stored and _goes_on(stored) else inherited.get(rule.id)
        over = inhibitor(rule.id, standings, rules, sources=told_by)
        yield next_revision(
            after, base=base, stored=stored, rule=rule, sources=told_by, inhibited_by=over, cause=history.cause
        )


def inhibitor(rule_id: str, standings: Mapping[str, Standing], rules: RuleSet, *, sources: int) -> str | None:
    """Return the rule whose critical alert mutes this rule's lesser one of the same incident, or None.

    One that tells nobody, or not before more sources come, mutes nothing: else nobody would hear of the incident.
    """
    if standings[rule_id].severity is Severity.CRITICAL:
        return None
    critical = sorted(one for one in standings if standings[one].severity is Severity.CRITICAL)
    asked = (rules.get(one) for one in critical)
    told = (rule for rule in asked if rule and rule.notify.channels and sources >= rule.notify.min_sources)
    return next((rule.id for rule in told), None)


def _goes_on(stored: StoredAlert) -> bool:
    """Tell whether an alert goes on where it was: it stands, or it closed and those who were told of it still know."""
    ended = stored.alert.state is AlertState.CLOSED and stored.alert.merged_into is None
    return stands(stored.alert) or (ended and stored.told)


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
    inhibited_by: str | None = None,
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
        muted=_muted(after, inhibited_by, cause),
    )
    if isinstance(cause.article, Doing) and not verdict.notified:
        verdict = Verdict(notified=False, why_not=cause.article.words)
    if verdict.notified and not told and all(change.kind is not ChangeKind.CREATED for change in found):
        found = (Change(kind=ChangeKind.CREATED, after=after.incident.status.value), *found)
    last_due = base.last_due if base else None
    return _revised(
        _dated(after, stored), found, verdict, told=told, last_due=last_due, notify=rule.notify, cause=cause
    )


def _muted(alert: Alert, inhibited_by: str | None, cause: Cause) -> str | None:
    """Return why nobody is to be told of an alert for now, or None."""
    silence = silence_of(alert, cause.silences, at=cause.at)
    if silence is not None:
        until = f" until {silence.until.isoformat()}" if silence.until else ""
        return f"silenced by {silence.who}{until} ({silence.action_id})"
    return f"inhibited by the critical alert of {inhibited_by}" if inhibited_by else None


def closed(stored: StoredAlert, *, heir: str | None, why: str, cause: Cause) -> Revised:
    """Return the last revision of an alert that closes in silence; `heir` is the alert that takes it over."""
    after = replace(stored.alert, state=AlertState.CLOSED, merged_into=heir)
    verdict = Verdict(notified=False, why_not=why)
    return _revised(after, (), verdict, told=stored.told, last_due=stored.last_due, notify=Notify(), cause=cause)


def _taken_back(stored: StoredAlert, *, rule: Rule, cause: Cause) -> Revised:
    before = stored.alert.state is AlertState.RETRACTED
    tell = stored.told and not before
    after = replace(stored.alert, state=AlertState.RETRACTED if tell else AlertState.CLOSED)
    if tell:
        after = replace(after, incident=replace(after.incident, retracted=False))
    found = changes(stored.alert, after)
    why_not = "it was retracted before" if before else "nobody was told of it"
    verdict = Verdict(notified=tell, why_not=None if tell else why_not)
    return _revised(after, found, verdict, told=stored.told, last_due=stored.last_due, notify=rule.notify, cause=cause)


def kept_revisions(alert: Alert, newest: Revision) -> dict[str, Any]:
    """Return the revisions that an alert keeps: of many, the first, those that notified, and the last ones."""
    every = (*alert.revisions, newest)
    if len(every) <= MOST_REVISIONS:
        return {"revisions": every, "revisions_more": alert.revisions_more}
    silent = next((number for number, one in enumerate(every[1:-1], start=1) if not one.notified), 1)
    return {
        "revisions": (*every[:silent], *every[silent + 1 :]),
        "revisions_more": (alert.revisions_more or 0) + 1,
    }


def _dated(after: Alert, stored: StoredAlert | None) -> Alert:
    """Return the alert with the history that is stored under its id."""
    if stored is None:
        return after
    known = stored.alert
    return replace(
        after,
        rev=known.rev,
        revisions=known.revisions,
        revisions_more=known.revisions_more,
        updated_at=known.updated_at,
    )


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
    after = replace(alert, rev=rev, updated_at=updated_at, **kept_revisions(alert, revision))
    if not verdict.notified:
        return Revised(stored=StoredAlert(alert=after, told=told, last_due=last_due))
    due_at = due(cause.at, last_due, notify)
    notices = tuple(Notice(alert_id=after.alert_id, rev=rev, channel=one, due_at=due_at) for one in notify.channels)
    return Revised(stored=StoredAlert(alert=after, told=True, last_due=due_at), notices=notices)
