"""Faust's consumer, made to commit nothing but what the hop has finished.

Faust acknowledges an event when it leaves the stream, however it leaves; messages of an old assignment too. Here an
acknowledgement frees memory and no more: the offset to commit is the end of what `finish` was told, partition by
partition, in the present assignment. A hop works in order, so all before that offset is done.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from faust.transport.drivers.aiokafka import Consumer
from faust.types import TP
from faust.types.tuples import Message

Listener = Callable[[set[TP]], Awaitable[None]]


class FinishedOnlyConsumer(Consumer):
    """Commits the offsets that `finish` names.

    Args:
        *args: Faust's own.
        before_revoke: told at once when partitions are taken away, before their last batch is waited for.
        after_revoke: told when that batch has ended and is committed.
        after_assign: told when the next assignment begins.
        **kwargs: Faust's own.
    """

    def __init__(
        self,
        *args: Any,
        before_revoke: Callable[[], None],
        after_revoke: Listener,
        after_assign: Callable[[], None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._before_revoke = before_revoke
        self._after_revoke = after_revoke
        self._after_assign = after_assign
        self._finished: dict[TP, int] = {}
        self._first: dict[TP, int] = {}

    def finish(self, message: Message) -> None:
        """Note that a message and all before it on its partition are done; of an old assignment it means nothing."""
        if message.generation_id == self.app.consumer_generation_id:
            self._finished[message.tp] = message.offset + 1

    async def behind(self) -> int:
        """Return how many messages of the assigned partitions are not finished yet."""
        return sum([await self._behind(tp) for tp in self.assignment()])

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Have the batch in hand ended, and committed as far as it is finished."""
        if revoked:
            self._before_revoke()
        await super().on_partitions_revoked(revoked)
        await self._after_revoke(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Begin at the committed offsets, knowing nothing of what was before."""
        self._finished.clear()
        self._first.clear()
        self._after_assign()
        await super().on_partitions_assigned(assigned, generation_id)

    def _new_offset(self, tp: TP) -> int | None:
        """Return the offset to commit: Faust asks this of every partition that has acknowledged messages."""
        self._acked[tp].clear()
        self._acked_index[tp].clear()
        return self._finished.get(tp)

    async def _behind(self, tp: TP) -> int:
        end = self.highwater(tp)
        return 0 if end is None else max(0, end - await self._position(tp))

    async def _position(self, tp: TP) -> int:
        if tp in self._finished:
            return self._finished[tp]
        committed = self._committed_offset.get(tp)
        if committed is not None and committed >= 0:
            return committed
        if tp not in self._first:
            self._first[tp] = (await self.earliest_offsets(tp))[tp]
        return self._first[tp]
