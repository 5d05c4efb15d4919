"""One batch of a hop: consumed messages go in; every one of them is done or rejected, confirmed, when `work` returns.

This is where each message meets one of its three fates. Nothing here knows Faust.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog
from msgspec import Struct

from wirewatch import wire
from wirewatch.clock import Clock
from wirewatch.dead_letters import Consumed, dead_letter
from wirewatch.errors import RejectedError
from wirewatch.hop_budget import Budget
from wirewatch.hop_crashes import CrashMarks
from wirewatch.hop_fates import Rejected, fate_of, is_transient
from wirewatch.hop_handler import Handler
from wirewatch.hop_outbox import Letter, Outbox
from wirewatch.hop_watchdog import Vitals
from wirewatch.metrics import Metric, Metrics
from wirewatch.topics import ARTICLES_REJECTED, Topic
from wirewatch.wire import Message

_log = structlog.stdlib.get_logger("wirewatch.hop")


class ProcessKilledError(RejectedError):
    """The process died, again and again, while it handled this message."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What became of a message: what it gave, or why and after how many attempts it is rejected."""

    given: tuple[Message, ...] = ()
    error: Exception | None = None
    attempts: int = 1


class Batches:
    """Works off batches; `overdrawn` says, after a batch was left unfinished, which limit of the budget it met."""

    def __init__(
        self,
        *,
        hop: str,
        target: Topic | None,
        handler: Handler,
        outbox: Outbox,
        budget: Budget,
        marks: CrashMarks,
        vitals: Vitals,
        retrying: Callable[[str], None],
        recovered: Callable[[], None],
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._hop = hop
        self._target = target
        self._handler = handler
        self._outbox = outbox
        self._budget = budget
        self._marks = marks
        self._vitals = vitals
        self._retrying = retrying
        self._recovered = recovered
        self._metrics = metrics
        self._clock = clock
        self._interrupted = asyncio.Event()
        self.overdrawn: str | None = None

    def interrupt(self) -> None:
        """Finish no message but the one in hand; what is left comes again, to this process or to another."""
        self._interrupted.set()

    def resume(self) -> None:
        """Work on, after partitions were assigned anew."""
        self._interrupted.clear()

    async def work(self, batch: Sequence[Consumed]) -> int:
        """Handle messages in their order and return how many of them, from the first on, are finished and confirmed."""
        owners: list[Consumed] = []
        finished = 0
        for consumed in batch:
            letters = None if self._interrupted.is_set() else await self._letters(consumed)
            if letters is None:
                break
            for letter in letters:
                await self._outbox.post(letter)
            owners += [consumed] * len(letters)
            finished += 1
            await asyncio.sleep(0)
        await self._confirm(owners)
        self._metrics.count(Metric.SENT, len(owners))
        self._vitals.moved()
        self._recovered()
        return finished

    async def _confirm(self, owners: list[Consumed]) -> None:
        """Wait for all deliveries; a message whose output the broker finds too large becomes a dead letter."""
        refused = await self._outbox.flush()
        for consumed, error in {
            owners[number].place: (owners[number], error) for number, error in refused.items()
        }.values():
            await self._outbox.post(self._rejected(consumed, Verdict(error=error)))
        if refused:
            await self._outbox.flush()

    async def _letters(self, consumed: Consumed) -> list[Letter] | None:
        """Return what is to be sent for one message; None where it stays unfinished: interrupted, or out of budget."""
        verdict = await self._verdict(consumed)
        if verdict is None:
            return None
        if verdict.error is None:
            self._budget.count(rejected=False)
            self._metrics.count(Metric.DONE)
            return [self._letter(consumed, message) for message in verdict.given]
        self.overdrawn = self._budget.overdrawn()
        return None if self.overdrawn else [self._rejected(consumed, verdict)]

    async def _verdict(self, consumed: Consumed) -> Verdict | None:
        """Try a message until it is handled or rejected; an outage is waited for, unless interrupted."""
        await self._marks.begin(consumed)
        if deaths := self._marks.deaths_by(consumed):
            return Verdict(error=ProcessKilledError("the process died while it handled this"), attempts=deaths)
        failures = outages = 0
        while not self._interrupted.is_set():
            try:
                given = await self._attempt(consumed)
            except Exception as error:  # noqa: BLE001  (every error has a fate: that is what this loop is for)
                transient = is_transient(error)
                failures, outages = failures + (not transient), (outages + 1) * transient
                fate = fate_of(error, attempts=failures, outages=outages)
                if isinstance(fate, Rejected):
                    return Verdict(error=error, attempts=failures)
                await self._wait(consumed, error, fate.after_s, transient=fate.transient)
            else:
                return Verdict(given=given, attempts=failures + 1)
        return None

    async def _attempt(self, consumed: Consumed) -> tuple[Message, ...]:
        await self._marks.mark(consumed)
        self._vitals.attempt(consumed.place)
        try:
            given = await self._handler(consumed.message)
        except Exception:
            await self._marks.unmark(consumed)
            raise
        finally:
            self._vitals.attempt_over()
        await self._marks.unmark(consumed)
        for message in given:
            self._check(message)
        return given

    def _check(self, message: Message) -> None:
        if self._target is None:
            raise RejectedError(f"the hop {self._hop} has no topic to write to")
        if (size := wire.size_bytes(message)) > self._target.max_message_bytes:
            raise RejectedError(f"its output of {size} bytes is more than {self._target.max_message_bytes}")

    async def _wait(self, consumed: Consumed, error: Exception, after_s: float, *, transient: bool) -> None:
        _log.warning("retry", place=consumed.place, error=repr(error), after_s=after_s, transient=transient)
        self._metrics.count(Metric.RETRIED)
        if transient:
            self._retrying(repr(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._interrupted.wait(), after_s)

    def _letter(self, consumed: Consumed, message: Message) -> Letter:
        assert self._target is not None
        return Letter(topic=self._target, message=wire.with_child_trace(message, consumed.message))

    def _rejected(self, consumed: Consumed, verdict: Verdict) -> Letter:
        assert verdict.error is not None
        self._budget.count(rejected=True)
        self._metrics.count(Metric.REJECTED)
        _log.error("rejected", place=consumed.place, error=repr(verdict.error), attempts=verdict.attempts)
        message = dead_letter(consumed, hop=self._hop, error=verdict.error, attempts=verdict.attempts, at=self._clock())
        return Letter(topic=ARTICLES_REJECTED, message=message)
