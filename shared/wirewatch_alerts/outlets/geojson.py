"""Alerts as GeoJSON (RFC 7946): a feature each, longitude before latitude, WGS 84. Pure.

An alert without a place has a feature without a geometry. `radius_km` bounds how far off the true place may be.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from wirewatch.alerts import Alert
from wirewatch_alerts.outlets.publisher import Publisher, headline
from wirewatch_alerts.outlets.xml import rfc3339

MEDIA_TYPE = "application/geo+json"


def feature(alert: Alert, publisher: Publisher) -> bytes:
    """Return an alert as a feature, on one line."""
    return msgspec.json.encode(_feature(alert, publisher))


def collection(alerts: Sequence[Alert], publisher: Publisher) -> bytes:
    """Return some alerts as a collection of features, on one line."""
    return msgspec.json.encode({"type": "FeatureCollection", "features": [_feature(one, publisher) for one in alerts]})


def _feature(alert: Alert, publisher: Publisher) -> dict[str, Any]:
    place = alert.incident.place
    point = {"type": "Point", "coordinates": [round(place.lon, 6), round(place.lat, 6)]} if place else None
    return {"type": "Feature", "id": alert.alert_id, "geometry": point, "properties": _properties(alert, publisher)}


def _properties(alert: Alert, publisher: Publisher) -> dict[str, Any]:
    incident, place = alert.incident, alert.incident.place
    return {
        "title": headline(alert),
        "rev": alert.rev,
        "rule": alert.rule,
        "severity": alert.severity,
        "state": alert.state,
        "exercise": alert.exercise,
        "updated_at": rfc3339(alert.updated_at),
        "incident_id": incident.incident_id,
        "type": incident.type,
        "status": incident.status,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "precision": place.precision if place else None,
        "radius_km": place.radius_km if place else None,
        "start": rfc3339(incident.when.start) if incident.when else None,
        "end": rfc3339(incident.when.end) if incident.when else None,
        "killed": incident.killed,
        "injured": incident.injured,
        "targets": [one.target for one in incident.targets],
        "weapons": [one.weapon for one in incident.weapons],
        "sources": sorted({one.source for one in alert.sources}),
        "url": publisher.link(alert),
    }
