"""Articles and alerts on the topics of a test's own Kafka: put there as a service does, and read back."""

import asyncio

from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_ENRICHED
from wirewatch.wire import decode, encode


async def publish(settings: Settings, *payloads: EnrichedArticle | Alert) -> None:
    """Put articles and alerts on their topics, each confirmed before the next."""
    async with kafka.producer(settings) as producer:
        for one in payloads:
            topic = (ALERTS if isinstance(one, Alert) else ARTICLES_ENRICHED).in_namespace(settings.namespace)
            message = encode(one)
            await producer.send_and_wait(topic, value=message.value, key=message.key, headers=list(message.headers))


def published(settings: Settings) -> list[Alert]:
    """Return all alerts of the topic, in their order."""
    return [decode(Alert, message) for message in asyncio.run(kafka.read_all(settings, ALERTS))]
