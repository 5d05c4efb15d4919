"""An alert as a message of the Common Alerting Protocol 1.2 (OASIS standard, 1 July 2010). Pure.

Each revision is a message of its own, with an identifier of its own and `references` to those before it; a retraction
is a `Cancel`, a replay has the status `Exercise`.
"""

from collections.abc import Iterator
from datetime import datetime

from wirewatch.alerts import Alert, AlertState, Severity
from wirewatch.incidents import Incident, IncidentType, Place, Status
from wirewatch_alerts.outlets.publisher import NAME, Publisher, headline, text_of
from wirewatch_alerts.outlets.xml import Element, add, add_all, document
from wirewatch_alerts.titles import words_of

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
_SEVERITIES = {
    Severity.CRITICAL: "Extreme",
    Severity.HIGH: "Severe",
    Severity.MEDIUM: "Moderate",
    Severity.LOW: "Minor",
}
_CERTAINTIES = {
    Status.CONFIRMED: "Observed",
    Status.THWARTED: "Observed",
    Status.ALLEGED: "Possible",
    Status.PLANNED: "Possible",
    Status.DENIED: "Unlikely",
}


def cap(alert: Alert, publisher: Publisher, *, one_line: bool = False) -> bytes:
    """Return an alert's newest revision as a CAP message, UTF-8."""
    root = Element("alert", {"xmlns": NAMESPACE})
    earlier = tuple(_references(alert, publisher))
    add_all(
        root,
        (
            ("identifier", identifier(alert.alert_id, alert.rev)),
            ("sender", publisher.sender),
            ("sent", moment(_sent(alert))),
            ("status", "Exercise" if alert.exercise else "Actual"),
            ("msgType", _kind(alert, has_earlier=bool(earlier))),
            ("scope", "Public"),
            ("note", _note(alert)),
            ("references", " ".join(earlier)),
            ("incidents", alert.incident.incident_id),
        ),
    )
    _info(root, alert, publisher)
    return document(root, one_line=one_line)


def identifier(alert_id: str, rev: int) -> str:
    """Return the message's own name: no two revisions share one."""
    return f"{alert_id}.{rev}"


def moment(when: datetime) -> str:
    """Return a time as CAP writes it: to the second, with an offset; UTC is `-00:00`, `Z` is not allowed."""
    text = when.isoformat(timespec="seconds")
    return f"{text[:-6]}-00:00" if text.endswith("+00:00") else text


def _sent(alert: Alert) -> datetime:
    """Return when the newest revision was made; later ones refer to it by this very time."""
    last = alert.revisions[-1] if alert.revisions else None
    return last.at if last and last.rev == alert.rev else alert.updated_at


def _references(alert: Alert, publisher: Publisher) -> Iterator[str]:
    for one in alert.revisions:
        if one.rev < alert.rev:
            yield f"{publisher.sender},{identifier(alert.alert_id, one.rev)},{moment(one.at)}"


def _kind(alert: Alert, *, has_earlier: bool) -> str:
    if not has_earlier:
        return "Alert"
    return "Cancel" if alert.state is AlertState.RETRACTED else "Update"


def _note(alert: Alert) -> str | None:
    """Return a note: of an exercise which one it is, of a cancelled or closed alert why."""
    notes = []
    if alert.exercise:
        notes.append("Exercise: articles that are replayed, not a real alarm.")
    if alert.state is AlertState.RETRACTED:
        notes.append(f"Retracted by {alert.retracted_by or 'who reported it'}.")
    if alert.merged_into:
        notes.append(f"Taken over by {alert.merged_into}.")
    return " ".join(notes) or None


def _info(root: Element, alert: Alert, publisher: Publisher) -> None:
    incident = alert.incident
    info = add(root, "info")
    add_all(
        info,
        (
            ("language", "en"),
            ("category", "Other" if incident.type is IncidentType.STORY else "Security"),
            ("category", "Infra" if incident.type is IncidentType.CYBER_ATTACK else None),
            ("event", words_of(incident.type)),
            ("urgency", _urgency(incident)),
            ("severity", _SEVERITIES[alert.severity]),
            ("certainty", _certainty(incident)),
        ),
    )
    for name, value in _event_codes(incident):
        _pair(info, "eventCode", name, value)
    add_all(
        info,
        (
            ("onset", moment(incident.when.start) if incident.when else None),
            ("senderName", NAME),
            ("headline", headline(alert)),
            ("description", text_of(alert)),
            ("web", publisher.link(alert)),
        ),
    )
    for name, value in _parameters(alert):
        _pair(info, "parameter", name, value)
    if incident.place:
        _area(info, incident.place)


def _urgency(incident: Incident) -> str:
    if incident.type is IncidentType.STORY:
        return "Unknown"
    return "Future" if incident.status is Status.PLANNED else "Past"


def _certainty(incident: Incident) -> str:
    return "Unknown" if incident.type is IncidentType.STORY else _CERTAINTIES[incident.status]


def _event_codes(incident: Incident) -> Iterator[tuple[str, str]]:
    if incident.type is not IncidentType.STORY:
        for name in incident.codes.acled_sub_events:
            yield "ACLED", name
        yield "PLOVER", incident.codes.plover_event


def _parameters(alert: Alert) -> Iterator[tuple[str, str]]:
    yield "wirewatch:alert", alert.alert_id
    yield "wirewatch:revision", str(alert.rev)
    yield "wirewatch:rule", alert.rule
    yield "wirewatch:state", alert.state.value
    yield "wirewatch:status", alert.incident.status.value
    for source in alert.sources:
        if source.url:
            yield "wirewatch:source", source.url


def _pair(parent: Element, element: str, name: str, value: str) -> None:
    add_all(add(parent, element), (("valueName", name), ("value", value)))


def _area(info: Element, place: Place) -> None:
    area = add(info, "area")
    add(area, "areaDesc", f"{place.name}, {place.country}" if place.country else place.name)
    add(area, "circle", f"{place.lat:.4f},{place.lon:.4f} {place.radius_km:.1f}")
    if place.country:
        _pair(area, "geocode", "ISO 3166-1", place.country)
