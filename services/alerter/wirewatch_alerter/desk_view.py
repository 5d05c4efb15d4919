"""What people see of alerts and actions on a terminal: values in, tables and lines out."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta

from rich.table import Table
from rich.text import Text

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert
from wirewatch.errors import SettingsError
from wirewatch_alerts.sentences import counted, stamp
from wirewatch_alerts.why import RuleWhy, Why

_SPAN = re.compile(r"(\d+)([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def table_of(alerts: Sequence[Alert], *, of: int) -> Table:
    """Return alerts as a table; `of` is how many there are in all."""
    count = counted(of, "alert")
    table = Table(box=None, caption=f"{len(alerts)} of {count}" if of > len(alerts) else count, caption_justify="left")
    for name in ("alert", "severity", "state", "what", "sources", "changed (UTC)"):
        table.add_column(name, no_wrap=name in {"alert", "changed (UTC)"}, overflow="fold")
    for one in alerts:
        state = one.state.value + (f", ack {one.acknowledged_by}" if one.acknowledged_by else "")
        sources = str(len(one.sources) + (one.sources_more or 0))
        changed = f"{one.updated_at.astimezone(UTC):%Y-%m-%d %H:%M}"
        row = (one.alert_id, one.severity.value, state, one.title, sources, changed)
        table.add_row(*map(Text, row))
    return table


def difference_lines(alert: Alert) -> Iterator[str]:
    """Yield on what an alert's sources differ, in lines."""
    for one in alert.incident.fused:
        said = "; ".join(f"{other.value} by {other.source}" for other in one.others)
        more = f" and {one.others_more} more" if one.others_more else ""
        yield f"{one.field}: {one.how}. Otherwise: {said}{more}"


def action_line(action: OperatorAction) -> str:
    """Return an action as one line."""
    parts = [action.action_id, action.kind.value, *(f"{one.field}={one.value}" for one in action.matchers)]
    parts.append(f"by {action.who} at {stamp(action.at)}")
    if action.until is not None:
        parts.append(f"until {stamp(action.until)}")
    return "  ".join((*parts, *([action.text] if action.text else [])))


def span_of(text: str) -> timedelta:
    """Read a span such as `4h`; raises `SettingsError` for another form."""
    found = _SPAN.fullmatch(text.strip())
    if not found or not int(found[1]):
        raise SettingsError(f"{text!r} is no span: write a number with m, h or d, such as 30m, 4h or 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def why_lines(told: Why) -> Iterator[str]:
    """Yield why an alert was told or not, in lines."""
    yield f"{told.alert_id} ({told.state.value}): {told.title}"
    for one in told.revisions:
        outcome = "told" if one.notified else f"not told: {one.why_not}"
        yield f"  revision {one.rev} at {stamp(one.at)} by {one.entry_id}: {one.changes}; {outcome}"
    for line in told.now:
        yield f"  now: {line}"


def why_article_lines(incident_id: str, said: Sequence[RuleWhy]) -> Iterator[str]:
    """Yield what each rule made of an article's incident, in lines."""
    yield f"{incident_id}:"
    for one in said:
        yield f"  {one.rule}: holds" if one.holds else f"  {one.rule}: {one.failed}"
