"""An alert as a card that a person can read: for a terminal (`card`), or as plain text (`card_text`)."""

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from wirewatch.alerts import Alert, AlertState, Reason, Severity, SourceRef
from wirewatch.incidents import Evidence
from wirewatch_alerts import sentences
from wirewatch_alerts.rows import rows_of

WIDTH = 92
_LABEL_WIDTH = 9
_QUOTE_CHARS = 160
_MOST_SOURCES = 8
_FIELDS = ("status", "type", "weapons", "targets", "place", "when", "killed", "injured", "damage", "claimed")
_COLOURS = {Severity.CRITICAL: "red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}
_BADGES = {Severity.CRITICAL: "bold white on red", Severity.HIGH: "bold red"}


def card(alert: Alert) -> RenderableType:
    """Return an alert as something that rich's console prints, at most `WIDTH` columns wide."""
    colour = _COLOURS[alert.severity]
    return Panel(
        Group(*_parts(alert)),
        title=_head(alert),
        title_align="left",
        subtitle=_foot(alert),
        subtitle_align="left",
        border_style=colour,
        width=WIDTH,
        padding=(1, 2),
    )


def card_text(alert: Alert, *, width: int = WIDTH) -> str:
    """Return an alert as a card of plain text, without colours."""
    target = StringIO()
    Console(file=target, width=width, color_system=None, force_terminal=False, legacy_windows=False).print(card(alert))
    return target.getvalue()


def _head(alert: Alert) -> Text:
    colour = _COLOURS[alert.severity]
    head = Text(f" {alert.severity.value.upper()} ", style=_BADGES.get(alert.severity, f"bold {colour}"))
    if alert.state is not AlertState.OPEN:
        head.append(f"· {alert.state.value.upper()} ", style="bold")
    if alert.exercise:
        head.append("·", style=colour).append(" EXERCISE, not a real alarm ", style="bold black on magenta")
    return head


def _foot(alert: Alert) -> Text:
    return Text(f" {alert.alert_id} · revision {alert.rev} ", style="dim")


def _parts(alert: Alert) -> Iterator[RenderableType]:
    yield Text(alert.title, style="bold")
    yield Text()
    yield _fields(alert)
    yield from _section("Why", (_why(alert), _reasons(alert.reasons)))
    for number, source in enumerate(alert.sources[:_MOST_SOURCES], start=1):
        yield from _section(f"Source {number} of {len(alert.sources)}", (_source(source), _evidence(source.evidence)))
    if len(alert.sources) > _MOST_SOURCES:
        yield Text(f"… and {len(alert.sources) - _MOST_SOURCES} more", style="dim")
    yield from _section("This revision", (_revision(alert),))


def _fields(alert: Alert) -> Table:
    table = _grid()
    for label, value in rows_of(alert):
        if value:
            dimmed = "dim" if value == sentences.NOT_SAID else ""
            table.add_row(Text(label, style="dim"), Text(value, style=dimmed))
    return table


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=_LABEL_WIDTH, no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _section(title: str, parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    yield Text()
    yield Text(title, style="bold underline")
    yield from parts


def _why(alert: Alert) -> Text:
    return Text(alert.rule_title).append(f"  ({alert.rule}, rules {alert.rules_hash})", style="dim")


def _reasons(reasons: Iterable[Reason]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for reason in reasons:
        shown = Text(reason.condition)
        if reason.values and not _bare(reason):
            shown.append(f"\n{reason.values}", style="dim")
        table.add_row(Text("✓", style="green"), shown)
    return table


def _bare(reason: Reason) -> bool:
    """Tell a condition that is one fact, whose value goes without saying."""
    return reason.values.startswith(f"{reason.condition.lstrip('!')} = ")


def _source(source: SourceRef) -> Text:
    shown = Text(source.title or "(no title)")
    published = sentences.stamp(source.published) if source.published else f"published {sentences.NOT_SAID}"
    shown.append(f"\n{source.source} · {published} · {source.entry_id}", style="dim")
    if source.url:
        shown.append(f"\n{source.url}", style="dim")
    return shown


def _evidence(evidence: Iterable[Evidence]) -> Table:
    by_field: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_field.setdefault(one.field, []).append(one)
    table = _grid()
    for field in sorted(by_field, key=_field_rank):
        table.add_row(Text(field, style="dim"), Text("\n").join(_quote(one) for one in by_field[field]))
    return table


def _field_rank(field: str) -> int:
    """Return where a field stands among others: as on the card, unknown ones last."""
    return _FIELDS.index(field) if field in _FIELDS else len(_FIELDS)


def _quote(one: Evidence) -> Text:
    return Text(f"“{_short(one.quote)}”").append(f"  {one.part.value} {one.start}-{one.end}", style="dim")


def _short(quote: str) -> str:
    one_line = " ".join(quote.split())
    return one_line if len(one_line) <= _QUOTE_CHARS else f"{one_line[: _QUOTE_CHARS - 1]}…"


def _revision(alert: Alert) -> Text:
    if not alert.revisions:
        return Text(sentences.NOT_SAID, style="dim")
    last = alert.revisions[-1]
    told = "; ".join(sentences.changed(change) for change in last.changes) or "no change of its own"
    silent = "" if last.notified else f" · in silence: {last.why_not}"
    return Text(f"{told}{silent}").append(f"  (by {last.entry_id}, {sentences.stamp(last.at)})", style="dim")
