"""Kafka and Redis of a running `up`, kept alive: one that ends is started again, with back-off, where it was.

The services wait for it meanwhile. Call it from the thread that started the servers and lives as long as they do.
"""

import time
from collections.abc import Callable

from msgspec.structs import replace

from wirewatch_standalone.children import Child, stop, told_exit
from wirewatch_standalone.services import STEADY_S, ServiceState, delay_s


class Servers:
    """Keeps servers running; `states` tells how they stand."""

    def __init__(
        self, *children: Child, tell: Callable[[str], None], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell, self._monotonic = tell, monotonic
        self._children = {child.name: child for child in children}
        self._since = dict.fromkeys(self._children, monotonic())
        self._due: dict[str, float] = {}
        self._states = {child.name: ServiceState(name=child.name, pid=child.pid, starts=1) for child in children}

    def states(self) -> tuple[ServiceState, ...]:
        """Return how each server stands."""
        return tuple(self._states.values())

    def look(self) -> None:
        """Note who has ended, and start again whose pause is over."""
        now = self._monotonic()
        for name, child in self._children.items():
            if name in self._due:
                if now >= self._due[name]:
                    self._start(name, now)
            elif (code := child.exit_code()) is not None:
                self._note(name, code, now)

    def close(self, *, bound_s: float) -> None:
        """Stop all, in an orderly way, together."""
        stop(*self._children.values(), bound_s=bound_s)

    def _note(self, name: str, code: int, now: float) -> None:
        state = self._states[name]
        failures = 1 if now - self._since[name] >= STEADY_S else state.failures + 1
        self._due[name] = now + delay_s(failures)
        self._states[name] = replace(state, pid=None, failures=failures, last_exit=code)
        self._tell(f"{name} ended with {told_exit(code)}; it starts again in {delay_s(failures):.1f} s")

    def _start(self, name: str, now: float) -> None:
        del self._due[name]
        child = self._children[name].start_again()
        self._children[name], self._since[name] = child, now
        self._states[name] = replace(self._states[name], pid=child.pid, starts=self._states[name].starts + 1)
