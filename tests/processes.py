"""Looking at the machine's processes: who carries a mark, who says that it is well; waiting for what should be so."""

import time
from collections.abc import Callable
from pathlib import Path

from wirewatch.hop_health import State, read_processes
from wirewatch.settings import Settings


def marked(mark: str) -> tuple[int, ...]:
    """Return the ids of living processes that have `NAME=value` in their environment; a zombie does not live."""
    return tuple(int(path.name) for path in Path("/proc").glob("[0-9]*") if _has(path, mark.encode()))


def _has(process: Path, mark: bytes) -> bool:
    try:
        return mark in (process / "environ").read_bytes().split(b"\0") and not _is_zombie(process)
    except OSError:
        return False


def _is_zombie(process: Path) -> bool:
    return (process / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


def is_in_state(settings: Settings, service: str, state: State = State.READY) -> bool:
    """Return whether a living process of a service says that it is in a state."""
    living = (one.health for one in read_processes(settings) if one.alive)
    return any(one.hop == service and one.state is state for one in living)


def wait_until(condition: Callable[[], object], *, bound_s: float) -> None:
    """Wait until a condition holds; fails the test where it does not within the bound."""
    deadline = time.monotonic() + bound_s
    while not condition():
        assert time.monotonic() < deadline, f"not so within {bound_s} s"
        time.sleep(0.02)
