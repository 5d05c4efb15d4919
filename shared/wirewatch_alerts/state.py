"""What the store keeps, and what a decision writes: plain values between the pure functions and Redis."""

from msgspec import Struct

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert
from wirewatch.incidents import Instant
from wirewatch_alerts.records import Record, Seen
from wirewatch_alerts.story import Story


class StoredIncident(Struct, frozen=True, kw_only=True):
    """An incident as the store keeps it: its records in order and the alerts on it.

    One without records is gone: merged into another (`merged_into`), or nobody reports it any more. It stays, so that
    its alerts go on counting their revisions should it come back. `actions` are what people did to its alerts.
    """

    incident_id: str
    records: tuple[Record, ...] = ()
    alerts: tuple[str, ...] = ()
    follows: str | None = None
    merged_into: str | None = None
    actions: tuple[OperatorAction, ...] = ()


class StoredAlert(Struct, frozen=True, kw_only=True):
    """An alert at its newest revision, whether it ever notified, and when its last notice was due.

    `story` are the articles of an alert that a rule on articles gave.
    """

    alert: Alert
    told: bool = False
    last_due: Instant | None = None
    story: Story | None = None


class Notice(Struct, frozen=True, kw_only=True):
    """Something to tell a channel, not before `due_at`; the newest revision goes out then."""

    alert_id: str
    rev: int
    channel: str
    due_at: Instant


class Pool(Struct, frozen=True, kw_only=True):
    """What a decision is made on: the article as seen so far, and all incidents that it may touch with their alerts.

    `version` is the state's; a write that was decided on another one is refused.
    """

    version: int
    seen: Seen = Seen(article_id="")
    incidents: tuple[StoredIncident, ...] = ()
    alerts: tuple[StoredAlert, ...] = ()
    silences: tuple[OperatorAction, ...] = ()


class Decision(Struct, frozen=True, kw_only=True):
    """What an article, or a person (then `seen` is None), changes.

    `revisions` go to the alerts topic in this order; all of it is one write.
    """

    seen: Seen | None = None
    before: tuple[StoredIncident, ...] = ()
    incidents: tuple[StoredIncident, ...] = ()
    alerts: tuple[StoredAlert, ...] = ()
    notices: tuple[Notice, ...] = ()
    rule_errors: tuple[str, ...] = ()
    repeat: bool = False

    @property
    def writes(self) -> bool:
        """Tell whether there is anything to write."""
        return not self.repeat

    @property
    def revisions(self) -> tuple[Alert, ...]:
        """The new revision of each alert that changed."""
        return tuple(stored.alert for stored in self.alerts)
