"""What the HTTP interface answers with, in JSON; the alerts in it are those of the `alerts` topic."""

from msgspec import Struct

from wirewatch.alerts import Alert, AlertState, Revision, Severity
from wirewatch.incidents import Incident, Instant


class AlertPage(Struct, frozen=True, kw_only=True):
    """Some alerts, the one that changed last first; `next` is the cursor of the page after this, None at the end.

    A page may hold fewer than were asked for, none even, and still not be the last.
    """

    alerts: tuple[Alert, ...]
    next: str | None = None


class RevisionList(Struct, frozen=True, kw_only=True):
    """The revisions of an alert; `revisions_more` counts those that are not kept."""

    alert_id: str
    rev: int
    revisions: tuple[Revision, ...]
    revisions_more: int | None = None


class AlertRef(Struct, frozen=True, kw_only=True):
    """An alert on an incident, in short."""

    alert_id: str
    rule: str
    severity: Severity
    state: AlertState
    rev: int


class IncidentView(Struct, frozen=True, kw_only=True):
    """An incident that raised an alert, as its alerts have it, the one that changed last first."""

    incident: Incident
    updated_at: Instant
    exercise: bool
    alerts: tuple[AlertRef, ...]


class IncidentPage(Struct, frozen=True, kw_only=True):
    """Some incidents; `next` as in `AlertPage`."""

    incidents: tuple[IncidentView, ...]
    next: str | None = None


class Wrong(Struct, frozen=True, kw_only=True):
    """One parameter that is wrong, and why."""

    parameter: str
    detail: str


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong, as RFC 9457 has it; `errors` names the parameters of a request that are wrong."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    errors: tuple[Wrong, ...] = ()


class Health(Struct, frozen=True, kw_only=True):
    """Whether requests can be answered: `redis` is `ok` or says what is wrong; `readers` are those of the stream."""

    redis: str
    readers: int
