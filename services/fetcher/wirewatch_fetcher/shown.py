"""What the `feeds` commands print for people."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_fetcher.check import Checked
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.feeds_add import Addition
from wirewatch_fetcher.store import FeedStore


def print_checked(checked: Checked) -> None:
    """Print the findings, what is wrong in red, and the feeds of a page."""
    table = Table(show_header=False, box=None)
    for finding in checked.findings:
        mark, words = (
            ("[red]![/]", f"[red]{escape(finding.words)}[/]") if finding.wrong else ("", escape(finding.words))
        )
        table.add_row(mark, finding.about, words)
    for feed in checked.feeds:
        table.add_row("", "has feed" if feed.linked else "has unlinked feed", escape(f"{feed.url}  {feed.title}"))
    Console(soft_wrap=True, highlight=False).print(table)


def print_feeds(feeds: Iterable[Feed]) -> None:
    """Print a feed list, one feed a line."""
    table = Table("group", "title", "language", "country", "tier", "address", box=None)
    for feed in feeds:
        cells = (feed.group, feed.title, feed.language, feed.country, feed.tier, feed.url)
        table.add_row(*(escape(cell or "") for cell in cells))
    Console(soft_wrap=True, highlight=False).print(table)


def print_addition(done: Addition, path: Path, *, dry_run: bool) -> None:
    """Print what was added to a list, what was in it already, and what was found besides."""
    console = Console(soft_wrap=True, highlight=False)
    for note in done.notes:
        console.print(f"[yellow]![/] {escape(note)}")
    for words, feeds in (("would add" if dry_run else "added", done.added), ("known", done.known)):
        for feed in feeds:
            console.print(f"{words}  {escape(feed.url)}  {escape(feed.title or '')}")
    for feed in done.others:
        console.print(f"found besides (--all adds it)  {escape(feed.url)}  {escape(feed.title or '')}")
    console.print(f"{path}: {len(done.added)} {'to add' if dry_run else 'added'}, {len(done.known)} known")


def print_states(states: Iterable[FeedState]) -> None:
    """Print how feeds are, those in trouble first."""
    table = Table("health", "last good", "next", "failures", "address", "reason", box=None)
    for state in sorted(states, key=lambda one: (-one.failures, one.url)):
        times = (f"{when:%Y-%m-%d %H:%M:%S}" if when else "never" for when in (state.succeeded, state.next_poll))
        table.add_row(state.health.value, *times, str(state.failures), escape(state.url), escape(state.reason))
    Console(soft_wrap=True, highlight=False).print(table)


async def read_states(settings: Settings) -> list[FeedState]:
    """Read what is remembered of the feeds that are on the schedule."""
    async with connect(settings) as redis:
        store = FeedStore(redis, settings)
        listed, states = await store.schedule(), await store.states()
    return [state for feed_id, state in states.items() if feed_id in listed]
