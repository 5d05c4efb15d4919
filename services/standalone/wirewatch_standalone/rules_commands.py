"""The sub-commands of `rules` that read articles: `test`, `explain`, `backtest`."""

from pathlib import Path
from typing import Annotated

import typer

rules = typer.Typer(
    name="rules",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    help="Alert rules: check them, try them on articles, and see what they may ask about.",
)

Rules = Annotated[Path | None, typer.Option("--rules", help="A rule file or folder; by default that of the settings.")]
AsJson = Annotated[bool, typer.Option("--json", help="One object of JSON a line, for programs.")]


@rules.command("test")
def try_examples(
    path: Annotated[
        Path | None, typer.Argument(metavar="[RULES]", help="A rule file or folder; by default that of the settings.")
    ] = None,
) -> None:
    """Run each rule's own examples (`tests:`) through the real extraction; exit code 1 where one comes out otherwise.

    - `wirewatch rules test`
    - `wirewatch rules test my-rules/`
    """
    from wirewatch_standalone.rules_examples import try_all
    from wirewatch_standalone.rules_place import load_own_or_shipped
    from wirewatch_standalone.rules_view import tried_lines

    known = load_own_or_shipped(path, every=True)
    tried = list(try_all(known))
    for one in tried:
        typer.echo("\n".join(tried_lines(one)))
    untested = [rule.id for rule in known.rules if not rule.tests]
    wrong = sum(not one.right for one in tried)
    told = f"; without examples: {', '.join(untested)}" if untested else ""
    typer.echo(f"{len(tried) - wrong} of {len(tried)} examples right, {len(known.rules)} rules{told}")
    raise typer.Exit(1 if wrong else 0)


@rules.command("explain")
def explain_article(
    article: Annotated[Path, typer.Argument(help="An article's file: anything that can be replayed.")],
    *,
    path: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Show for every rule why it fires on an article, or which condition fails first, with the values that it saw.

    - `wirewatch rules explain seeds/articles/baghdad-airport-2022.json`
    - `wirewatch rules explain article.txt --rules my-rule.yaml --json`
    """
    from wirewatch_alerts.rules_explain import as_json as line_of
    from wirewatch_alerts.rules_explain import explain
    from wirewatch_enricher.enrich import enrich
    from wirewatch_standalone.archive import read_archive
    from wirewatch_standalone.rules_place import load_own_or_shipped
    from wirewatch_standalone.rules_view import explained_lines

    known, archive = load_own_or_shipped(path), read_archive(article)
    for problem in archive.problems:
        typer.echo(problem.told(), err=True)
    for raw in archive.articles:
        read = enrich(raw)
        found = explain(read, known)
        typer.echo(line_of(read, found).decode() if as_json else "\n".join(explained_lines(read, found)))
    raise typer.Exit(1 if archive.problems else 0)


@rules.command("backtest")
def try_on_past(
    path: Annotated[Path, typer.Argument(metavar="RULES", help="The rules under test: a file or folder.")],
    *,
    on: Annotated[str, typer.Option("--on", help="Items, anything that can be replayed, or `articles.enriched`.")],
    since: Annotated[
        str | None, typer.Option(help="Such as 36h, 7d, 2w or 2022-01-03; without it all there is.")
    ] = None,
    present: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Show what rules would have fired on, and how often a day, beside the present rules; nobody is notified.

    A span of `--since` counts back from the last item, or on the topic from now. Exit code 1 where an item can't be
    read; the others count.

    - `wirewatch rules backtest my-rule.yaml --on march/`
    - `wirewatch rules backtest my-rules/ --on articles.enriched --since 7d --rules seeds/rules`
    """
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch.wire import to_json
    from wirewatch_alerts.rules import load_rules
    from wirewatch_alerts.rules_backtest import compare
    from wirewatch_alerts.rules_past import Past
    from wirewatch_standalone.rules_past import read_past
    from wirewatch_standalone.rules_place import load_own_or_shipped
    from wirewatch_standalone.rules_view import comparison_lines

    settings = load_settings()
    tested, known = load_rules(path), load_own_or_shipped(present)
    past = Past(tested, known)
    unread: list[str] = []
    asyncio.run(read_past(past, on, since, settings, told=unread.append))
    for line in unread:
        typer.echo(line, err=True)
    found = compare(past, tested, known)
    typer.echo(to_json(found).decode() if as_json else "\n".join(comparison_lines(found)))
    raise typer.Exit(1 if unread else 0)
