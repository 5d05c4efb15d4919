"""A real Kafka on this machine: its storage formatted, its JVM started as a child, its readiness awaited.

In: a cache folder (jars, a formatted storage to copy, a start-up archive) and a folder of the run's own. Out: a child
process and the address at which clients find it.
"""

import asyncio
import secrets
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from string import Template
from threading import Thread

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from msgspec import Struct

from wirewatch.errors import StackError
from wirewatch_standalone.children import Child, Output, start, stop
from wirewatch_standalone.java import Java
from wirewatch_standalone.kafka_archive import archive_options
from wirewatch_standalone.kafka_jars import class_path
from wirewatch_standalone.ports import HOST, free_ports

READY_BOUND_S = 60.0
CLUSTER_ID = "wirewatch-local-node-1"
_HERE = Path(__file__).parent
_POLL_S = 0.02
_JOIN_S = 0.2  # in short steps: a signal that comes just before a long wait would not wake it
_JVM = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")


class Kafka(Struct, frozen=True, kw_only=True):
    """A Kafka that was started: its process and its bootstrap address, `host:port`."""

    child: Child
    address: str


def start_kafka(
    folder: Path,
    *,
    cache: Path,
    java: Java,
    data: Path,
    env: Mapping[str, str],
    options: tuple[str, ...] | None = None,
    port: int | None = None,
    output: Output | None = None,
) -> Kafka:
    """Start Kafka with its storage in `data`, formatted where it is new; it is not ready yet, see `await_kafka`.

    Args:
        folder: where its settings, log and temporary files go.
        cache: jars, formatted storage and start-up archive, shared by all runs.
        java: what runs it.
        data: its storage.
        env: its environment.
        options: options of the JVM in place of those that use the start-up archive.
        port: where clients find it; a free one where it is not given.
        output: as in `children.start`.
    """
    free_port, controller_port = free_ports(2)
    port = port or free_port
    properties = write_properties(folder, port=port, controller_port=controller_port, data=data)
    command = java_command(folder, cache=cache, java=java)
    if not (data / "meta.properties").exists():
        _format(cache, data=data, properties=properties, command=command, env=env, log=folder / "logs" / "format.log")
    extra = archive_options(cache, java) if options is None else options
    child = start(
        "kafka",
        [command[0], *extra, *command[1:], "kafka.Kafka", str(properties)],
        env=env,
        log=folder / "logs" / "kafka.log",
        output=output,
    )
    return Kafka(child=child, address=f"{HOST}:{port}")


def write_properties(folder: Path, *, port: int, controller_port: int, data: Path) -> Path:
    """Write Kafka's settings file and return its path."""
    template = Template((_HERE / "kafka.properties").read_text())
    path = folder / "kafka.properties"
    path.write_text(template.substitute(port=port, controller_port=controller_port, data=data.absolute()))
    return path


def java_command(folder: Path, *, cache: Path, java: Java) -> list[str]:
    """Return the command that runs a class of Kafka's, but for its name; what the JVM writes stays in `folder`."""
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return [
        str(java.path),
        *_JVM,
        f"-Djava.io.tmpdir={temporary.absolute()}",
        f"-XX:ErrorFile={folder.absolute()}/logs/kafka-crash.log",
        f"-Dlog4j2.configurationFile={_HERE / 'log4j2.properties'}",
        "-cp",
        ":".join(str(path.absolute()) for path in class_path(cache)),
    ]


def await_kafka(kafka: Kafka, *, bound_s: float = READY_BOUND_S) -> None:
    """Wait until Kafka answers with its metadata *and* a group coordinator; raises `StackError` with the log's end.

    The asking happens in a thread with an event loop of its own, so that a caller may have one already.
    """
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            asyncio.run(_ask_until_ready(kafka, bound_s))
        except (StackError, TimeoutError) as error:
            failed.append(error)

    asking = Thread(target=ask, name="await-kafka", daemon=True)
    asking.start()
    deadline = time.monotonic() + bound_s + 5
    while asking.is_alive() and time.monotonic() < deadline:
        asking.join(_JOIN_S)
    kafka.child.check()
    if failed or asking.is_alive():
        raise StackError(f"kafka did not become ready within {bound_s:.0f} s") from (failed[0] if failed else None)


async def _ask_until_ready(kafka: Kafka, bound_s: float) -> None:
    host, port = kafka.address.split(":")
    async with asyncio.timeout(bound_s):
        while not await _listens(host, int(port)):
            kafka.child.check()
            await asyncio.sleep(_POLL_S)
        while not await _has_coordinator(kafka.address):
            kafka.child.check()
            await asyncio.sleep(_POLL_S)


async def _listens(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def _has_coordinator(address: str) -> bool:
    """Ask for a group's offsets: the answer needs metadata, a coordinator, and the coordinator's partition loaded."""
    client = AIOKafkaAdminClient(bootstrap_servers=address)
    try:
        await client.start()
        await client.list_consumer_group_offsets("wirewatch-readiness")
    except KafkaError:
        return False
    finally:
        await client.close()
    return True


def _format(
    cache: Path, *, data: Path, properties: Path, command: list[str], env: Mapping[str, str], log: Path
) -> None:
    """Format a new storage. Formatting takes a JVM and a second or two, so its result is kept and copied."""
    kept = cache / f"formatted-{class_path(cache)[0].stem}"
    if not kept.is_dir():
        made = cache / f"formatting-{secrets.token_hex(4)}"
        arguments = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(properties)]
        _run_once([*command, *arguments], env=env, log=log)
        shutil.copytree(data, made)
        _keep(made, kept)
        return
    shutil.copytree(kept, data, dirs_exist_ok=True)


def _keep(made: Path, kept: Path) -> None:
    """Give a finished folder its name, unless another process was first."""
    try:
        made.rename(kept)
    except OSError:
        shutil.rmtree(made)


def _run_once(command: list[str], *, env: Mapping[str, str], log: Path) -> None:
    child = start("kafka's formatting", command, env=env, log=log)
    deadline = time.monotonic() + READY_BOUND_S
    try:
        child.wait(deadline - time.monotonic())
        if child.exit_code() != 0:
            child.check()
            raise StackError(f"formatting Kafka's storage took longer than {READY_BOUND_S:.0f} s")
    finally:
        stop(child, bound_s=0)
