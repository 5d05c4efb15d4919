"""The end of incidents: alerts on which nobody has reported for long are closed, in silence.

Only real ones: an exercise replays the past, which wall time has nothing to say about.
"""

from datetime import datetime

from msgspec.structs import replace

from wirewatch.alerts import Alert, AlertState
from wirewatch.wire import new_trace
from wirewatch_alerts.revise import Cause, Doing, closed
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision
from wirewatch_alerts.store import Store, Written

WHY = "nobody has reported on it for long"


async def close_quiet(store: Store, rules: RuleSet, *, now: datetime) -> tuple[Alert, ...]:
    """Close what has been quiet for the time of the limits; return it. Doing it again changes nothing.

    An alert that somebody else changes meanwhile stays as it is, for the next time. Raises `TransientError` where
    Redis is away.
    """
    done: list[Alert] = []
    async for page in store.pages(until=now - store.limits.time.quiet):
        found = [one.alert for one in page if is_quiet(one.alert)]
        done += [one for one in found if await _close(one.alert_id, store, rules, now)]
    return tuple(done)


def is_quiet(alert: Alert) -> bool:
    """Tell an alert that time may close."""
    return alert.state is AlertState.OPEN and not alert.exercise


async def _close(alert_id: str, store: Store, rules: RuleSet, now: datetime) -> bool:
    version = (await store.pool(set())).version
    stored = await store.alert(alert_id)
    if stored is None or not is_quiet(stored.alert) or stored.alert.updated_at > now - store.limits.time.quiet:
        return False
    doing = Doing(article_id="quiet", entry_id="quiet", observed_at=now, words=WHY)
    cause = Cause(article=doing, rules=rules, limits=store.limits)
    after = replace(closed(stored, heir=None, why=WHY, cause=cause).stored, story=stored.story)
    return await store.write(Decision(alerts=(after,)), version=version, trace=new_trace()) is Written.DONE
