"""How a service is: what its process does goes in; a state that others may read, and their verdict, come out.

A hop that waits for an outage to end is *live* (each attempt feeds the watchdog) but not *ready*. The state stands in
a small file of the home folder, for health checks and the supervisor; its time stamp is the last sign of life.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from pathlib import Path

import msgspec
import structlog
from msgspec import Struct

from wirewatch.clock import Clock
from wirewatch.incidents import Instant
from wirewatch.settings import Settings

BEAT_S = 5.0
"""How often a process gives a sign of life, at least."""

_WARNING = ".warning"

_log = structlog.stdlib.get_logger("wirewatch.hop")


class State(StrEnum):
    """What a hop is doing."""

    STARTING = "starting"
    READY = "ready"
    RETRYING = "retrying"
    STOPPING = "stopping"


class Health(Struct, frozen=True, kw_only=True):
    """A hop's state as its file has it; `pid` is its process."""

    hop: str
    pid: int
    state: State
    since: Instant
    reason: str | None = None


class Reporter:
    """Writes a hop's state where it changes."""

    def __init__(self, settings: Settings, hop: str, *, clock: Clock) -> None:
        self._folder = health_folder(settings)
        self._hop = hop
        self._clock = clock
        self.state: State | None = None

    def enter(self, state: State, reason: str | None = None) -> None:
        """Take on a state; one line in the log for each change. Who is stopping does nothing else any more."""
        if state is self.state or self.state is State.STOPPING:
            return
        self.state = state
        _log.info(state.value, **({"reason": reason} if reason else {}))
        health = Health(hop=self._hop, pid=os.getpid(), state=state, since=self._clock(), reason=reason)
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._path().with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(health))
        fresh.replace(self._path())

    def beat(self) -> None:
        """Give a sign of life; where the home folder was removed there is nobody to see it."""
        with suppress(FileNotFoundError):
            os.utime(self._path())

    @asynccontextmanager
    async def reporting(self) -> AsyncIterator[None]:
        """Be starting, give signs of life for the length of the block as long as the event loop turns, and leave."""
        self.enter(State.STARTING)
        task = asyncio.create_task(self._beat_for_ever())
        try:
            yield
        finally:
            task.cancel()
            self.leave()

    async def _beat_for_ever(self) -> None:
        while True:
            self.beat()
            await asyncio.sleep(BEAT_S)

    def recovered(self) -> None:
        """Be ready again after an outage."""
        if self.state == State.RETRYING:
            self.enter(State.READY)

    def leave(self) -> None:
        """Remove the files: the process ends."""
        self._path().unlink(missing_ok=True)
        self._path().with_suffix(_WARNING).unlink(missing_ok=True)

    def _path(self) -> Path:
        return self._folder / f"{self._hop}.{os.getpid()}.json"


def health_folder(settings: Settings) -> Path:
    """Return the folder of the state files of this namespace's hops."""
    return settings.home / "health" / settings.namespace


def warn(settings: Settings, hop: str, words: str | None) -> None:
    """Leave what somebody should see to of a hop's process that is well, beside its state; None: all is well again."""
    path = health_folder(settings) / f"{hop}.{os.getpid()}{_WARNING}"
    if words is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, "utf-8")


class Parts:
    """The state of a process of several parts: ready once every part is well, retrying while one waits."""

    def __init__(self, reporter: Reporter, *names: str) -> None:
        self._reporter = reporter
        self._reasons: dict[str, str] = dict.fromkeys(names, "")
        self._awaited = set(names)

    def well(self, name: str) -> None:
        """Note that a part works."""
        self._reasons[name] = ""
        self._awaited.discard(name)
        self._tell()

    def waits(self, name: str, reason: str) -> None:
        """Note that a part waits for an outage to end."""
        self._reasons[name] = reason
        self._awaited.discard(name)
        self._tell()

    def _tell(self) -> None:
        """Take on the state that follows; as long as a part has said nothing, the process is starting."""
        reasons = [f"{name}: {reason}" for name, reason in self._reasons.items() if reason]
        if reasons:
            self._reporter.enter(State.RETRYING, "; ".join(reasons))
        elif not self._awaited:
            self._reporter.enter(State.READY)


class Process(Struct, frozen=True, kw_only=True):
    """A process that has left a state: whether it lives, and the time of its last sign of life (seconds since 1970).

    `warning` is what somebody should see to, though the process is well.
    """

    health: Health
    alive: bool
    seen: float
    warning: str = ""


class Diagnosis(Struct, frozen=True, kw_only=True):
    """Whether services are well, a sentence on it, and what somebody should see to all the same."""

    well: bool
    words: str
    warnings: tuple[str, ...] = ()


def read_processes(settings: Settings) -> tuple[Process, ...]:
    """Return the processes that have left a state in this namespace and home folder, sorted by service and id."""
    found = [one for path in health_folder(settings).glob("*.json") if (one := _read_process(path))]
    return tuple(sorted(found, key=lambda one: (one.health.hop, one.health.pid)))


def _read_process(path: Path) -> Process | None:
    try:
        health, seen = msgspec.json.decode(path.read_bytes(), type=Health), path.stat().st_mtime
    except FileNotFoundError:
        return None
    warning = ""
    with suppress(FileNotFoundError):
        warning = path.with_suffix(_WARNING).read_text("utf-8")
    return Process(health=health, alive=_alive(health.pid), seen=seen, warning=warning)


def diagnose(processes: Iterable[Process], *, service: str | None, now: float, silent_s: float) -> Diagnosis:
    """Judge services by their processes: each needs one that is ready, or retrying, and not silent.

    Args:
        processes: all that left a state; those that ended are passed over.
        service: the one to judge; None: all that have a living process.
        now: seconds since 1970.
        silent_s: who gave no sign of life for longer hangs.
    """
    living: dict[str, list[Process]] = {}
    for one in processes:
        if one.alive and service in {None, one.health.hop}:
            living.setdefault(one.health.hop, []).append(one)
    if not living:
        return Diagnosis(well=False, words=f"no process of {service or 'wirewatch'} is running here")
    wrong = {
        name: [_wrong(one, now=now, silent_s=silent_s) for one in group]
        for name, group in living.items()
        if all(_wrong(one, now=now, silent_s=silent_s) for one in group)
    }
    if wrong:
        told = "; ".join(f"{name} {words}" for name, all_ in wrong.items() for words in all_)
    else:
        told = "; ".join(_words(one) for group in living.values() for one in group)
    warnings = (f"{name}: {one.warning}" for name, group in living.items() for one in group if one.warning)
    return Diagnosis(well=not wrong, words=told, warnings=tuple(dict.fromkeys(warnings)))


def _wrong(process: Process, *, now: float, silent_s: float) -> str:
    """Say what is wrong with a process, or nothing."""
    health = process.health
    if health.state in {State.STARTING, State.STOPPING}:
        return f"is {health.state.value} since {health.since:%H:%M:%S} UTC (process {health.pid})"
    if now - process.seen > silent_s:
        return f"gave no sign of life for {now - process.seen:.0f} s (process {health.pid})"
    return ""


def _words(process: Process) -> str:
    reason = f": {process.health.reason}" if process.health.reason else ""
    return f"{process.health.hop} is {process.health.state.value}{reason}"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
