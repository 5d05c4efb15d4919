"""What a running `wirewatch up` leaves in its home folder for others: a lock, its state, and a file to source.

The lock is the kernel's: it is held for as long as the process lives, however that ends.
"""

import fcntl
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.errors import StackError
from wirewatch.incidents import Instant
from wirewatch.settings import Settings
from wirewatch_standalone.services import ServiceState


class Running(Struct, frozen=True, kw_only=True):
    """A running `up`: its process, where its servers are, and how its servers and services stand.

    `ready` says whether all of them were ready once.
    """

    pid: int
    started: Instant
    namespace: str
    kafka: str
    redis: str
    feeds: Path
    rules: Path
    ready: bool = False
    services: tuple[ServiceState, ...] = ()


class AlreadyUpError(StackError):
    """Another `wirewatch up` runs in this home folder."""


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Be the only `up` of a home folder for the length of the block; raises `AlreadyUpError`, which names the other."""
    home.mkdir(parents=True, exist_ok=True)
    with _lock_file(home).open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyUpError(_told(read_running(home), home)) from None
        try:
            yield
        finally:
            for path in (_state_file(home), env_file(home)):
                path.unlink(missing_ok=True)


def is_up(home: Path) -> bool:
    """Tell whether an `up` runs in a home folder."""
    try:
        handle = _lock_file(home).open("r")
    except FileNotFoundError:
        return False
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def read_running(home: Path) -> Running | None:
    """Return the `up` that runs in a home folder; None where there is none, or it has just begun."""
    if not is_up(home):
        return None
    try:
        return msgspec.json.decode(_state_file(home).read_bytes(), type=Running, dec_hook=_decode)
    except FileNotFoundError:
        return None


def running_settings(settings: Settings) -> Settings:
    """Return settings that point at the `up` of their home folder; where none runs, they stay as they are."""
    home = settings.home.absolute()
    running = read_running(home)
    there = {"kafka": running.kafka, "redis": running.redis, "namespace": running.namespace} if running else {}
    return settings.model_copy(update={"home": home, **there})


def write_running(home: Path, running: Running) -> None:
    """Let others know how this `up` stands."""
    _replace(_state_file(home), msgspec.json.encode(running, enc_hook=_encode))


def write_env(home: Path, variables: Mapping[str, str]) -> None:
    """Write the file that makes every `wirewatch` command of a shell use this `up`, once it is sourced."""
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
    _replace(env_file(home), "".join(lines).encode())


def env_file(home: Path) -> Path:
    """Return where the file to source is."""
    return home / "env"


def _told(running: Running | None, home: Path) -> str:
    if running is None:
        return f"another `wirewatch up` is starting or ending in {home}"
    return (
        f"`wirewatch up` runs already in {home}: process {running.pid} since {running.started:%Y-%m-%d %H:%M:%S} UTC, "
        f"Kafka {running.kafka}, Redis {running.redis}. See `wirewatch status`; `wirewatch down` ends it"
    )


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(path)


def _encode(value: object) -> str:
    return str(value)


def _decode(kind: type, value: str) -> object:
    return kind(value)


def _lock_file(home: Path) -> Path:
    return home / "up.lock"


def _state_file(home: Path) -> Path:
    return home / "up.json"
