"""The one adapter to the condition engine (CEL): a text in, a compiled condition out; facts in, true or false out.

The engine reports a run-time error as a truthy value, so only a result of type BOOL counts; its loops have a budget,
its regular expressions are linear. Names and types come from `facts.FACTS`.
"""

import re
import time
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from cel_expr_python import cel
from msgspec import Struct

from wirewatch_alerts.conditions import blanked, compared, line_and_column, one_line, selections
from wirewatch_alerts.errors import ConditionError
from wirewatch_alerts.facts import FACTS, SITE_FIELDS, Fact, Facts, FactType, ItemField, On
from wirewatch_alerts.facts_alerts import ALERT_FACTS
from wirewatch_alerts.facts_articles import ARTICLE_FACTS, ENTITY_FIELDS

_ITEMS = cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN))
_TYPES: dict[FactType, Any] = {
    FactType.BOOL: cel.Type.BOOL,
    FactType.INT: cel.Type.INT,
    FactType.DOUBLE: cel.Type.DOUBLE,
    FactType.TEXT: cel.Type.STRING,
    FactType.TEXTS: cel.Type.List(cel.Type.STRING),
    FactType.TIME: cel.Type.TIMESTAMP,
    FactType.SITES: _ITEMS,
    FactType.ENTITIES: _ITEMS,
}
MOST_CPU_S = 0.25
"""A condition that once took longer is not asked again: the others wait for it, and the engine can't be stopped."""


class _Language:
    """The names of one kind of rules: its facts, the fields of items in lists, and the engine that knows them."""

    def __init__(self, root: str, facts: tuple[Fact, ...], item: str, fields: tuple[ItemField, ...]) -> None:
        self.root, self.item = root, item
        self.names = tuple(fact.name for fact in facts)
        self.values = {fact.name: fact.values for fact in facts if fact.values}
        self.fields = tuple(field.name for field in fields)
        self.engine = cel.NewEnv(variables={fact.name: _TYPES[fact.type] for fact in facts})


_LANGUAGES = {
    On.INCIDENT: _Language("incident", FACTS, "a site", SITE_FIELDS),
    On.ARTICLE: _Language("article", ARTICLE_FACTS, "an entity", ENTITY_FIELDS),
    On.ALERT: _Language("incident", ALERT_FACTS, "a site", SITE_FIELDS),
}
_REPORT = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']+)'(?: \(in container '[^']*'\))?")
_HAS_FACT = re.compile(r"\bhas\s*\(\s*((?:incident|article|alert)\.\w+)\s*\)")


class Program:
    """A compiled condition and whether it was too slow once; it is compiled anew, and asked again, on a reload."""

    def __init__(self, compiled: Any, *, cpu_s: Callable[[], float] = time.thread_time) -> None:
        self._compiled = compiled
        self._cpu_s = cpu_s
        self._slow: str | None = None

    def eval(self, facts: Any) -> Any:
        """Return the engine's value; raises `RuntimeError` where it has none, or once took too long."""
        if self._slow:
            raise RuntimeError(self._slow)
        began_s = self._cpu_s()
        try:
            value = self._compiled.eval(facts)
        finally:
            took_s = self._cpu_s() - began_s
            if took_s > MOST_CPU_S:
                self._slow = f"suspended: it once took {took_s:.2f} s, and {MOST_CPU_S:g} s are the most"
        if self._slow:
            raise RuntimeError(self._slow)
        return value


class Condition(Struct, frozen=True, kw_only=True):
    """A compiled condition: its text as written and on one line, and the facts that it names."""

    text: str
    program: Program
    shown: str
    names: tuple[str, ...]


class Result(Struct, frozen=True, kw_only=True):
    """What a condition came to: it held, it did not, or (`error`) it could not be decided."""

    held: bool
    error: str | None = None


def compile_condition(text: str, *, on: On = On.INCIDENT) -> Condition:
    """Compile a condition; raises `ConditionError` with line and column, naming the fact that may have been meant."""
    language = _LANGUAGES[on]
    _check_selections(text, language)
    try:
        program = language.engine.compile(text)
    except RuntimeError as error:
        raise _located(str(error), language) from error
    if program.return_type() != cel.Type.BOOL:
        raise ConditionError(f"must be true or false, but is {program.return_type().name().lower()}")
    _check_values(text, language)
    return Condition(text=text, program=Program(program), shown=one_line(text), names=_names_used(text, language))


def activation(facts: Facts, *, on: On = On.INCIDENT) -> Any:
    """Prepare facts for many conditions."""
    return _LANGUAGES[on].engine.Activation(facts)


def evaluate(condition: Condition, facts: Any) -> Result:
    """Decide a condition on facts that `activation` prepared; an error is a result, never a match."""
    try:
        value = condition.program.eval(facts)
    except RuntimeError as error:
        return Result(held=False, error=_plain(str(error)))
    if value.type() != cel.Type.BOOL:
        return Result(held=False, error=_plain(str(value.value())))
    return Result(held=bool(value.value()))


def _names_used(text: str, language: _Language) -> tuple[str, ...]:
    plain = blanked(text)
    return tuple(name for name in language.names if re.search(rf"(?<![\w.]){re.escape(name)}\b", plain))


def _check_selections(text: str, language: _Language) -> None:
    if match := _HAS_FACT.search(blanked(text)):
        name = match.group(1).partition(".")[2]
        line, column = line_and_column(text, match.start())
        hint = f'; ask "{name}" in incident.said' if language.root == "incident" else ""
        raise ConditionError(f"has({match.group(1)}): a fact always has a value{hint}", line=line, column=column)
    for root, field, offset in selections(text):
        if root in {"incident", "article", "alert"} or f"{root}.{field}" in language.names or field in language.fields:
            continue
        line, column = line_and_column(text, offset)
        raise ConditionError(
            f"{language.item} has no field {field!r}{_meant(field, language.fields)}", line=line, column=column
        )


def _check_values(text: str, language: _Language) -> None:
    """Refuse to ask a fact for what it can never be: such a condition is right for the engine, and never holds."""
    for name, value, offset in compared(text):
        known = language.values.get(name)
        if known and value not in known:
            line, column = line_and_column(text, offset)
            raise ConditionError(f"{name} is never {value!r}{_meant(value, known)}", line=line, column=column)


def _located(report: str, language: _Language) -> ConditionError:
    match = _REPORT.search(report)
    if match is None:
        return ConditionError(_plain(report))
    undeclared = _UNDECLARED.search(match.group(3))
    # The engine points at the dot, a reader looks for the name.
    root = undeclared.group(1).find(".") if undeclared else 0
    told = _told(match.group(3), language)
    return ConditionError(told, line=int(match.group(1)), column=int(match.group(2)) - max(0, root))


def _told(message: str, language: _Language) -> str:
    if match := _UNDECLARED.search(message):
        name = match.group(1)
        return f"there is no fact {name!r}{_elsewhere(name, language) or _meant(name, language.names)}"
    return re.sub(r" \[INVALID_ARGUMENT\]$", "", message)


def _elsewhere(name: str, language: _Language) -> str:
    """Tell of a fact that conditions of another kind have."""
    others = [on for on, other in _LANGUAGES.items() if other is not language and name in other.names]
    if not others:
        return ""
    return (
        " here; subscriptions have it"
        if others[0] is On.ALERT
        else f" here; rules with `on: {others[0].value}` have it"
    )


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(known)}"


def _plain(report: str) -> str:
    return re.sub(r"\s*\[[A-Z_]+\]$", "", report.splitlines()[0]).strip()
