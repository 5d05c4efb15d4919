"""A hop under faults, on the real broker: whatever happens, every id that went in comes out or is rejected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.bench import Bench, bench, kill, orders, stop
from wirewatch.hop_health import State
from wirewatch.settings import Settings

INSTANCE = "one"


@pytest.fixture
def hop(settings: Settings, tmp_path: Path) -> Iterator[Bench]:
    """A bench in a namespace of its own."""
    with bench(settings, tmp_path) as opened:
        yield opened


def test_worker_killed_in_mid_batch_loses_nothing(hop: Bench) -> None:
    """What a killed worker had taken and not committed comes again to the next."""
    hop.feed(*orders(400, do="slow", s=0.005))
    first = hop.start(instance=INSTANCE)
    hop.until(lambda: hop.arrived_count() >= 20)
    kill(first)
    hop.start(instance=INSTANCE)
    hop.until_done()
    assert set(hop.arrived()) == set(range(400))


def test_second_worker_takes_over_from_a_killed_one(hop: Bench) -> None:
    """Two workers share the partitions under load; when one is killed the other ends the work of both."""
    hop.feed(*orders(1600, do="slow", s=0.005))
    first = hop.start()
    hop.until(lambda: hop.arrived_count() >= 50)
    hop.start()
    hop.until(lambda: len({line.split()[0] for line in hop.attempts_log.read_text().splitlines()}) == 2)
    kill(first)
    hop.until_done()
    assert set(hop.arrived()) == set(range(1600))


@pytest.mark.parametrize("wish", ["die", "hang"])
def test_message_that_kills_the_process_is_rejected(hop: Bench, wish: str) -> None:
    """After three deaths at one place the worker goes message by message, and the killer alone is rejected."""
    hop.feed(*orders(30), {"id": 30, "do": wish}, *orders(60)[31:])
    starts = hop.restart_until_done(starts=6, instance=INSTANCE, handler_timeout_s=0.5, commit_interval_s=3)
    letters = hop.rejected()
    assert (set(hop.arrived()), hop.rejected_ids()) == (set(range(60)) - {30}, {30})
    assert (starts, letters[0].error, letters[0].attempts) == (5, "ProcessKilledError", 4)


def test_stopped_worker_ends_soon_and_loses_nothing(hop: Bench) -> None:
    """SIGTERM in a long batch: the message in hand is finished, the process ends in order, the rest comes again."""
    hop.feed(*orders(100, do="slow", s=0.03))
    first = hop.start()
    hop.until(lambda: hop.arrived_count() >= 5)
    code = stop(first, bound_s=3)
    hop.start(batch_size=200)
    hop.until_done()
    assert (code, set(hop.arrived()), max(hop.arrived().values())) == (0, set(range(100)), 1)


def test_stopped_worker_with_a_hanging_handler_is_gone_in_time(hop: Bench) -> None:
    """A handler that does not come back can't keep the process: its message stays for the next."""
    hop.feed({"id": 0, "do": "slow", "s": 60})
    worker = hop.start(shutdown_s=2)
    hop.until(hop.attempts_log.exists)
    code = stop(worker, bound_s=4)
    assert (code, hop.lag()) == (4, 1)


def test_exit_of_a_handler_ends_the_process_and_loses_nothing(hop: Bench) -> None:
    """What escapes a handler ends the process at once: none of its batch is acknowledged."""
    hop.feed(*orders(8), {"id": 8, "do": "exit"})
    worker = hop.start()
    hop.until(lambda: worker.exit_code() is not None)
    assert (worker.exit_code(), hop.lag() >= 1) == (1, True)


def test_spent_budget_stops_the_service(hop: Bench) -> None:
    """A hop that would reject nearly everything stops with a loud word, and loses none of it."""
    hop.feed(*orders(20, do="refuse"))
    worker = hop.start(rejected_run=5, instance=INSTANCE)
    hop.until(lambda: worker.exit_code() is not None)
    assert (worker.exit_code(), len(hop.rejected()), "the hop stops" in hop.words()) == (3, 5, True)
    hop.start(instance=INSTANCE)
    hop.until_done()
    assert (len(hop.rejected()), hop.rejected_ids()) == (20, set(range(20)))


def test_worker_tells_its_state(hop: Bench) -> None:
    """A worker says that it is ready once it has its partitions, and its word is gone when it has stopped."""
    worker = hop.start()
    hop.until_state(State.READY)
    code = stop(worker, bound_s=8)
    assert (code, list((hop.settings.home / "health" / hop.settings.namespace).iterdir())) == (0, [])


def test_hanging_handler_does_not_outlive_a_stop(hop: Bench) -> None:
    """SIGTERM counts while a handler holds the event loop: the process is gone in its time."""
    hop.feed({"id": 0, "do": "hang"})
    worker = hop.start(shutdown_s=1)
    hop.until(hop.attempts_log.exists)
    assert (stop(worker, bound_s=3), hop.lag()) == (4, 1)
