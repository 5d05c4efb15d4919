"""Every image without Docker: its Dockerfile carried out in an empty folder, then run as the compose file says.

Installing takes a while, so one service stands for all unless pytest is told `--all-images` (`make test-images`).
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from compose_file import built, commands_of, compose
from image import Image
from processes import wait_until
from wirewatch.settings import Settings
from wirewatch_standalone.children import Child, excerpt, start, stop

pytestmark = [pytest.mark.live, pytest.mark.timeout(600)]

ONE_FOR_ALL = "dispatcher"
MB = 1_000_000
LARGEST = {"fetcher": 120 * MB, "alerter": 120 * MB, "dispatcher": 120 * MB, "console": 120 * MB}
SERVICES = ("fetcher", "enricher", "alerter", "dispatcher", "console")
NO_FEEDS = '<opml version="2.0"><body><outline text="none" xmlUrl="http://127.0.0.1:9/"/></body></opml>'

_images: dict[str, Image] = {}
_failed: set[str] = set()


@pytest.fixture
def image(name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The image of a service, made once for all tests."""
    if name != ONE_FOR_ALL and not request.config.getoption("--all-images"):
        pytest.skip("one image stands for all; `make test-images` makes all")
    if name in _failed:
        pytest.fail(f"the image of {name} could not be made, see the first test of it")
    if name not in _images:
        _failed.add(name)
        _images[name] = Image(name, tmp_path_factory.mktemp(name) / "image")
        (_images[name].root / "seeds" / "feeds.opml").write_text(NO_FEEDS)
        _failed.discard(name)
    return _images[name]


def told(image: Image, settings: Settings, name: str) -> dict[str, str]:
    """Return a container's environment: the compose file's, with the addresses of the test's servers."""
    given = {key: image.mapped(str(value)) for key, value in compose()["services"][name]["environment"].items()}
    here = {
        "WIREWATCH_KAFKA": settings.kafka,
        "WIREWATCH_REDIS": settings.redis,
        "WIREWATCH_NAMESPACE": settings.namespace,
    }
    assert set(given) >= {"WIREWATCH_KAFKA", "WIREWATCH_REDIS"}
    return image.environment({**given, **here})


def run(image: Image, *arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = image.command(*arguments)
    return subprocess.run(command, cwd=image.root, env=env, capture_output=True, text=True, timeout=300, check=False)


@contextmanager
def container(image: Image, name: str, env: dict[str, str], log: Path) -> Iterator[Child]:
    """Run a service as its container would be for the length of the block."""
    child = start(name, image.command(*compose()["services"][name]["command"]), env=env, log=log)
    try:
        yield child
    finally:
        stop(child)


def healthy(image: Image, name: str, env: dict[str, str]) -> bool:
    kind, program, *arguments = compose()["services"][name]["healthcheck"]["test"]
    assert (kind, program) == ("CMD", image.entrypoint[0])
    return run(image, *arguments, env=env).returncode == 0


def outside_of_tmp(image: Image) -> dict[Path, float]:
    """Return every file of the image that a container could not write, with its time of change."""
    paths = (path for path in image.root.rglob("*") if not path.is_relative_to(image.root / "tmp"))
    return {path: path.lstat().st_mtime for path in paths}


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_has_its_own_commands_alone(image: Image, name: str) -> None:
    """`wirewatch --help` lists what this service can do, and there is no pip."""
    listed = run(image, "--help", env=image.environment({"COLUMNS": "200"})).stdout
    assert set(re.findall(r"^[│|] ([a-z]+) +\S", listed, re.MULTILINE)) == commands_of(name), listed
    assert not list((image.root / "opt" / "wirewatch" / "bin").glob("pip*"))


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_is_small(image: Image, name: str) -> None:
    """What a service adds to the base image stays within its bound."""
    print(f"{name}: {image.size() / MB:.1f} MB")  # noqa: T201  (the report that is asked for)
    assert image.size() <= LARGEST.get(name, 600 * MB)


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_becomes_healthy_and_writes_to_tmp_alone(
    image: Image, name: str, settings: Settings, tmp_path: Path
) -> None:
    """With the compose file's command and environment it works, says so, ends when told, and left its root alone."""
    env, before, log = told(image, settings, name), outside_of_tmp(image), tmp_path / "log"
    with container(image, name, env, log) as child:
        wait_until(lambda: healthy(image, name, env) or child.exit_code() is not None, bound_s=120)
        assert child.exit_code() is None, excerpt(log)
    assert child.exit_code() == 0, excerpt(log)
    assert outside_of_tmp(image) == before


@pytest.mark.parametrize("name", ["enricher"])
def test_an_image_has_its_gazetteer(image: Image, settings: Settings, tmp_path: Path) -> None:
    """A container finds the gazetteer that its image has, and need not make one."""
    env, made = told(image, settings, "enricher"), image.root / "opt" / "wirewatch" / "cache"
    (image.root / "tmp" / "story.txt").write_text("A drone hit the German embassy in Tripoli on Monday.")
    assert run(image, "analyze", "/tmp/story.txt", env={**env, "WIREWATCH_HOME": str(tmp_path)}).returncode == 0
    assert (len(list(made.glob("*.bin"))), list(tmp_path.glob("cache/*"))) == (1, [])


@pytest.mark.parametrize("name", ["standalone"])
def test_the_demo_replays_the_seed(image: Image, settings: Settings) -> None:
    """The demo container raises the seed's alert on the running Kafka and Redis."""
    done = run(image, *built()["demo"]["command"], env=told(image, settings, "demo"))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", [ONE_FOR_ALL])
def test_the_topics_are_made_by_a_container(image: Image, settings: Settings) -> None:
    """The one-shot container that the others wait for ends well."""
    assert run(image, *built()["topics"]["command"], env=told(image, settings, "topics")).returncode == 0
