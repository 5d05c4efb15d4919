"""The commands `enrich` (the service) and `analyze` (what the enricher finds in one article)."""

from pathlib import Path
from typing import Annotated

import typer

enrich = typer.Typer(rich_markup_mode="markdown", add_completion=False)
analyze = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@enrich.command()
def run_enricher() -> None:
    """Read articles from Kafka, write them enriched: names, places, incidents.

    `wirewatch enrich` runs until it gets SIGTERM or Ctrl-C. Start as many as there are partitions of `articles.raw`;
    they share the work.

    Settings: `WIREWATCH_SITES` (your own sites, CSV or GeoJSON), `WIREWATCH_SPACY_MODEL` (an installed spaCy pipeline).
    """
    from wirewatch.hop import run
    from wirewatch.settings import load_settings
    from wirewatch_enricher.raw_to_enriched import enrich_hop

    raise typer.Exit(run(enrich_hop(), load_settings()))


@analyze.command()
def analyze_article(
    file: Annotated[
        Path, typer.Argument(help="A `.json`, `.txt` (first line: the title) or `.html` file; `-`: standard input.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the enriched article as JSON, as it goes on the wire.")
    ] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write a page to look at.", metavar="FILE")] = None,
) -> None:
    """Show what the enricher finds in one article, and why. No Kafka needed.

    - `wirewatch analyze story.txt`: the text with its names in colour, each candidate incident with its reasons
    - `wirewatch analyze story.json --json | jq .sightings`: the same for programs
    - `pbpaste | wirewatch analyze - --html story.html`: a page to look at
    """
    from rich.console import Console

    from wirewatch.clock import wall_clock
    from wirewatch.errors import SettingsError
    from wirewatch.wire import to_json
    from wirewatch_enricher.article_file import read_article
    from wirewatch_enricher.enrich import enrich as enrich_one
    from wirewatch_enricher.entities import load_recognizer
    from wirewatch_enricher.settings import enricher_settings
    from wirewatch_enricher.show import show

    raw = read_article(file, now=wall_clock())
    article = enrich_one(raw, recognizer=load_recognizer(enricher_settings()))
    if html is not None:
        from wirewatch_enricher.page import to_page

        try:
            html.write_text(to_page(article), encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"{html}: {error.strerror}") from error
    if as_json:
        typer.echo(to_json(article))
    else:
        Console().print(show(article))
