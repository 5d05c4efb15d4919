"""The fields of a rule, one by one: values of a YAML file in, checked parts of a rule out, errors with their place."""

import re
from datetime import datetime
from pathlib import Path

from wirewatch.alerts import Severity
from wirewatch.errors import SettingsError
from wirewatch.vocabulary import IncidentType
from wirewatch_alerts.cel import Condition, compile_condition
from wirewatch_alerts.conditions import alternatives
from wirewatch_alerts.envelope import Value
from wirewatch_alerts.errors import ConditionError
from wirewatch_alerts.facts import On
from wirewatch_alerts.rules_model import NO_ALERT, MySites, Notify, Part, RuleTest
from wirewatch_alerts.rules_sites import read_sites

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
DURATION_PATTERN = r"(\d+)(s|m|h|d)"
TEST_FIELDS = ("article", "title", "text", "published", "language", "source", "expect")
SEVERITIES = tuple(severity.value for severity in Severity)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LONGEST_S = 7 * 86_400
TYPES = tuple(kind.value for kind in IncidentType if kind is not IncidentType.STORY)
_EVERY_OTHER = "default"


def read_rule_id(value: Value) -> str:
    """Return an id."""
    text = value.text()
    if not re.fullmatch(ID_PATTERN, text) or len(text) > 80:
        value.fail(f"{text!r} must be lower-case words joined by hyphens, at most 80 characters")
    return text


def read_condition(value: Value, on: On) -> Condition:
    """Return a compiled condition; errors have their place inside the text."""
    try:
        return compile_condition(value.text(), on=on)
    except ConditionError as error:
        value.fail(error.message, line=error.line, column=error.column)


def read_part(text: str, on: On) -> Part:
    """Return a part of a condition that compiles as a whole."""
    found = tuple(compile_condition(one, on=on) for one in alternatives(text))
    return Part(condition=compile_condition(text, on=on), alternatives=found)


def read_severity(value: Value, on: On) -> tuple[tuple[Severity, Condition], ...]:
    """Return the severities with their conditions, in the order of the file; a lone word holds always."""
    if not value.is_mapping():
        return ((Severity(value.one_of(SEVERITIES)), compile_condition("true", on=on)),)
    found: list[tuple[Severity, Condition]] = []
    for name, one in value.fields(known=SEVERITIES).items():
        if found and found[-1][1].text.strip() == "true":
            one.fail(
                f"can never hold: {found[-1][0].value!r} before it is always true, and the first that holds counts"
            )
        found.append((Severity(name), read_condition(one, on)))
    if not found:
        value.fail("names no severity")
    return tuple(found)


def read_notify(value: Value) -> Notify:
    """Return whom to tell and when; what contradicts itself is refused."""
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
    match = re.fullmatch(DURATION_PATTERN, text)
    if match is None:
        value.fail(f"{text!r} is no duration; write 30s, 5m, 2h or 1d")
    seconds = int(match.group(1)) * _SECONDS[match.group(2)]
    if seconds > _LONGEST_S:
        value.fail(f"{text!r} is longer than 7d")
    return seconds


def read_my_sites(value: Value) -> MySites:
    """Return a rule's sites; their file is named from the rule file's folder."""
    fields = value.fields(known=("file", "radius_km"), required=("file", "radius_km"))
    file = _beside(value, fields["file"].text())
    try:
        sites = read_sites(file)
    except SettingsError as error:
        fields["file"].fail(str(error))
    radii = _radii(fields["radius_km"])
    default_km = radii.pop(_EVERY_OTHER, None)
    if default_km is None:
        fields["radius_km"].fail(f"the field {_EVERY_OTHER!r} is missing: the radius for all other types")
    return MySites(file=file, sites=sites, radius_km=radii, default_km=default_km)


def _radii(value: Value) -> dict[str, float]:
    if not value.is_mapping():
        return {_EVERY_OTHER: value.number(least=0.01, most=20_000)}
    fields = value.fields(known=(_EVERY_OTHER, *TYPES))
    return {name: one.number(least=0.01, most=20_000) for name, one in fields.items()}


def read_test(value: Value) -> RuleTest:
    """Return one of a rule's examples: an article's file, or its title and text."""
    fields = value.fields(known=TEST_FIELDS, required=("expect",))
    expect = fields["expect"].one_of((*SEVERITIES, NO_ALERT))
    told = {name: one.text() for name, one in fields.items() if name != "expect"}
    if ("article" in told) == bool(told.keys() & {"title", "text"}):
        value.fail("an example is either a file (`article`) or has a `title` or `text`")
    if "published" in told:
        _check_moment(fields["published"])
    return RuleTest(expect=expect, line=value.line, **told)


def _check_moment(value: Value) -> None:
    try:
        moment = datetime.fromisoformat(value.text())
    except ValueError:
        value.fail(f"{value.text()!r} is no date and time as in 2022-01-03T18:00:00+03:00")
    if moment.tzinfo is None:
        value.fail(f"{value.text()!r} has no offset, as in 2022-01-03T18:00:00+03:00")


def _beside(value: Value, name: str) -> Path:
    return value.file.parent / name
