"""The commands `wirewatch fetch` and `wirewatch feeds`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

fetch = typer.Typer(rich_markup_mode="markdown", add_completion=False)
feeds = typer.Typer(rich_markup_mode="markdown", add_completion=False, no_args_is_help=True)

FeedList = Annotated[Path, typer.Option("--feeds", help="The feed list, in OPML.")]
DEFAULT_LIST = Path("seeds/feeds.opml")


@fetch.command()
def fetch_feeds(
    feed_list: FeedList = DEFAULT_LIST,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed one time, then end.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Poll every feed one time, publish nothing; needs no Kafka or Redis.")
    ] = False,
) -> None:
    """Ask the feeds for news and publish what is new to `articles.raw`.

    Runs until it is stopped. Several fetchers with the same list share the work.

    - `wirewatch fetch` polls `seeds/feeds.opml` for ever
    - `wirewatch fetch --feeds my.opml --once` polls every feed one time
    - `wirewatch fetch --dry-run` shows which feeds answer, and with how many entries
    """
    from wirewatch.settings import load_settings
    from wirewatch_fetcher.app import run_dry, run_service
    from wirewatch_fetcher.fetcher_settings import load_fetcher_settings
    from wirewatch_fetcher.opml import load_feeds

    settings, options, listed = load_settings(), load_fetcher_settings(), load_feeds(feed_list)
    if dry_run:
        raise typer.Exit(1 if run_dry(listed, settings, options) else 0)
    run_service(listed, settings, options, once=once)


@feeds.callback()
def _feeds() -> None:
    """Look into feeds and the feed list."""


@feeds.command()
def preview(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A feed: a local file or an http(s) address.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each article.")] = False,
    base: Annotated[str | None, typer.Option(help="The address that a file's relative links count from.")] = None,
) -> None:
    """Show the raw articles that a feed would give; needs no Kafka or Redis.

    - `wirewatch feeds preview feed.xml --json` prints one article a line, `id_from` says how its id was chosen
    - `wirewatch feeds preview https://feeds.bbci.co.uk/news/world/rss.xml` shows a short list
    """
    from wirewatch.clock import wall_clock
    from wirewatch_fetcher.fetcher_settings import load_fetcher_settings
    from wirewatch_fetcher.preview import as_line, as_text, read_body
    from wirewatch_fetcher.preview import preview as previewed

    body = read_body(source, load_fetcher_settings(), base=base)
    document, articles = previewed(body, source=source, now=wall_clock())
    if as_json:
        sys.stdout.buffer.writelines(as_line(one) + b"\n" for one in articles)
    else:
        sys.stdout.write(as_text(document, articles))


@feeds.command("list")
def list_feeds(feed_list: FeedList = DEFAULT_LIST) -> None:
    """List the feeds of a feed list, and check it: a wrong line stops with its number and what is wrong.

    - `wirewatch feeds list --feeds my.opml`
    """
    from rich.console import Console
    from rich.table import Table

    from wirewatch_fetcher.opml import load_feeds

    table = Table("group", "title", "language", "country", "tier", "address", box=None)
    for feed in load_feeds(feed_list):
        table.add_row(feed.group, feed.title, feed.language, feed.country, feed.tier, feed.url)
    Console(soft_wrap=True).print(table)
