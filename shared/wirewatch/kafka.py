"""Kafka: producers and consumers as wirewatch needs them, made from the settings, and what to ask a broker."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError
from aiokafka.structs import ConsumerRecord, RecordMetadata

from wirewatch.errors import SettingsError, TransientError
from wirewatch.settings import Settings
from wirewatch.topics import MAX_REJECTED_BYTES, Topic
from wirewatch.wire import Message, as_headers

Producer = AIOKafkaProducer
Consumer = AIOKafkaConsumer
Record = ConsumerRecord
Delivery = Awaitable[RecordMetadata]
"""What `Producer.send` returns at once: await it to know that the broker has the message."""

_POLL_MS = 500


def client_options(settings: Settings) -> dict[str, Any]:
    """Return what every Kafka client needs to find and enter the cluster."""
    return {
        "bootstrap_servers": settings.kafka,
        "client_id": f"{settings.namespace}-wirewatch",
        "security_protocol": settings.kafka_security,
        "ssl_context": ssl_context(settings),
        **(_sasl(settings) if settings.kafka_security.startswith("SASL") else {}),
    }


def ssl_context(settings: Settings) -> ssl.SSLContext | None:
    """Return the certificates that Kafka's connections use, None without TLS; raises `SettingsError`."""
    if not settings.kafka_security.endswith("SSL"):
        return None
    secret = settings.kafka_key_password
    try:
        context = ssl.create_default_context(cafile=settings.kafka_ca)
        if settings.kafka_cert and settings.kafka_key:
            context.load_cert_chain(
                settings.kafka_cert, settings.kafka_key, secret.get_secret_value() if secret else ""
            )
    except OSError as error:
        names = "WIREWATCH_KAFKA_CA, WIREWATCH_KAFKA_CERT and WIREWATCH_KAFKA_KEY with its password"
        raise SettingsError(f"Kafka's certificates can't be used ({names}): {error}") from error
    return context


def _sasl(settings: Settings) -> dict[str, Any]:
    return {
        "sasl_mechanism": settings.kafka_mechanism,
        "sasl_plain_username": settings.kafka_user,
        "sasl_plain_password": kafka_password(settings),
    }


def kafka_password(settings: Settings) -> str | None:
    """Return Kafka's password in clear."""
    return settings.kafka_password.get_secret_value() if settings.kafka_password else None


def group_id(settings: Settings, name: str) -> str:
    """Return a consumer group's name on the broker: the hop's, in the namespace."""
    return f"{settings.namespace}.{name}"


@asynccontextmanager
async def producer(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    """Open a producer that confirms every delivery by all replicas and writes none twice by itself.

    After a delivery that failed for good, close it and open another: its next messages would be out of sequence.
    Raises `TransientError` where no broker answers.
    """
    client = AIOKafkaProducer(
        **client_options(settings),
        enable_idempotence=True,
        acks="all",
        max_request_size=MAX_REJECTED_BYTES + 100_000,
        max_batch_size=256_000,
        request_timeout_ms=60_000,
    )
    async with _started(client, client.stop, settings):
        yield client


@asynccontextmanager
async def consumer(
    settings: Settings, *topics: Topic, from_beginning: bool = True, group: str | None = None
) -> AsyncIterator[AIOKafkaConsumer]:
    """Open a reader of some topics. It commits nothing by itself.

    Without a group it reads all partitions and disturbs nobody; members of a group (its full name) share them, and
    begin where the group has committed.
    """
    client = AIOKafkaConsumer(
        *(topic.in_namespace(settings.namespace) for topic in topics),
        **client_options(settings),
        group_id=group,
        auto_offset_reset="earliest" if from_beginning else "latest",
        enable_auto_commit=False,
        max_partition_fetch_bytes=2 * MAX_REJECTED_BYTES,
    )
    async with _started(client, client.stop, settings):
        yield client


@asynccontextmanager
async def admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Open an administration client."""
    client = AIOKafkaAdminClient(**client_options(settings))
    async with _started(client, client.close, settings):
        yield client


@asynccontextmanager
async def _started(
    client: AIOKafkaProducer | AIOKafkaConsumer | AIOKafkaAdminClient,
    close: Callable[[], Awaitable[None]],
    settings: Settings,
) -> AsyncIterator[None]:
    try:
        await _start(client, settings)
        yield
    finally:
        await close()


async def _start(client: AIOKafkaProducer | AIOKafkaConsumer | AIOKafkaAdminClient, settings: Settings) -> None:
    try:
        await client.start()
    except KafkaConnectionError as error:
        secured = settings.kafka_security != "PLAINTEXT"
        names = "WIREWATCH_KAFKA, WIREWATCH_KAFKA_SECURITY" if secured else "WIREWATCH_KAFKA"
        how = f" by {settings.kafka_security}" if secured else ""
        raise TransientError(f"no Kafka answers at {settings.kafka}{how} ({names})") from error


def message_of(record: ConsumerRecord) -> Message:
    """Return a consumed record as a message; a tombstone's value is empty."""
    return Message(key=record.key, value=record.value or b"", headers=as_headers(record.headers))


async def topic_ends(settings: Settings, topic: Topic) -> dict[int, int]:
    """Return the end offset of each partition of a topic: where its next message will go."""
    async with consumer(settings, topic) as client:
        return _by_partition(await client.end_offsets(client.assignment()))


async def committed(settings: Settings, group: str, topic: Topic) -> dict[int, int]:
    """Return the offsets that a hop's group has committed, by partition; partitions without a commit are left out.

    Args:
        settings: where the broker is.
        group: the hop's name, without its namespace.
        topic: the topic that the hop reads.
    """
    async with admin(settings) as client:
        found = await client.list_consumer_group_offsets(group_id(settings, group))
    name = topic.in_namespace(settings.namespace)
    return {place.partition: at.offset for place, at in found.items() if place.topic == name and at.offset >= 0}


async def lag(settings: Settings, group: str, topic: Topic) -> int:
    """Return how many offsets of a topic a hop's group has yet to commit; what it never committed counts in full."""
    done = await committed(settings, group, topic)
    async with consumer(settings, topic) as client:
        starts = _by_partition(await client.beginning_offsets(client.assignment()))
        ends = _by_partition(await client.end_offsets(client.assignment()))
    return sum(max(0, end - done.get(partition, starts[partition])) for partition, end in ends.items())


async def read_all(settings: Settings, topic: Topic) -> list[Message]:
    """Read all messages that a topic holds now, partition by partition, each in its order."""
    return [message_of(record) for record in await read_records(settings, topic)]


async def read_records(settings: Settings, topic: Topic) -> list[ConsumerRecord]:
    """Read a topic's records up to its present end; sorted by partition and offset."""
    records: list[ConsumerRecord] = []
    async with consumer(settings, topic) as client:
        ends = await client.end_offsets(client.assignment())
        while [place for place, end in ends.items() if await client.position(place) < end]:
            fetched = await client.getmany(timeout_ms=_POLL_MS)
            records += [one for place, batch in fetched.items() for one in batch if one.offset < ends[place]]
    return sorted(records, key=lambda one: (one.partition, one.offset))


def _by_partition(offsets: Mapping[TopicPartition, int]) -> dict[int, int]:
    return {place.partition: offset for place, offset in offsets.items()}
