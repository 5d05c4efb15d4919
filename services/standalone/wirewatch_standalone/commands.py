"""The sub-commands of the local stack: `replay`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

replay = typer.Typer(rich_markup_mode="markdown")


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
        bool, typer.Option("--running", help="Use the Kafka and Redis of the settings instead of starting some.")
    ] = False,
    update_expected: Annotated[
        bool, typer.Option(help="Write the final records as the golden file beside SEED instead of comparing.")
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
