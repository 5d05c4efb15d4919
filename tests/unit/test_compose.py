"""What holds for the compose file and the Dockerfile, without Docker."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from compose_file import COMPOSE, built, commands_of, compose
from image import instructions
from wirewatch.settings_table import known_variables, registered

LONG_LIVED = ("fetcher", "enricher", "alerter", "dispatcher", "console")
ONE_SHOT = ("topics", "demo")


def service(name: str) -> dict[str, Any]:
    return dict(compose()["services"][name])


def test_the_file_follows_the_compose_specification() -> None:
    """It is valid by the specification's own schema."""
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [str(program), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", [*LONG_LIVED, "kafka", "redis"])
def test_what_runs_for_months_is_looked_after(name: str) -> None:
    """It is restarted, has a health check, a bound on memory and a bound on its log."""
    found = service(name)
    assert found["restart"] == "unless-stopped"
    assert found["healthcheck"]["test"][0].startswith("CMD")
    assert found["mem_limit"]
    assert found["logging"]["options"] == {"max-size": "10m", "max-file": "3"}


@pytest.mark.parametrize("name", [*LONG_LIVED, *ONE_SHOT])
def test_our_containers_can_do_little(name: str) -> None:
    """They write to /tmp alone, have no capabilities and get no new ones."""
    found = service(name)
    assert (found["read_only"], found["tmpfs"], found["cap_drop"]) == (True, ["/tmp"], ["ALL"])
    assert found["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", LONG_LIVED)
def test_a_service_waits_for_what_it_needs(name: str) -> None:
    """Kafka and Redis are healthy and the topics made before it starts."""
    conditions = {other: wait["condition"] for other, wait in service(name)["depends_on"].items()}
    healthy = "service_healthy"
    assert conditions == {"kafka": healthy, "redis": healthy, "topics": "service_completed_successfully"}


@pytest.mark.parametrize("name", [*LONG_LIVED, *ONE_SHOT])
def test_an_image_has_the_command_that_is_asked_of_it(name: str) -> None:
    """The command is one of the service's own package or of the shared one."""
    package = service(name)["build"]["args"]["SERVICE"]
    assert service(name)["command"][0] in commands_of(package)


@pytest.mark.parametrize("name", list(built()))
def test_every_variable_is_a_setting(name: str) -> None:
    """No variable of the file or of the image is one that nobody reads."""
    image = {pair.split("=")[0] for one in instructions() if one.word == "ENV" for pair in one.rest.split()}
    given = {one for one in {*image, *service(name)["environment"]} if one.startswith("WIREWATCH_")}
    assert given - set(known_variables(list(registered().values()))) == set()


def test_storage_is_where_the_volumes_are() -> None:
    """Kafka and Redis write into their volumes, and Redis never drops a key for memory."""
    kafka, redis = service("kafka"), service("redis")
    assert kafka["volumes"] == [f"kafka-data:{kafka['environment']['KAFKA_LOG_DIRS']}"]
    assert redis["volumes"] == ["redis-data:/data"]
    assert {"noeviction", "--appendonly"} <= set(redis["command"])


def test_the_image_is_not_run_by_root() -> None:
    """The last user of the Dockerfile is a number that is not root's."""
    users = [one.rest for one in instructions() if one.word == "USER"]
    assert int(users[-1]) > 1000


def test_every_package_is_installed_by_its_hash() -> None:
    """What comes from elsewhere has a hash in a lock; our own packages come from no index."""
    installs = [one.rest for one in instructions() if one.word == "RUN" and " install " in one.rest]
    parts = [part for one in installs for part in one.split("&&") if " install " in part or " wheel " in part]
    assert [part for part in parts if "--require-hashes" not in part and "--no-index" not in part] == []


def test_channels_are_mounted_where_the_dispatcher_reads_them() -> None:
    """One variable gives the dispatcher a folder of channels, read-only; without it no file is asked for."""
    (mounted,) = service("dispatcher")["volumes"]
    assert mounted.endswith(":/channels:ro")
    assert service("dispatcher")["environment"]["WIREWATCH_CHANNELS"] == ""
    assert "${CHANNELS:+/channels/channels.yaml}" in COMPOSE.read_text()


def test_only_the_fetcher_is_told_of_feeds() -> None:
    """The image of every other service names no feed list."""
    assert not [one for one in instructions() if one.word == "ENV" and "WIREWATCH_FEEDS" in one.rest]
    assert [name for name in built() if "WIREWATCH_FEEDS" in service(name)["environment"]] == ["fetcher"]
