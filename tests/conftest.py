"""One real Kafka and one real Redis for a whole test run, started when the first test asks for them."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fetcher_site import Site, running_site
from wirewatch.kafka_topics import create_topics
from wirewatch.settings import Settings
from wirewatch_standalone.children import Child, start, stop
from wirewatch_standalone.services import service_command, service_environment
from wirewatch_standalone.stack import Stack, run_environment, running_stack

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".wirewatch"
NEEDS_STACK = {"stack", "settings", "start_service"}

StartService = Callable[..., Child]
"""`start_service("enrich", "--option", env={"NAME": "value"})` starts `wirewatch enrich --option`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of images be run for every service: `make test-images`; the other runs build one image."""
    parser.addoption("--all-images", action="store_true", help="build and try the image of every service")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs the stack as `live`, so that `-m "not live"` leaves it out."""
    for item in items:
        if NEEDS_STACK & set(getattr(item, "fixturenames", ())):
            item.add_marker("live")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The run's own Kafka and Redis."""
    with running_stack(HOME) as running:
        yield running


@pytest.fixture
def settings(stack: Stack) -> Settings:
    """Settings that point at the stack, in a namespace that no other test has, its topics created."""
    fresh = stack.settings(Settings(rules=ROOT / "seeds" / "rules"), namespace=f"test-{secrets.token_hex(4)}")
    asyncio.run(create_topics(fresh))
    return fresh


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site of feeds and pages on this machine."""
    async with running_site() as running:
        yield running


@pytest.fixture
def start_service(stack: Stack, settings: Settings) -> Iterator[StartService]:
    """Starts services as processes; whatever still runs at the end of the test is stopped, then killed."""
    with ExitStack() as cleanup:

        def start_one(*arguments: str, env: dict[str, str] | None = None, stop_bound_s: float = 10.0) -> Child:
            name = f"{settings.namespace}-{'-'.join(arguments[:1])}-{secrets.token_hex(2)}"
            environment = service_environment(settings, run_environment(stack.folder)) | (env or {})
            log = stack.folder / "logs" / f"{name}.log"
            child = start(name, service_command(*arguments), env=environment, log=log)
            cleanup.callback(stop, child, bound_s=stop_bound_s)
            return child

        yield start_one


@pytest.fixture
def cache() -> Path:
    """The folder of Kafka's jars, for a test that runs a stack of its own."""
    return HOME / "cache"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own `WIREWATCH_*` variables out of the tests."""
    for name in [name for name in os.environ if name.startswith("WIREWATCH_")]:
        monkeypatch.delenv(name)
