"""`wirewatch status` for people and programs: settings in, what is printed and an exit code out."""

import asyncio
import sys
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wirewatch.clock import wall_clock
from wirewatch.settings import Settings
from wirewatch.wire import to_json
from wirewatch_standalone.status import Feeds, ServiceStatus, Status, look
from wirewatch_standalone.up_place import is_up, read_running, running_settings

WELL, WRONG, NOT_RUNNING = 0, 1, 3
_MOST_SHOWN = 8
_STYLES = {"ready": "green", "running": "green", "starting": "yellow", "retrying": "yellow", "stopping": "yellow"}


def run_status(settings: Settings, *, as_json: bool, elsewhere: bool) -> int:
    """Look, print, and return the exit code: 0 well, 1 something is wrong, 3 it does not run."""
    home = settings.home.absolute()
    running = None if elsewhere else read_running(home)
    if running is None and not elsewhere:
        told = "is starting or ending" if is_up(home) else "does not run"
        sys.stderr.write(f"`wirewatch up` {told} in {home}\n")
        return NOT_RUNNING
    here = settings if elsewhere else running_settings(settings)
    status = asyncio.run(look(here, running, now=wall_clock()))
    if as_json:
        sys.stdout.write(to_json(status).decode() + "\n")
    else:
        print_status(status, Console(highlight=False, soft_wrap=True))
    return WRONG if status.wrong else WELL


def print_status(status: Status, console: Console) -> None:
    """Print it for people: what is wrong comes last, where the eye is."""
    since = (
        f"up since {status.up_since:%Y-%m-%d %H:%M:%S} UTC, {_ago(status.at, status.up_since)}; "
        if status.up_since
        else ""
    )
    console.print(f"{since}namespace {status.namespace}, Kafka {status.kafka}, Redis {escape(status.redis)}")
    if status.services:
        console.print(_services(status.services))
    table = Table(show_header=False, box=None)
    for name, words in _parts(status):
        table.add_row(f"[bold]{name}[/]", escape(words))
    console.print(table)
    for feed in status.feeds.failing[:_MOST_SHOWN] if status.feeds else ():
        console.print(f"  [red]{feed.health}[/] {escape(feed.url)}: {escape(feed.reason)} ({feed.failures} times)")
    for words in status.wrong:
        console.print(f"[bold red]wrong:[/] {escape(words)}")
    if not status.wrong:
        console.print("[bold green]all well[/]")


def _services(services: tuple[ServiceStatus, ...]) -> Table:
    table = Table("service", "state", "process", "restarts", "", box=None)
    for one in services:
        state = f"[{_STYLES.get(one.state, 'red')}]{one.state}[/]"
        table.add_row(one.name, state, str(one.pid or "-"), str(one.restarts), escape(one.reason or ""))
    return table


def _parts(status: Status) -> list[tuple[str, str]]:
    told = []
    if (left := status.backlog) is not None:
        words = f"{left.to_enrich} articles to enrich, {left.to_alert} to match, {left.to_relay} revisions to publish"
        told.append(("waiting", f"{words}, {left.to_deliver} notices to deliver"))
    if (hour := status.last_hour) is not None:
        words = f"{hour.articles} articles fetched, {hour.enriched} read, {hour.alerts} alerts"
        told.append(("last hour", f"{words} in {hour.revisions} revisions"))
    if (feeds := status.feeds) is not None:
        told.append(("feeds", _feeds(feeds)))
    if (letters := status.dead_letters) is not None:
        reasons = ", ".join(f"{count} of {reason}" for reason, count in list(letters.reasons.items())[:_MOST_SHOWN])
        told.append(("dead letters", f"{letters.waiting} waiting" + (f": {reasons}" if reasons else "")))
    if (rules := status.rules) is not None:
        told.append(("rules", f"{len(rules.rules)} of {rules.path}" + (", BROKEN now" if rules.broken else "")))
    return told


def _feeds(feeds: Feeds) -> str:
    counts = ", ".join(f"{count} {health}" for health, count in feeds.health.items())
    return f"{feeds.listed} polled" + (f": {counts}" if counts else "")


def _ago(now: datetime, since: datetime) -> str:
    minutes = int((now - since).total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    return f"{days} d {rest // 60} h" if days else f"{rest // 60} h {rest % 60} min"
