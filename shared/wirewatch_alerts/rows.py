"""An alert's fields as pairs of a label and words, for cards, feeds and messages. Pure."""

from wirewatch.alerts import Alert
from wirewatch.incidents import Incident, IncidentType
from wirewatch_alerts import sentences

_MOST_SITES = 3


def rows_of(alert: Alert) -> tuple[tuple[str, str], ...]:
    """Return what is known of what the alert is about; a row without words says nothing."""
    return _of_story(alert) if alert.incident.type is IncidentType.STORY else _of_incident(alert.incident)


def _of_story(alert: Alert) -> tuple[tuple[str, str], ...]:
    """A story tells no figures: what counts is who has it, and since when."""
    first = alert.sources[0]
    return (
        ("story", sentences.counted(len(alert.sources), "article")),
        ("first", f"{first.source} · {first.observed_at.isoformat(' ', 'minutes')}"),
    )


def _of_incident(incident: Incident) -> tuple[tuple[str, str], ...]:
    near = sorted((s for s in incident.sites if s.distance_km is not None), key=lambda s: s.distance_km or 0.0)
    return (
        ("status", incident.status.value),
        ("what", sentences.what(incident)),
        ("target", "\n".join(sentences.target(one) for one in incident.targets) or sentences.NOT_SAID),
        ("place", sentences.place(incident.place)),
        ("near", "\n".join(sentences.site(one) for one in near[:_MOST_SITES])),
        ("time", sentences.when(incident.when)),
        ("killed", sentences.toll(incident.killed, incident.killed_most)),
        ("injured", sentences.toll(incident.injured, incident.injured_most)),
        ("damage", sentences.damage(incident.damage)),
        ("behind it", sentences.behind(incident)),
    )
