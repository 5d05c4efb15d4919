"""Kafka's jars, fetched once by name and version and checked against the SHA-256 that the committed locks say.

In: two locks as jgo writes them, Kafka's own 44 jars and, resolved apart, the jar that gives Kafka its log output
(resolved together they get an older kafka-clients, and Kafka does not start). Out: the class path, in the locks' order.
"""

import fcntl
import hashlib
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.errors import StackError

_HERE = Path(__file__).parent
KAFKA_LOCK = _HERE / "kafka.lock.toml"
SLF4J_LOCK = _HERE / "slf4j.lock.toml"
SLF4J_BINDING = "log4j-slf4j-impl"
_TRIES = 3
_THREADS = 8


class Jar(Struct, frozen=True, kw_only=True):
    """One jar as a lock names it."""

    group: str = msgspec.field(name="groupId")
    artifact: str = msgspec.field(name="artifactId")
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Its file's name in the cache."""
        return f"{self.artifact}-{self.version}.jar"


class _Lock(Struct, frozen=True):
    dependencies: tuple[Jar, ...]


def locked_jars() -> tuple[Jar, ...]:
    """Return every jar that Kafka is started with, its log binding last."""
    binding = tuple(jar for jar in read_lock(SLF4J_LOCK) if jar.artifact == SLF4J_BINDING)
    return (*read_lock(KAFKA_LOCK), *binding)


def read_lock(path: Path) -> tuple[Jar, ...]:
    """Read a lock that jgo wrote; raises `StackError` where it is none."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text()), _Lock).dependencies
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise StackError(f"{path}: {error}") from error


def class_path(cache: Path) -> tuple[Path, ...]:
    """Return Kafka's jars, fetched into `cache` where they are missing; raises `StackError`.

    What was checked once is not hashed again: the mark beside the jars names the locks that it holds for.
    """
    jars, folder = locked_jars(), cache / "jars"
    paths = tuple(folder / jar.file_name for jar in jars)
    mark, wanted = folder / "checked", hashlib.sha256(msgspec.json.encode(jars)).hexdigest()
    if _is_marked(mark, wanted, paths):
        return paths
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not _is_marked(mark, wanted, paths):
            with ThreadPoolExecutor(_THREADS) as threads:
                list(threads.map(lambda jar: _fetch(jar, folder), jars))
            mark.write_text(wanted)
    return paths


def check_jar(jar: Jar, path: Path) -> bool:
    """Tell whether a file is that jar, by its hash."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256


def _is_marked(mark: Path, wanted: str, paths: tuple[Path, ...]) -> bool:
    return mark.is_file() and mark.read_text() == wanted and all(path.is_file() for path in paths)


def _fetch(jar: Jar, folder: Path) -> None:
    target = folder / jar.file_name
    if check_jar(jar, target):
        return
    problem = "its SHA-256 is not the locked one"
    for _ in range(_TRIES):
        try:
            fetched = _download(jar, folder / "repository")
        except Exception as error:  # noqa: BLE001  (jgo raises whatever its HTTP library does)
            problem = str(error)
            continue
        if check_jar(jar, fetched):
            fetched.replace(target)
            return
        fetched.unlink(missing_ok=True)
    raise StackError(f"{jar.group}:{jar.artifact}:{jar.version} could not be fetched: {problem}")


def _download(jar: Jar, repository: Path) -> Path:
    """Fetch one jar into a Maven repository folder; what an earlier, broken download left there is used as it is."""
    from jgo.maven import MavenContext  # noqa: PLC0415  (slow to import, and seldom needed)

    context = MavenContext(repo_cache=repository, timeout=60)
    found: Path = context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
    return found


def write_locks(work: Path) -> None:
    """Resolve both environments anew with jgo and write the two locks; `work` is a folder for the downloads."""
    from jgo.env import EnvironmentBuilder, LinkStrategy  # noqa: PLC0415
    from jgo.maven import MavenContext  # noqa: PLC0415

    for lock, named in ((KAFKA_LOCK, "kafka_2.13"), (SLF4J_LOCK, SLF4J_BINDING)):
        jar = next(jar for jar in read_lock(lock) if jar.artifact == named)
        builder = EnvironmentBuilder(
            context=MavenContext(repo_cache=work / "repository"), cache_dir=work, link_strategy=LinkStrategy.HARD
        )
        built = builder.from_endpoint(f"{jar.group}:{jar.artifact}:{jar.version}", update=True)
        lock.write_text((built.path / "jgo.lock.toml").read_text())
