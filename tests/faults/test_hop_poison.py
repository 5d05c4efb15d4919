"""Messages that no hop can handle, on the real broker: each becomes a dead letter, and those behind it arrive."""

from collections.abc import Iterator
from secrets import token_hex

import pytest

from faults.bench import Bench, bench, orders
from wirewatch import wire
from wirewatch.kafka_topics import create_topics
from wirewatch.rejected import Rejected
from wirewatch.settings import Settings
from wirewatch_standalone.stack import Stack

NO_JSON = b"\xff\xfe no json"
PARENT = f"00-{'a' * 32}-{'b' * 16}-01"
VERSION_9 = ((wire.VERSION_HEADER, b"9.0"), (wire.TRACE_HEADER, PARENT.encode()))


@pytest.fixture(scope="module")
def poisoned(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A bench whose hop has worked off good messages and one of every bad kind between them."""
    import asyncio

    settings = stack.settings(Settings(), namespace=f"test-{token_hex(4)}")
    asyncio.run(create_topics(settings))
    with bench(settings, tmp_path_factory.mktemp("poison")) as opened:
        opened.feed(*orders(10), NO_JSON, {"id": 11, "do": "raise"}, {"id": 12, "do": "oversize"})
        opened.feed({"id": 13}, headers=VERSION_9)
        opened.feed(*orders(30)[14:], headers=((wire.TRACE_HEADER, PARENT.encode()),))
        opened.start()
        opened.until_done()
        yield opened


@pytest.fixture
def letters(poisoned: Bench) -> dict[str, Rejected]:
    """The dead letters by their error."""
    return {letter.error: letter for letter in poisoned.rejected()}


def test_good_messages_arrive_past_the_bad(poisoned: Bench) -> None:
    """No bad message keeps the ones behind it."""
    assert set(poisoned.arrived()) == set(range(10)) | set(range(14, 30))


def test_bytes_that_are_not_json_are_rejected_as_they_were(letters: dict[str, Rejected]) -> None:
    """A malformed message is rejected at the first attempt, with its bytes, key and place."""
    letter = letters["MalformedError"]
    assert (letter.value, letter.key, letter.attempts) == (NO_JSON, b"key-10", 1)
    assert (letter.topic, letter.partition, letter.hop) == ("articles.raw", 2, "echo")


def test_unknown_version_is_rejected_with_its_headers(letters: dict[str, Rejected]) -> None:
    """A message of a release to come keeps all its headers in its dead letter."""
    letter = letters["UnknownVersionError"]
    assert (letter.headers, letter.redrivable) == (VERSION_9, True)


def test_handler_that_always_fails_is_tried_three_times(letters: dict[str, Rejected]) -> None:
    """An error that names no outage is given three attempts, and then told in the dead letter."""
    assert (letters["ValueError"].attempts, letters["ValueError"].message) == (3, "as told")


def test_output_that_no_topic_takes_rejects_its_input(letters: dict[str, Rejected]) -> None:
    """An output over the topic's limit is no loss: the message that caused it can be sent again."""
    letter = letters["RejectedError"]
    assert (letter.value, "is more than 2000000" in letter.message) == (b'{"id":12,"do":"oversize"}', True)


def test_output_continues_the_trace_of_its_input(poisoned: Bench) -> None:
    """What a hop sends has the trace id of what it read, and a span of its own."""
    traces = [dict(record.headers).get(wire.TRACE_HEADER, b"").decode() for record in poisoned.targets()]
    continued = [trace for trace in traces if trace.split("-")[1] == "a" * 32]
    assert (len(continued), PARENT in continued) == (16, False)
