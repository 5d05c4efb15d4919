"""From a fresh clone to a program that runs: makes `.venv` if it is not there or not up to date, then becomes PROGRAM.

    python3 services/standalone/bootstrap.py                     installs only
    python3 services/standalone/bootstrap.py wirewatch replay    installs if need be, then becomes `wirewatch replay`

In: `requirements.lock`, the packages' `pyproject.toml` files, the locks of Kafka's jars. Out: `.venv`, `.cache` and
`.wirewatch/cache`, nothing elsewhere; progress on stderr. Needs Python 3.11 and its standard library alone.

It ends when its parent (make) does, however that ends, and what it started ends with it; the program that it becomes
keeps that tie.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
PACKAGES = (
    "shared/wirewatch",
    "shared/wirewatch_alerts",
    "services/fetcher",
    "services/enricher",
    "services/alerter",
    "services/dispatcher",
    "services/console",
    "services/standalone",
)
HALF_MADE = "wirewatch.half-made"
"""A file in `.venv` while its contents can't be relied on."""
_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Install what is missing, then become the program that `arguments` names; return an exit code if there is none."""
    if problem := python_problem(sys.version_info[:2], has_venv=_has_venv()):
        _say(problem)
        return 2
    end_with_parent()
    try:
        ensure_installed(ROOT)
    except subprocess.CalledProcessError as error:
        _say(f"failed with exit code {error.returncode}: {' '.join(map(str, error.cmd[:6]))} …")
        return 1
    if arguments:
        program = ROOT / ".venv" / "bin" / arguments[0]
        os.execv(program, [str(program), *arguments[1:]])  # noqa: S606  (no shell, on purpose)
    return 0


def ensure_installed(root: Path) -> None:
    """Install what is missing, one process at a time. Raises `CalledProcessError`."""
    if is_current(root):
        return
    with locked(root / ".cache" / "bootstrap.lock"):
        if not is_current(root):
            install(root)


def python_problem(version: tuple[int, ...], *, has_venv: bool) -> str | None:
    """Return why this Python can't be used and which package helps, or None."""
    have = ".".join(map(str, version[:2]))
    if version[:2] < OLDEST_PYTHON:
        return (
            f"Python {have} is too old: wirewatch needs 3.11 or newer. "
            "On Debian: apt install python3.11 python3.11-venv, then: make PYTHON=python3.11"
        )
    if not has_venv:
        return (
            f"this Python {have} cannot make virtual environments (it has no ensurepip). "
            f"On Debian: apt install python{have}-venv"
        )
    return None


