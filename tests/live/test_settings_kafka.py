"""A real Kafka that asks for certificates, users and passwords: our clients and Faust's enter it by the settings."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faults.bench import bench, orders, stop
from settings_servers import PASSWORD, USER, SecureKafka, make_certificates, running_secure_kafka
from wirewatch import kafka
from wirewatch.errors import SettingsError
from wirewatch.kafka_topics import create_topics, list_topics
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW, TOPICS
from wirewatch_standalone.services import service_environment
from wirewatch_standalone.stack import Stack

pytestmark = pytest.mark.live

WAYS = ("SSL", "SASL_PLAINTEXT", "SASL_SSL")
MECHANISMS = {"SASL_PLAINTEXT": "PLAIN", "SASL_SSL": "SCRAM-SHA-512"}


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureKafka]:
    """One Kafka for all tests of this file."""
    cache = Path(__file__).parents[2] / ".wirewatch" / "cache"
    with running_secure_kafka(tmp_path_factory.mktemp("secure"), cache=cache) as running:
        yield running


def settings_for(secure: SecureKafka, way: str, **changes: Any) -> Settings:
    """Return settings that enter Kafka one way, in a namespace of its own."""
    known = secure.certificates
    values: dict[str, Any] = {"kafka_security": way, "kafka": secure.addresses[way]}
    values |= {"namespace": f"by-{way.lower().replace('_', '-')}"}
    if way.endswith("SSL"):
        values |= {"kafka_ca": known.ca}
    if way == "SSL":
        values |= {"kafka_cert": known.cert, "kafka_key": known.key}
    if way in MECHANISMS:
        values |= {"kafka_user": USER, "kafka_password": PASSWORD, "kafka_mechanism": MECHANISMS[way]}
    return Settings(**values | changes)


def topics(settings: Settings, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `wirewatch topics` as a person does; its sockets end with it, those too that were never let in."""
    env = service_environment(settings, {**os.environ, **environment})
    command = [sys.executable, "-c", "from wirewatch.cli import main; main()", "topics", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("way", WAYS)
async def test_producer_and_reader_enter(secure: SecureKafka, way: str) -> None:
    """Topics are made, a message is sent and read again."""
    settings = settings_for(secure, way, partitions_raw=2)
    states = await create_topics(settings)
    async with kafka.producer(settings) as producer:
        await producer.send_and_wait(ARTICLES_RAW.in_namespace(settings.namespace), b"x")
    read = await kafka.read_all(settings, ARTICLES_RAW)
    assert (states[0].partitions, [one.value for one in read]) == (2, [b"x"])


@pytest.mark.parametrize("way", WAYS)
def test_hop_enters(secure: SecureKafka, stack: Stack, way: str, tmp_path: Path) -> None:
    """A Faust worker reads, sends on and commits."""
    settings = settings_for(secure, way, namespace=f"hop-{way.lower().replace('_', '-')}", redis=stack.redis)
    asyncio.run(create_topics(settings))
    with bench(settings, tmp_path) as running:
        running.feed(*orders(8))
        worker = running.start()
        running.until_done()
        assert (running.accounted(), stop(worker, bound_s=15)) == (set(range(8)), 0)


@pytest.mark.parametrize(
    ("way", "changes"),
    [
        ("SASL_PLAINTEXT", {"kafka_password": "wrong"}),
        ("SASL_SSL", {"kafka_password": "wrong"}),
        ("SASL_SSL", {"kafka_ca": None}),
        ("SSL", {"kafka_cert": None, "kafka_key": None}),
    ],
)
def test_who_may_not_enter_is_told_how_it_tried(secure: SecureKafka, way: str, changes: dict[str, Any]) -> None:
    """A wrong password, an unknown signer or a missing certificate is an error that names address and settings."""
    done = topics(settings_for(secure, way, **changes), "list")
    words = f"no Kafka answers at {secure.addresses[way]} by {way} (WIREWATCH_KAFKA, WIREWATCH_KAFKA_SECURITY)"
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr


def test_other_signer_is_refused(secure: SecureKafka, tmp_path: Path) -> None:
    """A server whose certificate another has signed is not entered."""
    stranger = make_certificates(tmp_path)
    done = topics(settings_for(secure, "SASL_SSL", kafka_ca=stranger.ca), "list")
    assert (done.returncode, "no Kafka answers at" in done.stderr) == (1, True), done.stderr


async def test_file_without_certificate_is_named(secure: SecureKafka) -> None:
    """A file that holds no certificate is a wrong setting."""
    with pytest.raises(SettingsError, match="WIREWATCH_KAFKA_CA"):
        await list_topics(settings_for(secure, "SASL_SSL", kafka_ca=Path(__file__)))


def test_program_enters_with_a_secret_file(secure: SecureKafka, tmp_path: Path) -> None:
    """`wirewatch topics create` as a person runs it, the password in a file."""
    (tmp_path / "password").write_text(PASSWORD + "\n")
    settings = settings_for(secure, "SASL_SSL", namespace="program", home=tmp_path)
    done = topics(settings, "create", "--json", WIREWATCH_KAFKA_PASSWORD_FILE=str(tmp_path / "password"))
    assert (done.returncode, done.stdout.count('"created":true'), done.stderr) == (0, len(TOPICS), "")
