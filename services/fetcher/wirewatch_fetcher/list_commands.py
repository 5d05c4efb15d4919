"""The sub-commands of `wirewatch feeds` for the feed list: list, add, remove, import, export."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wirewatch_fetcher.feeds import Feed

FeedList = Annotated[
    Path | None, typer.Option("--feeds", help="The feed list, in OPML; by default that of the settings.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON for each feed.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Language = Annotated[str | None, typer.Option(help="ISO 639-1, such as en.")]
Country = Annotated[str | None, typer.Option(help="The publisher's, ISO 3166-1, such as IQ.")]
Tier = Annotated[str | None, typer.Option(help="agency, official, national, regional or specialist.")]

changes = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@changes.command("list")
def list_feeds(feed_list: FeedList = None, as_json: AsJson = False) -> None:
    """List the feeds of a feed list, and check it: a wrong line stops with its number and what is wrong.

    The `.toml` beside the list is checked with it. JSON has neither its headers nor its secrets.

    - `wirewatch feeds list --feeds my.opml`
    - `wirewatch feeds list --json | jq .url`
    """
    from wirewatch.wire import to_json
    from wirewatch_fetcher.opml import load_feeds
    from wirewatch_fetcher.overrides import with_overrides
    from wirewatch_fetcher.shown import print_feeds

    path = _path(feed_list)
    found = load_feeds(path)
    with_overrides(found, path.with_suffix(".toml"))
    if as_json:
        sys.stdout.buffer.writelines(to_json(feed) + b"\n" for feed in found)
    else:
        print_feeds(found)


@changes.command()
def add(  # noqa: PLR0917  (typer's options are named)
    url: Annotated[str, typer.Argument(metavar="SITE|URL", help="A site's address, or a feed's.")],
    feed_list: FeedList = None,
    every: Annotated[bool, typer.Option("--all", help="Of a site, all feeds and not only its main one.")] = False,
    title: Annotated[str | None, typer.Option(help="What readers call it; by default the feed's own title.")] = None,
    group: Annotated[str | None, typer.Option(help="The heading to put it under.")] = None,
    language: Language = None,
    country: Country = None,
    tier: Tier = None,
    dry_run: DryRun = False,
) -> None:
    """Find the feeds at an address and put them into the feed list; a running fetcher takes them up by itself.

    An address that is a feed is taken as it is. Of a site, the feeds that its page declares are tried, then links that
    sound like feeds, then the usual paths; the first that is a feed is taken. Exit code 1 where there is none.

    - `wirewatch feeds add https://www.theguardian.com/world --group Worldwide --country GB --tier national`
    - `wirewatch feeds add https://site.example/ --all --dry-run` shows all feeds of a site
    """
    import asyncio

    from msgspec.structs import replace

    from wirewatch.clock import wall_clock
    from wirewatch_fetcher.feeds_add import add_feeds, find_feeds
    from wirewatch_fetcher.fetcher_settings import load_fetcher_settings
    from wirewatch_fetcher.opml import checked_feed
    from wirewatch_fetcher.shown import print_addition, print_checked

    address = url if "://" in url else f"https://{url}"
    checked, found = asyncio.run(find_feeds(address, options=load_fetcher_settings(), now=wall_clock()))
    if not found:
        print_checked(checked)
        raise typer.Exit(1)
    taken = found if every else found[:1]
    said = [
        checked_feed(
            replace(
                feed,
                title=title or feed.title,
                group=group,
                language=language or feed.language,
                country=country,
                tier=tier,
            )
        )
        for feed in taken
    ]
    path = _path(feed_list)
    done = replace(add_feeds(said, path, dry_run=dry_run), others=found[len(taken) :])
    print_addition(done, path, dry_run=dry_run)


@changes.command()
def remove(
    url: Annotated[str, typer.Argument(metavar="URL", help="The feed's address, as `feeds list` shows it.")],
    feed_list: FeedList = None,
    dry_run: DryRun = False,
) -> None:
    """Take a feed out of the feed list. What was published of it stays known, should it come back.

    - `wirewatch feeds remove https://site.example/feed.xml`
    """
    from wirewatch_fetcher.feeds_add import remove_feed

    path = _path(feed_list)
    count = remove_feed(url, path, dry_run=dry_run)
    if not count:
        typer.echo(f"{url} is not in {path}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{'would remove' if dry_run else 'removed'} {url} from {path}")


@changes.command("import")
def import_list(
    source: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list from another reader.")],
    feed_list: FeedList = None,
    dry_run: DryRun = False,
) -> None:
    """Put the feeds of another list into ours, under its headings; those that are in it already stay as they are.

    - `wirewatch feeds import subscriptions.opml --dry-run`
    """
    from wirewatch_fetcher.feeds_add import import_feeds
    from wirewatch_fetcher.shown import print_addition

    path = _path(feed_list)
    print_addition(import_feeds(source, path, dry_run=dry_run), path, dry_run=dry_run)


@changes.command("export")
def export_list(
    feed_list: FeedList = None,
    language: Language = None,
    country: Country = None,
    tier: Tier = None,
    group: Annotated[str | None, typer.Option(help="Only feeds under this heading.")] = None,
) -> None:
    """Write the feed list, or some of it, as OPML on stdout; secrets of `feeds.toml` are never in it.

    - `wirewatch feeds export > my.opml`
    - `wirewatch feeds export --language ar --country IQ`
    """
    from wirewatch_fetcher.opml import load_feeds
    from wirewatch_fetcher.opml_edit import as_opml

    wanted = {"language": language, "country": country, "tier": tier, "group": group}
    found = [feed for feed in load_feeds(_path(feed_list)) if _fits(feed, wanted)]
    sys.stdout.buffer.write(as_opml(found, title="Feeds of wirewatch"))


def _fits(feed: "Feed", wanted: dict[str, str | None]) -> bool:
    return all(value is None or getattr(feed, name) == value for name, value in wanted.items())


def _path(feed_list: Path | None) -> Path:
    from wirewatch.settings import load_settings

    return feed_list or load_settings().feeds
