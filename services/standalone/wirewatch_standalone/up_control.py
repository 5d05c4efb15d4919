"""Starting `wirewatch up` in the background, and ending it from elsewhere: a home folder in, how it went out."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from wirewatch.errors import StackError
from wirewatch.settings import load_settings
from wirewatch_alerts.rules import load_rules
from wirewatch_fetcher.opml import load_feeds
from wirewatch_standalone.children import excerpt
from wirewatch_standalone.up import Options, up_settings
from wirewatch_standalone.up_place import Running, is_up, only_one, read_running

START_BOUND_S = 180.0
STOP_BOUND_S = 150.0
"""Longer than all bounds of an orderly end together."""
_POLL_S = 0.1


def detached(options: Options) -> int:
    """Start `wirewatch up` in the background, say where its servers are, and return the exit code."""
    settings = up_settings(load_settings(), options)
    with only_one(settings.home):
        load_feeds(settings.feeds)
        load_rules(settings.rules)
    named = [f"--feeds={settings.feeds}", f"--rules={settings.rules}"]
    running = run_detached(settings.home, [*named, *(["--rebuild"] if options.rebuild else [])])
    told = (
        f"up, process {running.pid}: Kafka {running.kafka}, Redis {running.redis}; `wirewatch status`, `wirewatch down`"
    )
    sys.stdout.write(told + "\n")
    return 0


def run_detached(home: Path, arguments: Sequence[str]) -> Running:
    """Start `wirewatch up` with these arguments in a session of its own and wait until all of it is ready.

    Raises:
        StackError: it ended instead, with its last words, or did not become ready in time (it then runs on).
    """
    home = home.absolute()
    told = home / "logs" / "up.out"
    told.parent.mkdir(parents=True, exist_ok=True)
    with told.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "wirewatch_standalone.service_main", "up", "--quiet", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    if not _wait(lambda: _ready(home, process.pid) or process.poll() is not None, START_BOUND_S):
        raise StackError(f"not all services were ready within {START_BOUND_S:.0f} s; see `wirewatch status`")
    running = _ready(home, process.pid)
    if running is None:
        raise StackError(f"`wirewatch up` ended with exit code {process.poll()}; its last words:\n{excerpt(told)}")
    return running


def run_down(home: Path) -> bool:
    """End the `up` of a home folder and wait for its end; return false where none runs.

    Raises:
        StackError: it did not end in time.
    """
    if not is_up(home):
        return False
    _wait(lambda: read_running(home) or not is_up(home), 2 * _POLL_S)
    running = read_running(home)
    if running is None:
        raise StackError("`wirewatch up` is starting or ending; try again in a moment")
    os.kill(running.pid, signal.SIGTERM)
    if not _wait(lambda: not is_up(home), STOP_BOUND_S):
        raise StackError(f"`wirewatch up` (process {running.pid}) did not end within {STOP_BOUND_S:.0f} s")
    return True


def _ready(home: Path, pid: int) -> Running | None:
    running = read_running(home)
    return running if running and running.ready and running.pid == pid else None


def _wait(condition: Callable[[], object], bound_s: float) -> bool:
    deadline = time.monotonic() + bound_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True
