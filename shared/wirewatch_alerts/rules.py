"""Rules: YAML files in, checked rules with compiled conditions out. The only place that knows the envelope's fields."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from wirewatch.alerts import Severity
from wirewatch.errors import SettingsError
from wirewatch_alerts.cel import Condition, compile_condition
from wirewatch_alerts.conditions import alternatives, conjuncts
from wirewatch_alerts.envelope import Value, plain, read_yaml
from wirewatch_alerts.errors import ConditionError

NO_ALERT = "none"
"""What a rule's test expects where the rule must stay silent."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DURATION = re.compile(r"(\d+)(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LONGEST_S = 7 * 86_400
_SEVERITIES = tuple(severity.value for severity in Severity)


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
    """One of a rule's own examples: an article's file (from the rule file's folder) and the severity it should give."""

    article: str
    expect: str


class Part(Struct, frozen=True, kw_only=True):
    """A condition that `&&` joins to others in a rule, and the alternatives that `||` joins in it (itself if none)."""

    condition: Condition
    alternatives: tuple[Condition, ...]


class Rule(Struct, frozen=True, kw_only=True):
    """A rule: when it holds, how severe the alert is, and whom it goes to; `file` and `line` say where it stands.

    `parts` are the conditions of `when`, each on its own, for the trace.
    """

    id: str
    title: str
    when: Condition
    parts: tuple[Part, ...]
    severity: tuple[tuple[Severity, Condition], ...]
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


def load_rules(path: Path) -> RuleSet:
    """Read a rule file, or all `*.yaml` and `*.yml` of a folder.

    Raises `SettingsError` with file, line, column and field for the first thing that is wrong.
    """
    return _rule_set([loaded for file in rule_files(path) for loaded in _read(file)])


def rule_files(path: Path) -> tuple[Path, ...]:
    """Return the rule files of a path; raises `SettingsError` where there is none."""
    if path.is_file():
        return (path,)
    files = tuple(sorted(file for file in path.glob("*.y*ml") if file.suffix in {".yaml", ".yml"}))
    if not files:
        raise SettingsError(f"{path}: no rule files there (*.yaml)")
    return files


def _rule_set(loaded: list[tuple[Rule, Value]]) -> RuleSet:
    seen: dict[str, Rule] = {}
    for rule, value in loaded:
        if other := seen.get(rule.id):
            value.fields(known=_FIELDS)["id"].fail(f"{rule.id!r} is taken by the rule in {other.file}:{other.line}")
        seen[rule.id] = rule
    said = sorted((plain(value.node) for _, value in loaded), key=lambda one: str(one["id"]))
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return RuleSet(rules=tuple(seen[key] for key in sorted(seen)), hash=digest[:16])


def _read(file: Path) -> Iterable[tuple[Rule, Value]]:
    root = read_yaml(file)
    for value in root.items() if root.is_list() else (root,):
        yield _rule(value), value


_FIELDS = ("id", "title", "when", "severity", "notify", "tests")


def _rule(value: Value) -> Rule:
    fields = value.fields(known=_FIELDS, required=("id", "title", "when", "severity"))
    when = _condition(fields["when"])
    return Rule(
        id=_rule_id(fields["id"]),
        title=fields["title"].text().strip(),
        when=when,
        parts=tuple(_part(text) for text in conjuncts(when.text)),
        severity=_severity(fields["severity"]),
        notify=_notify(fields["notify"]) if "notify" in fields else Notify(),
        tests=tuple(_test(one) for one in fields["tests"].items()) if "tests" in fields else (),
        file=value.file,
        line=value.line,
    )


def _rule_id(value: Value) -> str:
    text = value.text()
    if not _ID.fullmatch(text) or len(text) > 80:
        value.fail(f"{text!r} must be lower-case words joined by hyphens, at most 80 characters")
    return text


def _condition(value: Value) -> Condition:
    try:
        return compile_condition(value.text())
    except ConditionError as error:
        value.fail(error.message, line=error.line, column=error.column)


def _part(text: str) -> Part:
    found = tuple(compile_condition(one) for one in alternatives(text))
    return Part(condition=compile_condition(text), alternatives=found)


def _severity(value: Value) -> tuple[tuple[Severity, Condition], ...]:
    if not value.is_mapping():
        return ((Severity(value.one_of(_SEVERITIES)), compile_condition("true")),)
    found: list[tuple[Severity, Condition]] = []
    for name, one in value.fields(known=_SEVERITIES).items():
        if found and found[-1][1].text.strip() == "true":
            one.fail(
                f"can never hold: {found[-1][0].value!r} before it is always true, and the first that holds counts"
            )
        found.append((Severity(name), _condition(one)))
    if not found:
        value.fail("names no severity")
    return tuple(found)


def _notify(value: Value) -> Notify:
    fields = value.fields(known=("channels", "min_sources", "wait", "interval"))
    channels = tuple(one.text() for one in fields["channels"].items()) if "channels" in fields else ()
    if len(set(channels)) != len(channels):
        fields["channels"].fail("names a channel twice")
    if not channels:
        for name in ("min_sources", "wait", "interval"):
            if name in fields:
                fields[name].fail("says when to notify, but there are no channels to notify")
    return Notify(
        channels=channels,
        min_sources=fields["min_sources"].whole_number(least=1) if "min_sources" in fields else 1,
        wait_s=_duration(fields["wait"]) if "wait" in fields else 0,
        interval_s=_duration(fields["interval"]) if "interval" in fields else 0,
    )


def _duration(value: Value) -> int:
    text = value.text()
    match = _DURATION.fullmatch(text)
    if match is None:
        value.fail(f"{text!r} is no duration; write 30s, 5m, 2h or 1d")
    seconds = int(match.group(1)) * _SECONDS[match.group(2)]
    if seconds > _LONGEST_S:
        value.fail(f"{text!r} is longer than 7d")
    return seconds


def _test(value: Value) -> RuleTest:
    fields = value.fields(known=("article", "expect"), required=("article", "expect"))
    return RuleTest(article=fields["article"].text(), expect=fields["expect"].one_of((*_SEVERITIES, NO_ALERT)))
