"""`wirewatch up --rebuild`: an empty Redis beside a full Kafka, and the state is back before a service starts."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from conftest import HOME
from feed_server import Site
from processes import wait_until
from running_up import Home, end_all, site_of_feeds
from wirewatch.alerts import Alert
from wirewatch_alerts.final import final_bytes

pytestmark = [pytest.mark.live, pytest.mark.timeout(240)]

SITE = Site(feeds=1, entries=3, every_s=60.0)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home", HOME / "cache")
    with site_of_feeds(SITE, made.feeds):
        try:
            yield made
        finally:
            end_all(made)


def final_records(home: Home) -> set[bytes]:
    said = home.run("alerts", "list", "--json").stdout
    return {final_bytes(msgspec.json.decode(line, type=Alert)) for line in said.splitlines()}


def has_handled_all(home: Home) -> bool:
    """Whether every entry of the site has gone through all services."""
    status = home.status()
    backlog = status["backlog"]
    return status["last_hour"]["enriched"] >= SITE.entries and backlog is not None and not any(backlog.values())


def test_an_emptied_redis_is_filled_before_the_services_start(home: Home) -> None:
    """All that Kafka holds is back, the alerts as they were; and the file to source names what runs."""
    assert home.run("up", "--detach").returncode == 0
    wait_until(lambda: has_handled_all(home), bound_s=60)
    before = final_records(home)
    assert home.run("down").returncode == 0
    shutil.rmtree(home.folder / "data" / "redis")
    done = home.run("up", "--rebuild", "--detach")
    assert (done.returncode, final_records(home)) == (0, before), done.stderr
    assert "rebuilt " in (home.folder / "logs" / "up.log").read_text()
    assert f"WIREWATCH_FEEDS={home.feeds}" in (home.folder / "env").read_text()
