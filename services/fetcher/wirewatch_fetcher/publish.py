"""Raw articles to the topic `articles.raw`, every delivery confirmed: the fetcher and a replay both use it."""

import asyncio
from collections.abc import Iterable
from itertools import islice
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from wirewatch.articles import RawArticle
from wirewatch.errors import RejectedError, TransientError
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import Message, encode

BATCH = 500


async def publish(articles: Iterable[RawArticle], producer: AIOKafkaProducer, settings: Settings) -> None:
    """Send articles to `articles.raw` in their order and return once the broker has confirmed every one.

    Articles of one key keep their order (the producer is idempotent). On an error some articles may have arrived and
    some not: send all of them again.

    Args:
        articles: what to publish; encoded in batches, so it may be long.
        producer: an open producer that waits for all replicas, as `wirewatch.kafka.producer` makes it.
        settings: the namespace that the topic is in.

    Raises:
        RejectedError: an article is larger than the topic takes; it will never go through.
        TransientError: the broker did not confirm; the same call may work later.
    """
    topic = ARTICLES_RAW.in_namespace(settings.namespace)
    waiting = iter(articles)
    while batch := [encode(article) for article in islice(waiting, BATCH)]:
        await _publish_batch(batch, producer, topic)


async def _publish_batch(batch: list[Message], producer: AIOKafkaProducer, topic: str) -> None:
    """Enqueue one batch, then wait for all its deliveries, failed ones included: none is left behind unseen."""
    deliveries: list[asyncio.Future[Any]] = []
    try:
        for message in batch:
            headers = list(message.headers)
            deliveries.append(await producer.send(topic, message.value, key=message.key, headers=headers))
    except MessageSizeTooLargeError as error:
        raise RejectedError(f"an article is too large for {topic}: {error}") from error
    except KafkaError as error:
        raise TransientError(f"{topic} takes nothing: {error!r}") from error
    finally:
        outcomes = await asyncio.gather(*deliveries, return_exceptions=True)
    _raise_failed(outcomes, topic)


def _raise_failed(outcomes: list[Any], topic: str) -> None:
    failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    if not failed:
        return
    if isinstance(failed[0], MessageSizeTooLargeError):
        raise RejectedError(f"an article is too large for {topic}: {failed[0]}") from failed[0]
    raise TransientError(f"{topic}: {len(failed)} of {len(outcomes)} not confirmed: {failed[0]!r}") from failed[0]
