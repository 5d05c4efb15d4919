"""The commands `wirewatch dispatch` and `wirewatch subscribe`."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

dispatch = typer.Typer(rich_markup_mode="markdown", add_completion=False)
subscribe = typer.Typer(rich_markup_mode="markdown", add_completion=False)


class Format(StrEnum):
    """How alerts are printed."""

    TEXT = "text"
    JSON = "json"


class Start(StrEnum):
    """Where in the topic a subscription starts."""

    BEGINNING = "beginning"
    NOW = "now"


@dispatch.command("dispatch")
def run_dispatcher() -> None:
    """Run the dispatcher: revisions from Redis to the `alerts` topic, notices to their channels.

    Runs until it is stopped; waits for Kafka and Redis where they are away.

    Without a file of channels (`WIREWATCH_CHANNELS`) notices go to the console; a file that is wrong stops the start.

    - `wirewatch dispatch`
    - `WIREWATCH_CHANNELS=channels.yaml wirewatch dispatch`
    """
    from wirewatch.settings import load_settings
    from wirewatch_dispatcher.app import run
    from wirewatch_dispatcher.channels_file import load_channels
    from wirewatch_dispatcher.dispatcher_settings import load_dispatcher_settings

    settings = load_settings()
    sys.exit(run(settings, load_channels(load_dispatcher_settings().channels)))


@subscribe.command("subscribe")
def print_alerts(
    form: Annotated[
        Format, typer.Option("--format", help="`text`: a card each; `json`: one line each, for programs.")
    ] = Format.TEXT,
    start: Annotated[
        Start, typer.Option("--from", help="`beginning`: all that the topic holds; `now`: what comes from now on.")
    ] = Start.NOW,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many.")] = None,
) -> None:
    """Print alerts as they come, every revision of them.

    - `wirewatch subscribe` waits for alerts and prints their cards
    - `wirewatch subscribe --format json --from beginning | jq .title`
    - `wirewatch subscribe --from beginning --count 1` prints the first and ends
    """
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch_dispatcher.subscription import print_all

    settings = load_settings()
    try:
        asyncio.run(
            print_all(settings, as_json=form is Format.JSON, from_beginning=start is Start.BEGINNING, count=count)
        )
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
