"""Services on the real Kafka and Redis: the health that they tell, and a producer that failed for good."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import StartService
from processes import is_in_state, wait_until
from wirewatch import kafka
from wirewatch.articles import RawArticle
from wirewatch.errors import TransientError
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import decode
from wirewatch_fetcher.publish import Publisher
from wirewatch_standalone.children import stop
from wirewatch_standalone.services import service_environment

HealthOf = Callable[..., subprocess.CompletedProcess[str]]
BOUND_S = 40


@pytest.fixture
def own_home(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a home folder of the test's own."""
    return settings.model_copy(update={"home": tmp_path})


@pytest.fixture
def health_of(own_home: Settings) -> HealthOf:
    """Runs `wirewatch health` as a container would."""
    env = service_environment(own_home, os.environ)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from wirewatch.cli import main; main()", "health", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=BOUND_S, check=False)

    return run


def _feeds(folder: Path) -> str:
    path = folder / "feeds.opml"
    path.write_text("<opml version='2.0'><body><outline text='x' xmlUrl='http://127.0.0.1:9/feed'/></body></opml>")
    return str(path)


@pytest.mark.parametrize(("command", "name"), [("fetch", "fetcher"), ("dispatch", "dispatcher")])
def test_service_tells_its_health(
    own_home: Settings, start_service: StartService, health_of: HealthOf, command: str, name: str
) -> None:
    """A service that runs is well by its name and without; once it has ended there is nothing to be well."""
    env = {"WIREWATCH_HOME": str(own_home.home), "WIREWATCH_FEEDS": _feeds(own_home.home)}
    child = start_service(command, env=env)
    wait_until(lambda: is_in_state(own_home, name), bound_s=BOUND_S)
    told = [(done.returncode, done.stdout.strip()) for done in (health_of(), health_of(name), health_of("other"))]
    assert told == [(0, f"{name} is ready"), (0, f"{name} is ready"), (1, "")]
    stop(child)
    ended = health_of(name)
    assert (ended.returncode, ended.stderr) == (1, f"no process of {name} is running here\n")


def test_killed_service_is_not_well(own_home: Settings, start_service: StartService, health_of: HealthOf) -> None:
    """What a killed process has left behind does not count."""
    child = start_service("dispatch", env={"WIREWATCH_HOME": str(own_home.home)})
    wait_until(lambda: is_in_state(own_home, "dispatcher"), bound_s=BOUND_S)
    child.process.kill()
    child.process.wait(BOUND_S)
    assert (health_of().returncode, len(list(own_home.home.rglob("dispatcher.*.json")))) == (1, 1)


async def test_producer_that_failed_for_good_is_replaced(settings: Settings) -> None:
    """The call that fails says so, and the next one publishes by another producer."""
    at = datetime(2026, 1, 2, tzinfo=UTC)
    article = RawArticle(article_id="a", revision="1", entry_id="e", title="t", text="x", source="s", observed_at=at)
    async with Publisher(settings) as publish:
        await publish([article])
        await (await publish._current()).stop()
        with pytest.raises(TransientError):
            await publish([article])
        await publish([article])
    read = [decode(RawArticle, message).article_id for message in await kafka.read_all(settings, ARTICLES_RAW)]
    assert read == ["a", "a"]
