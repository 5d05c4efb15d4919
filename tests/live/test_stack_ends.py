"""A real Kafka, a real Redis and supervised services end with the command that started them, however it ends."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from processes import marked, wait_until

ROOT = Path(__file__).parents[2]
BOOTSTRAP = ROOT / "services" / "standalone" / "bootstrap.py"
COMMAND = """
import pathlib, sys, time
from wirewatch.settings import Settings
from wirewatch_standalone.services import Service, running_services
from wirewatch_standalone.stack import run_environment, running_stack
home, cache, how = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
with running_stack(home, cache=cache) as stack:
    settings = stack.settings(Settings(), namespace="ends")
    service = Service(name="subscribe", command=("subscribe",))
    with running_services(service, settings=settings, env=run_environment(stack.folder), logs=stack.folder / "logs"):
        print(stack.run_id, flush=True)
        if how == "wait":
            time.sleep(300)
        if how == "fail":
            raise RuntimeError("on purpose")
"""
SERVERS = 2
"""Kafka and Redis; the service beside them may be between two starts."""

pytestmark = pytest.mark.live


class Running:
    """A command that runs a stack, with the mark that its processes carry."""

    def __init__(self, command: list[str], cwd: Path) -> None:
        """Start it and wait until its stack is up."""
        self.process = Popen(command, cwd=cwd, stdout=PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        self.mark = f"WIREWATCH_RUN={self.process.stdout.readline().strip()}"

    def ended(self) -> int:
        """Wait for the command's end, then for the end of all that it started; return its exit code."""
        code = self.process.wait(30)
        wait_until(lambda: not marked(self.mark), bound_s=15)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "command.py"
    path.write_text(COMMAND)
    return path


def run(script: Path, cache: Path, how: str) -> Running:
    return Running([sys.executable, str(script), str(script.parent / "home"), str(cache), how], script.parent)


def test_nothing_runs_on_after_success(script: Path, cache: Path) -> None:
    """A command that comes to its end leaves no process and no data."""
    assert run(script, cache, "end").ended() == 0
    assert list((script.parent / "home" / "runs").iterdir()) == []


def test_nothing_runs_on_after_a_failure(script: Path, cache: Path) -> None:
    """A command that fails leaves no process, and of its files the logs alone."""
    assert run(script, cache, "fail").ended() == 1
    assert list((script.parent / "home" / "runs").iterdir()) == []
    assert list((script.parent / "home" / "failed").glob("*/*.log"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_runs_on_after_a_signal(script: Path, cache: Path, number: signal.Signals) -> None:
    """Ctrl-C, a closed terminal and `kill -9` of the command end Kafka, Redis and every service."""
    command = run(script, cache, "wait")
    assert len(marked(command.mark)) >= SERVERS
    command.process.send_signal(number)
    assert command.ended() != 0


def test_nothing_runs_on_after_make_is_killed(script: Path, cache: Path) -> None:
    """`kill -9` of make ends its recipe, which stops all that it started and removes its data."""
    if not (ROOT / ".venv" / "wirewatch.stamp").is_file():
        pytest.skip("the recipe would install: run `make setup` first")
    recipe = f"exec python3 {BOOTSTRAP} python {script} {script.parent / 'home'} {cache} wait"
    (script.parent / "Makefile").write_text(f"run:\n\t@{recipe}\n")
    command = Running([shutil.which("make") or "make", "run"], script.parent)
    assert len(marked(command.mark)) >= SERVERS
    command.process.kill()
    command.ended()
    assert list((script.parent / "home" / "runs").iterdir()) == []


def test_a_dead_run_is_swept_by_the_next(script: Path, cache: Path) -> None:
    """What `kill -9` leaves on the disk is gone after the next run."""
    command = run(script, cache, "wait")
    command.process.kill()
    command.ended()
    assert len(list((script.parent / "home" / "runs").iterdir())) == 1
    assert run(script, cache, "end").ended() == 0
    assert list((script.parent / "home" / "runs").iterdir()) == []
