"""The clock of the alerter: every ten minutes it closes the alerts on which nobody has reported for long."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from wirewatch.clock import Clock, wall_clock
from wirewatch.errors import TransientError
from wirewatch_alerts.closing import close_quiet
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.store import Store

EVERY_S = 600.0

_log = structlog.stdlib.get_logger("wirewatch.alerter")


@asynccontextmanager
async def closing(store: Store, rules: Callable[[], RuleSet], *, clock: Clock = wall_clock) -> AsyncIterator[None]:
    """Close what is quiet, for the length of the block; where Redis is away, the next turn does it."""
    task = asyncio.create_task(_close_for_ever(store, rules, clock))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _close_for_ever(store: Store, rules: Callable[[], RuleSet], clock: Clock) -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            for alert in await close_quiet(store, rules(), now=clock()):
                _log.info("alert_closed", alert=alert.alert_id)
        except TransientError as error:
            _log.warning("closing_waits", error=str(error))
