"""A rule on the facts of an incident: whether it holds, how severe, and the trace that explains it."""

from typing import Any

from msgspec import Struct

from wirewatch.alerts import Reason, Severity
from wirewatch_alerts.cel import Condition, activation, evaluate
from wirewatch_alerts.facts import Facts
from wirewatch_alerts.rules import Part, Rule, RuleSet

_MOST_SITES = 3


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
    """Decide every rule on the same facts, by rule id."""
    prepared = activation(facts)
    return {rule.id: _verdict(rule, prepared) for rule in rules.rules}


def decide_rule(rule: Rule, facts: Facts) -> Verdict:
    """Decide one rule."""
    return _verdict(rule, activation(facts))


def trace(rule: Rule, facts: Facts) -> tuple[Step, ...]:
    """Return every top-level condition of a rule with what it saw, in the order of the rule."""
    prepared = activation(facts)
    return tuple(_step(part, facts, prepared) for part in rule.parts)


def reasons(rule: Rule, facts: Facts) -> tuple[Reason, ...]:
    """Return why a rule holds: each condition, and of alternatives only those that held, with their values."""
    return tuple(Reason(condition=step.condition, values=step.values) for step in trace(rule, facts) if step.held)


def _verdict(rule: Rule, prepared: Any) -> Verdict:
    result = evaluate(rule.when, prepared)
    if not result.held:
        return Verdict(matched=False, error=result.error)
    return Verdict(matched=True, severity=_severity(rule, prepared))


def _severity(rule: Rule, prepared: Any) -> Severity:
    held = (severity for severity, condition in rule.severity if evaluate(condition, prepared).held)
    return next(held, Severity.LOW)


def _step(part: Part, facts: Facts, prepared: Any) -> Step:
    result = evaluate(part.condition, prepared)
    held = tuple(one for one in part.alternatives if evaluate(one, prepared).held)
    shown = held if result.held and len(part.alternatives) > 1 else (part.condition,)
    return Step(
        condition=" || ".join(one.shown for one in shown),
        held=result.held,
        values="; ".join(_values(one, facts, held=result.held) for one in shown),
        error=result.error,
    )


def _values(condition: Condition, facts: Facts, *, held: bool) -> str:
    return ", ".join(_value(name, condition, facts, held=held) for name in condition.names)


def _value(name: str, condition: Condition, facts: Facts, *, held: bool) -> str:
    if name == "sites":
        return _site_values(condition, facts, held=held)
    value = facts[name]
    if isinstance(value, list):
        return f"{name} = {', '.join(value) or 'none'}"
    if isinstance(value, bool):
        return f"{name} = {'true' if value else 'false'}"
    return f"{name} = {value}" if value != "" else f'{name} = ""'


def _site_values(condition: Condition, facts: Facts, *, held: bool) -> str:
    sites = facts["sites"]
    if held:
        sites = [site for site in sites if _holds(condition, {**facts, "sites": [site]})] or sites
    nearest = sorted(sites, key=lambda site: (site["distance_km"], site["name"]))[:_MOST_SITES]
    told = (f"{site['name']} ({site['sort']}) within {site['distance_km']:.1f} km" for site in nearest)
    return f"sites: {', '.join(told) or 'none at a known distance'}"


def _holds(condition: Condition, facts: Facts) -> bool:
    return evaluate(condition, activation(facts)).held
