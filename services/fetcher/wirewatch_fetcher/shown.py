"""What the `feeds` commands print for people."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from wirewatch.incidents import Instant
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_fetcher.check import Checked
from wirewatch_fetcher.feed_state import FeedState, Health
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.feeds_add import Addition
from wirewatch_fetcher.store import FeedStore

_PIPE_CHARS = 400


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
    _console().print(table)


def print_feeds(feeds: Iterable[Feed]) -> None:
    """Print a feed list, one feed a line."""
    table = Table("group", "title", "language", "country", "tier", Column("address", overflow="fold"), box=None)
    for feed in feeds:
        cells = (feed.group, feed.title, feed.language, feed.country, feed.tier, feed.url)
        table.add_row(*(escape(cell or "") for cell in cells))
    _console().print(table)


def print_addition(done: Addition, path: Path, *, dry_run: bool) -> None:
    """Print what was added to a list, what was in it already, and what was found besides."""
    console = _console()
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
    whole = (Column(name, overflow="fold") for name in ("address", "reason"))
    table = Table("health", "last good", "next", "failures", *whole, box=None)
    for state in sorted(states, key=lambda one: (-one.failures, one.url)):
        times = (f"{when:%Y-%m-%d %H:%M:%S}" if when else "never" for when in (state.succeeded, state.next_poll))
        table.add_row(state.health.value, *times, str(state.failures), escape(state.url), escape(state.reason))
    _console().print(table)


def _console() -> Console:
    """Return the terminal; a pipe is as wide as rows are, so that a program finds each on one line."""
    console = Console(soft_wrap=True, highlight=False)
    return console if console.is_terminal else Console(soft_wrap=True, highlight=False, width=_PIPE_CHARS)


class FeedHealth(Struct, frozen=True, kw_only=True):
    """How a feed is, for programs: times are None where it never happened, or where the feed is not asked again."""

    url: str
    health: Health
    reason: str
    failures: int
    succeeded: Instant | None
    next_poll: Instant | None
    newest: Instant | None


def summary(state: FeedState) -> FeedHealth:
    """Return what a program may know of a feed."""
    return FeedHealth(**{name: getattr(state, name) for name in FeedHealth.__struct_fields__})


async def read_states(settings: Settings) -> list[FeedState]:
    """Read what is remembered of the feeds that are on the schedule; raises `TransientError` where Redis is away."""
    async with connect(settings) as redis:
        store = FeedStore(redis, settings)
        listed, states = await store.schedule(), await store.states()
    return [state for feed_id, state in states.items() if feed_id in listed]
