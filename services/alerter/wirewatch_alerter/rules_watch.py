"""The alerter's rules while it runs: files that change in, the rules to decide by out; what fails is told and shown."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import structlog
from redis import exceptions

from wirewatch.clock import Clock, wall_clock
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.rules_reload import Reload, RuleFiles
from wirewatch_alerts.rules_status import ErrorCounts, RulesStatus, publish

LOOK_S = 2.0
"""How often the rule files are looked at."""
REMIND_S = 60.0
"""How often a broken edit is told again, as long as it stands."""

_log = structlog.stdlib.get_logger("wirewatch.alerter")


class RulesWatch:
    """The rules that count now, and how their decisions went."""

    def __init__(self, files: RuleFiles, settings: Settings, *, clock: Clock = wall_clock) -> None:
        self._files, self._settings, self._clock = files, settings, clock
        self._errors = ErrorCounts()
        self._since = clock()
        self._told_at: datetime | None = None

    @property
    def rules(self) -> RuleSet:
        """The last rules that were right."""
        return self._files.rules

    def look(self) -> None:
        """Take over what changed in the files, or say loudly what is wrong there, and again every minute."""
        found = self._files.look()
        if found is not None:
            self._tell(found)
        elif self._told_at and (self._clock() - self._told_at).total_seconds() >= REMIND_S:
            self._remind()

    def failed(self, errors: Iterable[str]) -> None:
        """Count rules that could not be decided, as `rule: error`."""
        self._errors.add(errors)

    def status(self) -> RulesStatus:
        """Return how the rules are."""
        return RulesStatus(
            path=str(self._settings.rules),
            hash=self.rules.hash,
            rules=tuple(rule.id for rule in self.rules.rules),
            since=self._since,
            broken=self._files.broken,
            errors=self._errors.of(self.rules),
        )

    def _tell(self, found: Reload) -> None:
        if found.kind == "broken":
            self._remind()
            return
        self._told_at, self._since = None, self._clock()
        self._errors = ErrorCounts()
        _log.warning("rules_reloaded", before=found.before, after=found.after, added=found.added, removed=found.removed)

    def _remind(self) -> None:
        self._told_at = self._clock()
        _log.error("rules_broken", error=self._files.broken, hash_in_force=self.rules.hash)


@asynccontextmanager
async def watching(
    watch: RulesWatch, redis: Any, settings: Settings, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[Callable[[], RuleSet]]:
    """Look at the rule files every two seconds for the length of the block; the value gives the rules that count.

    It raises what ended the watch, should that ever happen: who no longer follows the rules must not live on.
    """
    task = asyncio.create_task(_look_for_ever(watch, redis, Keys(settings=settings), sleep))

    def rules() -> RuleSet:
        if task.done():
            task.result()
        return watch.rules

    try:
        yield rules
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _look_for_ever(watch: RulesWatch, redis: Any, keys: Keys, sleep: Callable[[float], Awaitable[None]]) -> None:
    shown: RulesStatus | None = None
    while True:
        watch.look()
        if (status := watch.status()) != shown:
            shown = status if await _shown(redis, keys, status) else None
        await sleep(LOOK_S)


async def _shown(redis: Any, keys: Keys, status: RulesStatus) -> bool:
    try:
        await publish(redis, keys, status)
    except exceptions.RedisError as error:
        _log.debug("rules_status_not_shown", error=str(error))
        return False
    return True
