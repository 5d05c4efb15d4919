"""The wire: what is written is read again, what is no message of ours is refused, traces go on."""

from datetime import timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch import wire
from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch.dead_letters import Consumed, dead_letter
from wirewatch.errors import MalformedError, RejectedError, UnknownVersionError
from wirewatch.rejected import Rejected
from wirewatch.topics import MAX_REJECTED_BYTES
from wirewatch.wire import Message

ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
"""Offsets of whole minutes: RFC 3339 has no others, though zones before 1972 did."""
INSTANTS = st.datetimes(timezones=ZONES)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
RAW = st.builds(
    RawArticle,
    article_id=TEXT,
    revision=TEXT,
    entry_id=TEXT,
    source=TEXT,
    url=st.none() | TEXT,
    title=TEXT,
    text=TEXT,
    language=st.none() | TEXT,
    published=st.none() | INSTANTS,
    observed_at=INSTANTS,
    exercise=st.booleans(),
    revision_of=st.none() | TEXT,
    chars_cut=st.integers(0, 10**6),
)
REJECTED = st.builds(
    Rejected,
    topic=TEXT,
    partition=st.integers(0, 100),
    offset=st.integers(0, 2**62),
    key=st.none() | st.binary(),
    value=st.binary(),
    headers=st.lists(st.tuples(TEXT, st.binary())).map(tuple),
    hop=TEXT,
    error=TEXT,
    message=TEXT,
    attempts=st.integers(1, 9),
    at=INSTANTS,
    sha256=st.none() | TEXT,
    redrivable=st.booleans(),
)


@given(RAW)
def test_raw_article_comes_back_as_it_was(article: RawArticle) -> None:
    """What is encoded decodes to an equal article."""
    assert wire.decode(RawArticle, wire.encode(article)) == article


@given(REJECTED)
def test_dead_letter_comes_back_as_it_was(letter: Rejected) -> None:
    """Any bytes survive in a dead letter."""
    assert wire.decode(Rejected, wire.encode(letter)) == letter


@given(st.binary())
def test_any_bytes_are_an_article_or_malformed(value: bytes) -> None:
    """No bytes raise anything but `MalformedError`."""
    with pytest.raises(MalformedError):
        wire.decode(RawArticle, Message(key=None, value=value))


@given(RAW, st.dictionaries(TEXT.map("x_{}".format), st.integers(), max_size=3))
def test_unknown_fields_are_ignored(article: RawArticle, more: dict[str, int]) -> None:
    """A later release may send fields that this one does not know."""
    value = msgspec.json.encode(msgspec.to_builtins(article) | more)
    assert wire.decode(RawArticle, Message(key=None, value=value)) == article


@pytest.mark.parametrize("version", [b"2.0", b"0.9", b"", b"x", b"10"])
def test_unknown_major_version_is_refused(version: bytes) -> None:
    """A message of another major version is not guessed at."""
    message = Message(key=None, value=b"{}", headers=((wire.VERSION_HEADER, version),))
    with pytest.raises(UnknownVersionError):
        wire.decode(EnrichedArticle, message)


@pytest.mark.parametrize("version", [b"1", b"1.0", b"1.7"])
def test_minor_version_is_read(version: bytes) -> None:
    """A minor version changes nothing that this release reads: only the body is at fault here."""
    message = Message(key=None, value=b"{}", headers=((wire.VERSION_HEADER, version),))
    with pytest.raises(MalformedError, match="missing required field"):
        wire.decode(EnrichedArticle, message)


@given(TEXT)
def test_child_trace_is_well_formed_whatever_its_parent(parent: str) -> None:
    """A malformed parent starts a new trace and never breaks the message."""
    assert [len(part) for part in wire.child_trace(parent).split("-")] == [2, 32, 16, 2]


def test_caused_message_continues_the_trace() -> None:
    """The trace id stays, the span is new, and there is one such header."""
    parent = Message(key=None, value=b"", headers=((wire.TRACE_HEADER, wire.new_trace().encode()),))
    child = wire.with_child_trace(Message(key=None, value=b"", headers=parent.headers), parent)
    ids = [(message.header(wire.TRACE_HEADER) or "").split("-") for message in (parent, child)]
    assert (len(child.headers), ids[0][1] == ids[1][1], ids[0][2] == ids[1][2]) == (1, True, False)


@given(st.none() | st.binary(max_size=100), st.binary(max_size=1000), st.lists(st.tuples(TEXT, st.binary())).map(tuple))
def test_stated_size_is_enough(key: bytes | None, value: bytes, headers: wire.Headers) -> None:
    """The size that a hop checks is never below what the message takes in a batch of its own."""
    from aiokafka.record.default_records import DefaultRecordBatchBuilder

    estimate = DefaultRecordBatchBuilder.estimate_size_in_bytes(key, value, list(headers))
    assert wire.size_bytes(Message(key=key, value=value, headers=headers)) >= estimate


@pytest.mark.parametrize(
    "message",
    [
        Message(key=b"k", value=b"\xff" * 5_000_000),
        Message(key=b"k" * 3_000_000, value=b"v"),
        Message(key=b"k", value=b"v", headers=(("h", b"\xff" * 3_000_000),)),
    ],
    ids=["value", "key", "header"],
)
def test_oversized_message_is_cut_and_marked(message: Message) -> None:
    """What can't be kept whole fits the dead letters' topic, names the whole, and can't be sent again."""
    from wirewatch.clock import wall_clock

    consumed = Consumed(topic="articles.raw", partition=0, offset=1, message=message)
    letter = dead_letter(consumed, hop="enricher", error=RejectedError("x"), attempts=1, at=wall_clock())
    read = wire.decode(Rejected, letter)
    assert (wire.size_bytes(letter) < MAX_REJECTED_BYTES, read.redrivable, bool(read.sha256)) == (True, False, True)
