"""Topics on a broker: the table of `topics.py` goes in, topics are made, and what differs from the table comes out."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, NoError, TopicAlreadyExistsError, UnknownTopicOrPartitionError, for_code
from msgspec import Struct
from msgspec.structs import replace

from wirewatch import kafka
from wirewatch.errors import WirewatchError
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW, TOPICS, Topic

_LOOKS = 200
_POLL_S = 0.05


class TopicState(Struct, frozen=True, kw_only=True):
    """A topic as it is on the broker.

    `differs` has a sentence for every setting that is not the table's; `created` says whether it is new.
    """

    topic: Topic
    name: str
    exists: bool
    created: bool = False
    partitions: int = 0
    differs: tuple[str, ...] = ()


async def create_topics(settings: Settings) -> tuple[TopicState, ...]:
    """Make the topics that are missing and return the state of all; those that exist are left as they are.

    Raises:
        WirewatchError: the broker refused to make one, or does not show it.
    """
    async with kafka.admin(settings) as client:
        missing = [state.topic for state in await _states(client, settings) if not state.exists]
        made = await _create(client, settings, missing) if missing else frozenset()
        return tuple(replace(state, created=state.name in made) for state in await _all_there(client, settings))


async def list_topics(settings: Settings) -> tuple[TopicState, ...]:
    """Return the state of all topics of the table."""
    async with kafka.admin(settings) as client:
        return await _states(client, settings)


async def delete_topics(settings: Settings) -> tuple[str, ...]:
    """Delete the topics of the settings' namespace, with all that is in them, and return their names.

    Raises:
        WirewatchError: the broker refused to delete one.
    """
    async with kafka.admin(settings) as client:
        names = [state.name for state in await _states(client, settings) if state.exists]
        response: Any = await client.delete_topics(names) if names else None
    for name, code in response.topic_error_codes if response else ():
        if code not in {NoError.errno, UnknownTopicOrPartitionError.errno}:
            raise WirewatchError(f"topic {name}: {for_code(code).__name__}")
    return tuple(names)


async def _create(client: AIOKafkaAdminClient, settings: Settings, topics: list[Topic]) -> frozenset[str]:
    """Make topics and return the names of those that somebody else did not make meanwhile."""
    wanted = [
        NewTopic(
            topic.in_namespace(settings.namespace),
            num_partitions=topic.partitions,
            replication_factor=settings.replication_factor,
            topic_configs=_wanted(topic),
        )
        for topic in topics
    ]
    response: Any = await client.create_topics(wanted)
    for name, code, *words in response.topic_errors:
        if code not in {NoError.errno, TopicAlreadyExistsError.errno}:
            raise WirewatchError(f"topic {name}: {for_code(code).__name__} {words[0] if words else ''}".rstrip())
    return frozenset(name for name, code, *_ in response.topic_errors if code == NoError.errno)


async def _all_there(client: AIOKafkaAdminClient, settings: Settings) -> tuple[TopicState, ...]:
    """Wait until the broker shows all topics: it says that they are made a moment before it knows them."""
    for _ in range(_LOOKS):
        states = await _states(client, settings)
        if all(state.exists for state in states):
            return states
        await asyncio.sleep(_POLL_S)
    raise WirewatchError(f"topics were made, but the broker does not show them: {settings.kafka}")


async def _states(client: AIOKafkaAdminClient, settings: Settings) -> tuple[TopicState, ...]:
    known, topics = await _partitions(client), wanted_topics(settings)
    there = [topic for topic in topics if topic.in_namespace(settings.namespace) in known]
    configs = await _configs(client, [topic.in_namespace(settings.namespace) for topic in there])
    return tuple(_state(topic, topic.in_namespace(settings.namespace), known, configs) for topic in topics)


def wanted_topics(settings: Settings) -> tuple[Topic, ...]:
    """Return the table of topics with the partitions that the settings name."""
    changed = {ARTICLES_RAW.name: settings.partitions_raw}
    return tuple(replace(topic, partitions=changed.get(topic.name, topic.partitions)) for topic in TOPICS)


def _state(topic: Topic, name: str, known: Mapping[str, int], configs: Mapping[str, Mapping[str, str]]) -> TopicState:
    if name not in known:
        return TopicState(topic=topic, name=name, exists=False)
    return TopicState(
        topic=topic,
        name=name,
        exists=True,
        partitions=known[name],
        differs=differences(topic, known[name], configs[name]),
    )


def differences(topic: Topic, partitions: int, config: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for every setting of a topic on the broker that is not the table's."""
    wanted = {"partitions": str(topic.partitions), **_wanted(topic)}
    found = {"partitions": str(partitions), **config}
    return tuple(
        f"{name} is {found.get(name, 'not set')}, not {value}"
        for name, value in wanted.items()
        if found.get(name) != value
    )


def _wanted(topic: Topic) -> dict[str, str]:
    return {
        "retention.ms": str(topic.retention_ms),
        "cleanup.policy": topic.cleanup.value,
        "max.message.bytes": str(topic.max_message_bytes),
    }


async def _partitions(client: AIOKafkaAdminClient) -> dict[str, int]:
    return {one["topic"]: len(one["partitions"]) for one in await client.describe_topics()}


async def _configs(client: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    responses = await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    found: dict[str, dict[str, str]] = {}
    for response in responses:
        for code, _words, _kind, name, entries in response.resources:
            if code:
                raise KafkaError(f"topic {name}: {for_code(code).__name__}")
            found[name] = {entry[0]: entry[1] for entry in entries}
    return found
