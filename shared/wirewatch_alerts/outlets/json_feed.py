"""Alerts as a JSON Feed 1.1 (jsonfeed.org/version/1.1). Pure."""

from collections.abc import Sequence
from typing import Any

import msgspec

from wirewatch.alerts import Alert
from wirewatch_alerts import sentences
from wirewatch_alerts.outlets.publisher import Publisher, headline, latest_changes, tags_of, text_of
from wirewatch_alerts.outlets.xml import rfc3339

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json"


def json_feed(
    alerts: Sequence[Alert], publisher: Publisher, *, address: str | None = None, following: str | None = None
) -> bytes:
    """Return a feed of some alerts; the arguments are those of `atom`. `_wirewatch` in an item is the alert itself."""
    feed = {
        "version": VERSION,
        "title": f"Alerts of {publisher.sender}",
        "home_page_url": publisher.url,
        "feed_url": address,
        "next_url": following,
        "authors": [{"name": publisher.sender}],
        "items": [_item(one, publisher) for one in alerts],
    }
    return msgspec.json.encode(_without_none(feed))


def _item(alert: Alert, publisher: Publisher) -> dict[str, Any]:
    summary = "; ".join(sentences.changed(one) for one in latest_changes(alert))
    return _without_none(
        {
            "id": publisher.urn(alert),
            "url": publisher.link(alert),
            "title": headline(alert),
            "content_text": text_of(alert),
            "summary": summary or None,
            "date_published": rfc3339(alert.revisions[0].at) if alert.revisions else None,
            "date_modified": rfc3339(alert.updated_at),
            "tags": [f"{scheme}:{term}" for scheme, term in tags_of(alert)],
            "language": "en",
            "_wirewatch": alert,
        }
    )


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
