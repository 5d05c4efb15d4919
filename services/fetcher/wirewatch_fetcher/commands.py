"""The commands `wirewatch fetch`, `wirewatch fulltext` and `wirewatch feeds`."""

import sys
from typing import Annotated

import typer

from wirewatch_fetcher.list_commands import AsJson, FeedList, changes

fetch = typer.Typer(rich_markup_mode="markdown", add_completion=False)
fulltext = typer.Typer(rich_markup_mode="markdown", add_completion=False)
feeds = typer.Typer(rich_markup_mode="markdown", add_completion=False, no_args_is_help=True)
feeds.add_typer(changes)


@fetch.command()
def fetch_feeds(
    feed_list: FeedList = None,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed one time, then end.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Poll every feed one time, publish nothing; needs no Kafka or Redis.")
    ] = False,
) -> None:
    """Ask the feeds for news and publish what is new to `articles.raw`.

    Runs until it is stopped, and takes up changes of the list. Several fetchers with the same list share the work.

    - `wirewatch fetch` polls `seeds/feeds.opml` for ever
    - `wirewatch fetch --feeds my.opml --once` polls every feed one time
    - `wirewatch fetch --dry-run` shows which feeds answer, and with how many entries
    """
    from wirewatch.settings import load_settings
    from wirewatch_fetcher.app import run_dry, run_service
    from wirewatch_fetcher.feed_list import FeedList
    from wirewatch_fetcher.fetcher_settings import load_fetcher_settings

    settings, options = load_settings(), load_fetcher_settings()
    listed = FeedList(feed_list or settings.feeds)
    if dry_run:
        raise typer.Exit(1 if run_dry(listed.feeds, settings, options) else 0)
    run_service(listed, settings, options, once=once)


@fulltext.command()
def read_pages() -> None:
    """Read the pages of articles whose feeds give little text, and publish them again with the whole text.

    An article is out already when its page is read; the page's text comes as a revision of it, the feed's text beside
    it. What robots.txt does not allow is not read. Runs until it is stopped; several share the work. Needs the extra
    `full-text` of `wirewatch-fetcher`. Each page is text, so the enricher has more to do.

    - `wirewatch fulltext`
    - `WIREWATCH_FETCHER_FULL_TEXT=true wirewatch up` runs it beside the others
    """
    from importlib.util import find_spec

    from wirewatch.errors import SettingsError
    from wirewatch.settings import load_settings

    if missing := [name for name in ("protego", "trafilatura") if find_spec(name) is None]:
        raise SettingsError(f"{' and '.join(missing)} not installed: install wirewatch-fetcher[full-text]")
    from wirewatch_fetcher.fetcher_settings import load_fetcher_settings
    from wirewatch_fetcher.pages_app import run_pages

    run_pages(load_settings(), load_fetcher_settings())


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


@feeds.command()
def check(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed's address, or a site's.")],
    as_json: Annotated[bool, typer.Option("--json", help="What was found, as JSON.")] = False,
) -> None:
    """Explain what a poll of a feed would do and what is wrong with it; of a site, find the feeds.

    Needs no Kafka or Redis. Exit code 1 where there is no feed.

    - `wirewatch feeds check https://feeds.bbci.co.uk/news/world/rss.xml`
    - `wirewatch feeds check https://www.theguardian.com/` lists the feeds of a site
    """
    import asyncio

    from wirewatch.clock import wall_clock
    from wirewatch.wire import to_json
    from wirewatch_fetcher.check import check as checked
    from wirewatch_fetcher.fetcher_settings import load_fetcher_settings
    from wirewatch_fetcher.shown import print_checked

    found = asyncio.run(checked(url, options=load_fetcher_settings(), now=wall_clock))
    if as_json:
        sys.stdout.buffer.write(to_json(found) + b"\n")
    else:
        print_checked(found)
    raise typer.Exit(0 if found.itself or found.feeds else 1)


@feeds.command()
def status(
    only: Annotated[str | None, typer.Option("--health", help="Only feeds of this health, such as failing.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how each feed is, why, and when it will be asked next; reads the fetchers' Redis.

    - `wirewatch feeds status`
    - `wirewatch feeds status --health failing`
    - `wirewatch feeds status --json | jq 'select(.failures > 2) | .url'`
    """
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch.wire import to_json
    from wirewatch_fetcher.feed_state import Health
    from wirewatch_fetcher.shown import print_states, read_states, summary

    if only is not None and only not in list(Health):
        raise typer.BadParameter(f"{only!r} is no health; there are {', '.join(Health)}")
    states = asyncio.run(read_states(load_settings()))
    found = [state for state in states if only is None or state.health == only]
    if as_json:
        sys.stdout.buffer.writelines(to_json(summary(state)) + b"\n" for state in found)
    else:
        print_states(found)


@feeds.command()
def notices(as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each notice.")] = False) -> None:
    """Show which feeds, countries and languages went quiet against their own rhythm, and which came back.

    Reads the topic `feeds.notices`, oldest first.

    - `wirewatch feeds notices`
    """
    import asyncio

    from wirewatch.kafka import read_all
    from wirewatch.notices import FeedNotice
    from wirewatch.settings import load_settings
    from wirewatch.topics import FEEDS_NOTICES
    from wirewatch.wire import decode, to_json

    found = asyncio.run(read_all(load_settings(), FEEDS_NOTICES))
    if not (found or as_json):
        typer.echo("None fell quiet.")
    for message in found:
        notice = decode(FeedNotice, message)
        words = (
            f"{notice.at:%Y-%m-%d %H:%M} {notice.kind.value:<5} {notice.scope.value} {notice.title}: {notice.reason}"
        )
        typer.echo(to_json(notice).decode() if as_json else words)


@feeds.command()
def history(
    url: Annotated[str, typer.Argument(metavar="FEED", help="A feed's address.")],
    pages: Annotated[int, typer.Option(min=0, max=1_000, help="How many pages before the feed's own.")] = 20,
    publish: Annotated[
        bool, typer.Option("--publish", help="Let the running fetchers publish them; the feed must be in the list.")
    ] = False,
) -> None:
    """Walk back through a feed's archive (RFC 5005: `prev-archive`, `next`; JSON Feed: `next_url`).

    Prints one article a line, as `preview --json` does; needs no Kafka or Redis. Takes five seconds for each page.

    - `wirewatch feeds history https://site.example/feed.xml --pages 3`
    - `wirewatch feeds history https://site.example/feed.xml --publish`
    """
    import asyncio

    from wirewatch.clock import wall_clock
    from wirewatch.settings import load_settings
    from wirewatch_fetcher.fetcher_settings import load_fetcher_settings
    from wirewatch_fetcher.history import ask_fetchers, walk_back
    from wirewatch_fetcher.preview import as_line

    async def printed() -> None:
        async for one in walk_back(url, pages=pages, options=load_fetcher_settings(), now=wall_clock()):
            sys.stdout.buffer.write(as_line(one) + b"\n")

    if not publish:
        asyncio.run(printed())
    elif not asyncio.run(ask_fetchers(url, pages=pages, settings=load_settings(), now=wall_clock())):
        typer.echo(f"no fetcher polls {url}", err=True)
        raise typer.Exit(1)
