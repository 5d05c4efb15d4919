"""An alert, or many of them, as the words of a message: Jinja2 templates in a sandbox, ours or the user's.

A user's template that fails on an alert gives way to ours: a page that looks plain beats a page that is missing.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import structlog
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from wirewatch.alerts import Alert, Severity
from wirewatch.errors import SettingsError
from wirewatch_alerts import sentences
from wirewatch_alerts.card import card_text
from wirewatch_alerts.sample import sample_alert

_FOLDER = Path(__file__).parent / "templates"
_RANK = {severity: number for number, severity in enumerate(Severity)}
_LONGEST_TITLE = 200
_LONGEST_LINE = 240

_log = structlog.stdlib.get_logger("wirewatch.render")


class RenderError(SettingsError):
    """A template that can't be used; `line` is where, from 1."""

    def __init__(self, message: str, *, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class Words(Struct, frozen=True, kw_only=True):
    """What a message says: a line, plain text, and HTML."""

    title: str
    text: str
    html: str


class Content(Struct, frozen=True, kw_only=True):
    """What is told: one alert, or for a digest many; `repeat`: it may have come before."""

    alerts: tuple[Alert, ...]
    repeat: bool = False

    @property
    def digest(self) -> bool:
        """Tell a digest."""
        return len(self.alerts) > 1


def words(content: Content, *, title: str = "", text: str = "") -> Words:
    """Return the words of a message; `title` and `text` are the user's templates, empty for ours.

    A digest is always ours: a template that was written for one alert does not know of many.
    """
    shape = "digest" if content.digest else "alert"
    context = _context(content)
    own = ("", "") if content.digest else (title, text)
    line = _marked(" ".join(_own_or_ours(own[0], f"{shape}.title.j2", context).split()), content)
    return Words(
        title=line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…",
        text=_own_or_ours(own[1], f"{shape}.text.j2", context).strip() + "\n",
        html=_ours(f"{shape}.html.j2", context),
    )


def _marked(title: str, content: Content) -> str:
    """Return a title that says what it must, though the user's template does not: an exercise, a possible repeat."""
    before = "EXERCISE: " if content.alerts[0].exercise and "EXERCISE" not in title else ""
    after = " (possible repeat)" if content.repeat and "repeat" not in title else ""
    return f"{before}{title}{after}"


def render(source: str, content: Content) -> str:
    """Return a user's template filled in; raises `RenderError`."""
    try:
        return str(_environment(html=False).from_string(source).render(_context(content)))
    except TemplateSyntaxError as error:
        raise RenderError(str(error.message), line=error.lineno) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise RenderError(f"{type(error).__name__}: {error}") from error


def check_template(source: str) -> None:
    """Try a template on the sample alert; raises `RenderError`."""
    render(source, Content(alerts=(sample_alert(),)))


def _own_or_ours(source: str, name: str, context: Mapping[str, Any]) -> str:
    if not source:
        return _ours(name, context)
    try:
        return _environment(html=False).from_string(source).render(context)
    except Exception as error:  # noqa: BLE001  (whatever a user's template does, the message goes out)
        _log.warning("template_failed", error=f"{type(error).__name__}: {error}")
        return _ours(name, context)


def _ours(name: str, context: Mapping[str, Any]) -> str:
    return str(_template(name, html=name.endswith(".html.j2")).render(context))


@cache
def _template(name: str, *, html: bool) -> Any:
    return _environment(html=html).from_string((_FOLDER / name).read_text("utf-8"))


def _context(content: Content) -> dict[str, Any]:
    alerts = sorted(content.alerts, key=lambda alert: (_RANK[alert.severity], alert.updated_at, alert.alert_id))
    first = alerts[0]
    return {
        "alert": msgspec.to_builtins(first),
        "alerts": [msgspec.to_builtins(one) for one in alerts],
        "rows": _rows(first),
        "changes": _changes(first),
        "lines": [_line(one) for one in alerts],
        "card": card_text(first),
        "counts": _counts(alerts),
        "repeat": content.repeat,
    }


def _rows(alert: Alert) -> list[tuple[str, str]]:
    """Return the alert's fields as pairs of a label and words."""
    incident = alert.incident
    return [
        ("What", sentences.what(incident)),
        ("Status", incident.status.value),
        ("Target", ", ".join(sentences.target(one) for one in incident.targets) or sentences.NOT_SAID),
        ("Place", sentences.place(incident.place).replace("\n", " · ")),
        ("Time", sentences.when(incident.when)),
        ("Killed", sentences.toll(incident.killed, incident.killed_most)),
        ("Injured", sentences.toll(incident.injured, incident.injured_most)),
        ("Behind it", sentences.behind(incident)),
        ("Rule", alert.rule_title),
    ]


def _changes(alert: Alert) -> str:
    if not alert.revisions:
        return ""
    return "; ".join(sentences.changed(change) for change in alert.revisions[-1].changes)


def _line(alert: Alert) -> str:
    place = alert.incident.place.country if alert.incident.place else None
    mark = "EXERCISE " if alert.exercise else ""
    line = f"{mark}{alert.severity.value.upper()} {alert.title}{f' ({place})' if place else ''}, {_changes(alert)}"
    return line[:_LONGEST_LINE]


def _counts(alerts: Sequence[Alert]) -> str:
    found = {severity: sum(one.severity is severity for one in alerts) for severity in Severity}
    return ", ".join(f"{number} {severity.value}" for severity, number in found.items() if number)


@cache
def _environment(*, html: bool) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
