"""Alerts as an Atom feed (RFC 4287), with their places in GeoRSS-Simple. Pure.

An entry is an alert: its id never changes, `updated` is its newest revision's. Each links to the alert as JSON and CAP.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from wirewatch.alerts import Alert
from wirewatch_alerts import sentences
from wirewatch_alerts.outlets.cap import MEDIA_TYPE as CAP_TYPE
from wirewatch_alerts.outlets.publisher import NAME, Publisher, headline, latest_changes, tags_of, text_of
from wirewatch_alerts.outlets.xml import Element, add, document, rfc3339

NAMESPACE = "http://www.w3.org/2005/Atom"
GEORSS = "http://www.georss.org/georss"
MEDIA_TYPE = "application/atom+xml"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def atom(
    alerts: Sequence[Alert], publisher: Publisher, *, address: str | None = None, following: str | None = None
) -> bytes:
    """Return a feed of some alerts, the one that changed last first.

    Args:
        alerts: in the order in which they stand in the feed.
        publisher: who the feed is from.
        address: the feed's own.
        following: the address of the page after this one (RFC 5005).
    """
    root = Element("feed", {"xmlns": NAMESPACE, "xmlns:georss": GEORSS})
    add(root, "id", publisher.feed_urn)
    add(root, "title", f"Alerts of {publisher.sender}")
    add(root, "updated", rfc3339(max((one.updated_at for one in alerts), default=_NEVER)))
    add(add(root, "author"), "name", publisher.sender)
    add(root, "generator", NAME)
    for rel, href in (("self", address), ("next", following)):
        if href:
            add(root, "link", rel=rel, type=MEDIA_TYPE, href=href)
    for alert in alerts:
        _entry(root, alert, publisher)
    return document(root)


def _entry(root: Element, alert: Alert, publisher: Publisher) -> None:
    entry = add(root, "entry")
    add(entry, "id", publisher.urn(alert))
    add(entry, "title", headline(alert))
    add(entry, "updated", rfc3339(alert.updated_at))
    if alert.revisions:
        add(entry, "published", rfc3339(alert.revisions[0].at))
    for kind, extension in ((None, ""), (CAP_TYPE, ".cap")):
        if href := publisher.link(alert, extension):
            add(entry, "link", rel="alternate", type=kind, href=href)
    for scheme, term in tags_of(alert):
        add(entry, "category", scheme=f"urn:wirewatch:{scheme}", term=term)
    summary = "; ".join(sentences.changed(one) for one in latest_changes(alert))
    add(entry, "summary", summary or alert.title)
    add(entry, "content", text_of(alert), type="text")
    if place := alert.incident.place:
        add(entry, "georss:point", f"{place.lat:.4f} {place.lon:.4f}")
