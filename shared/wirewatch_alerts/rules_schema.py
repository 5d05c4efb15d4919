"""The JSON Schema of a rule file, for editors: the same fields, words and patterns as the loader's, out as a dict.

An editor completes and marks with it; conditions and contradictions are the loader's alone (`wirewatch rules check`).
"""

from typing import Any

from wirewatch_alerts.facts import RULES_ON
from wirewatch_alerts.rules import NEEDED
from wirewatch_alerts.rules_fields import DURATION_PATTERN, ID_PATTERN, SEVERITIES, TYPES
from wirewatch_alerts.rules_model import NO_ALERT

Schema = dict[str, Any]


def rule_schema() -> Schema:
    """Return the schema of a rule file: one rule, or a list of them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wirewatch rules",
        "oneOf": [{"$ref": "#/$defs/rule"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/rule"}}],
        "$defs": {"rule": _rule(), "condition": _condition(), "duration": _duration(), "test": _test()},
    }


def _rule() -> Schema:
    return _fields(
        {
            "id": {
                "type": "string",
                "pattern": f"^{ID_PATTERN}$",
                "maxLength": 80,
                "description": "Its name for good.",
            },
            "title": _text("What an alert of it is called."),
            "on": {
                "enum": [on.value for on in RULES_ON],
                "default": "incident",
                "description": "What it is asked about.",
            },
            "enabled": {"type": "boolean", "default": True, "description": "False: left out where a folder is read."},
            "when": {"$ref": "#/$defs/condition"},
            "severity": _severity(),
            "sites": _sites(),
            "notify": _notify(),
            "tests": {"type": "array", "items": {"$ref": "#/$defs/test"}, "description": "Its own examples."},
        },
        needed=NEEDED,
    )


def _severity() -> Schema:
    each = _fields({name: {"$ref": "#/$defs/condition"} for name in SEVERITIES}, at_least=1)
    return {"oneOf": [{"enum": list(SEVERITIES)}, each], "description": "The first that holds counts."}


def _condition() -> Schema:
    return {"type": ["string", "boolean"], "minLength": 1, "description": "A CEL condition on facts."}


def _duration() -> Schema:
    return {"type": "string", "pattern": f"^{DURATION_PATTERN}$", "description": "Such as 30s, 5m, 2h or 1d."}


def _sites() -> Schema:
    radius = {"type": "number", "minimum": 0.01, "maximum": 20_000}
    radii = _fields(dict.fromkeys(("default", *TYPES), radius), needed=("default",))
    return _fields(
        {"file": _text("CSV or GeoJSON, from the rule file's folder."), "radius_km": {"oneOf": [radius, radii]}},
        needed=("file", "radius_km"),
    )


def _notify() -> Schema:
    return _fields(
        {
            "channels": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            "min_sources": {"type": "integer", "minimum": 1, "description": "No notice before so many sources."},
            "wait": {"$ref": "#/$defs/duration", "description": "How long the first notice waits to collect."},
            "interval": {"$ref": "#/$defs/duration", "description": "Least time between notices."},
        }
    )


def _test() -> Schema:
    shared = {"expect": {"enum": [*SEVERITIES, NO_ALERT]}}
    file = _fields({"article": _text("An article's file, from the rule file's folder."), **shared})
    told = {name: _text() for name in ("title", "text", "language", "source")}
    inline = _fields({**told, "published": {"type": "string", "format": "date-time"}, **shared})
    inline["anyOf"] = [{"required": ["title"]}, {"required": ["text"]}]
    return {"oneOf": [{**file, "required": ["article", "expect"]}, {**inline, "required": ["expect"]}]}


def _fields(properties: Schema, *, needed: tuple[str, ...] = (), at_least: int = 0) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if needed:
        found["required"] = list(needed)
    if at_least:
        found["minProperties"] = at_least
    return found


def _text(description: str = "") -> Schema:
    return {"type": "string", "minLength": 1} | ({"description": description} if description else {})
