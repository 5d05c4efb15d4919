"""What the commands of channels do: settings and a configuration in, rows to print and outcomes out."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from rich.console import Console

from wirewatch import redis
from wirewatch.alerts import Alert
from wirewatch.clock import wall_clock
from wirewatch.errors import SettingsError
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.sample import sample_alert
from wirewatch_alerts.store import transient
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.make import open_channels
from wirewatch_dispatcher.channels_file import CONSOLE
from wirewatch_dispatcher.configuration import Configuration
from wirewatch_dispatcher.queue import Queue
from wirewatch_dispatcher.render import Content, Words, words

T = TypeVar("T")


class Row(Struct, frozen=True, kw_only=True):
    """A channel: what waits (what is not due yet included), what is dead, and how it stands."""

    channel: str
    kind: str
    waiting: int
    dead: int
    state: str

    @property
    def line(self) -> str:
        """Return the channel as `channels list` prints it."""
        return f"{self.channel:<20} {self.kind:<8} {self.waiting:>6} waiting {self.dead:>6} dead  {self.state}"


class DeadRow(Struct, frozen=True, kw_only=True):
    """A notice that was given up."""

    channel: str
    alert_id: str
    rev: int
    tries: int
    at: datetime
    reason: str

    @property
    def line(self) -> str:
        """Return the notice as `channels dead list` prints it: when, where, which alert, why."""
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.channel} {self.alert_id} revision {self.rev}: {self.reason}"


def opened(configuration: Configuration) -> None:
    """Open all channels and close them; raises `SettingsError` where one can't be used."""

    async def go() -> None:
        async with open_channels(configuration, clock=wall_clock, console=Console()):
            return

    asyncio.run(go())


def try_channel(configuration: Configuration, name: str) -> Outcome:
    """Send the sample alert to one channel; raises `SettingsError` where there is no such channel."""
    _known(configuration, name)
    now = wall_clock()
    parcel = Parcel(content=Content(alerts=(sample_alert(),)), key=f"test-{now:%Y%m%d%H%M%S%f}:1:{name}")

    async def go() -> Outcome:
        async with open_channels(configuration, clock=wall_clock, console=Console()) as channels:
            channel = channels[name]
            try:
                return await asyncio.wait_for(channel.deliver(parcel), channel.timeout_s)
            except TimeoutError:
                return Outcome(fate=Fate.TRY_AGAIN, reason=f"no outcome within {channel.timeout_s:g} s")

    return asyncio.run(go())


def previewed(configuration: Configuration, name: str, file: Path | None) -> Words:
    """Return what a channel would be told; raises `SettingsError` for a name or a file that is wrong."""
    _known(configuration, name)
    spec = configuration.channels.get(name)
    content = Content(alerts=(_alert(file) if file else sample_alert(),))
    return words(content, title=spec.title if spec else "", text=spec.text if spec else "")


def _alert(file: Path) -> Alert:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Alert)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: no alert: {error}") from error


def _known(configuration: Configuration, name: str) -> None:
    _one_of(name, {CONSOLE, *configuration.channels})


def _one_of(name: str, known: Collection[str]) -> None:
    names = sorted(known)
    if name not in names:
        hint = "" if len(names) > 1 else "; WIREWATCH_CHANNELS can name a file of channels"
        raise SettingsError(f"there is no channel {name!r}; there are: {', '.join(names)}{hint}")


def look(settings: Settings, configuration: Configuration) -> list[Row]:
    """Return all channels: those of the file, the console, and those that are in Redis alone."""

    async def go(queue: Callable[[str], Queue], names: list[str]) -> list[Row]:
        return [await _row(queue(name), configuration) for name in names]

    return _with_queues(settings, go, {CONSOLE, *configuration.channels})


async def _row(queue: Queue, configuration: Configuration) -> Row:
    spec = configuration.channels.get(queue.name)
    kind = type(spec).__name__.lower() if spec else (CONSOLE if queue.name == CONSOLE else "gone")
    standing = await queue.standing()
    state = "well"
    if standing.disabled:
        state = f"disabled: {standing.disabled}"
    elif standing.not_before > wall_clock().timestamp():
        state = f"waits until {datetime.fromtimestamp(standing.not_before, UTC):%H:%M:%S} UTC"
    elif standing.failures:
        state = f"{standing.failures} failures in a row"
    waiting = await queue.redis.zcard(queue.key("queue")) + await queue.redis.hlen(queue.key("hand"))
    dead = await queue.redis.hlen(queue.key("dead"))
    return Row(channel=queue.name, kind=kind, waiting=int(waiting), dead=int(dead), state=state)


def dead_letters(settings: Settings, channel: str | None) -> list[DeadRow]:
    """Return the dead letters of one channel or all."""

    async def go(queue: Callable[[str], Queue], names: list[str]) -> list[DeadRow]:
        found = [(name, one) for name in names for one in await queue(name).dead()]
        return [
            DeadRow(channel=name, alert_id=one.alert_id, rev=one.rev, tries=one.tries, at=one.at, reason=one.reason)
            for name, one in found
        ]

    return _with_queues(settings, go, set(), only=channel)


def resend_dead(settings: Settings, channel: str | None, alerts: tuple[str, ...]) -> int:
    """Queue dead letters again and return how many there were."""

    async def go(queue: Callable[[str], Queue], names: list[str]) -> int:
        count = 0
        for name in names:
            ids = [one.alert_id for one in await queue(name).dead() if not alerts or one.alert_id in alerts]
            count += await queue(name).resend(ids, wall_clock().timestamp())
        return count

    return _with_queues(settings, go, set(), only=channel)


def enable(settings: Settings, channel: str) -> None:
    """Forget a channel's failures, and that it was disabled; raises `SettingsError` for an unknown one."""

    async def go(queue: Callable[[str], Queue], names: list[str]) -> None:
        _one_of(channel, {CONSOLE, *names})
        await queue(channel).enable()

    _with_queues(settings, go, set())


def _with_queues(
    settings: Settings,
    use: Callable[[Callable[[str], Queue], list[str]], Awaitable[T]],
    known: set[str],
    *,
    only: str | None = None,
) -> T:
    """Call with a way to a channel's queue and the names of all.

    Raises `SettingsError` where there is no channel `only`, and `TransientError` where Redis is away.
    """

    async def go() -> T:
        async with redis.connect(settings) as client, transient():
            keys = Keys(settings=settings)
            names = sorted({redis.text(one) for one in await client.smembers(keys.channels())} | known)
            if only is not None:
                _one_of(only, {CONSOLE, *names})
            chosen = [name for name in names if only in {None, name}]
            return await use(lambda name: Queue(redis=client, keys=keys, name=name), chosen)

    return asyncio.run(go())
