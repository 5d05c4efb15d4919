"""The alerter's rules while it runs: files that change in, the rules to decide by out; what fails is told and shown."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from redis import exceptions

from wirewatch.clock import Clock, wall_clock
from wirewatch.errors import TransientError
from wirewatch.hop_health import warn
from wirewatch.settings import Settings
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.rules_reload import Reload, RuleFiles
from wirewatch_alerts.rules_removed import WHY, close_removed
from wirewatch_alerts.rules_status import ErrorCounts, RulesStatus, publish, read_status, warning_of
from wirewatch_alerts.store import Store

HOP = "alerter"
LOOK_S = 2.0
"""How often the rule files are looked at."""
REMIND_S = 60.0
"""How often a broken edit is told again, as long as it stands."""

_log = structlog.stdlib.get_logger("wirewatch.alerter")


class RulesWatch:
    """The rules that count now, and how their decisions went."""

    def __init__(self, files: RuleFiles, settings: Settings, *, clock: Clock = wall_clock) -> None:
        self._files, self.settings, self._clock = files, settings, clock
        self._errors = ErrorCounts()
        self._since = clock()
        self._told_at: datetime | None = None

    @property
    def rules(self) -> RuleSet:
        """The last rules that were right."""
        return self._files.rules

    def look(self) -> tuple[str, ...]:
        """Take over what changed in the files, or say loudly what is wrong there, and again every minute.

        Returns the rules that were removed.
        """
        found = self._files.look()
        if found is not None:
            self._tell(found)
            return found.removed
        if self._told_at and (self._clock() - self._told_at).total_seconds() >= REMIND_S:
            self._remind()
        return ()

    def failed(self, errors: Iterable[str]) -> None:
        """Count rules that could not be decided, as `rule: error`."""
        self._errors.add(errors)

    def status(self) -> RulesStatus:
        """Return how the rules are."""
        return RulesStatus(
            path=str(self.settings.rules),
            hash=self.rules.hash,
            rules=tuple(rule.id for rule in self.rules.rules),
            since=self._since,
            broken=self._files.broken,
            errors=self._errors.of(self.rules),
        )

    def _tell(self, found: Reload) -> None:
        warn(self.settings, HOP, warning_of(self.status()))
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
    watch: RulesWatch, store: Store, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[Callable[[], RuleSet]]:
    """Look at the rule files every two seconds for the length of the block; the value gives the rules that count.

    It raises what ended the watch, should that ever happen: who no longer follows the rules must not live on.
    """
    task = asyncio.create_task(_look_for_ever(watch, store, sleep))

    task.add_done_callback(_tell_end)

    def rules() -> RuleSet:
        if task.done():
            task.result()
        return watch.rules

    try:
        yield rules
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _tell_end(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception():
        _log.critical("rules_watch_ended", exc_info=task.exception())


async def _look_for_ever(watch: RulesWatch, store: Store, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Follow the files; alerts of removed rules are closed before the rules are shown, so that a restart finds them."""
    shown: RulesStatus | None = None
    removed: bool | None = None
    while True:
        removed = bool(watch.look()) or removed
        if removed is None:
            removed = await _removed_before(store, watch.rules)
        if removed:
            removed = not await _closed(store, watch.rules)
        if removed is False and (status := watch.status()) != shown:
            shown = status if await _shown(store, status) else None
        await sleep(LOOK_S)


async def _removed_before(store: Store, rules: RuleSet) -> bool | None:
    """Tell whether a rule of the last alerter's is no more, or may be; None where Redis is away."""
    try:
        last = await read_status(store.redis, store.keys)
    except exceptions.RedisError as error:
        _log.debug("rules_status_not_read", error=str(error))
        return None
    return last is None or not set(last.rules) <= {rule.id for rule in rules.rules}


async def _closed(store: Store, rules: RuleSet) -> bool:
    """Close the alerts of rules that were removed; tells whether that is done."""
    try:
        for alert in await close_removed(store, rules):
            _log.info("alert_closed", alert=alert.alert_id, rule=alert.rule, why=WHY)
    except TransientError as error:
        _log.debug("alerts_not_closed", error=str(error))
        return False
    return True


async def _shown(store: Store, status: RulesStatus) -> bool:
    try:
        await publish(store.redis, store.keys, status)
    except exceptions.RedisError as error:
        _log.debug("rules_status_not_shown", error=str(error))
        return False
    return True
