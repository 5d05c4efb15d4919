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
    add_completion=False,
    help="Alert rules: check them, and see what they may ask about.",
)


@alert.command("alert")
def run_alerter() -> None:
    """Run the alerter: enriched articles in, incidents and alerts in Redis out.

    Reads its rules at the start; a bad one stops it with file, line and reason (exit code 2). Then it follows their
    files: an edit counts from the next article on, a bad one leaves the last good rules in force. One alerter works at
    a time, others stand by.

    - `wirewatch alert` takes the rules of `seeds/rules`
    - `WIREWATCH_RULES=my-rules.yaml wirewatch alert` takes others
    """
    from wirewatch import hop
    from wirewatch.settings import load_settings
    from wirewatch_alerter.enriched_to_alerts import hop as alerter
    from wirewatch_alerts.rules_reload import RuleFiles

    settings = load_settings()
    sys.exit(hop.run(alerter(RuleFiles(settings.rules)), settings))


@rules.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Rule files, or folders.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object of JSON: `right` and `wrong`.")] = False,
) -> None:
    """Check rule files: what is wrong has its file, line and column, and what may have been meant (exit code 2).

    - `wirewatch rules check` checks those of the settings
    - `wirewatch rules check my-rule.yaml other-rules/`
    - `wirewatch rules check --json | jq -r '.wrong[]'`
    """
    import json

    from wirewatch.settings import load_settings
    from wirewatch_alerts.rules import check_rules

    found = [check_rules(path) for path in files or [load_settings().rules]]
    right = [rule for one in found for rule in one.right]
    wrong = [told for one in found for told in one.wrong]
    if as_json:
        known = [{"rule": one.id, "file": str(one.file), "line": one.line, "enabled": one.enabled} for one in right]
        typer.echo(json.dumps({"right": known, "wrong": wrong}))
    else:
        for rule in right:
            typer.echo(f"{rule.file}:{rule.line}: {rule.id}: right{'' if rule.enabled else ' (not enabled)'}")
        for told in wrong:
            typer.echo(f"error: {told}", err=True)
    raise typer.Exit(2 if wrong else 0)


@rules.command()
def schema() -> None:
    """Print the JSON Schema of rule files, with which an editor completes and marks them.

    - `wirewatch rules schema > rules.schema.json`, and `# yaml-language-server: $schema=rules.schema.json` as the first
      line of a rule file
    """
    import json

    from wirewatch_alerts.rules_schema import rule_schema

    typer.echo(json.dumps(rule_schema(), indent=2))


@rules.command()
def facts() -> None:
    """Print what a rule may ask about, as Markdown tables.

    - `wirewatch rules facts`
    """
    from wirewatch_alerts.facts_page import facts_page

    typer.echo(facts_page(), nl=False)


@rules.command("status")
def show_status(as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """Show the rules that the alerter works with, an edit that it could not take over, and rules that fail.

    Exit code: 0 all well; 1 something is wrong; 3 no alerter ever ran here.

    - `wirewatch rules status`
    - `wirewatch rules status --json | jq .errors`
    """
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch.wire import to_json
    from wirewatch_alerter.rules_view import read, status_lines

    found = asyncio.run(read(load_settings()))
    if found is None:
        typer.echo("no alerter has worked in this namespace", err=True)
        raise typer.Exit(3)
    typer.echo(to_json(found).decode() if as_json else "\n".join(status_lines(found)))
    raise typer.Exit(1 if found.broken or found.errors else 0)
