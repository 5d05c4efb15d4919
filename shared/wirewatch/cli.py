"""The `wirewatch` program: it has the sub-commands of the packages that are installed beside it, and no others."""

import errno
import logging
import os
import sys
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from wirewatch.errors import SettingsError, TransientError, WirewatchError

GROUP = "wirewatch.commands"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class InstalledCommands(TyperGroup):
    """Finds sub-commands among the entry points, and imports a package only when its command is asked for.

    Contexts and commands are `Any`: typer carries a click of its own, whose types are private.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (typer's signature)
        """Return the names of all installed sub-commands, sorted."""
        return sorted({entry.name for entry in entry_points(group=GROUP)})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  (typer's signature)
        """Return one sub-command, its package imported, or None."""
        found = [_load(entry) for entry in entry_points(group=GROUP, name=cmd_name)]
        return _merged(cmd_name, found) if found else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the sub-command that the arguments begin with; an unknown one is told with those of a like name."""
        names: dict[str, Any] = dict.fromkeys(self.list_commands(ctx))
        self.commands = names  # typer compares with these
        return super().resolve_command(ctx, args)


def _load(entry: EntryPoint) -> Any:
    return typer.main.get_command(entry.load())


def _merged(name: str, commands: list[Any]) -> Any:
    """Return one command for a name: several packages may add sub-commands to one group, such as `rules`."""
    first, *others = commands
    first.name = name
    for other in others:
        first.commands.update(other.commands)
    return first


app = typer.Typer(
    cls=InstalledCommands,
    name="wirewatch",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"wirewatch {version('wirewatch')}")
        raise typer.Exit


@app.callback()
def _wirewatch(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Watch the news wires and raise the alarm: feeds in, one alert per real-world incident out.

    Try `wirewatch replay` first: it needs nothing that is not installed.
    """
    from wirewatch.logs import set_up_command  # noqa: PLC0415  (slow to import, and no need of `--help`)

    set_up_command()


def _advice(error: WirewatchError) -> str:
    """Return what a person can do where the outside world is away."""
    if not isinstance(error, TransientError):
        return ""
    return "\n  `wirewatch settings` shows where it was looked for; `wirewatch up` starts Kafka, Redis and all services"


def main() -> None:
    """Run the program; a known error is one line on stderr, exit code 2 for a wrong setting or file, else 1."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what a client tries again is no news to a person
    _open_what_is_closed()
    try:
        app()
    except WirewatchError as error:
        _fail(f"{error}{_advice(error)}", code=2 if isinstance(error, SettingsError) else 1)
    except OSError as error:
        if error.filename is None and error.errno not in _FULL:
            raise
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror), code=1)


def _open_what_is_closed() -> None:
    """Put the null device where the caller closed a standard stream, lest another file gets its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (open to the end)


def _fail(words: str, *, code: int) -> None:
    Console(stderr=True, soft_wrap=True).print("[bold red]error:[/]", escape(words), markup=True, highlight=False)
    sys.exit(code)
