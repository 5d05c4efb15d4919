"""Who publishes alerts, and the names and links that follow from it. Pure."""

import uuid

from msgspec import Struct

from wirewatch.alerts import Alert, Change
from wirewatch_alerts import sentences
from wirewatch_alerts.rows import rows_of

NAME = "wirewatch"
PLAIN = ""
"""The extension of an alert's address in its own form, JSON."""


class Publisher(Struct, frozen=True, kw_only=True):
    """Who alerts come from: `sender` is a unique name, `url` where `wirewatch serve` is (None: there is none)."""

    sender: str = NAME
    url: str | None = None

    def link(self, alert: Alert, extension: str = PLAIN) -> str | None:
        """Return an alert's address; `extension` is that of its form, such as `.cap`."""
        return f"{self.url}/v1/alerts/{alert.alert_id}{extension}" if self.url else None

    def urn(self, alert: Alert) -> str:
        """Return an alert's own name, the same at every revision and wherever it is served: a UUID (RFC 9562)."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"wirewatch:{self.sender}:{alert.alert_id}").urn

    @property
    def feed_urn(self) -> str:
        """The name of the feed of all alerts."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"wirewatch:{self.sender}").urn


def headline(alert: Alert) -> str:
    """Return an alert's title with what must be seen first: that it is an exercise, or was taken back."""
    exercise = "EXERCISE: " if alert.exercise else ""
    state = "" if alert.state == "open" else f" ({alert.state.value})"
    return f"{exercise}{alert.title}{state}"


def told_rows(alert: Alert) -> tuple[tuple[str, str], ...]:
    """Return the rows that say something, each on one line."""
    told = [(label, words.replace("\n", " · ")) for label, words in rows_of(alert)]
    return tuple((label, words) for label, words in told if words and words != sentences.NOT_SAID)


def latest_changes(alert: Alert) -> tuple[Change, ...]:
    """Return what the newest revision changed."""
    return alert.revisions[-1].changes if alert.revisions else ()


def text_of(alert: Alert) -> str:
    """Return an alert as plain text: its rows, what changed last, and its sources."""
    changed = "; ".join(sentences.changed(one) for one in latest_changes(alert))
    rows = [*told_rows(alert), *([("change", changed)] if changed else [])]
    sources = [
        f"- {one.title or '(no title)'} · {one.source}{f' · {one.url}' if one.url else ''}" for one in alert.sources
    ]
    return "\n".join([*(f"{label}: {words}" for label, words in rows), "", *sources])


def tags_of(alert: Alert) -> tuple[tuple[str, str], ...]:
    """Return what an alert may be sorted by, as pairs of a scheme and a term."""
    place = alert.incident.place
    pairs = (
        ("severity", alert.severity.value),
        ("type", alert.incident.type.value),
        ("status", alert.incident.status.value),
        ("state", alert.state.value),
        ("rule", alert.rule),
        ("country", (place.country if place else None) or ""),
    )
    return tuple((scheme, term) for scheme, term in pairs if term)
