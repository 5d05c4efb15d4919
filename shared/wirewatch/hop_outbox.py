"""The way out of a hop: messages are posted, and `flush` returns when the broker has confirmed every one of them.

A broker that is away is waited for, without end. A producer that failed once for good can't go on: its next messages
would be out of sequence. It is closed, and a new one takes over.
"""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import structlog
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError
from msgspec import Struct

from wirewatch import kafka
from wirewatch.errors import TransientError
from wirewatch.hop_fates import wait_s
from wirewatch.settings import Settings
from wirewatch.topics import Topic
from wirewatch.wire import Message

_SLICE_S = 2.0
_TOPIC_POLL_S = 0.2
_ANSWER_WITHIN_S = 5.0
_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)

_log = structlog.stdlib.get_logger("wirewatch.hop")


class Letter(Struct, frozen=True, kw_only=True):
    """A message and the topic that it goes to."""

    topic: Topic
    message: Message


class Outbox:
    """Owns the producer; `waiting` is called again and again while the broker does not confirm."""

    def __init__(self, settings: Settings, *, waiting: Callable[[str], None]) -> None:
        self._settings = settings
        self._waiting = waiting
        self._posted: list[Letter] = []
        self._under_way: list[asyncio.Future[Any] | KafkaError] = []
        self._open: Any = None
        self._client: Any = None

    async def __aenter__(self) -> Self:
        await self._connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.__aexit__(kind, error, trace)

    async def wait_for_topic(self, topic: Topic) -> None:
        """Return when the topic exists; bound it by a time-out."""
        name = topic.in_namespace(self._settings.namespace)
        while name not in (await self._client.client.fetch_all_metadata()).topics():  # noqa: ASYNC110  (a broker's)
            await asyncio.sleep(_TOPIC_POLL_S)

    async def reaches_broker(self) -> bool:
        """Say whether a broker answers now, within a few seconds."""
        try:
            await asyncio.wait_for(self._client.client.fetch_all_metadata(), _ANSWER_WITHIN_S)
        except (KafkaError, TimeoutError):
            return False
        return True

    async def post(self, letter: Letter) -> None:
        """Enqueue a message; only `flush` says that it was delivered."""
        self._posted.append(letter)
        self._under_way.append(await self._enqueue(letter))

    async def flush(self) -> dict[int, KafkaError]:
        """Wait until all that was posted since the last flush is confirmed; what fails is sent again until it is.

        Returns:
            The errors of the messages that the broker finds too large, by their number among the posted.
        """
        posted, under_way = self._posted, dict(enumerate(self._under_way))
        self._posted, self._under_way = [], []
        refused: dict[int, KafkaError] = {}
        tries = 0
        while failed := await self._failed(under_way):
            tries += 1
            refused |= {number: error for number, error in failed.items() if isinstance(error, _TOO_LARGE)}
            await self._start_over(next(iter(failed.values())), tries)
            under_way = {number: await self._enqueue(posted[number]) for number in failed if number not in refused}
        return refused

    async def _failed(self, under_way: dict[int, Any]) -> dict[int, KafkaError]:
        """Wait for all deliveries that are under way and return the errors of those that failed."""
        await self._wait_for([one for one in under_way.values() if isinstance(one, asyncio.Future)])
        errors = {number: one if isinstance(one, KafkaError) else one.exception() for number, one in under_way.items()}
        return {number: _as_kafka(error) for number, error in errors.items() if error is not None}

    async def _enqueue(self, letter: Letter) -> asyncio.Future[Any] | KafkaError:
        """Hand a message to the producer; an error of its own, such as no room or no metadata, counts as a failure."""
        try:
            return await self._client.send(
                letter.topic.in_namespace(self._settings.namespace),
                letter.message.value,
                key=letter.message.key,
                headers=list(letter.message.headers),
            )
        except KafkaError as error:
            return error

    async def _wait_for(self, futures: list[asyncio.Future[Any]]) -> None:
        pending = set(futures)
        while pending:
            _, pending = await asyncio.wait(pending, timeout=_SLICE_S)
            if pending:
                self._waiting(f"{len(pending)} deliveries are not confirmed yet")

    async def _start_over(self, error: KafkaError, tries: int) -> None:
        _log.warning("delivery failed", error=repr(error), tries=tries)
        self._waiting(repr(error))
        await asyncio.sleep(wait_s(tries))
        await self._open.__aexit__(None, None, None)
        await self._reconnect(tries)

    async def _reconnect(self, tries: int) -> None:
        while True:
            try:
                return await self._connect()
            except (KafkaError, TransientError) as error:
                tries += 1
                self._waiting(repr(error))
                await asyncio.sleep(wait_s(tries))

    async def _connect(self) -> None:
        self._open = kafka.producer(self._settings)
        self._client = await self._open.__aenter__()


def _as_kafka(error: BaseException) -> KafkaError:
    return error if isinstance(error, KafkaError) else KafkaError(repr(error))
