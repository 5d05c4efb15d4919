"""The names of all Redis keys of alerts, in one place. One hash tag, so one slot: one script may touch them all."""

from msgspec import Struct

from wirewatch.redis import key
from wirewatch.settings import Settings


class Keys(Struct, frozen=True, kw_only=True):
    """Key names in a namespace."""

    settings: Settings

    def version(self) -> str:
        """Number: counts the writes; a decision on another version is refused."""
        return key(self.settings, "version")

    def article(self, article_id: str) -> str:
        """Value: the revisions of an article that were seen."""
        return key(self.settings, "article", article_id)

    def holders(self, article_id: str) -> str:
        """Set: the incidents that hold an article's sightings."""
        return key(self.settings, "holders", article_id)

    def incident(self, incident_id: str) -> str:
        """Value: the incident's records and the ids of its alerts."""
        return key(self.settings, "incident", incident_id)

    def sightings(self, incident_id: str) -> str:
        """Set: the sightings of an incident, as `sighting@revision`; being in it is "already done"."""
        return key(self.settings, "sightings", incident_id)

    def alert(self, alert_id: str) -> str:
        """Value: the alert at its newest revision."""
        return key(self.settings, "alert", alert_id)

    def alerts(self) -> str:
        """Sorted set: ids of alerts by the time of their newest revision."""
        return key(self.settings, "alerts")

    def bucket(self, bucket: str) -> str:
        """Sorted set: `incident|place|sighting` by the end of the event's span, one bucket of the index."""
        return key(self.settings, "index", bucket)

    def revisions(self) -> str:
        """Stream: every revision of every alert, the only source of the alerts topic."""
        return key(self.settings, "revisions")

    def cursor(self) -> str:
        """Value: the id of the last revision on the stream that the relay has published."""
        return key(self.settings, "relay", "cursor")

    def outbox(self) -> str:
        """Stream: the notices that are due."""
        return key(self.settings, "outbox")

    def later(self) -> str:
        """Sorted set: `alert|channel` with a notice that is not due yet, by when it is."""
        return key(self.settings, "outbox", "later")

    def delivered(self, alert_id: str, channel: str) -> str:
        """Value: the newest revision of an alert that a channel got."""
        return key(self.settings, "delivered", alert_id, channel)

    def silences(self) -> str:
        """Hash: the silences that people set, by id."""
        return key(self.settings, "silences")

    def rules_status(self) -> str:
        """Value: the rules that the alerter works with, and what is wrong with them."""
        return key(self.settings, "rules", "status")

    def stories(self, bucket: str) -> str:
        """Sorted set: alerts on stories by the time of an article, one bucket of what makes articles one story."""
        return key(self.settings, "stories", bucket)

    def channels(self) -> str:
        """Set: the names of channels that ever had a notice to deliver."""
        return key(self.settings, "channels")

    def channel(self, name: str, part: str) -> str:
        """What a channel has to do, by part (see the dispatcher's queue.py)."""
        return key(self.settings, "channel", name, part)

    def outcomes(self) -> str:
        """Stream: outcomes of deliveries on their way to the deliveries topic."""
        return key(self.settings, "outcomes")

    def lease(self) -> str:
        """Value: the dispatcher that delivers at present."""
        return key(self.settings, "dispatcher", "lease")
