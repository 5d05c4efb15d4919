"""An incident's records and the rules in, the alerts on it out, as they stand: the final records, without history.

A rule's alert exists from the first of the records on which it held, taken in their order, and stays when later ones
deny the report; its severity and reasons are those of the last time that it held. So alerts too are a function of
the set of records.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.alerts import Alert, AlertState, Reason, Severity
from wirewatch.incidents import Incident
from wirewatch_alerts.credence import count_sources
from wirewatch_alerts.evaluate import decide_all, reasons
from wirewatch_alerts.facts import Subject, facts_of
from wirewatch_alerts.fuse import fuse
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.operators import NOTHING_SAID, Word
from wirewatch_alerts.records import Record, source_of
from wirewatch_alerts.rules import RuleSet

FIRST_SOURCES, LAST_SOURCES = 25, 75
"""Of many sources an alert lists so many of the earliest and the latest; the others are counted."""


class Standing(Struct, frozen=True, kw_only=True):
    """A rule's last word on an incident: how severe, and why."""

    severity: Severity
    reasons: tuple[Reason, ...]


class Standings(Struct, frozen=True, kw_only=True):
    """The standings by rule id, and the rules that could not be decided, as `rule: error`."""

    by_rule: Mapping[str, Standing]
    errors: tuple[str, ...] = ()


def alert_id(rule_id: str, incident_id: str) -> str:
    """Return the id of a rule's alert on an incident."""
    return "alert-" + hashlib.sha256(f"{rule_id}\n{incident_id}".encode()).hexdigest()[:16]


def standings(
    records: Sequence[Record], rules: RuleSet, *, known: Mapping[str, Standing] | None = None, decided: int = 0
) -> Standings:
    """Return what every rule says of an incident as its records came, in their order.

    `known` holds what the rules said of the first `decided` records, so that only the others need deciding.
    """
    found = dict(known or {})
    errors: list[str] = []
    for count in range(decided + 1, len(records) + 1):
        subject = subject_of(records[:count])
        if not subject.incident.foreground or is_old_news(subject.incident, records):
            continue
        facts = facts_of(subject)
        verdicts = decide_all(rules, facts)
        for rule in rules.rules:
            verdict = verdicts[rule.id]
            if verdict.error:
                errors.append(f"{rule.id}: {verdict.error}")
            elif verdict.severity:
                found[rule.id] = Standing(severity=verdict.severity, reasons=reasons(rule, facts))
    return Standings(by_rule=found, errors=tuple(errors))


def is_old_news(incident: Incident, records: Sequence[Record]) -> bool:
    """Tell whether an incident was long over when it was first reported: it is known, but raises no alert."""
    first = min(record.report.first_observed_at for record in records)
    return incident.when is not None and incident.when.end < first - default_limits().time.old_news


def subject_of(records: Sequence[Record]) -> Subject:
    """Return what rules are asked about."""
    return Subject(
        incident=fuse(records),
        sources=count_sources(records),
        articles=len({record.report.article_id for record in records}),
        exercise=any(record.report.exercise for record in records),
    )


def compose(
    records: Sequence[Record],
    incident: Incident,
    *,
    rule: tuple[str, str],
    rules_hash: str,
    standing: Standing,
    word: Word = NOTHING_SAID,
) -> Alert:
    """Return a rule's alert on an incident as its final record, without history.

    Args:
        records: the incident's, in order.
        incident: what they say together.
        rule: its id and title.
        rules_hash: of the rule set.
        standing: what the rule says of the incident.
        word: what people said of the alert.
    """
    taken_back = incident.retracted or word.retracted_by
    shown = (*records[:FIRST_SOURCES], *records[max(FIRST_SOURCES, len(records) - LAST_SOURCES) :])
    return Alert(
        alert_id=alert_id(rule[0], incident.incident_id),
        rev=0,
        rule=rule[0],
        rule_title=rule[1],
        rules_hash=rules_hash,
        severity=standing.severity,
        state=AlertState.RETRACTED if taken_back else AlertState.OPEN,
        acknowledged_by=word.acknowledged_by,
        retracted_by=word.retracted_by,
        exercise=any(record.report.exercise for record in records),
        title=incident.title,
        incident=incident,
        reasons=standing.reasons,
        sources=tuple(source_of(one.report, evidence=one.sighting.evidence) for one in shown),
        sources_more=len(records) - len(shown) or None,
        updated_at=_epoch(records),
    )


def same_record(one: Alert, other: Alert) -> bool:
    """Tell whether two revisions have the same final record."""
    return _bare(one) == replace(_bare(other), updated_at=one.updated_at)


def _bare(alert: Alert) -> Alert:
    return replace(alert, rev=0, revisions=(), revisions_more=None)


def _epoch(records: Sequence[Record]) -> datetime:
    return max(record.report.observed_at for record in records)
