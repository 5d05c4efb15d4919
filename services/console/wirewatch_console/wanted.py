"""Which alerts a reader wants: a request's filters in, yes or no for each alert out. Pure."""

from fnmatch import fnmatchcase

from msgspec import Struct

from wirewatch.alerts import Alert, AlertState, Severity
from wirewatch.incidents import IncidentType, Instant, Status


class Wanted(Struct, frozen=True, kw_only=True):
    """Filters; an empty one holds for every alert. `rules` are patterns, in which `*` stands for anything.

    `since` is the earliest time of the newest revision.
    """

    rules: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    countries: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    types: tuple[IncidentType, ...] = ()
    states: tuple[AlertState, ...] = ()
    since: Instant | None = None

    def holds(self, alert: Alert) -> bool:
        """Tell whether an alert is wanted."""
        incident = alert.incident
        country = incident.place.country if incident.place else None
        return (
            (not self.rules or any(fnmatchcase(alert.rule, one) for one in self.rules))
            and (not self.severities or alert.severity in self.severities)
            and (not self.countries or country in self.countries)
            and (not self.statuses or incident.status in self.statuses)
            and (not self.types or incident.type in self.types)
            and (not self.states or alert.state in self.states)
            and (self.since is None or alert.updated_at >= self.since)
        )
