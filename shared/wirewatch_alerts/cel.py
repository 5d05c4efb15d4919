"""The one adapter to the condition engine (CEL): a text in, a compiled condition out; facts in, true or false out.

The engine reports a run-time error as a truthy value, so only a result of type BOOL counts; its loops have a budget,
its regular expressions are linear. Names and types come from `facts.FACTS`.
"""

import re
from difflib import get_close_matches
from typing import Any

from cel_expr_python import cel
from msgspec import Struct

from wirewatch_alerts.conditions import blanked, line_and_column, one_line, selections
from wirewatch_alerts.errors import ConditionError
from wirewatch_alerts.facts import FACT_NAMES, FACTS, SITE_FIELDS, Facts, FactType

_TYPES: dict[FactType, Any] = {
    FactType.BOOL: cel.Type.BOOL,
    FactType.INT: cel.Type.INT,
    FactType.DOUBLE: cel.Type.DOUBLE,
    FactType.TEXT: cel.Type.STRING,
    FactType.TEXTS: cel.Type.List(cel.Type.STRING),
    FactType.SITES: cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN)),
}
_ENV = cel.NewEnv(variables={fact.name: _TYPES[fact.type] for fact in FACTS})
_SITE_FIELDS = tuple(field.name for field in SITE_FIELDS)
_REPORT = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']+)'(?: \(in container '[^']*'\))?")
_HAS_FACT = re.compile(r"\bhas\s*\(\s*(incident\.\w+)\s*\)")


class Condition(Struct, frozen=True, kw_only=True):
    """A compiled condition: its text as written and on one line, and the facts that it names."""

    text: str
    program: Any
    shown: str
    names: tuple[str, ...]


class Result(Struct, frozen=True, kw_only=True):
    """What a condition came to: it held, it did not, or (`error`) it could not be decided."""

    held: bool
    error: str | None = None


def compile_condition(text: str) -> Condition:
    """Compile a condition; raises `ConditionError` with line and column, naming the fact that may have been meant."""
    _check_selections(text)
    try:
        program = _ENV.compile(text)
    except RuntimeError as error:
        raise _located(str(error)) from error
    if program.return_type() != cel.Type.BOOL:
        raise ConditionError(f"must be true or false, but is {program.return_type().name().lower()}")
    return Condition(text=text, program=program, shown=one_line(text), names=_names_used(text))


def activation(facts: Facts) -> Any:
    """Prepare facts for many conditions."""
    return _ENV.Activation(facts)


def evaluate(condition: Condition, facts: Any) -> Result:
    """Decide a condition on facts that `activation` prepared; an error is a result, never a match."""
    try:
        value = condition.program.eval(facts)
    except RuntimeError as error:
        return Result(held=False, error=_plain(str(error)))
    if value.type() != cel.Type.BOOL:
        return Result(held=False, error=_plain(str(value.value())))
    return Result(held=bool(value.value()))


def _names_used(text: str) -> tuple[str, ...]:
    plain = blanked(text)
    return tuple(name for name in FACT_NAMES if re.search(rf"(?<![\w.]){re.escape(name)}\b", plain))


def _check_selections(text: str) -> None:
    if match := _HAS_FACT.search(blanked(text)):
        name = match.group(1).removeprefix("incident.")
        line, column = line_and_column(text, match.start())
        hint = f'a fact always has a value; ask "{name}" in incident.said'
        raise ConditionError(f"has({match.group(1)}): {hint}", line=line, column=column)
    for root, field, offset in selections(text):
        if root == "incident" or f"{root}.{field}" in FACT_NAMES or field in _SITE_FIELDS:
            continue
        line, column = line_and_column(text, offset)
        raise ConditionError(f"a site has no field {field!r}{_meant(field, _SITE_FIELDS)}", line=line, column=column)


def _located(report: str) -> ConditionError:
    match = _REPORT.search(report)
    if match is None:
        return ConditionError(_plain(report))
    undeclared = _UNDECLARED.search(match.group(3))
    root = (
        undeclared.group(1).find(".") if undeclared else 0
    )  # the engine points at the dot, a reader looks for the name
    return ConditionError(_told(match.group(3)), line=int(match.group(1)), column=int(match.group(2)) - max(0, root))


def _told(message: str) -> str:
    if match := _UNDECLARED.search(message):
        return f"there is no fact {match.group(1)!r}{_meant(match.group(1), FACT_NAMES)}"
    return re.sub(r" \[INVALID_ARGUMENT\]$", "", message)


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(known)}"


def _plain(report: str) -> str:
    return re.sub(r"\s*\[[A-Z_]+\]$", "", report.splitlines()[0]).strip()
