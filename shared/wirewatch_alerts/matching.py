"""The limits of matching two reports, from `matching.toml`: read once, checked, as one frozen value."""

from datetime import timedelta
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType


class PlaceLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Distances in kilometres; see the file for what each means."""

    slack_km: float
    coarse_km: float


class NameLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many names two reports must share; see the file for what each means."""

    shared: int
    one_h: float
    close: float


class TimeLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Spans in hours; see the file for what each means."""

    slack_h: float
    close_h: float
    after_observed_h: float
    unknown_h: float
    follow_up_h: float
    fresh_h: float
    quiet_h: float
    old_news_h: float

    @property
    def slack(self) -> timedelta:
        """`slack_h` as a span."""
        return timedelta(hours=self.slack_h)

    @property
    def close(self) -> timedelta:
        """`close_h` as a span."""
        return timedelta(hours=self.close_h)

    @property
    def after_observed(self) -> timedelta:
        """`after_observed_h` as a span."""
        return timedelta(hours=self.after_observed_h)

    @property
    def unknown(self) -> timedelta:
        """`unknown_h` as a span."""
        return timedelta(hours=self.unknown_h)

    @property
    def follow_up(self) -> timedelta:
        """`follow_up_h` as a span."""
        return timedelta(hours=self.follow_up_h)

    @property
    def fresh(self) -> timedelta:
        """`fresh_h` as a span."""
        return timedelta(hours=self.fresh_h)

    @property
    def quiet(self) -> timedelta:
        """`quiet_h` as a span."""
        return timedelta(hours=self.quiet_h)

    @property
    def old_news(self) -> timedelta:
        """`old_news_h` as a span."""
        return timedelta(hours=self.old_news_h)


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All limits; `near` are groups of types that are taken for each other, `kin` those that may be."""

    near: tuple[frozenset[IncidentType], ...]
    kin: tuple[frozenset[IncidentType], ...]
    place: PlaceLimits
    names: NameLimits
    time: TimeLimits

    def alike(self, one: IncidentType, other: IncidentType) -> bool:
        """Tell whether two types may name one event."""
        return one is other or any(one in group and other in group for group in self.near)

    def akin(self, one: IncidentType, other: IncidentType) -> bool:
        """Tell whether two types may name one event if all else agrees."""
        return any(one in group and other in group for group in self.kin)

    def family(self, kind: IncidentType) -> str:
        """Return the name of the types that a chain of likeness joins with this one; the index is split by it."""
        return _families(self)[kind]


def read_limits(text: str, *, name: str = "matching.toml") -> Limits:
    """Read the limits from TOML; raises `SettingsError` naming the file and the field."""
    try:
        return msgspec.toml.decode(text, type=Limits)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{name}: {error}") from error


@cache
def default_limits() -> Limits:
    """Return the limits that come with the package."""
    return read_limits(Path(__file__).with_name("matching.toml").read_text("utf-8"))


@cache
def _families(limits: Limits) -> dict[IncidentType, str]:
    groups: list[set[IncidentType]] = [{kind} for kind in IncidentType]
    for near in (*limits.near, *limits.kin):
        touched = [group for group in groups if group & near]
        groups = [group for group in groups if not group & near] + [set().union(*touched)]
    return {kind: min(member.value for member in group) for group in groups for kind in group}
