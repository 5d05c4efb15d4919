"""The commands `wirewatch dispatch` and `wirewatch subscribe`."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from wirewatch_dispatcher.forms import Form

dispatch = typer.Typer(rich_markup_mode="markdown", add_completion=False)
subscribe = typer.Typer(rich_markup_mode="markdown", add_completion=False)


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
    *,
    where: Annotated[
        str | None,
        typer.Option(
            metavar="CEL", help="Only alerts for which this holds; `wirewatch rules facts` lists what it may name."
        ),
    ] = None,
    form: Annotated[
        Form,
        typer.Option("--format", help="`text`: a card each; `json`, `cap`, `geojson`: one line each, for programs."),
    ] = Form.TEXT,
    group: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Go on where the subscription of this name was, whenever that was."),
    ] = None,
    start: Annotated[
        Start,
        typer.Option("--from", help="`beginning`: all that the topic holds; `now`: what comes. For a group: at first."),
    ] = Start.NOW,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many.")] = None,
) -> None:
    """Print alerts as they come, every revision of them.

    - `wirewatch subscribe` waits for alerts and prints their cards
    - `wirewatch subscribe --format json --from beginning | jq .title`
    - `wirewatch subscribe --where 'alert.severity in ["critical", "high"] && incident.country == "IQ"'`
    - `wirewatch subscribe --where 'alert.notified && sites.exists(s, s.distance_km < 5.0)' --format cap`
    - `wirewatch subscribe --group map --from beginning --format geojson` goes on where it was the next time
    - `wirewatch subscribe --from beginning --count 1` prints the first and ends
    """
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch_dispatcher.subscription import Subscription, print_all, read_group, read_where

    wanted = Subscription(
        where=read_where(where) if where is not None else None,
        group=read_group(group) if group is not None else None,
        from_beginning=start is Start.BEGINNING,
        count=count,
    )
    try:
        asyncio.run(print_all(load_settings(), wanted, form))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
