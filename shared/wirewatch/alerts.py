"""Alerts: a rule's match on an incident, with its revisions and the changes that made each one."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from wirewatch.incidents import Evidence, Incident, Instant


class Severity(StrEnum):
    """How bad it is, the worst first; a rule says which condition gives which."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class AlertState(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    CLOSED = "closed"
    RETRACTED = "retracted"


class ChangeKind(StrEnum):
    """What a revision changed. All but `SOURCES` are material: they may notify."""

    CREATED = "created"
    STATUS = "status"
    CASUALTIES = "casualties"
    CLAIM = "claim"
    PLACE = "place"
    SEVERITY = "severity"
    RETRACTED = "retracted"
    SOURCES = "sources"


class Change(Struct, frozen=True, kw_only=True, rename={"before": "from", "after": "to"}):
    """One difference between two revisions; on the wire `before` is `from` and `after` is `to`."""

    kind: ChangeKind
    before: Any = None
    after: Any = None


class Revision(Struct, frozen=True, kw_only=True):
    """One revision: the article that caused it, what it changed, and whether it notified (`why_not` says why not)."""

    rev: int
    article_id: str
    entry_id: str
    at: Instant
    changes: tuple[Change, ...]
    notified: bool
    why_not: str | None = None


class Reason(Struct, frozen=True, kw_only=True):
    """One condition of the rule that held, with the values that it saw."""

    condition: str
    values: str


class SourceRef(Struct, frozen=True, kw_only=True):
    """An article that the alert rests on, with the words in it that prove its fields."""

    article_id: str
    entry_id: str
    revision: str
    source: str
    url: str | None = None
    title: str
    published: Instant | None = None
    observed_at: Instant
    evidence: tuple[Evidence, ...] = ()


class Alert(Struct, frozen=True, kw_only=True):
    """A rule's match on an incident at one revision.

    The *final record* (`final_record`) is the alert without `rev`, `revisions` and `updated_at`: it is the same
    whatever the arrival order, repeats or restarts. `merged_into` names the alert that took over a closed one.
    `acknowledged_by` and `retracted_by` are people. `sources_more`: so many sources besides those that are listed.
    """

    alert_id: str
    rev: int
    rule: str
    rule_title: str
    rules_hash: str
    severity: Severity
    state: AlertState = AlertState.OPEN
    merged_into: str | None = None
    acknowledged_by: str | None = None
    retracted_by: str | None = None
    exercise: bool = False
    title: str
    incident: Incident
    reasons: tuple[Reason, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    sources_more: int | None = None
    updated_at: Instant
    revisions: tuple[Revision, ...] = ()
    revisions_more: int | None = None
