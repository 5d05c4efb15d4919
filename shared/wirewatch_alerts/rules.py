"""Rules: YAML files in, checked rules with compiled conditions out. The only place that knows a rule's fields."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.errors import SettingsError
from wirewatch_alerts.conditions import conjuncts
from wirewatch_alerts.envelope import Value, plain, read_yaml
from wirewatch_alerts.facts import RULES_ON, On
from wirewatch_alerts.rules_fields import (
    read_condition,
    read_my_sites,
    read_notify,
    read_part,
    read_rule_id,
    read_severity,
    read_test,
)
from wirewatch_alerts.rules_model import NO_ALERT, MySites, Notify, Part, Rule, RuleSet, RuleTest
from wirewatch_alerts.rules_sites import SITE_SUFFIXES, content

__all__ = [
    "FIELDS",
    "NO_ALERT",
    "MySites",
    "Notify",
    "On",
    "Part",
    "Problems",
    "Rule",
    "RuleSet",
    "RuleTest",
    "check_rules",
    "load_rules",
    "rule_files",
]

FIELDS = ("id", "title", "on", "enabled", "when", "severity", "sites", "notify", "tests")
"""The fields of a rule; those that it needs are in `NEEDED`."""
NEEDED = ("id", "title", "when", "severity")

Read = tuple[Rule, Value]


class Problems(Struct, frozen=True, kw_only=True):
    """What `check_rules` found: the rules that are right, and what is wrong with the others, one text each."""

    right: tuple[Rule, ...]
    wrong: tuple[str, ...]


def load_rules(path: Path, *, every: bool = False) -> RuleSet:
    """Read a rule file, or all `*.yaml` and `*.yml` of a folder.

    Rules that are not enabled are left out of a folder, unless `every` asks for them too; a file is taken whole.
    Raises `SettingsError` with file, line, column and field for the first thing that is wrong.
    """
    read = [one for file in rule_files(path) for one in _read(file)]
    _refuse_twins(read)
    taken = [one for one in read if every or path.is_file() or one[0].enabled]
    if not taken:
        raise SettingsError(f"{path}: no rule there is enabled")
    return _rule_set(taken)


def check_rules(path: Path) -> Problems:
    """Read like `load_rules`, and go on after what is wrong: every rule that is wrong is told."""
    read: list[Read] = []
    wrong: list[str] = []
    for file in rule_files(path):
        for one in _read_each(file):
            if isinstance(one, SettingsError):
                wrong.append(str(one))
            else:
                read.append(one)
    try:
        _refuse_twins(read)
    except SettingsError as error:
        wrong.append(str(error))
    return Problems(right=tuple(rule for rule, _ in read), wrong=tuple(wrong))


def rule_files(path: Path) -> tuple[Path, ...]:
    """Return the rule files of a path; raises `SettingsError` where there is none."""
    if path.is_file():
        return (path,)
    if not path.exists():
        raise SettingsError(f"{path}: no such file or folder of rules; WIREWATCH_RULES names the default")
    files = tuple(sorted(file for file in path.glob("*.y*ml") if file.suffix in {".yaml", ".yml"}))
    if not files:
        raise SettingsError(f"{path}: no rule files there (*.yaml)")
    return files


def files_of(path: Path, rules: RuleSet) -> tuple[Path, ...]:
    """Return every file that a rule set may come from: rule files, those of their sites, and what may be sites."""
    files = rule_files(path)
    sites = {rule.sites.file for rule in rules.rules if rule.sites}
    beside = {one for one in files[0].parent.iterdir() if one.suffix in SITE_SUFFIXES}
    return (*files, *sorted(sites | beside))


def _refuse_twins(read: list[Read]) -> None:
    seen: dict[str, Rule] = {}
    for rule, value in read:
        if other := seen.get(rule.id):
            value.fields(known=FIELDS)["id"].fail(f"{rule.id!r} is taken by the rule in {other.file}:{other.line}")
        seen[rule.id] = rule


def _rule_set(read: list[Read]) -> RuleSet:
    said = sorted((_said(rule, value) for rule, value in read), key=lambda one: str(one["id"]))
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    rules = tuple(replace(rule, enabled=True) for rule, _ in read)
    return RuleSet(rules=tuple(sorted(rules, key=lambda rule: rule.id)), hash=digest[:16])


def _said(rule: Rule, value: Value) -> dict[str, object]:
    """Return what a rule says as plain values, the sites that it names by file included, its tests left out."""
    said = {name: one for name, one in plain(value.node).items() if name not in {"tests", "enabled"}}
    return said | ({"sites_read": content(rule.sites.sites)} if rule.sites else {})


def _read(file: Path) -> Iterable[Read]:
    for one in _read_each(file):
        if isinstance(one, SettingsError):
            raise one
        yield one


def _read_each(file: Path) -> Iterator[Read | SettingsError]:
    try:
        root = read_yaml(file)
        values = root.items() if root.is_list() else (root,)
    except SettingsError as error:
        yield error
        return
    for value in values:
        try:
            yield _rule(value), value
        except SettingsError as error:
            yield error


def _rule(value: Value) -> Rule:
    fields = value.fields(known=FIELDS, required=NEEDED)
    on = On(fields["on"].one_of(tuple(on.value for on in RULES_ON))) if "on" in fields else On.INCIDENT
    if "sites" in fields and on is On.ARTICLE:
        fields["sites"].fail("an article has no place that sites could be near to; write `on: incident`")
    when = read_condition(fields["when"], on)
    return Rule(
        id=read_rule_id(fields["id"]),
        title=fields["title"].text().strip(),
        on=on,
        enabled=fields["enabled"].truth() if "enabled" in fields else True,
        when=when,
        parts=tuple(read_part(text, on) for text in conjuncts(when.text)),
        severity=read_severity(fields["severity"], on),
        sites=read_my_sites(fields["sites"]) if "sites" in fields else None,
        notify=read_notify(fields["notify"]) if "notify" in fields else Notify(),
        tests=tuple(read_test(one) for one in fields["tests"].items()) if "tests" in fields else (),
        file=value.file,
        line=value.line,
    )
