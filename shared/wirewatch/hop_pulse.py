"""The pulse of a worker: once a second it looks at Faust and the broker, and tells the watchdog and the health file.

A broker that does not answer makes the hop not ready, and is no reason to end: it is waited for.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import faust
import structlog
from aiokafka.errors import KafkaError

from wirewatch.hop_consumer import FinishedOnlyConsumer
from wirewatch.hop_health import Reporter, State
from wirewatch.hop_outbox import Outbox
from wirewatch.hop_watchdog import Vitals
from wirewatch.metrics import Metrics

EXIT_CRASH = 1
"""The exit code of a worker that ended by what it did not expect; whatever runs it starts it again."""
_TICK_S = 1.0
_TICKS_PER_QUESTION = 5
_TICKS_PER_NEWS = 60
_AT_WORK = {State.READY, State.RETRYING}

_log = structlog.stdlib.get_logger("wirewatch.hop")


def crash(reason: BaseException | None) -> None:
    """End the process at once, acknowledging nothing."""
    _log.critical("process ends", reason=repr(reason), exc_info=reason)
    os._exit(EXIT_CRASH)


class Pulse:
    """Looks after one worker."""

    def __init__(self, app: faust.App, outbox: Outbox, reporter: Reporter, vitals: Vitals, metrics: Metrics) -> None:
        self._app = app
        self._outbox = outbox
        self._reporter = reporter
        self._vitals = vitals
        self._metrics = metrics
        self._broker_away = False

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beat for the length of the block."""
        task = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            task.cancel()

    async def _beat(self) -> None:
        tick = 0
        try:
            while True:
                await asyncio.sleep(_TICK_S)
                self._reporter.beat()
                tick += 1
                await self._look(ask_broker=tick % _TICKS_PER_QUESTION == 0)
                if tick % _TICKS_PER_NEWS == 0 and (news := self._metrics.news()):
                    _log.info("progress", behind=self._vitals.behind, **news)
        except Exception as error:  # noqa: BLE001  (a worker without a pulse is not to live on)
            crash(error)

    async def _look(self, *, ask_broker: bool) -> None:
        if self._app.crashed:
            crash(self._app.crash_reason)
        if self._reporter.state not in _AT_WORK:
            return
        if ask_broker:
            await self._ask_broker()
        if self._broker_away:
            self._vitals.moved()
        else:
            await self._tell_watchdog()

    async def _ask_broker(self) -> None:
        away = not await self._outbox.reaches_broker()
        if away:
            self._reporter.enter(State.RETRYING, "no broker answers")
        elif self._broker_away:
            self._reporter.recovered()
        self._broker_away = away

    async def _tell_watchdog(self) -> None:
        consumer = self._app.consumer
        assert isinstance(consumer, FinishedOnlyConsumer)
        try:
            self._vitals.behind = await consumer.behind()
        except KafkaError as error:
            _log.warning("how much is waiting is not known", error=repr(error))
        if not self._vitals.behind:
            self._vitals.moved()
