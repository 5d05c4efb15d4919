"""The parts of the console that decide: cursors, ids of events, tags, who may read, what a reader gets."""

import asyncio
import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatcher_office import alert_of
from wirewatch.alerts import Severity
from wirewatch_console.console_settings import ConsoleSettings
from wirewatch_console.door import Rules, refusal, rules_of, shown_token
from wirewatch_console.forms import etag, has_it
from wirewatch_console.hub import BEGINNING, MOST_WAITING, Event, EventId, Reader, read_event_id
from wirewatch_console.pages import CursorError, Position, read_cursor
from wirewatch_console.wanted import Wanted


@given(score=st.floats(0, 1e11), alert_id=st.text(max_size=30))
def test_cursor_is_read_as_it_was_written(score: float, alert_id: str) -> None:
    """A position survives being an address' parameter."""
    position = Position(score=score, alert_id=alert_id)
    assert read_cursor(position.cursor()) == position


@given(text=st.text(alphabet="aZ0_-=é*", max_size=40))
def test_any_other_cursor_is_refused(text: str) -> None:
    """Nonsense is an error that says where cursors come from."""
    with pytest.raises(CursorError, match="next"):
        read_cursor(text)


@given(ms=st.integers(0, 10**14), number=st.integers(0, 10**6))
def test_event_id_is_read_as_it_was_written(ms: int, number: int) -> None:
    """An id comes back as it went out; ids are in the order of time."""
    found = read_event_id(str(EventId(ms=ms, number=number)))
    assert found is not None
    assert BEGINNING <= found == EventId(ms=ms, number=number)


@pytest.mark.parametrize("text", ["", "-", "a", "1-a", "-1", "1-2-3", "¹-0", "1.5-0", "99\n-0"])
def test_what_is_no_event_id_is_told_apart(text: str) -> None:
    """A wrong id starts no stream at a wrong place."""
    assert read_event_id(text) is None


@pytest.mark.parametrize(
    ("shown", "has"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False), (None, False)],
)
def test_tag_that_is_shown_is_known(shown: str | None, has: bool) -> None:
    """Lists, weak tags and `*` are read as HTTP has them."""
    assert has_it(shown, '"a"') is has


def test_tags_of_different_bodies_differ() -> None:
    """Only the same bytes have the same tag."""
    assert etag(b"one") != etag(b"two")


@pytest.mark.parametrize(
    ("authorization", "token"),
    [
        ("Bearer abc", b"abc"),
        ("bearer  abc ", b"abc"),
        (f"Basic {base64.b64encode(b'me:a:b').decode()}", b"a:b"),
        ("Basic ***", b""),
        ("abc", b""),
        ("", b""),
    ],
)
def test_token_is_found_where_readers_show_it(authorization: str, token: bytes) -> None:
    """As a bearer token or a password; anything else shows none."""
    assert shown_token(authorization) == token


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8790", True),
        ("LOCALHOST:8790", True),
        ("[::1]:8790", True),
        ("alerts.example", True),
        ("evil.example:8790", False),
        ("", False),
    ],
)
def test_only_known_hosts_are_answered_without_a_token(host: str, allowed: bool) -> None:
    """This machine's names and the public one."""
    rules = rules_of(ConsoleSettings(), "https://alerts.example")
    assert (refusal({"host": host}, "/v1/alerts", rules) is None) is allowed


def test_any_host_will_do_with_a_token() -> None:
    """A token protects by itself."""
    rules = Rules(token="abc", names=None)
    assert refusal({"host": "x", "authorization": "Bearer abc"}, "/v1/alerts", rules) is None


@pytest.mark.parametrize(
    ("host", "only_here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_settings_know_whether_others_reach_it(host: str, only_here: bool) -> None:
    """Addresses of this machine alone are told apart."""
    assert ConsoleSettings(serve_host=host).only_here is only_here


def event(number: int, severity: Severity = Severity.HIGH) -> Event:
    return Event(id=EventId(ms=number, number=0), alert=alert_of(number, severity=severity), frame=b"%d;" % number)


async def reading(reader: Reader) -> bytes:
    return await asyncio.wait_for(reader.take(), 5)


async def test_reader_gets_what_it_wants_at_once() -> None:
    """All that waits comes together, in order, and only what is wanted."""
    reader = Reader(Wanted(severities=(Severity.HIGH,)), since=BEGINNING, drop=lambda: None)
    for one in (event(1), event(2, Severity.LOW), event(3)):
        reader.offer(one)
    assert (await reading(reader), reader.sent) == (b"1;3;", EventId(ms=3, number=0))


async def test_nudged_reader_gets_nothing() -> None:
    """It is woken to give a sign of life."""
    reader = Reader(Wanted(), since=BEGINNING, drop=lambda: None)
    reader.nudge()
    assert await reading(reader) == b""


async def test_reader_that_falls_behind_is_dropped_once() -> None:
    """One event more than may wait, and it is cut off; later ones change nothing."""
    dropped: list[int] = []
    reader = Reader(Wanted(), since=BEGINNING, drop=lambda: dropped.append(1))
    for number in range(MOST_WAITING + 5):
        reader.offer(event(number))
    assert (reader.dropped, dropped) == (True, [1])
