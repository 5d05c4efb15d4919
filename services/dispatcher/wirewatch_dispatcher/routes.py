"""Where a notice goes, and from when on: an alert, the name in its rule and the configuration in, targets out. Pure."""

from collections.abc import Mapping
from datetime import datetime
from fnmatch import fnmatchcase

from msgspec import Struct

from wirewatch.alerts import Alert
from wirewatch_dispatcher.channels_file import CONSOLE
from wirewatch_dispatcher.configuration import Configuration, Quiet, Route, Spec
from wirewatch_dispatcher.hours import ends


class Target(Struct, frozen=True, kw_only=True):
    """A channel that gets the notice, not before `due_at`; `why` says by what."""

    channel: str
    due_at: datetime
    why: str


def targets(alert: Alert, name: str, at: datetime, configuration: Configuration) -> tuple[Target, ...]:
    """Return the channels of a notice, each once; the console where there is no other.

    A channel of the name that the rule gave gets it, and those of every route that holds. In quiet hours it waits
    for their end, unless a route to that channel names the alert's severity. An exercise goes to channels that take
    exercises only.
    """
    chosen = _chosen(alert, name, at, configuration)
    allowed = {one: why for one, why in chosen.items() if not alert.exercise or takes_exercises(one, configuration)}
    if not allowed:
        why = "an exercise" if chosen else f"no route for {name!r}"
        return (Target(channel=CONSOLE, due_at=at, why=why),)
    return tuple(
        Target(channel=one, due_at=_due(at, _quiet(one, configuration), loud=loud), why=why)
        for one, (why, loud) in allowed.items()
    )


def takes_exercises(channel: str, configuration: Configuration) -> bool:
    """Tell whether a channel takes drills and replays."""
    spec = configuration.channels.get(channel)
    return spec.exercises if spec else channel == CONSOLE


def _chosen(alert: Alert, name: str, at: datetime, configuration: Configuration) -> Mapping[str, tuple[str, bool]]:
    """Return channels by name, with what chose them and whether it named the alert's severity."""
    found: dict[str, tuple[str, bool]] = {}
    if name in configuration.channels or name == CONSOLE:
        found[name] = ("its rule", False)
    for number, route in enumerate(configuration.routes, start=1):
        if holds(route, alert, name, at):
            for channel in route.to:
                loud = bool(route.severity) or found.get(channel, ("", False))[1]
                found[channel] = (f"route {number}", loud)
    return found


def holds(route: Route, alert: Alert, name: str, at: datetime) -> bool:
    """Tell whether a route takes a notice; what it does not say does not matter."""
    country = alert.incident.place.country if alert.incident.place else None
    return (
        (not route.names or name in route.names)
        and (not route.rules or any(fnmatchcase(alert.rule, pattern) for pattern in route.rules))
        and (not route.severity or alert.severity in route.severity)
        and (not route.countries or country in route.countries)
        and ends(route.hours, route.days, route.zone, at) is not None
    )


def _quiet(channel: str, configuration: Configuration) -> Quiet | None:
    spec: Spec | None = configuration.channels.get(channel)
    return (spec.quiet if spec else None) or configuration.quiet


def _due(at: datetime, quiet: Quiet | None, *, loud: bool) -> datetime:
    if quiet is None or loud:
        return at
    return ends(quiet.hours, quiet.days, quiet.zone, at) or at
