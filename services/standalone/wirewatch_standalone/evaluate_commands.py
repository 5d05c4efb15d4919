"""The sub-command `evaluate`: what the pipeline answers to items, and how well it does on known corpora."""

from pathlib import Path
from typing import Annotated

import typer

evaluate = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@evaluate.command("evaluate")
def evaluate_items(
    items: Annotated[
        Path | None, typer.Argument(metavar="[ITEMS]", help="Items, labelled or not: anything that can be replayed.")
    ] = None,
    *,
    places: Annotated[
        Path | None, typer.Option(metavar="FILE.xml", help="Score toponyms on a corpus of LGL's form.")
    ] = None,
    types: Annotated[
        Path | None, typer.Option(metavar="FILE.jsonl", help="Score incident types on documents of MUC-4's form.")
    ] = None,
    sets: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="Score the sets of a file, and hold them to its floors.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(help="A rule file or folder; by default that of the settings, or the shipped rules.")
    ] = None,
) -> None:
    """Run extraction, rules and clustering over items, without Kafka or Redis, and print one JSON line for each.

    A line has `id`, `flagship`, `incidents` (those reported as news: `type`, `status`, `date`, `country`, `lat`, `lon`,
    `killed`, `injured`) and `cluster`. Items without a date are read as of today. Progress goes to stderr, and so does
    each item that can't be read, with its line; the others go on, and the exit code is 1. With `--places` or `--types`
    it prints figures as JSON, with `--sets` a table, and exits with 1 where a figure is below its floor. The sets name
    their own items.

    - `wirewatch evaluate tests/eval/dev.jsonl > answers.jsonl`
    - `wirewatch evaluate --places lgl.xml`
    - `wirewatch evaluate --types muc4/dev.jsonl`
    - `wirewatch evaluate --sets tests/eval/sets.toml`
    """
    if items and sets:
        raise typer.BadParameter(f"{items} and --sets don't go together: the sets name their own items")
    if places:
        _print_places(places)
    if types:
        _print_types(types)
    if items:
        raise typer.Exit(_print_answers(items, rules))
    if sets:
        raise typer.Exit(_print_table(sets, rules))
    if not (places or types):
        raise typer.BadParameter("name a file of items, or use --places, --types or --sets")


def _print_answers(items: Path, rules: Path | None) -> int:
    from msgspec.structs import replace

    from wirewatch.articles import RawArticle
    from wirewatch.clock import wall_clock
    from wirewatch.errors import SettingsError
    from wirewatch.wire import to_json
    from wirewatch_enricher.entities import load_recognizer
    from wirewatch_enricher.settings import enricher_settings
    from wirewatch_standalone.archive import read_archive
    from wirewatch_standalone.evaluate import FLAGSHIP
    from wirewatch_standalone.evaluate import evaluate as answer_all
    from wirewatch_standalone.progress import progress
    from wirewatch_standalone.rules_place import load_own_or_shipped

    failed: list[str] = []

    def note(article: RawArticle, error: Exception) -> None:
        failed.append(f"{article.entry_id}: can't be read: {type(error).__name__}: {error}")

    known = load_own_or_shipped(rules)
    if all(rule.id != FLAGSHIP for rule in known.rules):
        typer.echo(f"no rule has the id {FLAGSHIP}: no item will be called flagship", err=True)
    recognizer = load_recognizer(enricher_settings())
    archive = read_archive(items, undated_at=wall_clock())
    if not (archive.articles or archive.problems):
        raise SettingsError(f"{items}: holds no item")
    with progress("items", total=len(archive.articles)) as told:
        answers = answer_all(archive.articles, known, recognizer=recognizer, told=told, failed=note)
    for own_id, answer in zip(archive.ids, answers, strict=True):
        typer.echo(to_json(replace(answer, id=own_id)).decode())
    problems = [*(problem.told() for problem in archive.problems), *failed]
    for line in problems:
        typer.echo(line, err=True)
    return 1 if problems else 0


def _print_places(path: Path) -> None:
    from wirewatch.wire import to_json
    from wirewatch_enricher.evaluate_places import read_articles, score_places

    articles = tuple(read_articles(path))
    if not any(article.gold for article in articles):
        typer.echo(f"{path}: no article has a toponym: there is nothing to compare with", err=True)
    typer.echo(to_json(score_places(articles)).decode())


def _print_types(path: Path) -> None:
    from wirewatch.wire import to_json
    from wirewatch_enricher.entities import load_recognizer
    from wirewatch_enricher.evaluate_types import read_documents, score_types
    from wirewatch_enricher.settings import enricher_settings
    from wirewatch_standalone.progress import progress

    recognizer = load_recognizer(enricher_settings())
    documents = tuple(read_documents(path))
    if all(document.incident_types is None for document in documents):
        typer.echo(f"{path}: no document has `incident_types`: there is nothing to compare with", err=True)
    with progress("documents", total=len(documents)) as told:
        scores = score_types(documents, recognizer=recognizer, told=told)
    typer.echo(to_json(scores).decode())


def _print_table(sets: Path, rules: Path | None) -> int:
    from rich.console import Console

    from wirewatch_enricher.entities import load_recognizer
    from wirewatch_enricher.settings import enricher_settings
    from wirewatch_standalone.evaluate_table import Figure, measure, table_of
    from wirewatch_standalone.rules_place import load_own_or_shipped

    console = Console()
    found: list[Figure] = []
    for one in measure(sets, load_own_or_shipped(rules), load_recognizer(enricher_settings())):
        if isinstance(one, Figure):
            found.append(one)
        else:
            console.print(one, style="yellow", highlight=False)
    console.print(table_of(found))
    below = [f"{one.set}: {one.name} is {one.value:.3f}, its floor {one.floor:.3f}" for one in found if one.below]
    for line in below:
        console.print(line, style="red", highlight=False)
    return 1 if below else 0
