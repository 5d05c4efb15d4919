"""A real Kafka, a real Redis and supervised services end with the command that started them, however it ends."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from processes import marked, wait_until

ROOT = Path(__file__).parents[2]
BOOTSTRAP = ROOT / "services" / "standalone" / "bootstrap.py"
COMMAND = """
import pathlib, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from wirewatch.settings import Settings
from wirewatch_standalone.services import Service, running_services
from wirewatch_standalone.stack import run_environment, running_stack
home, cache, how = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
with running_stack(home, cache=cache) as stack:
    settings = stack.settings(Settings(), namespace="ends")
    service = Service(name="subscribe", command=("subscribe",))
    with running_services(service, settings=settings, env=run_environment(stack.folder), logs=stack.folder / "logs"):
        print(stack.run_id, flush=True)
        while how == "wait":
            time.sleep(0.1)  # in short steps: a signal just before a long one would not wake it
        if how == "fail":
            raise RuntimeError("on purpose")
"""
SERVERS = 2
"""Kafka and Redis; the service beside them may be between two starts."""

pytestmark = pytest.mark.live

Run = Callable[..., "Running"]


class Running:
    """A command that runs a stack, with the mark that its processes carry."""

    def __init__(self, command: list[str], cwd: Path) -> None:
        """Start it and wait until its stack is up."""
        self.home = cwd / "home"
        self.process = Popen(command, cwd=cwd, stdout=PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        with self.process.stdout as told:
            self.mark = f"WIREWATCH_RUN={told.readline().strip()}"

    def ended(self) -> int:
        """Wait for the command's end, then for the end of all that it started; return its exit code."""
        code = self.process.wait(30)
        wait_until(lambda: not marked(self.mark), bound_s=15)
        return code

    def left(self) -> list[Path]:
        """Return what is left of the folders of runs."""
        return list((self.home / "runs").iterdir())


@pytest.fixture
def run(tmp_path: Path, cache: Path) -> Iterator[Run]:
    """Runs the command; the last word says how it should end, the first ones what runs it."""
    script = tmp_path / "command.py"
    script.write_text(COMMAND)
    with ExitStack() as cleanup:

        def run_one(how: str, *, through_make: bool = False) -> Running:
            arguments = [str(script), str(tmp_path / "home"), str(cache), how]
            recipe = " ".join(["exec python3", str(BOOTSTRAP), "python", *arguments])
            (tmp_path / "Makefile").write_text(f"run:\n\t@{recipe}\n")
            running = Running(
                ["make", "--no-print-directory", "run"] if through_make else [sys.executable, *arguments], tmp_path
            )
            cleanup.callback(running.process.wait)
            cleanup.callback(running.process.kill)
            return running

        yield run_one


def test_nothing_runs_on_after_success(run: Run) -> None:
    """A command that comes to its end leaves no process and no data."""
    command = run("end")
    assert command.ended() == 0
    assert command.left() == []


def test_nothing_runs_on_after_a_failure(run: Run) -> None:
    """A command that fails leaves no process, and of its files the logs alone."""
    command = run("fail")
    assert command.ended() == 1
    assert command.left() == []
    assert list((command.home / "failed").glob("*/*.log"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_runs_on_after_a_signal(run: Run, number: signal.Signals) -> None:
    """Ctrl-C, a closed terminal and `kill -9` of the command end Kafka, Redis and every service."""
    command = run("wait")
    assert len(marked(command.mark)) >= SERVERS
    command.process.send_signal(number)
    assert command.ended() != 0


def test_nothing_runs_on_after_make_is_killed(run: Run) -> None:
    """`kill -9` of make ends its recipe, which stops all that it started and removes its data."""
    if not (ROOT / ".venv" / "wirewatch.stamp").is_file():
        pytest.skip("the recipe would install: run `make setup` first")
    command = run("wait", through_make=True)
    assert len(marked(command.mark)) >= SERVERS
    command.process.kill()
    command.ended()
    wait_until(lambda: command.left() == [], bound_s=15)


def test_a_dead_run_is_swept_by_the_next(run: Run) -> None:
    """What `kill -9` leaves on the disk is gone after the next run."""
    command = run("wait")
    command.process.kill()
    command.ended()
    assert len(command.left()) == 1
    assert run("end").ended() == 0
    assert command.left() == []
