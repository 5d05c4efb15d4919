"""The command `wirewatch channels`: check the file, try a channel, see what waits, send dead letters again."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wirewatch_dispatcher.configuration import Configuration

channels = typer.Typer(
    name="channels",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    help="Channels of notices: check and try them, see what waits, send dead letters again.",
)
dead = typer.Typer(
    name="dead", no_args_is_help=True, rich_markup_mode="markdown", help="Notices that were given up: list, send again."
)
channels.add_typer(dead)

File = Annotated[
    Path | None, typer.Option("--file", "-f", help="The file of channels; by default that of WIREWATCH_CHANNELS.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Lines of JSON, for programs.")]


class Part(StrEnum):
    """A part of a message."""

    TITLE = "title"
    TEXT = "text"
    HTML = "html"


@channels.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="The file; by default that of WIREWATCH_CHANNELS.")] = None,
) -> None:
    """Check a file of channels: fields, secrets, templates, addresses. Nothing is sent.

    The first error names file, line, column and field. Exit code: 0 right; 2 wrong.

    - `wirewatch channels check channels.yaml`
    """
    from wirewatch_alerts.sentences import counted
    from wirewatch_dispatcher.channel_tools import opened

    configuration = _configuration(file)
    opened(configuration)
    for name, spec in configuration.channels.items():
        typer.echo(f"{name}: {type(spec).__name__.lower()}: right")
    if not configuration.channels:
        typer.echo("everything goes to the console: WIREWATCH_CHANNELS can name a file of channels")
    typer.echo(f"{counted(len(configuration.channels), 'channel')}, {counted(len(configuration.routes), 'route')}")


@channels.command("list")
def show(*, file: File = None, as_json: AsJson = False) -> None:
    """List the channels with what waits, what is dead, and how each stands.

    - `wirewatch channels list`
    - `wirewatch channels list --json | jq 'select(.dead > 0)'`
    """
    from wirewatch.settings import load_settings
    from wirewatch.wire import to_json
    from wirewatch_dispatcher.channel_tools import look

    for row in look(load_settings(), _configuration(file)):
        typer.echo(to_json(row).decode() if as_json else row.line)


@channels.command("test")
def try_one(name: Annotated[str, typer.Argument(help="A channel of the file.")], file: File = None) -> None:
    """Send the sample alert, marked as an exercise, straight to one channel.

    Exit code: 0 delivered; 1 not delivered, with the reason; 2 no such channel.

    - `wirewatch channels test desk`
    """
    from wirewatch_dispatcher.channel_tools import try_channel
    from wirewatch_dispatcher.channels.base import Fate

    outcome = try_channel(_configuration(file), name)
    said = {
        Fate.DELIVERED: "delivered",
        Fate.TRY_AGAIN: "not delivered, a real alert would be tried again",
        Fate.NEVER: "not delivered, nor would a real alert be",
    }
    typer.echo(f"{name}: {said[outcome.fate]}{f': {outcome.reason}' if outcome.reason else ''}")
    raise typer.Exit(0 if outcome.fate is Fate.DELIVERED else 1)


@channels.command()
def preview(
    name: Annotated[str, typer.Argument(help="A channel of the file.")],
    part: Annotated[Part | None, typer.Option(help="Only this part; by default title and text.")] = None,
    alert: Annotated[
        Path | None, typer.Option(help="A file of one alert in JSON, as `wirewatch subscribe --format json` prints it.")
    ] = None,
    file: File = None,
) -> None:
    """Print what a channel would be told of an alert, by its templates; by default of the sample alert.

    - `wirewatch channels preview desk`
    - `wirewatch channels preview mail --part html > mail.html`
    """
    from wirewatch_dispatcher.channel_tools import previewed

    words = previewed(_configuration(file), name, alert)
    typer.echo(getattr(words, part.value) if part else f"{words.title}\n\n{words.text}", nl=False)


@channels.command()
def schema() -> None:
    """Print the JSON Schema of the file, for editors that complete it.

    - `wirewatch channels schema > channels.schema.json`
    """
    import json

    from wirewatch_dispatcher.configuration import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@channels.command()
def enable(name: Annotated[str, typer.Argument(help="A channel.")]) -> None:
    """Let a channel be told again that was disabled (its receiver answered 410), or that its breaker holds back.

    - `wirewatch channels enable hook`
    """
    from wirewatch.settings import load_settings
    from wirewatch_dispatcher.channel_tools import enable as enable_channel

    enable_channel(load_settings(), name)
    typer.echo(f"{name}: enabled")


@dead.command("list")
def list_dead(
    channel: Annotated[str | None, typer.Option(help="Only this channel's.")] = None, *, as_json: AsJson = False
) -> None:
    """List notices that were given up, with the reason.

    - `wirewatch channels dead list --channel desk`
    """
    from wirewatch.settings import load_settings
    from wirewatch.wire import to_json
    from wirewatch_dispatcher.channel_tools import dead_letters

    found = dead_letters(load_settings(), channel)
    if not (found or as_json):
        typer.echo("No notice was given up.")
    for row in found:
        typer.echo(to_json(row).decode() if as_json else row.line)


@dead.command()
def resend(
    alerts: Annotated[list[str] | None, typer.Argument(help="Ids of alerts; by default all.")] = None,
    channel: Annotated[str | None, typer.Option(help="Only this channel's.")] = None,
) -> None:
    """Queue dead letters again; the running dispatcher sends each alert's newest revision.

    - `wirewatch channels dead resend --channel desk`
    - `wirewatch channels dead resend alert-7a8242abc7588167`
    """
    from wirewatch.settings import load_settings
    from wirewatch_dispatcher.channel_tools import resend_dead

    count = resend_dead(load_settings(), channel, tuple(alerts or ()))
    typer.echo(f"{count} notices queued")
    if alerts and not count:
        typer.echo("`wirewatch channels dead list` shows those that were given up", err=True)
        raise typer.Exit(1)


def _configuration(file: Path | None) -> "Configuration":
    from wirewatch_dispatcher.channels_file import load_channels
    from wirewatch_dispatcher.dispatcher_settings import load_dispatcher_settings

    return load_channels(file or load_dispatcher_settings().channels)
