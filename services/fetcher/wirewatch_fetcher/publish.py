"""Raw articles to the topic `articles.raw`, every delivery confirmed: the fetcher and a replay both use it.

Notices about feeds go out the same way.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from itertools import islice
from types import TracebackType
from typing import Any, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from wirewatch import kafka
from wirewatch.articles import RawArticle
from wirewatch.clock import wall_clock
from wirewatch.dead_letters import Consumed, dead_letter
from wirewatch.errors import RejectedError, TransientError
from wirewatch.notices import FeedNotice
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW, ARTICLES_REJECTED, Topic
from wirewatch.wire import Message, encode

BATCH = 500


class Publisher:
    """Publishes for a long-lived service: a producer that failed for good is put away, and the next call opens another.

    After such a failure a producer's next messages would be out of sequence.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opening = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None
        self._open: Any = None

    async def __aenter__(self) -> Self:
        await self._current()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._put_away(self._producer)

    async def __call__(self, payloads: Iterable[RawArticle | FeedNotice], topic: Topic = ARTICLES_RAW) -> None:
        """Publish as `publish` does; what the topic will never take goes to the dead letters, confirmed as well.

        Raises `TransientError` where the broker did not confirm; the same call may work later.
        """
        waiting = tuple(payloads)
        try:
            await self._published(waiting, topic)
        except RejectedError:
            for payload in waiting:
                await self._published_or_kept(payload, topic)

    async def _published(self, payloads: Iterable[RawArticle | FeedNotice], topic: Topic) -> None:
        """Publish; a producer that failed for good is put away."""
        producer = await self._current()
        try:
            await publish(payloads, producer, self._settings, topic=topic)
        except (TransientError, RejectedError):
            await self._put_away(producer)
            raise

    async def _published_or_kept(self, payload: RawArticle | FeedNotice, topic: Topic) -> None:
        try:
            await self._published([payload], topic)
        except RejectedError as error:
            letter = refused(payload, topic, error, at=wall_clock())
            producer = await self._current()
            await _publish_batch([letter], producer, ARTICLES_REJECTED.in_namespace(self._settings.namespace))

    async def _current(self) -> AIOKafkaProducer:
        async with self._opening:
            if self._producer is None:
                self._open = kafka.producer(self._settings)
                self._producer = await self._open.__aenter__()
            return self._producer

    async def _put_away(self, producer: AIOKafkaProducer | None) -> None:
        """Close a producer, unless another call has done so: several may have failed with it."""
        if producer is None or producer is not self._producer:
            return
        opened, self._open, self._producer = self._open, None, None
        await opened.__aexit__(None, None, None)


async def publish(
    payloads: Iterable[RawArticle | FeedNotice],
    producer: AIOKafkaProducer,
    settings: Settings,
    *,
    topic: Topic = ARTICLES_RAW,
) -> None:
    """Send articles, or notices, in their order and return once the broker has confirmed every one.

    Articles of one key keep their order (the producer is idempotent). On an error some articles may have arrived and
    some not: send all of them again.

    Args:
        payloads: what to publish; encoded in batches, so it may be long.
        producer: an open producer that waits for all replicas, as `wirewatch.kafka.producer` makes it.
        settings: the namespace that the topic is in.
        topic: where to.

    Raises:
        RejectedError: an article is larger than the topic takes; it will never go through.
        TransientError: the broker did not confirm; the same call may work later.
    """
    waiting = iter(payloads)
    while batch := [encode(payload) for payload in islice(waiting, BATCH)]:
        await _publish_batch(batch, producer, topic.in_namespace(settings.namespace))


def refused(payload: RawArticle | FeedNotice, topic: Topic, error: RejectedError, *, at: datetime) -> Message:
    """Return the dead letter of what its topic does not take; it never had an offset, so a hash of it stands there."""
    message = encode(payload)
    offset = int.from_bytes(sha256(message.value).digest()[:6], "big")
    consumed = Consumed(topic=topic.name, partition=-1, offset=offset, message=message)
    return dead_letter(consumed, hop="fetch", error=error, attempts=1, at=at)


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
