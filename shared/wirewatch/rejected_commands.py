"""`wirewatch rejected`: look at messages that no hop could handle, and send them again."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wirewatch.rejections import Rejection
    from wirewatch.settings import Settings

rejected = typer.Typer(
    name="rejected",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    help="Messages that no hop could handle: list them, look at one, send them again.",
)

Hop = Annotated[str | None, typer.Option("--hop", help="Only those of this hop, such as `enricher`.")]
Error = Annotated[str | None, typer.Option("--error", help="Only those with this in their error's name or words.")]
Since = Annotated[str | None, typer.Option("--since", help="Only those from then on: `30m`, `2h`, `3d` or a date.")]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids, as `list` shows them.")]
All = Annotated[bool, typer.Option("--all", help="All that nothing was done about yet, within the filters.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, do nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


@rejected.command("list")
def list_rejected(hop: Hop = None, error: Error = None, since: Since = None, as_json: AsJson = False) -> None:
    """List rejected messages, the oldest first.

    - `wirewatch rejected list`
    - `wirewatch rejected list --hop enricher --since 2h`
    - `wirewatch rejected list --error MalformedError --json`
    """
    found = _filtered(_settings(), hop=hop, error=error, since=since)
    if as_json:
        for one in found:
            _print_json(one)
    else:
        _print_table(found)


@rejected.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="An id, as `list` shows it.")], as_json: AsJson = False
) -> None:
    """Show one rejected message with its reason, headers and bytes.

    - `wirewatch rejected show articles.raw:3:1207`
    """
    from wirewatch import rejections

    (one,) = rejections.with_ids(_loaded(_settings()), [name])
    if as_json:
        _print_json(one)
    else:
        _print_one(one)


@rejected.command()
def redrive(
    ids: Ids = None,
    *,
    every: All = False,
    hop: Hop = None,
    error: Error = None,
    since: Since = None,
    dry_run: DryRun = False,
) -> None:
    """Send rejected messages again, byte for byte, to the topic where they came from.

    - `wirewatch rejected redrive articles.raw:3:1207`
    - `wirewatch rejected redrive --all --hop enricher --dry-run`
    """
    import asyncio

    from wirewatch import rejections
    from wirewatch.clock import wall_clock

    settings = _settings()
    picked = _picked(settings, ids or [], every=every, hop=hop, error=error, since=since)
    going = [one for one in picked if rejections.why_not(one) is None]
    for one in picked:
        if reason := rejections.why_not(one):
            typer.echo(f"{one.id} stays: {reason}", err=True)
    if not dry_run:
        asyncio.run(rejections.redrive(settings, going, now=wall_clock()))
    _tell("would be sent again" if dry_run else "sent again", going)
    if ids and len(going) < len(picked):
        raise typer.Exit(1)


@rejected.command()
def drop(
    ids: Ids = None,
    *,
    every: All = False,
    hop: Hop = None,
    error: Error = None,
    since: Since = None,
    dry_run: DryRun = False,
) -> None:
    """Note that nothing will be done about rejected messages; they stay in the topic until its retention ends.

    - `wirewatch rejected drop articles.raw:3:1207`
    - `wirewatch rejected drop --all --error UnknownVersionError`
    """
    import asyncio

    from wirewatch import rejections
    from wirewatch.clock import wall_clock

    settings = _settings()
    picked = _picked(settings, ids or [], every=every, hop=hop, error=error, since=since)
    if not dry_run:
        asyncio.run(rejections.drop(settings, picked, now=wall_clock()))
    _tell("would be dropped" if dry_run else "dropped", picked)


def _settings() -> "Settings":
    from wirewatch.settings import load_settings

    return load_settings()


def _loaded(settings: "Settings") -> "tuple[Rejection, ...]":
    import asyncio

    from wirewatch import rejections

    return asyncio.run(rejections.load(settings))


def _filtered(
    settings: "Settings", *, hop: str | None, error: str | None, since: str | None
) -> "tuple[Rejection, ...]":
    from wirewatch import rejections
    from wirewatch.clock import wall_clock

    moment = None if since is None else rejections.since_when(since, now=wall_clock())
    return rejections.chosen(_loaded(settings), hop=hop, error=error, since=moment)


def _picked(
    settings: "Settings", ids: list[str], *, every: bool, hop: str | None, error: str | None, since: str | None
) -> "tuple[Rejection, ...]":
    """Return the named ones, or with `--all` those within the filters that nothing was done about yet."""
    from wirewatch import rejections

    if bool(ids) == every:
        raise typer.BadParameter("name ids, or say --all")
    if ids:
        return rejections.with_ids(_loaded(settings), ids)
    found = _filtered(settings, hop=hop, error=error, since=since)
    return tuple(one for one in found if one.handled is None)


def _tell(what: str, rejections: "list[Rejection] | tuple[Rejection, ...]") -> None:
    for one in rejections:
        typer.echo(f"{one.id} {what}")
    typer.echo(f"{len(rejections)} {what}", err=True)


def _print_json(one: "Rejection") -> None:
    from wirewatch import wire

    typer.echo(wire.to_json(one).decode())


def _print_table(found: "tuple[Rejection, ...]") -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title="Rejected messages")
    for name in ("id", "at (UTC)", "error", "done about it"):
        table.add_column(name, no_wrap=name == "id", overflow="fold")
    for one in found:
        letter = one.letter
        cut = letter.message if len(letter.message) < 80 else letter.message[:79] + "…"
        error = f"[red]{letter.error}[/] in {letter.hop}, {letter.attempts} attempts: {escape(cut)}"
        done = one.handled or ("nothing yet" if letter.redrivable else "too large to redrive")
        table.add_row(one.id, f"{letter.at:%Y-%m-%d %H:%M:%S}", error, done)
    Console().print(table if found else "No message was rejected.")


def _print_one(one: "Rejection") -> None:
    from rich.console import Console
    from rich.markup import escape

    letter = one.letter
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{one.id}[/]  rejected by {letter.hop} at {letter.at.isoformat()}")
    console.print(f"[red]{letter.error}[/]: {escape(letter.message)}  ({letter.attempts} attempts)")
    console.print(
        f"key {escape(repr(letter.key))}, {len(letter.value)} bytes, done about it: {one.handled or 'nothing'}"
    )
    for name, value in letter.headers:
        console.print(f"  [dim]{escape(name)}[/] {escape(value.decode('utf-8', 'replace'))}")
    console.print(escape(letter.value.decode("utf-8", "backslashreplace")))
