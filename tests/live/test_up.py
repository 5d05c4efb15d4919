"""`wirewatch up` on real Kafka and Redis, fed by a site on this machine: what flows, what comes back, how it ends."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from conftest import HOME, ROOT
from feed_server import Site
from processes import wait_until
from running_up import SERVICES, Home, end_all, site_of_feeds
from wirewatch.kafka import admin
from wirewatch.settings import Settings

pytestmark = [pytest.mark.live, pytest.mark.timeout(240)]

SITE = Site(feeds=4, entries=5, every_s=2.0)
START_BOUND_S = 90.0


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home", HOME / "cache")
    with site_of_feeds(SITE, made.feeds):
        try:
            yield made
        finally:
            end_all(made)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """One `wirewatch up` in the foreground for the tests that leave it running."""
    made = Home(tmp_path_factory.mktemp("up") / "home", HOME / "cache")
    with site_of_feeds(SITE, made.feeds):
        process = begin_up(made)
        try:
            yield made
            process.send_signal(signal.SIGINT)
            process.wait(60)
        finally:
            end_all(made)


def begin_up(home: Home) -> subprocess.Popen[str]:
    process = home.begin("up")
    wait_until(lambda: "all services are ready" in home.said() or process.poll() is not None, bound_s=START_BOUND_S)
    assert process.poll() is None, home.said()
    return process


def articles(home: Home) -> int:
    return int(home.status()["last_hour"]["enriched"])


def test_articles_keep_coming_and_services_stay(up: Home) -> None:
    """Every feed's entries come through, new ones too, and nothing has to be started again."""
    wait_until(lambda: articles(up) >= SITE.feeds * SITE.entries, bound_s=30)
    before = articles(up)
    wait_until(lambda: articles(up) >= before + 2 * SITE.feeds, bound_s=30)
    assert up.status()["feeds"]["health"] == {"ok": SITE.feeds}


def test_status_is_well_while_all_runs(up: Home) -> None:
    """The exit code is 0 and nothing is wrong."""
    wait_until(lambda: up.run("status").returncode == 0, bound_s=30)
    assert "all well" in up.run("status").stdout


def test_a_second_up_finds_the_first(up: Home) -> None:
    """It says where the first one is, and ends with exit code 1."""
    second = up.run("up")
    assert second.returncode == 1
    assert f"`wirewatch up` runs already in {up.folder}" in second.stderr.replace("\n", " ")


def test_other_commands_find_it_by_the_file(up: Home) -> None:
    """The file in its home folder tells a shell all that a command needs."""
    sourced = f". {up.folder}/env && wirewatch topics list --json"
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    listed = subprocess.run(
        ["sh", "-c", sourced], env={"PATH": path}, capture_output=True, text=True, timeout=60, check=True
    )
    assert '"exists":true' in listed.stdout


@pytest.mark.parametrize("name", ["alerter", "redis"])
def test_what_is_killed_comes_back(up: Home, name: str) -> None:
    """A service or server that dies is started again, and all is ready as before."""
    wait_until(lambda: up.run("status").returncode == 0, bound_s=60)
    before = up.service(name)
    os.kill(before["pid"], signal.SIGKILL)
    wait_until(lambda: up.service(name)["restarts"] == before["restarts"] + 1, bound_s=30)
    wait_until(lambda: up.run("status").returncode == 0, bound_s=60)
    assert f"{name} ended with SIGKILL; it starts again in 0.5 s" in up.said()


def test_the_end_is_in_order_and_data_stay(home: Home) -> None:
    """Ctrl-C stops services in the order of the flow, then servers; the next one has all the data."""
    process = begin_up(home)
    wait_until(lambda: articles(home) >= SITE.feeds * SITE.entries, bound_s=60)
    before = articles(home)
    process.send_signal(signal.SIGINT)
    assert process.wait(90) == 0
    places = [home.said().index(f"{words} stopped") for words in (*SERVICES, "Redis and Kafka")]
    assert places == sorted(places)
    assert home.run("status").returncode == 3
    assert home.run("up", "--detach").returncode == 0
    assert articles(home) >= before
    assert home.run("down").returncode == 0
    assert list((home.folder / "runs").iterdir()) == []


def test_a_replay_on_what_runs_leaves_nothing_there(up: Home) -> None:
    """It finds the running Kafka and Redis by itself, meets no live data, and removes its topics and keys."""
    done = up.run("replay", str(ROOT / "seeds" / "articles"), "--running")
    assert done.returncode == 0, done.stdout + done.stderr
    with Redis.from_url(up.env["WIREWATCH_REDIS"]) as redis:
        assert list(redis.scan_iter(match="{replay-*", count=1000)) == []
    assert [name for name in asyncio.run(topics(up)) if name.startswith("replay-")] == []


async def topics(home: Home) -> list[str]:
    async with admin(Settings(kafka=home.env["WIREWATCH_KAFKA"])) as client:
        return list(await client.list_topics())


def test_a_wrong_feed_list_is_told_at_once(home: Home) -> None:
    """Nothing is started for a feed list that can't be read; the exit code is that of a wrong setting."""
    home.feeds.write_text("<opml>")
    assert home.run("up").returncode == 2
