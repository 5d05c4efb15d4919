"""The installer: what it says where Python will not do, when it has nothing to do, and that two never collide."""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from processes import marked, wait_until

BOOTSTRAP = Path(__file__).parents[2] / "services" / "standalone" / "bootstrap.py"
CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
"""Whoever runs the tests may ignore Ctrl-C, and children inherit that."""
LOAD = f"""
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("bootstrap", {str(BOOTSTRAP)!r})
bootstrap = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bootstrap)
folder = pathlib.Path(sys.argv[1])
"""


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", BOOTSTRAP)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(bootstrap: ModuleType, tmp_path: Path) -> Path:
    """A folder with all that decides what is installed, installed."""
    for package in bootstrap.PACKAGES:
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements.lock").write_text("one==1\n")
    for folder in (".venv/bin", ".wirewatch/cache"):
        (tmp_path / folder).mkdir(parents=True)
    for file in (".venv/bin/python", ".wirewatch/cache/warm"):
        (tmp_path / file).touch()
    (tmp_path / ".venv" / "wirewatch.stamp").write_text(bootstrap.fingerprint(tmp_path))
    return tmp_path


def test_a_python_without_ensurepip_names_the_package(bootstrap: ModuleType) -> None:
    """Debian splits `ensurepip` off; the error names the package of the very Python that runs."""
    assert "python3.11-venv" in bootstrap.python_problem((3, 11), has_venv=False)
    assert "python3.13-venv" in bootstrap.python_problem((3, 13), has_venv=False)


def test_an_old_python_is_named_as_such(bootstrap: ModuleType) -> None:
    """Python 3.10 can't run wirewatch, whatever it has."""
    assert bootstrap.python_problem((3, 10), has_venv=True).startswith("Python 3.10 is too old")


def test_a_good_python_has_no_problem(bootstrap: ModuleType) -> None:
    """Nothing is said where nothing is wrong."""
    assert bootstrap.python_problem((3, 11), has_venv=True) is None


def test_a_python_without_ensurepip_is_told_by_the_program(tmp_path: Path) -> None:
    """The program itself ends with exit code 2 and that error, and makes nothing."""
    hides = "import importlib.util as u; f = u.find_spec; u.find_spec = lambda n: None if n == 'ensurepip' else f(n)"
    script = f"{hides}\n{LOAD}\nsys.exit(bootstrap.main([]))"
    ended = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "-venv" in ended.stderr


def test_nothing_to_do_the_second_time(bootstrap: ModuleType, checkout: Path) -> None:
    """An installation that was finished from the same locks is current."""
    assert bootstrap.is_current(checkout)


@pytest.mark.parametrize("file", ["requirements.lock", "services/enricher/pyproject.toml"])
def test_a_changed_lock_is_noticed(bootstrap: ModuleType, checkout: Path, file: str) -> None:
    """What decides the installation has changed, so it is not current any more."""
    (checkout / file).write_text("changed = 1\n")
    assert not bootstrap.is_current(checkout)


@pytest.mark.parametrize("file", [".venv/wirewatch.stamp", ".venv/bin/python", ".wirewatch/cache/warm"])
def test_a_half_made_installation_is_noticed(bootstrap: ModuleType, checkout: Path, file: str) -> None:
    """Whatever is missing, the installation is gone through again."""
    (checkout / file).unlink()
    assert not bootstrap.is_current(checkout)


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """A virtual environment as far as the installer looks."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    (tmp_path / "bin" / "pip").write_text(f"#!{tmp_path}/bin/python3\n")
    return tmp_path


def test_a_whole_virtual_environment_is_kept(bootstrap: ModuleType, venv: Path) -> None:
    """A changed lock changes the environment that is there."""
    assert bootstrap.is_sound(venv)


def test_an_installation_cut_short_is_made_anew(bootstrap: ModuleType, venv: Path) -> None:
    """What pip was killed in can't be told from what it finished, so all of it goes."""
    (venv / bootstrap.HALF_MADE).touch()
    assert not bootstrap.is_sound(venv)


def test_a_moved_virtual_environment_is_made_anew(bootstrap: ModuleType, venv: Path) -> None:
    """Its programs would still start the Python of the place where it was."""
    assert not bootstrap.is_sound(venv.rename(venv.with_name("elsewhere")))


def test_a_second_installation_waits_for_the_first(bootstrap: ModuleType, tmp_path: Path) -> None:
    """While one process installs, another says that it waits, and goes on when the first is done."""
    script = f"{LOAD}\nwith bootstrap.locked(folder / 'lock'): print('mine')"
    with bootstrap.locked(tmp_path / "lock"):
        second = subprocess.Popen(
            [sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate(timeout=20)[0] == "mine\n"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_installation_leaves_nothing_running(tmp_path: Path, number: signal.Signals) -> None:
    """What the installing programs started themselves ends too, however the installer ends."""
    mark = f"WIREWATCH_TEST_MARK={tmp_path.name}"
    script = f"{CTRL_C}{LOAD}\nwith bootstrap.group_killer() as run: run(['sh', '-c', 'sleep 300 & sleep 300'], folder)"
    env = dict(os.environ, **dict([mark.split("=")]))
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) as installer:
        try:
            wait_until(lambda: len(marked(mark)) >= 5, bound_s=20)
        finally:
            installer.send_signal(number)
    wait_until(lambda: not marked(mark), bound_s=20)
    assert installer.returncode != 0
