"""wirewatch's services as supervised children: started, restarted with back-off when they end, stopped in order.

A Faust worker ends by itself when the broker vanishes while it joins its group, so ends are normal; a service whose
settings are wrong, or that rejects nearly all messages, ends the same way each time, so it is given up at once.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from pydantic import SecretStr

from wirewatch.errors import StackError
from wirewatch.settings import Settings
from wirewatch_standalone.children import STOP_BOUND_S, Child, Output, excerpt, start, stop, told_exit
from wirewatch_standalone.signals import undisturbed

WRONG_SETTINGS = 2
"""The exit code of a service that can't start with its settings."""
BUDGET_SPENT = 3
"""The exit code of a hop that rejected too many messages: somebody must look first."""
_FINAL = {
    WRONG_SETTINGS: "its settings are wrong, see its log",
    BUDGET_SPENT: "it rejected too many messages, see `wirewatch rejected list`",
}
STEADY_S = 30.0
"""A service that lived this long was well: its next end counts as the first."""
_FIRST_DELAY_S, _LONGEST_DELAY_S = 0.5, 15.0
_POLL_S = 0.05
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Service(Struct, frozen=True, kw_only=True):
    """A service to run: its name, unique among its siblings, and its `wirewatch` sub-command with arguments."""

    name: str
    command: tuple[str, ...]


class ServiceState(Struct, frozen=True, kw_only=True):
    """How a service stands; `pid` is None between an end and the next start, `failures` counts ends in a row."""

    name: str
    pid: int | None = None
    starts: int = 0
    failures: int = 0
    last_exit: int | None = None
    given_up: bool = False


class Verdict(Struct, frozen=True, kw_only=True):
    """What follows from an end: how many came in a row, and the pause before the next start (None: there is none)."""

    failures: int
    restart_in_s: float | None


def after_exit(code: int, *, lived_s: float, failures: int, most_failures: int | None = None) -> Verdict:
    """Decide what follows when a service ends that was not asked to.

    Args:
        code: its exit code.
        lived_s: how long it ran.
        failures: its ends in a row before this one.
        most_failures: how many ends in a row are too many; None: any number is borne.
    """
    counted = 1 if lived_s >= STEADY_S else failures + 1
    gives_up = code in _FINAL or (most_failures is not None and counted > most_failures)
    return Verdict(failures=counted, restart_in_s=None if gives_up else delay_s(counted))


def delay_s(failures: int) -> float:
    """Return the pause before the next start: doubled with each end in a row, from half a second up to 15."""
    return min(_LONGEST_DELAY_S, _FIRST_DELAY_S * 2.0 ** min(failures - 1, 10))


def service_command(*arguments: str) -> list[str]:
    """Return the command that runs one `wirewatch` sub-command as a child of ours."""
    return [sys.executable, "-P", "-m", "wirewatch_standalone.service_main", *arguments]


def service_environment(settings: Settings, base: Mapping[str, str]) -> dict[str, str]:
    """Return a service's environment: `base`, every setting as its `WIREWATCH_*` variable, one thread of arithmetic.

    What the settings leave open is not taken from `base`; a secret whose file `base` names stays in its file.
    """
    values = {f"WIREWATCH_{name.upper()}": value for name, value in settings.model_dump().items()}
    unset = {f"{name}{end}" for name, value in values.items() if value is None for end in ("", "_FILE")}
    kept = {name: value for name, value in base.items() if name not in unset}
    told = {name: _as_text(value) for name, value in values.items() if value is not None and f"{name}_FILE" not in kept}
    return {**kept, **_ONE_THREAD, "PYTHONUNBUFFERED": "1", **told}


def named_environment(name: str, env: Mapping[str, str]) -> dict[str, str]:
    """Return a service's environment with a name of its own that it keeps over restarts: its place in its group."""
    prefix = env.get("WIREWATCH_INSTANCE")
    return {**env, "WIREWATCH_INSTANCE": f"{prefix}-{name}" if prefix else name}


def _as_text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


