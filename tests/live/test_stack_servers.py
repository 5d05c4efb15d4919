"""The local Kafka and Redis: two stacks side by side, data that stays, and what a failed start says."""

import asyncio
import os
import socket
from pathlib import Path

import pytest
from redis import Redis

from wirewatch.errors import StackError
from wirewatch.kafka_topics import create_topics
from wirewatch.settings import Settings
from wirewatch_standalone.children import stop
from wirewatch_standalone.redis_server import await_redis, start_redis
from wirewatch_standalone.stack import Stack, running_stack

pytestmark = pytest.mark.live

KEEPS = {"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "everysec"}


def test_two_stacks_do_not_meet(tmp_path: Path, cache: Path, stack: Stack) -> None:
    """A second stack has its own Kafka, Redis and folder, and what is written to one is not in the other."""
    with running_stack(tmp_path, cache=cache) as second, Redis.from_url(second.redis) as there:
        there.set("only", "here")
        with Redis.from_url(stack.redis) as here:
            assert here.get("only") is None
        assert {second.kafka, second.folder}.isdisjoint({stack.kafka, stack.folder})


def test_redis_never_drops_keys(stack: Stack) -> None:
    """Redis keeps every key and appends each write to its file."""
    with Redis.from_url(stack.redis, decode_responses=True) as client:
        found = {name: client.config_get(name)[name] for name in KEEPS}
    assert found == KEEPS


def test_kafka_takes_consumers_as_soon_as_it_is_ready(stack: Stack, settings: Settings) -> None:
    """Creating topics right after the start works, and finds them all new."""
    assert all(stack.kafka == settings.kafka for _ in asyncio.run(create_topics(settings)))


def test_a_stack_with_a_data_folder_keeps_its_data(tmp_path: Path, cache: Path) -> None:
    """A long-lived stack finds its keys again after a stop."""
    with running_stack(tmp_path, cache=cache, data=tmp_path / "data") as first, Redis.from_url(first.redis) as client:
        client.set("kept", "yes")
    with running_stack(tmp_path, cache=cache, data=tmp_path / "data") as again, Redis.from_url(again.redis) as client:
        assert client.get("kept") == b"yes"


def test_a_kafka_that_does_not_start_says_why(tmp_path: Path, cache: Path) -> None:
    """Storage of another cluster stops Kafka's start, and the error has Kafka's own words."""
    (tmp_path / "data" / "kafka").mkdir(parents=True)
    (tmp_path / "data" / "kafka" / "meta.properties").write_text("version=1\nnode.id=7\ncluster.id=another\n")
    with (
        pytest.raises(StackError, match=r"kafka ended with exit code 1[\s\S]*node.id"),
        running_stack(tmp_path, cache=cache, data=tmp_path / "data"),
    ):
        pass


def test_a_redis_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is taken stops Redis' start, and the error has Redis' own words."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("wirewatch_standalone.redis_server.free_ports", lambda _: (port,))
        redis = start_redis(tmp_path, data=tmp_path / "data", env=os.environ)
        try:
            redis.child.wait(10)
            with pytest.raises(StackError, match=r"(?i)redis ended with exit code 1[\s\S]*address already in use"):
                redis.child.check()
        finally:
            stop(redis.child)


def test_redis_is_awaited(tmp_path: Path) -> None:
    """After the wait, Redis answers."""
    redis = start_redis(tmp_path, data=tmp_path / "data", env=os.environ)
    try:
        await_redis(redis)
        with Redis.from_url(redis.address) as client:
            assert client.ping()
    finally:
        stop(redis.child)
