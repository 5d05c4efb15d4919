"""The stream of `wirewatch serve`: new revisions, resuming, filters, gaps, slow readers, Redis away, an orderly end."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from httpx import Response
from msgspec.structs import replace

from console_desk import BOUND_S, asking, is_well, serving, started, write, write_to
from dispatcher_office import alert_of
from processes import wait_until
from wirewatch.alerts import Severity
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_console.counts import Counts
from wirewatch_console.hub import BLOCK_S, Hub
from wirewatch_console.wanted import Wanted
from wirewatch_standalone.children import stop
from wirewatch_standalone.ports import free_ports
from wirewatch_standalone.redis_server import await_redis, start_redis
from wirewatch_standalone.stack import Stack


class Heard:
    """A reader's events as they come; `next` waits for one."""

    def __init__(self, answer: Response) -> None:
        self._lines = answer.iter_lines()

    def next(self) -> dict[str, str]:
        """Return the fields of the next event that has data; `last` is the last id that was told before."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if not line and "data" in fields:
                return fields
            name, _, value = line.partition(":")
            if name:
                fields[name] = value.strip()
        return {}

    def id_of_beat(self) -> str:
        """Return the id of the next sign of life."""
        last = ""
        for line in self._lines:
            if line.startswith("id:"):
                last = line[3:].strip()
            if line.startswith(": beat"):
                return last
        return ""


@contextmanager
def listening(client: httpx.Client, query: str = "", *, after: str | None = None) -> Iterator[Heard]:
    headers = {"Last-Event-ID": after} if after else {}
    with client.stream("GET", f"/v1/alerts/stream{query}", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Heard(answer)


@pytest.fixture
def client(stack: Stack, settings: Settings) -> Iterator[httpx.Client]:
    """A console to listen to."""
    with serving(stack, settings) as asking_it:
        yield asking_it


def test_new_revision_is_heard(client: httpx.Client, settings: Settings) -> None:
    """Who listens gets each revision as it is written, with its id and the whole alert."""
    with listening(client) as heard:
        heard.id_of_beat()
        (written,) = write(settings, alert_of(1, rev=2))
        event = heard.next()
    alert = json.loads(event["data"])
    assert (event["id"], alert["alert_id"], alert["rev"]) == (written, "alert-1", 2)


def test_reader_that_comes_back_misses_nothing(client: httpx.Client, settings: Settings) -> None:
    """With the id of its last event it gets all that came meanwhile, in order, and then what is new."""
    ids = write(settings, *(alert_of(1, rev=rev) for rev in range(1, 251)))
    with listening(client, after=ids[9]) as heard:
        missed = [heard.next()["id"] for _ in range(240)]
        (written,) = write(settings, alert_of(2))
        assert (missed, heard.next()["id"]) == (ids[10:], written)


def test_query_takes_the_id_where_headers_cannot(client: httpx.Client, settings: Settings) -> None:
    """`last_event_id=0` is all that the stream keeps."""
    write(settings, alert_of(1), alert_of(2))
    with listening(client, "?last_event_id=0") as heard:
        assert [json.loads(heard.next()["data"])["alert_id"] for _ in range(2)] == ["alert-1", "alert-2"]


def test_filtered_reader_hears_what_it_wants(client: httpx.Client, settings: Settings) -> None:
    """Others' events do not reach it, neither of the past nor new ones."""
    write(settings, alert_of(1), alert_of(2, severity=Severity.CRITICAL))
    with listening(client, "?severity=critical", after="0") as heard:
        first = heard.next()
        write(settings, alert_of(3), alert_of(4, severity=Severity.CRITICAL))
        assert [json.loads(one["data"])["alert_id"] for one in (first, heard.next())] == ["alert-2", "alert-4"]


def test_sign_of_life_moves_the_place_to_resume_from(stack: Stack, settings: Settings) -> None:
    """A reader that wants nothing of what comes still need not go through it again."""
    with serving(stack, settings, WIREWATCH_SERVE_HEARTBEAT_S="0.1") as client, listening(client, "?rule=x") as heard:
        heard.id_of_beat()
        (written,) = write(settings, alert_of(1))
        wait_until(lambda: heard.id_of_beat() == written, bound_s=BOUND_S)


def test_reader_goes_on_after_a_restart(stack: Stack, settings: Settings) -> None:
    """What was written while no `serve` ran is told to who comes back with its last id."""
    (port,) = free_ports(1)
    (last,) = write(settings, alert_of(1))
    for number in (2, 3):
        (written,) = write(settings, alert_of(number))
        with started(stack, settings, WIREWATCH_SERVE_PORT=str(port)), asking(port) as client:
            wait_until(partial(is_well, client), bound_s=BOUND_S)
            with listening(client, after=last) as heard:
                last = heard.next()["id"]
        assert last == written


