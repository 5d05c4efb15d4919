"""What a rule is once it was read and found right: plain values, no files and no YAML."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from wirewatch.alerts import Severity
from wirewatch_alerts.cel import Condition
from wirewatch_alerts.facts import On

NO_ALERT = "none"
"""What a rule's test expects where the rule must stay silent."""


class Notify(Struct, frozen=True, kw_only=True):
    """Whom an alert goes to and when.

    `min_sources`: no notice before so many sources tell of it; `wait_s`: how long the first notice waits to collect;
    `interval_s`: least time between notices.
    """

    channels: tuple[str, ...] = ()
    min_sources: int = 1
    wait_s: int = 0
    interval_s: int = 0


class RuleTest(Struct, frozen=True, kw_only=True):
    """One of a rule's own examples: an article, and the severity that it should give (`none`: it stays silent).

    The article is a file (`article`, from the rule file's folder) or written in place (`title`, `text`; `published` as
    RFC 3339, `language` as ISO 639-1, and `source` may be left out).
    """

    expect: str
    article: str | None = None
    title: str = ""
    text: str = ""
    published: str | None = None
    language: str | None = None
    source: str | None = None
    line: int = 0


class Part(Struct, frozen=True, kw_only=True):
    """A condition that `&&` joins to others in a rule, and the alternatives that `||` joins in it (itself if none)."""

    condition: Condition
    alternatives: tuple[Condition, ...]


class MySite(Struct, frozen=True, kw_only=True):
    """A site of the user's own in WGS 84 degrees; `radius_km` goes before the rule's radii."""

    name: str
    lat: float
    lon: float
    kind: str = ""
    radius_km: float | None = None


class MySites(Struct, frozen=True, kw_only=True):
    """The sites of a rule, and how near is near for each type of incident; `default_km` for all others."""

    file: Path
    sites: tuple[MySite, ...]
    radius_km: Mapping[str, float]
    default_km: float


class Rule(Struct, frozen=True, kw_only=True):
    """A rule: when it holds, how severe the alert is, and whom it goes to; `file` and `line` say where it stands.

    `parts` are the conditions of `when`, each on its own, for the trace. A rule that is not `enabled` is left out where
    a folder is read, and taken where its file is named.
    """

    id: str
    title: str
    on: On = On.INCIDENT
    enabled: bool = True
    when: Condition
    parts: tuple[Part, ...]
    severity: tuple[tuple[Severity, Condition], ...]
    sites: MySites | None = None
    notify: Notify
    tests: tuple[RuleTest, ...] = ()
    file: Path
    line: int


class RuleSet(Struct, frozen=True, kw_only=True):
    """All rules, sorted by id, and the hash of what they say, which every alert carries."""

    rules: tuple[Rule, ...]
    hash: str

    def get(self, rule_id: str) -> Rule | None:
        """Return the rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def asked(self, on: On) -> tuple[Rule, ...]:
        """Return the rules about incidents, or those about articles."""
        return tuple(rule for rule in self.rules if rule.on is on)
