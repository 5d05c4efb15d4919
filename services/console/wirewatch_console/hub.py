"""The stream of revisions, read once and passed on to every reader of it.

In: the `revisions` stream in Redis. Out: each reader's queue of events. A reader that falls too far behind is dropped;
it comes back with the id of the last event that it had.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from msgspec import Struct

from wirewatch.alerts import Alert
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.store import transient
from wirewatch_console.counts import Counts
from wirewatch_console.wanted import Wanted

BLOCK_S = 1.0
"""How long one wait for revisions lasts; the end of the service is noticed in between."""
MOST_WAITING = 500
"""A reader that has so many events before it is dropped."""
_BATCH = 100
_CATCH_UPS_AT_ONCE = 8
_LARGEST_CHUNK = 65_536

_log = structlog.stdlib.get_logger("wirewatch.console")


class EventId(Struct, frozen=True, kw_only=True, order=True):
    """An id of the stream: milliseconds since 1970 and a number within them."""

    ms: int
    number: int

    def __str__(self) -> str:
        return f"{self.ms}-{self.number}"


BEGINNING = EventId(ms=0, number=0)
GAP = b'event: gap\ndata: {"detail": "revisions after your last event are gone; read /v1/alerts anew"}\n\n'


def read_event_id(text: str) -> EventId | None:
    """Read an id as `EventId` writes it, the number may be left out; None for what is no id."""
    ms, _, number = text.partition("-")
    if not (ms.isascii() and ms.isdigit() and (number or "0").isascii() and (number or "0").isdigit()):
        return None
    return EventId(ms=int(ms), number=int(number or 0))


class Event(Struct, frozen=True, kw_only=True):
    """One revision of an alert, as it is and as it goes out; without an alert, news of the stream for every reader."""

    id: EventId
    alert: Alert | None
    frame: bytes

    def is_for(self, wanted: Wanted) -> bool:
        """Tell whether a reader gets it."""
        return self.alert is None or wanted.holds(self.alert)


class Reader:
    """One reader's queue. `since`: the hub had passed on everything up to there when the reader came.

    The reader itself had everything up to `after`, which may be later.
    """

    def __init__(
        self, wanted: Wanted, *, since: EventId, drop: Callable[[], object], after: EventId | None = None
    ) -> None:
        self.wanted, self.since, self.after = wanted, since, after
        self.sent = max(since, after or BEGINNING)
        self.ended = self.dropped = False
        self._drop = drop
        self._waiting: deque[Event] = deque()
        self._news = asyncio.Event()

    def offer(self, event: Event) -> None:
        """Queue an event; one too many drops the reader, which may hang in a write."""
        if self.ended or not event.is_for(self.wanted) or (self.after and event.id <= self.after):
            return
        if len(self._waiting) >= MOST_WAITING:
            self.ended = self.dropped = True
            self._drop()
            return
        self._waiting.append(event)
        self._news.set()

    def begin_anew(self) -> None:
        """Forget the place that the reader named: it is none that the stream has."""
        self.after, self.sent = None, self.since

    def nudge(self) -> None:
        """Wake the reader, though there may be nothing for it: it gives a sign of life."""
        self._news.set()

    def end(self) -> None:
        """Let the reader have what is queued, and go."""
        self.ended = True
        self._news.set()

    async def take(self) -> bytes:
        """Return the frames of what is queued, or of some of it, after waiting for it; empty after a nudge."""
        await self._news.wait()
        frames: list[bytes] = []
        size = 0
        while self._waiting and size < _LARGEST_CHUNK:
            event = self._waiting.popleft()
            frames.append(event.frame)
            size += len(event.frame)
            self.sent = event.id
        if not self._waiting and not self.ended:
            self._news.clear()
        return b"".join(frames)


class Hub:
    """Passes revisions on; `redis` must bear a blocking read of `BLOCK_S`, `asking` is a client for other reads."""

    def __init__(self, *, redis: Any, asking: Any, keys: Keys, counts: Counts, age_s: Callable[[int], float]) -> None:
        """Stand before the first event; `age_s` says how long ago a moment was that is given in milliseconds."""
        self._redis, self._asking, self._keys, self._counts, self._age_s = redis, asking, keys, counts, age_s
        self._turns = asyncio.Semaphore(_CATCH_UPS_AT_ONCE)
        self.last: EventId | None = None
        self.readers: set[Reader] = set()
        self.closed = False
        self.trouble: str | None = "the stream has not begun"

    def join(self, wanted: Wanted, *, drop: Callable[[], object], after: EventId | None = None) -> Reader:
        """Add a reader; events queue up for it from now on. `drop` is called where it falls too far behind."""
        reader = Reader(wanted, since=self.last or BEGINNING, drop=drop, after=after)
        self.readers.add(reader)
        self._counts.readers.set(len(self.readers))
        return reader

    def leave(self, reader: Reader) -> None:
        """Remove a reader."""
        self.readers.discard(reader)
        self._counts.readers.set(len(self.readers))
        if reader.dropped:
            self._counts.dropped.inc()

    def close(self) -> None:
        """End all readers: the service stops."""
        self.closed = True
        for reader in self.readers:
            reader.end()

    def beat(self) -> None:
        """Let all readers give a sign of life."""
        for reader in tuple(self.readers):
            reader.nudge()

    async def step(self) -> int:
        """Pass on what came, after waiting for it at most `BLOCK_S`; return how many revisions there were."""
        if self.last is None:
            self.last = await self._newest()
        async with transient():
            found = await self._redis.xread(
                {self._keys.revisions(): str(self.last)}, count=_BATCH, block=int(BLOCK_S * 1000)
            )
        events = [_event(*entry) for entry in (found[0][1] if found else [])]
        if events and await self.has_gap(self.last):
            self._pass_on(Event(id=self.last, alert=None, frame=GAP))
        for event in events:
            self._counts.age.observe(self._age_s(event.id.ms))
            self._pass_on(event)
        return len(events)

    async def missed(self, after: EventId, upto: EventId) -> list[Event]:
        """Return the first events after one and up to another."""
        async with self._turns, transient():
            found = await self._asking.xrange(self._keys.revisions(), min=f"({after}", max=str(upto), count=_BATCH)
        return [_event(*entry) for entry in found]

    async def has_gap(self, after: EventId) -> bool:
        """Tell whether events after one may be gone: of published revisions only the last ones stay."""
        async with self._turns, transient(), self._asking.pipeline(transaction=False) as pipe:
            pipe.xrange(self._keys.revisions(), count=1).xrevrange(self._keys.revisions(), count=1)
            oldest, newest = await pipe.execute()
        kept = bool(oldest) and _id(oldest[0][0]) <= after <= _id(newest[0][0])
        return after != BEGINNING and not kept

    def _pass_on(self, event: Event) -> None:
        for reader in tuple(self.readers):
            reader.offer(event)
        self.last = event.id

    async def _newest(self) -> EventId:
        async with transient():
            found = await self._redis.xrevrange(self._keys.revisions(), count=1)
        return _id(found[0][0]) if found else BEGINNING


def _id(raw: bytes) -> EventId:
    return read_event_id(raw.decode()) or BEGINNING


def _event(raw_id: bytes, fields: dict[bytes, bytes]) -> Event:
    """Return an entry of the stream as an event; its value is JSON on one line already."""
    event_id, value = _id(raw_id), fields[b"value"]
    frame = b"id: %b\ndata: %b\n\n" % (str(event_id).encode(), value)
    return Event(id=event_id, alert=msgspec.json.decode(value, type=Alert), frame=frame)
