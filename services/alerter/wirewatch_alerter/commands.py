"""The commands `wirewatch alert` and `wirewatch rules`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

alert = typer.Typer(rich_markup_mode="markdown", add_completion=False)
rules = typer.Typer(
    name="rules",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Alert rules: check them, and see what they may ask about.",
)


@alert.command("alert")
def run_alerter() -> None:
    """Run the alerter: enriched articles in, incidents and alerts in Redis out.

    Reads its rules at the start; a bad one stops it with file, line and reason (exit code 2). One alerter works at a
    time, others stand by.

    - `wirewatch alert` takes the rules of `seeds/rules`
    - `WIREWATCH_RULES=my-rules.yaml wirewatch alert` takes others
    """
    from wirewatch import hop
    from wirewatch.settings import load_settings
    from wirewatch_alerter.enriched_to_alerts import hop as alerter
    from wirewatch_alerts.rules import load_rules

    settings = load_settings()
    sys.exit(hop.run(alerter(load_rules(settings.rules)), settings))


@rules.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Rule files, or folders of them.")],
) -> None:
    """Check rule files; the first error names file, line, column and field (exit code 2).

    - `wirewatch rules check seeds/rules`
    - `wirewatch rules check my-rule.yaml other.yaml`
    """
    from wirewatch_alerts.rules import load_rules

    for file in files:
        for rule in load_rules(file).rules:
            typer.echo(f"{rule.file}:{rule.line}: {rule.id}: right")


@rules.command()
def facts() -> None:
    """Print what a rule may ask about, as a page of Markdown.

    - `wirewatch rules facts`
    """
    from wirewatch_alerts.facts_page import facts_page

    typer.echo(facts_page())
