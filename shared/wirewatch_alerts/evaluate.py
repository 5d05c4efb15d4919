"""A rule on the facts of an incident: whether it holds, how severe, and the trace that explains it."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from wirewatch.alerts import Reason, Severity
from wirewatch_alerts.cel import Condition, activation, evaluate
from wirewatch_alerts.facts import Facts, On
from wirewatch_alerts.rules import Part, Rule, RuleSet
from wirewatch_alerts.rules_sites import near_sites

_MOST_ITEMS = 3
_MOST_CHARS = 120


class Step(Struct, frozen=True, kw_only=True):
    """One top-level condition of a rule: whether it held, the values that it saw, and the error if it had one."""

    condition: str
    held: bool
    values: str
    error: str | None = None


class Verdict(Struct, frozen=True, kw_only=True):
    """What a rule says about an incident; `error` is set where it could not be decided, which is no match."""

    matched: bool
    severity: Severity | None = None
    error: str | None = None


def decide_all(rules: RuleSet, facts: Facts) -> dict[str, Verdict]:
    """Decide every rule on the facts of an incident, by rule id; rules on articles do not match."""
    prepared = activation(facts)
    return {rule.id: _decided(rule, facts, prepared) for rule in rules.rules}


def decide_rule(rule: Rule, facts: Facts) -> Verdict:
    """Decide one rule on facts of its kind."""
    known = facts_for(rule, facts)
    return _verdict(rule, activation(known, on=rule.on))


def facts_for(rule: Rule, facts: Facts) -> Facts:
    """Return the facts as one rule sees them: those of its own sites added."""
    return {**facts, "my_sites": near_sites(rule.sites, facts)} if rule.sites else facts


def trace(rule: Rule, facts: Facts) -> tuple[Step, ...]:
    """Return every top-level condition of a rule with what it saw, in the order of the rule."""
    known = facts_for(rule, facts)
    prepared = activation(known, on=rule.on)
    return tuple(_step(part, known, prepared, rule.on) for part in rule.parts)


def reasons(rule: Rule, facts: Facts) -> tuple[Reason, ...]:
    """Return why a rule holds: each condition, and of alternatives only those that held, with their values."""
    return tuple(Reason(condition=step.condition, values=step.values) for step in trace(rule, facts) if step.held)


def _decided(rule: Rule, facts: Facts, prepared: Any) -> Verdict:
    if rule.on is not On.INCIDENT:
        return Verdict(matched=False)
    return decide_rule(rule, facts) if rule.sites else _verdict(rule, prepared)


def _verdict(rule: Rule, prepared: Any) -> Verdict:
    result = evaluate(rule.when, prepared)
    if not result.held:
        return Verdict(matched=False, error=result.error)
    for severity, condition in rule.severity:
        result = evaluate(condition, prepared)
        if result.error:
            return Verdict(matched=False, error=f"severity.{severity.value}: {result.error}")
        if result.held:
            return Verdict(matched=True, severity=severity)
    return Verdict(matched=True, severity=Severity.LOW)


def _step(part: Part, facts: Facts, prepared: Any, on: On) -> Step:
    result = evaluate(part.condition, prepared)
    held = tuple(one for one in part.alternatives if evaluate(one, prepared).held)
    shown = held if result.held and len(part.alternatives) > 1 else (part.condition,)
    return Step(
        condition=" || ".join(one.shown for one in shown),
        held=result.held,
        values="; ".join(_values(one, facts, on, held=result.held) for one in shown),
        error=result.error,
    )


def _values(condition: Condition, facts: Facts, on: On, *, held: bool) -> str:
    return ", ".join(_value(name, condition, facts, on, held=held) for name in condition.names)


def _value(name: str, condition: Condition, facts: Facts, on: On, *, held: bool) -> str:
    if name in _LISTS:
        return _items(name, condition, facts, on, held=held)
    value = facts[name]
    if isinstance(value, list):
        return f"{name} = {', '.join(value) or 'none'}"
    if isinstance(value, bool):
        return f"{name} = {'true' if value else 'false'}"
    return f"{name} = {_short(value)}" if value != "" else f'{name} = ""'


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _MOST_CHARS else f"{text[:_MOST_CHARS]} …"


def _items(name: str, condition: Condition, facts: Facts, on: On, *, held: bool) -> str:
    items = facts[name]
    if held:
        items = [one for one in items if _holds(condition, {**facts, name: [one]}, on)] or items
    label, shown, none = _LISTS[name]
    return f"{label}: {', '.join(shown(one) for one in sorted(items, key=_nearest)[:_MOST_ITEMS]) or none}"


def _nearest(item: Mapping[str, Any]) -> tuple[float, str]:
    return item.get("distance_km", 0.0), item["name"]


def _site(site: Mapping[str, Any]) -> str:
    sort = f" ({site['sort']})" if site["sort"] else ""
    return f"{site['name']}{sort} within {site['distance_km']:.1f} km"


def _entity(entity: Mapping[str, Any]) -> str:
    return f"{entity['name']} ({entity['label']})"


_LISTS: dict[str, tuple[str, Callable[[Mapping[str, Any]], str], str]] = {
    "sites": ("sites", _site, "none at a known distance"),
    "my_sites": ("my sites", _site, "none within their radius"),
    "article.entities": ("entities", _entity, "none"),
}


def _holds(condition: Condition, facts: Facts, on: On) -> bool:
    return evaluate(condition, activation(facts, on=on)).held
