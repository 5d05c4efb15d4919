"""`wirewatch settings`: what can be set, and what is."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wirewatch.settings_table import Effective

settings = typer.Typer(name="settings", rich_markup_mode="markdown", add_completion=False)


@settings.command("settings")
def show_settings(
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each setting.")] = False,
    docs: Annotated[bool, typer.Option("--docs", help="The table of all settings, as Markdown.")] = False,
) -> None:
    """Show the effective settings of all installed services, and where each came from; secrets are masked.

    A wrong value is an error that says what the variable takes, with exit code 2. Variables that begin with
    `WIREWATCH_` and are no setting are told on stderr.

    - `wirewatch settings`
    - `WIREWATCH_KAFKA=broker:9092 wirewatch settings --json`
    - `wirewatch settings --docs > docs/settings.md`
    """
    import os
    import sys

    from wirewatch import settings_table, wire
    from wirewatch.settings_docs import as_markdown

    kinds = settings_table.registered()
    if docs:
        sys.stdout.write(as_markdown(settings_table.rows(kinds)))
        return
    found = settings_table.effective(kinds, os.environ)
    for words in settings_table.warnings(list(os.environ), settings_table.known_variables(list(kinds.values()))):
        typer.echo(f"warning: {words}", err=True)
    if as_json:
        sys.stdout.buffer.writelines(wire.to_json(one) + b"\n" for one in found)
    else:
        _print(found)


def _print(found: "tuple[Effective, ...]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Settings")
    for name in ("variable", "value", "from", "of"):
        table.add_column(name, no_wrap=name == "variable", overflow="fold")
    for one in found:
        value = Text(one.value) if one.value is not None else Text("not set", style="dim")
        style = "" if one.source == "default" else "bold"
        table.add_row(Text(one.variable), value, Text(one.source), one.package, style=style)
    Console().print(table)