@contextmanager
def running_services(
    *services: Service,
    settings: Settings,
    logs: Path,
    env: Mapping[str, str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
    most_failures: int | None = None,
    stop_bound_s: float = STOP_BOUND_S,
    output: Output | None = None,
    one_by_one: bool = False,
) -> Iterator["Supervisor"]:
    """Run services for the length of the block.

    Args:
        services: what to run.
        settings: what they are told, through their environment.
        logs: folder of their output, one file each, `NAME.log`.
        env: the rest of their environment, such as `run_environment` gives; ours where it is not given.
        tell: hears a line for each end and restart, from another thread.
        most_failures: ends in a row after which a service is given up; None: it never is.
        stop_bound_s: how long they get to end by themselves, together, or each where they end one by one.
        output: where their output goes, as in `children.start`.
        one_by_one: stop them in the order given, each once the one before has ended, and tell each end.
    """
    environment = service_environment(settings, os.environ if env is None else env)
    supervisor = Supervisor(
        services,
        env=environment,
        logs=logs,
        tell=tell,
        most_failures=most_failures,
        stop_bound_s=stop_bound_s,
        output=output,
        one_by_one=one_by_one,
    )
    supervisor.start()
    try:
        yield supervisor
    finally:
        with undisturbed():
            supervisor.close()


class Supervisor:
    """Keeps services running, in a thread of its own that starts, restarts and stops them all.

    It is one thread throughout because the kernel ties a child to the thread that started it.
    """

    def __init__(
        self,
        services: tuple[Service, ...],
        *,
        env: Mapping[str, str],
        logs: Path,
        tell: Callable[[str], None],
        most_failures: int | None,
        stop_bound_s: float,
        output: Output | None = None,
        one_by_one: bool = False,
    ) -> None:
        """Set out to run services; `running_services` says what the arguments are."""
        self._env, self._logs, self._tell = env, logs, tell
        self._most_failures, self._stop_bound_s = most_failures, stop_bound_s
        self._output, self._one_by_one = output, one_by_one
        self._services = {service.name: service for service in services}
        self._states = {name: ServiceState(name=name) for name in self._services}
        self._children: dict[str, tuple[Child, float]] = {}
        self._due = dict.fromkeys(self._services, 0.0)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start supervising."""
        self._thread.start()

    def close(self) -> None:
        """Stop all services and wait for their ends, which is bounded."""
        self._closing.set()
        self._thread.join()

    def states(self) -> tuple[ServiceState, ...]:
        """Return how each service stands, in the order given."""
        return tuple(self._states[name] for name in self._services)

    def log(self, name: str) -> Path:
        """Return where a service's output goes."""
        return self._logs / f"{name}.log"

    def check(self) -> None:
        """Raise `StackError`, with the end of its log, where a service was given up."""
        for state in self.states():
            if state.given_up and state.last_exit is not None:
                last_words = excerpt(self.log(state.name))
                raise StackError(f"{state.name} ended with {told_exit(state.last_exit)}; its last words:\n{last_words}")
        if not self._thread.is_alive():
            raise StackError("the supervisor of the services is not running")

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self._look(time.monotonic())
                self._closing.wait(_POLL_S)
        finally:
            self._stop()

    def _stop(self) -> None:
        children = [self._children[name][0] for name in self._services if name in self._children]
        if not self._one_by_one:
            stop(*children, bound_s=self._stop_bound_s)
            return
        for child in children:
            stop(child, bound_s=self._stop_bound_s)
            code = child.exit_code()
            self._tell(f"{child.name} stopped" if code == 0 else f"{child.name} stopped, {told_exit(code or 0)}")

    def _look(self, now: float) -> None:
        for name in self._services:
            if name in self._children:
                self._look_at(name, now)
            elif name in self._due and now >= self._due[name]:
                self._start(name, now)

    def _start(self, name: str, now: float) -> None:
        del self._due[name]
        env = named_environment(name, self._env)
        child = start(
            name, service_command(*self._services[name].command), env=env, log=self.log(name), output=self._output
        )
        self._children[name] = (child, now)
        self._states[name] = replace(self._states[name], pid=child.pid, starts=self._states[name].starts + 1)

    def _look_at(self, name: str, now: float) -> None:
        child, since = self._children[name]
        code = child.exit_code()
        if code is None:
            return
        child.release()
        del self._children[name]
        before = self._states[name].failures
        verdict = after_exit(code, lived_s=now - since, failures=before, most_failures=self._most_failures)
        self._note(name, code, verdict, now)

    def _note(self, name: str, code: int, verdict: Verdict, now: float) -> None:
        given_up = verdict.restart_in_s is None
        self._states[name] = replace(
            self._states[name], pid=None, failures=verdict.failures, last_exit=code, given_up=given_up
        )
        if verdict.restart_in_s is None:
            why = f": {_FINAL[code]}" if code in _FINAL else ""
            self._tell(f"{name} ended with {told_exit(code)}; it is not started again{why}")
            return
        self._due[name] = now + verdict.restart_in_s
        self._tell(f"{name} ended with {told_exit(code)}; it starts again in {verdict.restart_in_s:.1f} s")