def fingerprint(root: Path) -> str:
    """Return a hash of everything that decides what is installed, and where: a `.venv` can't be moved."""
    digest = hashlib.sha256(str(root).encode())
    files = [
        root / "requirements.lock",
        *sorted((root / "services/standalone/wirewatch_standalone").glob("*.lock.toml")),
    ]
    for file in [*files, *(root / package / "pyproject.toml" for package in PACKAGES)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(root: Path) -> bool:
    """Tell whether `.venv` was made to its end from the present locks, and the caches that came with it are there."""
    stamp = root / ".venv" / "wirewatch.stamp"
    return (
        stamp.is_file()
        and stamp.read_text() == fingerprint(root)
        and (root / ".venv" / "bin" / "python").exists()
        and (root / ".wirewatch" / "cache" / "warm").is_file()
    )


def install(root: Path) -> None:
    """Bring `.venv` to the state of the locks; a half-made one is made anew. Raises `CalledProcessError`."""
    venv, wanted = root / ".venv", fingerprint(root)
    stamp, python = venv / "wirewatch.stamp", venv / "bin" / "python"
    with group_killer() as run:
        if not stamp.is_file() or stamp.read_text() != wanted:
            stamp.unlink(missing_ok=True)
            if not is_sound(venv):
                _make_venv(venv, run, root)
            _fill_venv(venv, run, root)
        with step("fetch and prepare Kafka"):
            run([str(python), "-m", "wirewatch_standalone.warm", str(root / ".wirewatch" / "cache")], root)
        stamp.write_text(wanted)


def is_sound(venv: Path) -> bool:
    """Tell whether a `.venv` can be brought up to date: made here, its Python there, no installation cut short."""
    program = venv / "bin" / "pip"
    return (
        not (venv / HALF_MADE).exists()
        and (venv / "bin" / "python").exists()
        and program.is_file()
        and program.read_text().startswith(f"#!{venv}/bin/python")
    )


def _make_venv(venv: Path, run: "Run", root: Path) -> None:
    with step("make .venv"):
        shutil.rmtree(venv, ignore_errors=True)
        venv.mkdir(exist_ok=True)
        (venv / HALF_MADE).touch()
        run([sys.executable, "-m", "venv", str(venv)], root)


def _fill_venv(venv: Path, run: "Run", root: Path) -> None:
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--quiet", "install", "--no-input"]
    (venv / HALF_MADE).touch()
    with step("install requirements.lock"):
        run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", "requirements.lock"], root)
    with step("install wirewatch itself"):
        own = [word for package in PACKAGES for word in ("--editable", package)]
        run([*pip, "--no-index", "--no-deps", "--no-build-isolation", *own], root)
    (venv / HALF_MADE).unlink()


def child_environment(root: Path) -> dict[str, str]:
    """Return the environment of the installing programs: what they keep or write for a while stays in the project."""
    temporary = root / ".cache" / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    return inherited | {
        "PIP_CACHE_DIR": str(root / ".cache" / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "TMPDIR": str(temporary),
    }


class Run:
    """Runs installing programs one after the other, each in a process group of its own that `tell` is told about."""

    def __init__(self, tell: int) -> None:
        """Tell process groups through the file descriptor `tell`."""
        self._tell = tell

    def __call__(self, command: list[str], root: Path) -> None:
        """Run one command to its end; raises `CalledProcessError` where it fails."""
        process = subprocess.Popen(
            command,
            cwd=root,
            env=child_environment(root),
            stdout=2,
            start_new_session=True,
            preexec_fn=self._begin,  # noqa: PLW1509  (there is one thread)
        )
        try:
            code = process.wait()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            os.write(self._tell, b"0\n")
        if code:
            raise subprocess.CalledProcessError(code, command)

    def _begin(self) -> None:
        """Tell of the new process group from inside it, before its program can start others."""
        end_with_parent(signal.SIGKILL)
        os.write(self._tell, b"%d\n" % os.getpid())


@contextlib.contextmanager
def group_killer() -> Iterator[Run]:
    """Give a `Run` whose programs, and whatever those start, are killed when this process ends by any means.

    A watcher reads the current process group from a pipe; when the pipe ends, it kills the last group it was told of.
    """
    read_end, write_end = os.pipe()
    if (watcher := os.fork()) == 0:
        _watch(read_end, write_end)
    os.close(read_end)
    try:
        yield Run(write_end)
    finally:
        os.close(write_end)
        os.waitpid(watcher, 0)


def _watch(read_end: int, write_end: int) -> None:
    """Wait for the end of the pipe, away from the terminal's signals; never returns."""
    os.setsid()
    os.close(write_end)
    told = b""
    while more := os.read(read_end, 4096):
        told = (told + more)[-256:]
    lines = told.split()
    if lines and (group := int(lines[-1])):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    os._exit(0)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that one process at a time can have, and say so while waiting for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("another installation is running here; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Say on stderr what begins, and how long it took."""
    _say(f"{name} …")
    start = time.monotonic()
    yield
    _say(f"{name}: {time.monotonic() - start:.1f} s")


def end_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel signal this process when its parent ends; the tie outlives `exec`. Linux alone has it."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        raise SystemExit(1)


def _has_venv() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def _say(text: str) -> None:
    sys.stderr.write(f"setup: {text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