def test_gap_is_told(client: httpx.Client, settings: Settings) -> None:
    """A reader whose last event is older than all that is kept is told that it may have missed some."""
    write(settings, alert_of(1))
    with listening(client, after="1000-0") as heard:
        assert (heard.next()["event"], json.loads(heard.next()["data"])["alert_id"]) == ("gap", "alert-1")


def test_place_that_the_stream_never_had_is_forgotten(client: httpx.Client, settings: Settings) -> None:
    """Redis lost its data, or the id is another's: the reader is told, and hears what comes."""
    with listening(client, after="9999999999999-0") as heard:
        assert heard.next()["event"] == "gap"
        (written,) = write(settings, alert_of(1))
        assert heard.next()["id"] == written


def test_listener_is_told_of_what_serve_itself_missed(settings: Settings) -> None:
    """Where the stream was shortened past its place while Redis was away, it says so to who listens."""

    async def go() -> list[bytes]:
        keys = Keys(settings=settings)
        async with connect(settings, block_s=BLOCK_S) as redis:
            hub = Hub(redis=redis, asking=redis, keys=keys, counts=Counts(), age_s=lambda _: 0.0)
            await write_to(redis, settings, alert_of(1))
            await hub.step()
            reader = hub.join(Wanted(), drop=lambda: None)
            await write_to(redis, settings, alert_of(2), alert_of(3))
            await redis.xtrim(keys.revisions(), maxlen=1, approximate=False)
            await hub.step()
            return (await reader.take()).split(b"\n\n")

    gap, event, _ = asyncio.run(asyncio.wait_for(go(), BOUND_S))
    assert (gap.startswith(b"event: gap"), b'"alert_id":"alert-3"' in event) == (True, True)


def test_wrong_id_is_a_problem(client: httpx.Client) -> None:
    """What is no id is refused."""
    answer = client.get("/v1/alerts/stream", headers={"Last-Event-ID": "yesterday"})
    assert (answer.status_code, "yesterday" in answer.json()["detail"]) == (400, True)


def test_too_many_readers_are_asked_to_wait(stack: Stack, settings: Settings) -> None:
    """One reader more than the settings allow is told when to come back."""
    with serving(stack, settings, WIREWATCH_SERVE_READERS="1") as client, listening(client) as heard:
        heard.id_of_beat()
        with asking(client.base_url.port or 0) as other:
            answer = other.get("/v1/alerts/stream")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


def test_reader_that_reads_nothing_is_dropped(client: httpx.Client, settings: Settings) -> None:
    """It holds up no other reader and no memory for long."""
    port = client.base_url.port or 0
    with socket.socket() as lazy:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.connect(("127.0.0.1", port))
        lazy.sendall(b"GET /v1/alerts/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        with listening(client) as heard:
            heard.id_of_beat()
            for start in range(0, 2000, 500):
                ids = write(settings, *(alert_of(start + number) for number in range(500)))
                while heard.next()["id"] != ids[-1]:
                    pass
        with asking(port) as other:
            wait_until(lambda: "readers_dropped_total 1.0" in other.get("/metrics").text, bound_s=BOUND_S)


def test_outage_of_redis_is_borne(stack: Stack, settings: Settings, tmp_path: Path) -> None:
    """While Redis is away requests are problems and readers stay; when it is back they hear what comes."""
    redis = start_redis(tmp_path, data=tmp_path / "data", env=os.environ)
    await_redis(redis)
    own, child = settings.model_copy(update={"redis": redis.address}), redis.child
    try:
        with serving(stack, own) as client, listening(client) as heard:
            heard.id_of_beat()
            stop(child)
            with asking(client.base_url.port or 0) as other:
                wait_until(lambda: other.get("/healthz").status_code == 503, bound_s=BOUND_S)
                assert other.get("/v1/alerts").headers["retry-after"] == "5"
            child = child.start_again()
            await_redis(replace(redis, child=child))
            (written,) = write(own, alert_of(1))
            assert heard.next()["id"] == written
    finally:
        stop(child)


def test_end_is_orderly(stack: Stack, settings: Settings) -> None:
    """Told to stop it ends its readers' streams and itself, with exit code 0."""
    (port,) = free_ports(1)
    with started(stack, settings, WIREWATCH_SERVE_PORT=str(port)) as child, asking(port) as client:
        wait_until(lambda: is_well(client), bound_s=BOUND_S)
        with listening(client) as heard:
            heard.id_of_beat()
            child.signal(signal.SIGTERM)
            assert heard.next() == {}
        wait_until(lambda: child.exit_code() is not None, bound_s=10)
        assert child.exit_code() == 0
