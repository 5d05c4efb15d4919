"""The parts of `wirewatch up` that need no Kafka: its lock, its files, its logs, its lines, its judgement."""

import json
import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from processes import wait_until
from wirewatch.hop_health import Health as HopHealth
from wirewatch.hop_health import Process, State
from wirewatch.settings import Settings
from wirewatch_alerts.rules_status import RuleErrors, RulesStatus
from wirewatch_fetcher.feed_state import FeedState, Health
from wirewatch_standalone.ports import HOST, free_port_or, free_ports
from wirewatch_standalone.services import ServiceState
from wirewatch_standalone.status import DeadLetters, Status, feeds_of, service_states, wrong_of
from wirewatch_standalone.up_lines import as_text
from wirewatch_standalone.up_logs import LogBook, RotatingFile
from wirewatch_standalone.up_place import (
    AlreadyUpError,
    Running,
    is_up,
    only_one,
    read_running,
    running_settings,
    write_env,
    write_running,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def running(home: Path) -> Running:
    return Running(
        pid=os.getpid(),
        started=NOON,
        namespace="wirewatch",
        kafka="127.0.0.1:20001",
        redis="redis://127.0.0.1:20002/0",
        feeds=home / "feeds.opml",
        rules=home / "rules",
        services=(ServiceState(name="fetcher", pid=17, starts=2),),
    )


def test_a_second_one_is_told_where_the_first_is(tmp_path: Path) -> None:
    """The message has the process and the addresses."""
    with only_one(tmp_path):
        write_running(tmp_path, running(tmp_path))
        with (
            pytest.raises(AlreadyUpError, match=rf"process {os.getpid()} .* Kafka 127\.0\.0\.1:20001"),
            only_one(tmp_path),
        ):
            pass


def test_what_runs_is_read_as_it_was_written(tmp_path: Path) -> None:
    """The state file holds all of it, paths included."""
    with only_one(tmp_path):
        write_running(tmp_path, running(tmp_path))
        assert read_running(tmp_path) == running(tmp_path)


def test_nothing_is_left_of_one_that_ended(tmp_path: Path) -> None:
    """The lock is free and the files are gone."""
    with only_one(tmp_path):
        write_running(tmp_path, running(tmp_path))
        write_env(tmp_path, {"WIREWATCH_KAFKA": "127.0.0.1:20001"})
    assert not is_up(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["up.lock"]


def test_a_dead_ones_file_is_not_believed(tmp_path: Path) -> None:
    """A state file whose lock nobody holds is that of one that was killed."""
    write_running(tmp_path, running(tmp_path))
    assert read_running(tmp_path) is None


def test_settings_point_at_the_one_that_runs(tmp_path: Path) -> None:
    """Its addresses take the place of those of the settings."""
    with only_one(tmp_path):
        write_running(tmp_path, running(tmp_path))
        assert running_settings(Settings(home=tmp_path)).kafka == "127.0.0.1:20001"


def test_a_full_log_file_makes_room(tmp_path: Path) -> None:
    """The newest lines are in the file itself, older ones in the numbered files, the oldest are gone."""
    file = RotatingFile(tmp_path / "a.log", max_bytes=20, kept=2)
    for number in range(8):
        file.write(f"line {number:03}\n".encode())
    file.close()
    kept = {path.name: path.read_text().split("\n")[0] for path in tmp_path.iterdir()}
    assert kept == {"a.log": "line 006", "a.log.1": "line 004", "a.log.2": "line 002"}


def test_a_childs_output_goes_to_its_file_and_to_the_terminal(tmp_path: Path) -> None:
    """The file has the line as it came, the terminal has it for people."""
    screen = StringIO()
    logs = LogBook(tmp_path, console=Console(file=screen), clock=lambda: NOON)
    line = json.dumps({"event": "polled", "timestamp": "2026-05-01T03:14:15Z", "level": "info", "entries": 20})
    os.write(logs.output("fetcher"), f"{line}\n".encode())
    logs.close()
    assert (tmp_path / "fetcher.log").read_text() == f"{line}\n"
    assert screen.getvalue() == "03:14:15 fetcher    polled  entries=20\n"


def test_who_is_quiet_says_only_its_own(tmp_path: Path) -> None:
    """Children's lines are in their files alone."""
    screen = StringIO()
    logs = LogBook(tmp_path, console=Console(file=screen), clock=lambda: NOON, quiet=True)
    os.write(logs.output("fetcher"), b"hello\n")
    logs.say("ready")
    logs.close()
    assert screen.getvalue() == "12:00:00 up         ready\n"


def test_a_terminal_that_stands_still_stops_nobody(tmp_path: Path) -> None:
    """Children go on writing while nobody reads the terminal."""
    read_end, write_end = os.pipe()
    with os.fdopen(write_end, "w") as stuck, os.fdopen(read_end) as other_end:
        logs = LogBook(tmp_path, console=Console(file=stuck), clock=lambda: NOON)
        os.write(logs.output("fetcher"), b"")
        for _ in range(50):
            os.write(logs.output("fetcher"), b"x" * 9_999 + b"\n")
        wait_until(lambda: (tmp_path / "fetcher.log").stat().st_size == 500_000, bound_s=10)
        os.set_blocking(other_end.fileno(), False)
        drain(logs, other_end.fileno())


def drain(logs: LogBook, other_end: int) -> None:
    """Read the terminal until the log book has said all."""
    from threading import Thread

    closing = Thread(target=logs.close)
    closing.start()
    while closing.is_alive():
        try:
            os.read(other_end, 65_536)
        except BlockingIOError:
            closing.join(0.01)


@given(st.text())
def test_any_line_can_be_shown(line: str) -> None:
    """Whatever a service writes, JSON or not, becomes a line with its name."""
    assert "fetcher" in as_text("fetcher", line).plain


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.booleans())))
def test_any_keys_can_be_shown(keys: dict[str, object]) -> None:
    """Values of any kind stand beside the event."""
    assert "polled" in as_text("fetcher", json.dumps({**keys, "event": "polled"})).plain


