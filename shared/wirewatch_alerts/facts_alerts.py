"""What a subscription may ask about: an alert in, the values of its facts out.

They are those of the alert's incident, as rules have them, and the alert's own.
"""

from wirewatch.alerts import Alert, AlertState, ChangeKind, Severity
from wirewatch_alerts.facts import FACTS, Fact, Facts, FactType, Subject, values_of

_OF_RULES_ALONE = {"my_sites"}
_SHARED = tuple(fact for fact in FACTS if fact.name not in _OF_RULES_ALONE)
OWN_FACTS = (
    Fact(name="alert.id", type=FactType.TEXT, meaning="id of the alert", read=lambda a: a.alert_id),
    Fact(name="alert.rev", type=FactType.INT, meaning="number of this revision, from 1", read=lambda a: a.rev),
    Fact(name="alert.rule", type=FactType.TEXT, meaning="id of the rule", read=lambda a: a.rule),
    Fact(
        name="alert.severity",
        type=FactType.TEXT,
        meaning="how severe it is",
        read=lambda a: a.severity.value,
        values=tuple(Severity),
    ),
    Fact(
        name="alert.state",
        type=FactType.TEXT,
        meaning="whether it is still followed",
        read=lambda a: a.state.value,
        values=tuple(AlertState),
    ),
    Fact(name="alert.title", type=FactType.TEXT, meaning="title", read=lambda a: a.title),
    Fact(
        name="alert.changes",
        type=FactType.TEXTS,
        meaning="what this revision changed",
        read=lambda a: [change.kind.value for change in a.revisions[-1].changes] if a.revisions else [],
        values=tuple(ChangeKind),
    ),
    Fact(
        name="alert.notified",
        type=FactType.BOOL,
        meaning="this revision was told to channels",
        read=lambda a: bool(a.revisions) and a.revisions[-1].notified,
    ),
    Fact(
        name="alert.acknowledged",
        type=FactType.BOOL,
        meaning="somebody looks after it",
        read=lambda a: a.acknowledged_by is not None,
    ),
)
ALERT_FACTS = (*_SHARED, *OWN_FACTS)


def facts_of_alert(alert: Alert) -> Facts:
    """Return the value of every fact, by name; sources that are not listed any more are counted as articles alone."""
    subject = Subject(
        incident=alert.incident,
        sources=len({one.source for one in alert.sources}),
        articles=len({one.article_id for one in alert.sources}) + (alert.sources_more or 0),
        exercise=alert.exercise,
    )
    return values_of(_SHARED, subject) | values_of(OWN_FACTS, alert)
