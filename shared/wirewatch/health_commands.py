"""`wirewatch health`: whether the services of this machine are well, for health checks."""

from typing import Annotated

import typer

_BEAT_MARGIN_S = 30.0

health = typer.Typer(name="health", rich_markup_mode="markdown", add_completion=False)


@health.command("health")
def check_health(
    service: Annotated[
        str | None, typer.Argument(metavar="[SERVICE]", help="Such as `enricher`; without it all that run here.")
    ] = None,
) -> None:
    """Say whether the services of this namespace and home folder are well; exit code 0 if so, else 1 with a reason.

    A service that waits for Kafka or Redis to come back is well: to start it again would not help. So is an alerter
    that goes on with the last good rules because their files are broken; that is told on stderr, as a warning.

    - `wirewatch health`
    - `wirewatch health enricher`
    """
    import time

    from wirewatch.hop_health import diagnose, read_processes
    from wirewatch.settings import load_settings

    settings = load_settings()
    silent_s = settings.handler_timeout_s + _BEAT_MARGIN_S
    found = diagnose(read_processes(settings), service=service, now=time.time(), silent_s=silent_s)
    for warning in found.warnings:
        typer.secho(f"WARNING: {warning}", err=True, fg="red", bold=True)
    typer.echo(found.words, err=not found.well)
    raise typer.Exit(0 if found.well else 1)
