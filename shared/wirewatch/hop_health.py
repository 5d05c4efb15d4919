"""How a hop is: what the worker does goes in; a state that others may read, and the watchdog's verdict, come out.

A hop that waits for an outage to end is *live* (each attempt feeds the watchdog) but not *ready*. The state stands in
a small file of the home folder, for health checks and the supervisor.
"""

import os
from enum import StrEnum
from pathlib import Path

import msgspec
import structlog
from msgspec import Struct

from wirewatch.clock import Clock
from wirewatch.incidents import Instant
from wirewatch.settings import Settings

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

    def recovered(self) -> None:
        """Be ready again after an outage."""
        if self.state == State.RETRYING:
            self.enter(State.READY)

    def leave(self) -> None:
        """Remove the file: the process ends."""
        self._path().unlink(missing_ok=True)

    def _path(self) -> Path:
        return self._folder / f"{self._hop}.{os.getpid()}.json"


def health_folder(settings: Settings) -> Path:
    """Return the folder of the state files of this namespace's hops."""
    return settings.home / "health" / settings.namespace


def read_health(settings: Settings, hop: str) -> tuple[Health, ...]:
    """Return the states of a hop's processes; those that ended without a word are left out."""
    found = [
        msgspec.json.decode(path.read_bytes(), type=Health) for path in health_folder(settings).glob(f"{hop}.*.json")
    ]
    return tuple(sorted((one for one in found if _alive(one.pid)), key=lambda one: one.pid))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
