"""A service's log line for people: JSON or any text in, one styled text out. Pure."""

import json
from typing import Any

from rich.text import Text

_COLOURS = {
    "up": "bold white",
    "kafka": "bright_black",
    "redis": "bright_black",
    "fetcher": "cyan",
    "enricher": "magenta",
    "alerter": "yellow",
    "dispatcher": "green",
    "console": "blue",
}
_LEVELS = {"warning": "yellow", "error": "red", "critical": "bold red"}
_SHOWN_APART = ("timestamp", "level", "service", "event", "exception", "stack")
_WIDTH = max(map(len, _COLOURS))


def as_text(name: str, line: str) -> Text:
    """Return a line of a service as `03:14:15 fetcher     polled  feed=… entries=20`; no JSON stays as it is."""
    fields = _fields(line)
    if fields is None:
        return Text.assemble("         ", _name(name), " ", Text.from_ansi(line))
    level = str(fields.get("level", "info"))
    style = _LEVELS.get(level, "")
    event = f"{level}: {fields['event']}" if style else str(fields["event"])
    keys = [_key(key, value) for key, value in fields.items() if key not in _SHOWN_APART]
    told = Text.assemble((_time(fields), "dim"), " ", _name(name), " ", (event, style), *keys)
    for key in ("exception", "stack"):
        if key in fields:
            told.append(f"\n{fields[key]}", style="dim")
    return told


def own_line(time: str, words: str) -> Text:
    """Return a line that `up` itself has to say."""
    return Text.assemble((time, "dim"), " ", _name("up"), " ", words)


def _fields(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        fields = json.loads(line)
    except ValueError:
        return None
    return fields if isinstance(fields, dict) and "event" in fields else None


def _time(fields: dict[str, Any]) -> str:
    return str(fields.get("timestamp", ""))[11:19].ljust(8)


def _name(name: str) -> tuple[str, str]:
    return name.ljust(_WIDTH), _COLOURS.get(name, "blue")


def _key(key: str, value: object) -> Text:
    told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if not told or any(one.isspace() for one in told):
        told = json.dumps(told, ensure_ascii=False)
    return Text.assemble("  ", (f"{key}=", "dim"), told)
