"""What changed between two revisions of an alert, whether that is news, and when to tell it. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from wirewatch.alerts import Alert, AlertState, Change, ChangeKind, Severity
from wirewatch.incidents import Incident, PlacePrecision, Status, TargetClass
from wirewatch_alerts.rules import Notify

_SEVERITY_RANK = {severity: rank for rank, severity in enumerate(reversed(Severity))}
_EXACT = frozenset({PlacePrecision.SITE, PlacePrecision.DISTRICT})


class Verdict(Struct, frozen=True, kw_only=True):
    """Whether a revision notifies, and if not, why not."""

    notified: bool
    why_not: str | None = None


def changes(before: Alert | None, after: Alert) -> tuple[Change, ...]:
    """Return what a revision changed, the material first; empty where nothing that has a kind did."""
    if before is None:
        return (Change(kind=ChangeKind.CREATED, after=after.incident.status.value),)
    if after.state is AlertState.RETRACTED and before.state is not AlertState.RETRACTED:
        return (Change(kind=ChangeKind.RETRACTED, before=before.incident.status.value, after="retracted"),)
    return (*_news(before.incident, after.incident), *_severity(before, after), *_sources(before, after))


def material(change: Change) -> bool:
    """Tell whether a change is news: all are but one more source and a severity that fell."""
    if change.kind is ChangeKind.SEVERITY:
        return _SEVERITY_RANK[Severity(change.after)] > _SEVERITY_RANK[Severity(change.before)]
    return change.kind is not ChangeKind.SOURCES


def notice(
    found: Sequence[Change],
    alert: Alert,
    *,
    notify: Notify,
    sources: int,
    told: bool,
    observed_at: datetime,
    old_news: timedelta,
    muted: str | None = None,
) -> Verdict:
    """Decide whether a revision notifies.

    Args:
        found: what the revision changed.
        alert: the alert at this revision.
        notify: the rule's wishes.
        sources: how many tell of it, copies of one text counted once.
        told: whether an earlier revision notified.
        observed_at: when the article that caused it was seen.
        old_news: an event that was over for so long by then notifies nobody.
        muted: why nobody is to be told for now; what takes an alert back is told all the same.
    """
    news = [change for change in found if material(change)]
    if told and not news:
        return Verdict(notified=False, why_not=_silent(found))
    taken_back = any(change.kind is ChangeKind.RETRACTED for change in found)
    if alert.retracted_by and not taken_back:
        return Verdict(notified=False, why_not=f"retracted by {alert.retracted_by}")
    when = alert.incident.when
    if when is not None and when.end < observed_at - old_news:
        return Verdict(notified=False, why_not=f"old news: the event was over by {when.end.isoformat()}")
    if not told and sources < notify.min_sources:
        return Verdict(notified=False, why_not=f"{sources} of {notify.min_sources} sources")
    if muted and not (told and taken_back):
        return Verdict(notified=False, why_not=muted)
    return Verdict(notified=True)


def due(at: datetime, last_due: datetime | None, notify: Notify) -> datetime:
    """Return when a notice is due: the first after `wait`, others `interval` after the last or with a pending one."""
    if last_due is None:
        return at + timedelta(seconds=notify.wait_s)
    if last_due >= at:
        return last_due
    return max(at, last_due + timedelta(seconds=notify.interval_s))


def _silent(found: Sequence[Change]) -> str:
    kinds = {change.kind for change in found}
    if ChangeKind.SEVERITY in kinds:
        return "severity fell"
    return "one more source" if ChangeKind.SOURCES in kinds else "no material change"


def _news(before: Incident, after: Incident) -> Iterator[Change]:
    if before.status is not after.status:
        yield Change(kind=ChangeKind.STATUS, before=before.status.value, after=after.status.value)
    hurt = (before.killed or 0, before.injured or 0) != (after.killed or 0, after.injured or 0)
    if hurt and after.status is not Status.DENIED:
        yield Change(kind=ChangeKind.CASUALTIES, before=_toll(before), after=_toll(after))
    if after.claimed and not before.claimed:
        yield Change(kind=ChangeKind.CLAIM, before=None, after=after.perpetrator)
    if _made_precise(before, after):
        yield Change(kind=ChangeKind.PLACE, before=_spot(before), after=_spot(after))


def _toll(incident: Incident) -> dict[str, int | None]:
    return {"killed": incident.killed, "injured": incident.injured}


def _made_precise(before: Incident, after: Incident) -> bool:
    """Tell whether a region became a town, or a town a site.

    A mission that is named in a town is a site, whether or not its coordinates are known.
    """
    one, other = _rank(before), _rank(after)
    return one is not None and other is not None and other < one


def _rank(incident: Incident) -> int | None:
    """Return how exactly it is told where it was, the most exact lowest: a site, a town, less; None where it is not."""
    if incident.place is None:
        return None
    if incident.place.precision in _EXACT:
        return 0
    if incident.place.precision is PlacePrecision.CITY:
        return 0 if _mission(incident) else 1
    return 2


def _mission(incident: Incident) -> str | None:
    told = (target for target in incident.targets if target.target is TargetClass.DIPLOMATIC)
    return next((target.name for target in told if target.name), None)


def _spot(incident: Incident) -> str | None:
    place = incident.place
    if place is None or place.precision in _EXACT:
        return place.name if place else None
    mission = _mission(incident)
    return f"{mission}, {place.name}" if mission else place.name


def _severity(before: Alert, after: Alert) -> Iterator[Change]:
    if before.severity is not after.severity:
        yield Change(kind=ChangeKind.SEVERITY, before=before.severity.value, after=after.severity.value)


def _sources(before: Alert, after: Alert) -> Iterator[Change]:
    one, other = len(before.sources), len(after.sources)
    if one != other:
        yield Change(kind=ChangeKind.SOURCES, before=one, after=other)
