"""Health: states that processes leave, and the verdict on them."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirewatch.hop_health import (
    Health,
    Parts,
    Process,
    Reporter,
    State,
    diagnose,
    health_folder,
    read_processes,
    warn,
)
from wirewatch.settings import Settings

NOW = 1_000_000.0


def _process(name: str, state: State, *, alive: bool = True, ago_s: float = 1.0, reason: str | None = None) -> Process:
    health = Health(hop=name, pid=7, state=state, since=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), reason=reason)
    return Process(health=health, alive=alive, seen=NOW - ago_s)


def _words(*processes: Process, service: str | None = None) -> tuple[bool, str]:
    found = diagnose(processes, service=service, now=NOW, silent_s=90)
    return found.well, found.words


def test_nothing_running_is_not_well() -> None:
    """Without a living process there is no health, whatever a dead one has left."""
    assert _words(_process("enricher", State.READY, alive=False)) == (False, "no process of wirewatch is running here")


@pytest.mark.parametrize(
    ("state", "well"),
    [(State.READY, True), (State.RETRYING, True), (State.STARTING, False), (State.STOPPING, False)],
)
def test_ready_and_retrying_are_well(state: State, *, well: bool) -> None:
    """Who waits for an outage to end is alive."""
    assert _words(_process("enricher", state))[0] is well


def test_reason_is_told() -> None:
    """The words say for what a service waits."""
    waiting = _process("enricher", State.RETRYING, reason="no broker answers")
    assert _words(waiting) == (True, "enricher is retrying: no broker answers")


def test_what_somebody_should_see_to_is_a_warning(tmp_path: Path) -> None:
    """A process that is well may have a warning; it is told while the process lives and until it is taken back."""
    settings = Settings(home=tmp_path)
    reporter = Reporter(settings, "part", clock=lambda: datetime.now(UTC))
    reporter.enter(State.STARTING)
    reporter.enter(State.READY)
    told = []
    for words in ("the rules are broken", None):
        warn(settings, "part", words)
        found = diagnose(read_processes(settings), service=None, now=0.0, silent_s=90)
        told.append((found.well, found.warnings))
    reporter.leave()
    assert told == [(True, ("part: the rules are broken",)), (True, ())]


def test_silent_process_hangs() -> None:
    """A process that gave no sign of life for too long is not well, though it says that it is ready."""
    silent = _process("fetcher", State.READY, ago_s=120)
    assert _words(silent) == (False, "fetcher gave no sign of life for 120 s (process 7)")


def test_one_good_process_of_a_service_is_enough() -> None:
    """Of two processes one may be starting."""
    assert _words(_process("alerter", State.STARTING), _process("alerter", State.READY))[0]


def test_every_service_is_judged() -> None:
    """One service that is well does not hide another that is not."""
    both = (_process("alerter", State.READY), _process("enricher", State.STARTING))
    assert [_words(*both)[0], _words(*both, service="alerter")[0]] == [False, True]


def test_named_service_must_be_there() -> None:
    """The others' health says nothing of the one that is asked for."""
    assert _words(_process("alerter", State.READY), service="fetcher") == (
        False,
        "no process of fetcher is running here",
    )


def _file(settings: Settings) -> Path:
    return health_folder(settings) / f"part.{os.getpid()}.json"


async def test_state_and_signs_of_life_are_left_in_a_file(tmp_path: Path) -> None:
    """A process that reports is seen while it lives, its time stamp renewed, and gone from the folder afterwards."""
    settings = Settings(home=tmp_path)
    reporter = Reporter(settings, "part", clock=lambda: datetime.now(UTC))
    async with reporter.reporting():
        os.utime(_file(settings), (0, 0))
        reporter.beat()
        (process,) = read_processes(settings)
    assert (process.health.state, process.alive, process.seen > 0) == (State.STARTING, True, True)
    assert read_processes(settings) == ()


async def test_lost_home_folder_is_borne(tmp_path: Path) -> None:
    """A sign of life that nobody can see is no reason to end."""
    settings = Settings(home=tmp_path)
    reporter = Reporter(settings, "part", clock=lambda: datetime.now(UTC))
    async with reporter.reporting():
        _file(settings).unlink()
        reporter.beat()
        await asyncio.sleep(0)
    assert reporter.state is State.STARTING


def test_process_of_parts_is_ready_when_all_are(tmp_path: Path) -> None:
    """Every part must have worked once; one that waits makes the process retry, until it works again."""
    reporter = Reporter(Settings(home=tmp_path), "part", clock=lambda: datetime.now(UTC))
    reporter.enter(State.STARTING)
    parts = Parts(reporter, "relay", "dispatch")
    states = []
    for tell in ("well relay", "well dispatch", "waits relay", "well dispatch", "well relay"):
        how, name = tell.split()
        if how == "well":
            parts.well(name)
        else:
            parts.waits(name, "away")
        states.append(reporter.state)
    assert states == [State.STARTING, State.READY, State.RETRYING, State.RETRYING, State.READY]
