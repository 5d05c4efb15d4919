"""The end of incidents: alerts on which nobody has reported for long are closed, in silence.

Only real ones: an exercise replays the past, which wall time has nothing to say about.
"""

from datetime import datetime

from msgspec.structs import replace

from wirewatch.alerts import Alert, AlertState
from wirewatch.wire import new_trace
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.revise import Cause, Doing, closed
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision, StoredAlert
from wirewatch_alerts.store import Store, Written, transient

WHY = "nobody has reported on it for long"
_PAGE = 500


async def close_quiet(store: Store, rules: RuleSet, *, now: datetime) -> tuple[Alert, ...]:
    """Close what has been quiet for the time of the limits; return it. Doing it again changes nothing.

    An alert that somebody else changes meanwhile stays as it is, for the next time. Raises `TransientError` where
    Redis is away.
    """
    until = (now - store.limits.time.quiet).timestamp()
    async with transient():
        ids = await store.redis.zrangebyscore(store.keys.alerts(), "-inf", until)
    done: list[Alert] = []
    for start in range(0, len(ids), _PAGE):
        names = [store.keys.alert(one.decode()) for one in ids[start : start + _PAGE]]
        async with transient():
            values = await store.redis.mget(names)
        found = [unpack(value, StoredAlert).alert for value in values if value is not None]
        done += [one for one in found if is_quiet(one) and await _close(one.alert_id, store, rules, now)]
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
