"""`wirewatch topics` and `wirewatch rejected` on the real broker, as a person runs them."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from wirewatch import kafka
from wirewatch.dead_letters import Consumed, dead_letter
from wirewatch.errors import MalformedError
from wirewatch.kafka_topics import create_topics, list_topics
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW, ARTICLES_REJECTED, TOPICS
from wirewatch.wire import Message
from wirewatch_standalone.services import service_environment

AT = datetime(2026, 1, 3, 4, 30, tzinfo=UTC)
ORIGINAL = Message(key=b"\xff\x00", value=b"\xfe no json", headers=(("x", b"\x01"), ("ce_type", b"t")))
TOO_LARGE = Message(key=b"k", value=b"x" * 3_000_000)

Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def program(settings: Settings) -> Program:
    """Runs the `wirewatch` program in the test's namespace."""
    env = service_environment(settings, os.environ)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from wirewatch.cli import main; main()", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)

    return run


@pytest.fixture
def rejected(settings: Settings) -> Settings:
    """Settings of a namespace with two dead letters: one that can be sent again, and one that was cut."""
    asyncio.run(_reject(settings, ORIGINAL, TOO_LARGE))
    return settings


async def _reject(settings: Settings, *messages: Message) -> None:
    async with kafka.producer(settings) as producer:
        for offset, message in enumerate(messages):
            place = Consumed(topic="articles.raw", partition=3, offset=offset, message=message)
            letter = dead_letter(place, hop="enricher", error=MalformedError("no JSON"), attempts=1, at=AT)
            name = ARTICLES_REJECTED.in_namespace(settings.namespace)
            await producer.send_and_wait(name, letter.value, key=letter.key, headers=list(letter.headers))


async def test_topics_are_as_the_table_says(settings: Settings) -> None:
    """Creating twice changes nothing, and what exists is as it should be."""
    states = [*await create_topics(settings), *await list_topics(settings)]
    assert {(one.exists, one.created, one.differs) for one in states} == {(True, False, ())}
    assert [one.partitions for one in states[: len(TOPICS)]] == [topic.partitions for topic in TOPICS]


async def test_topic_that_differs_is_told_and_left(settings: Settings) -> None:
    """A topic that somebody made otherwise is named with what differs."""
    from aiokafka.admin import NewTopic

    other = settings.model_copy(update={"namespace": f"{settings.namespace}-other"})
    async with kafka.admin(other) as client:
        name = ARTICLES_RAW.in_namespace(other.namespace)
        await client.create_topics([NewTopic(name, num_partitions=2, replication_factor=1)])
    state = (await create_topics(other))[0]
    assert (state.created, state.partitions, "partitions is 2, not 4" in state.differs) == (False, 2, True)


async def test_lag_counts_what_was_never_committed(settings: Settings) -> None:
    """A hop that has not run yet has everything before it."""
    async with kafka.producer(settings) as producer:
        for number in range(5):
            await producer.send_and_wait(ARTICLES_RAW.in_namespace(settings.namespace), b"x", partition=number % 4)
    assert await kafka.lag(settings, "enricher", ARTICLES_RAW) == 5


async def test_read_all_gives_each_partition_in_its_order(settings: Settings) -> None:
    """All messages up to the end come, each partition's in their order."""
    async with kafka.producer(settings) as producer:
        for number in range(20):
            name = ARTICLES_RAW.in_namespace(settings.namespace)
            await producer.send_and_wait(name, str(number).encode(), partition=number % 2)
    values = [int(message.value) for message in await kafka.read_all(settings, ARTICLES_RAW)]
    assert values == [*range(0, 20, 2), *range(1, 20, 2)]


def test_redriven_message_is_the_original_byte_for_byte(rejected: Settings, program: Program) -> None:
    """Bytes, key and headers go back to their topic, and the list shows that they did."""
    done = program("rejected", "redrive", "articles.raw:3:0")
    listed = [msgspec.json.decode(line) for line in program("rejected", "list", "--json").stdout.splitlines()]
    assert (done.returncode, asyncio.run(kafka.read_all(rejected, ARTICLES_RAW))) == (0, [ORIGINAL])
    assert [(one["handled"] or "")[:9] for one in listed] == ["redriven ", ""]


@pytest.mark.usefixtures("rejected")
def test_cut_message_is_not_redriven(program: Program) -> None:
    """A message of which only the beginning was kept stays where it is, and the exit code says so."""
    done = program("rejected", "redrive", "articles.raw:3:1")
    assert (done.returncode, "too large" in done.stderr) == (1, True)


@pytest.mark.usefixtures("rejected")
def test_dry_run_sends_nothing(rejected: Settings, program: Program) -> None:
    """A dry run names what would be sent again, and sends nothing."""
    done = program("rejected", "redrive", "--all", "--hop", "enricher", "--dry-run")
    assert (done.stdout.strip(), asyncio.run(kafka.read_all(rejected, ARTICLES_RAW))) == (
        "articles.raw:3:0 would be sent again",
        [],
    )


@pytest.mark.usefixtures("rejected")
def test_dropped_message_is_not_sent_by_all(program: Program) -> None:
    """What was dropped is done with: `--all` leaves it out."""
    program("rejected", "drop", "articles.raw:3:0")
    assert "0 would be sent again" in program("rejected", "redrive", "--all", "--dry-run").stderr


@pytest.mark.usefixtures("rejected")
@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--hop", "enricher"], 2),
        (["--hop", "alerter"], 0),
        (["--error", "malformed"], 2),
        (["--error", "other"], 0),
        (["--since", "2026-01-03"], 2),
        (["--since", "2026-01-04T00:00:00Z"], 0),
    ],
)
def test_list_filters(program: Program, filters: list[str], count: int) -> None:
    """The list can be narrowed by hop, error and time."""
    assert len(program("rejected", "list", "--json", *filters).stdout.splitlines()) == count


@pytest.mark.usefixtures("rejected")
def test_show_tells_the_reason_and_the_bytes(program: Program) -> None:
    """One dead letter is shown with its reason and its bytes, though they are no text."""
    shown = program("rejected", "show", "articles.raw:3:0").stdout
    assert ("MalformedError: no JSON" in shown, r"\xfe no json" in shown) == (True, True)


def test_unknown_id_is_one_line(program: Program) -> None:
    """A wrong id is an error in one line, and no traceback."""
    done = program("rejected", "show", "articles.raw:0:99")
    assert (done.returncode, done.stderr.count("\n"), "articles.raw:0:99" in done.stderr) == (1, 1, True)