def test_a_usual_port_is_taken_where_it_is_free() -> None:
    """The address of the settings is used, so that other commands need not be told."""
    (port,) = free_ports(1)
    assert free_port_or(f"redis://{HOST}:{port}/0") == port


@pytest.mark.parametrize("address", ["broker.example:9092", "127.0.0.1:80", "127.0.0.1:2000,127.0.0.1:2001"])
def test_an_address_of_elsewhere_is_not_taken(address: str) -> None:
    """A server of our own gets a free port where the settings name another machine's."""
    assert free_port_or(address) >= 20_000


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (ServiceState(name="fetcher", pid=7, starts=1), "retrying"),
        (ServiceState(name="fetcher", pid=8, starts=1), "starting"),
        (ServiceState(name="kafka", pid=8, starts=1), "running"),
        (ServiceState(name="fetcher", starts=3), "restarting"),
        (ServiceState(name="fetcher", starts=3, given_up=True), "given up"),
    ],
)
def test_a_services_state_in_a_word(state: ServiceState, told: str) -> None:
    """What the supervisor knows is joined with what the process says of itself."""
    said = HopHealth(hop="fetcher", pid=7, state=State.RETRYING, since=NOON, reason="no broker answers")
    (found,) = service_states([state], [Process(health=said, alive=True, seen=100.0)], now=101.0)
    assert found.state == told


def test_a_hanging_service_is_silent() -> None:
    """Who says that it is ready, but gave no sign of life for long, is not."""
    said = HopHealth(hop="fetcher", pid=7, state=State.READY, since=NOON)
    states = [ServiceState(name="fetcher", pid=7, starts=1)]
    (found,) = service_states(states, [Process(health=said, alive=True, seen=100.0)], now=1000.0)
    assert (found.state, found.reason) == ("silent", "no sign of life for 900 s")


def test_most_feeds_failing_is_wrong() -> None:
    """One feed that fails is the world's; most of them failing is ours."""
    feeds = [FeedState(url=f"https://news.example/{n}", health=Health.FAILING, failures=n) for n in range(3, 5)]
    status = Status(at=NOON, kafka="", redis="", namespace="", feeds=feeds_of([*feeds, FeedState(url="a")]))
    assert wrong_of(status, ()) == ("2 of 3 feeds fail",)


def test_waiting_dead_letters_are_wrong() -> None:
    """Somebody has to decide on them."""
    letters = DeadLetters(waiting=2, reasons={"enricher: MalformedError": 2})
    status = Status(at=NOON, kafka="", redis="", namespace="", dead_letters=letters)
    assert wrong_of(status, ()) == ("2 dead letters wait: `wirewatch rejected list`",)


def test_broken_rules_and_failing_ones_are_wrong() -> None:
    """An edit that is not in force, and a rule that can't be decided, are what somebody should look at."""
    errors = {"mine": RuleErrors(count=2, last="divide by zero")}
    rules = RulesStatus(path="r", hash="h", rules=("mine",), since=NOON, broken="r.yaml:3:7: when: no", errors=errors)
    broken, failing = wrong_of(Status(at=NOON, kafka="", redis="", namespace="", rules=rules), ())
    assert ("BROKEN" in broken, broken.endswith("r.yaml:3:7: when: no")) == (True, True)
    assert failing == "rule mine failed 2 times: divide by zero"
