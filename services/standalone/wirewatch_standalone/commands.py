"""The sub-commands of the local stack: `replay`, `up`, `down`, `status`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

replay = typer.Typer(rich_markup_mode="markdown", add_completion=False)
up = typer.Typer(rich_markup_mode="markdown", add_completion=False)
down = typer.Typer(rich_markup_mode="markdown", add_completion=False)
status = typer.Typer(rich_markup_mode="markdown", add_completion=False)


class Format(StrEnum):
    """How alerts are printed."""

    TEXT = "text"
    JSON = "json"


@replay.command()
def replay_archive(
    seed: Annotated[
        Path, typer.Argument(help="A file or folder of .json, .jsonl, .txt, .html, RSS or Atom, each also as .gz.")
    ] = Path("seeds/articles"),
    *,
    output: Annotated[
        Format, typer.Option("--format", help="`text`: cards; `json`: one alert a line on stdout, all else on stderr.")
    ] = Format.TEXT,
    rules: Annotated[Path | None, typer.Option(help="A rule file or folder; by default that of the settings.")] = None,
    speed: Annotated[
        str, typer.Option(help="`max`, or a factor of real time such as `60x`, by the articles' own times.")
    ] = "max",
    running: Annotated[
        bool,
        typer.Option(
            "--running",
            help="Use the Kafka and Redis of the running `up`, else those of the settings, and leave nothing there.",
        ),
    ] = False,
    update_expected: Annotated[
        bool,
        typer.Option(
            "--update-expected", help="Write the final records as the golden file beside SEED instead of comparing."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only read SEED and the rules and say what is there.")
    ] = False,
) -> None:
    """Send an archive through every service on a real Kafka and Redis, and print the alerts.

    Starts a stack of its own, stops it at the end, and leaves nothing running. A replay never meets live data, and what
    it makes is marked as an exercise. Where golden files (`NAME.expected.json`) stand beside the archive, the final
    records must be the same. Exit code: 0 all well; 1 something differs, was rejected or can't be read; 2 a wrong
    argument, setting or rule.

    Examples:
    - `wirewatch replay` the seed article

    - `wirewatch replay archive.jsonl.gz --format json > alerts.jsonl`

    - `wirewatch replay march/ --rules my-rules/ --speed 60x`
    """
    from wirewatch_standalone.replay_session import Options, run_replay

    options = Options(
        seed=seed,
        as_json=output is Format.JSON,
        rules=rules,
        factor=_factor(speed),
        running=running,
        update_expected=update_expected,
        dry_run=dry_run,
    )
    raise typer.Exit(run_replay(options))


@up.command("up")
def run_all(
    feeds: Annotated[Path | None, typer.Option(help="The feed list, in OPML; by default that of the settings.")] = None,
    rules: Annotated[Path | None, typer.Option(help="A rule file or folder; by default that of the settings.")] = None,
    *,
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Run in the background; return once all is ready.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only what `up` itself has to say, not the services' lines.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Fill an empty Redis from Kafka first, as `alerts rebuild` does.")
    ] = False,
) -> None:
    """Run Kafka, Redis and all services until Ctrl-C (or `wirewatch down`), and show their logs as one.

    What ends by itself is started again. Data stay in `.wirewatch/data` for the next time, logs in `.wirewatch/logs`.
    Kafka and Redis listen on this machine alone, at the addresses of the settings where those are free: then every
    other command finds them. Else `. .wirewatch/env` tells a shell where they are. Exit code: 0 after an orderly end; 1
    where another one runs already or a server did not start; 2 a wrong setting, feed list or rule.

    Examples:
    - `wirewatch up` polls `seeds/feeds.opml`

    - `wirewatch up --feeds my.opml --rules my-rules/ --detach`
    """
    from wirewatch_standalone.up import Options, run_up
    from wirewatch_standalone.up_control import detached

    options = Options(feeds=feeds, rules=rules, quiet=quiet, rebuild=rebuild)
    raise typer.Exit(detached(options) if detach else run_up(options))


@down.command("down")
def end_all() -> None:
    """End the running `wirewatch up`, services first, and wait until nothing of it runs; its data stay.

    Exit code: 0 it has ended, or none ran; 1 it did not end in time.

    - `wirewatch down`
    """
    from wirewatch.settings import load_settings
    from wirewatch_standalone.up_control import run_down

    ended = run_down(load_settings().home)
    typer.echo("stopped" if ended else "nothing to stop: `wirewatch up` does not run here")


@status.command("status")
def show_status(
    as_json: Annotated[bool, typer.Option("--json", help="One object of JSON, for programs.")] = False,
    elsewhere: Annotated[
        bool, typer.Option("--elsewhere", help="Look at the Kafka and Redis of the settings; no `up` is needed.")
    ] = False,
) -> None:
    """Show how the running `wirewatch up` is: services, what waits at each hop, the last hour, feeds, dead letters.

    Exit code: 0 all well; 1 something is wrong, and `wrong` says what; 3 it does not run.

    Examples:
    - `wirewatch status`

    - `wirewatch status --json | jq .wrong`

    - `watch -c -n 10 wirewatch status`
    """
    from wirewatch.settings import load_settings
    from wirewatch_standalone.status_view import run_status

    raise typer.Exit(run_status(load_settings(), as_json=as_json, elsewhere=elsewhere))


def _factor(speed: str) -> float | None:
    """Read `max` or `60x`; raises a usage error for anything else."""
    if speed == "max":
        return None
    try:
        factor = float(speed.removesuffix("x"))
    except ValueError:
        factor = 0.0
    if not 0 < factor < float("inf"):
        raise typer.BadParameter(f"{speed!r} is neither `max` nor a factor such as `60x`", param_hint="--speed")
    return factor
