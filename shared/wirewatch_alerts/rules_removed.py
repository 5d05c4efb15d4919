"""Alerts of rules that were removed: they close in silence, on incidents and on stories. In and out: the store.

Who was told of one is not told again: nothing about the event has changed.
"""

from msgspec.structs import replace

from wirewatch.alerts import Alert, AlertState
from wirewatch.wire import new_trace
from wirewatch_alerts.revise import Cause, Doing, closed
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision, StoredAlert
from wirewatch_alerts.store import Store, Written, transient

WHY = "its rule was removed"


async def close_removed(store: Store, rules: RuleSet) -> tuple[Alert, ...]:
    """Close the open alerts whose rules are no more; return them. Doing it again changes nothing.

    An alert that somebody else changes meanwhile stays as it is: its incident's next change closes it. Raises
    `TransientError` where Redis is away.
    """
    known = {rule.id for rule in rules.rules}
    found = [one for one in await store.alerts() if one.alert.state is AlertState.OPEN and one.alert.rule not in known]
    return tuple([one.alert for one in found if await _close(one.alert.alert_id, store, rules)])


async def _close(alert_id: str, store: Store, rules: RuleSet) -> bool:
    async with transient():
        version = int(await store.redis.get(store.keys.version()) or 0)
    stored = await store.alert(alert_id)
    if stored is None or stored.alert.state is not AlertState.OPEN:
        return False
    after = replace(_closed(stored, store, rules), story=stored.story)
    return await store.write(Decision(alerts=(after,)), version=version, trace=new_trace()) is Written.DONE


def _closed(stored: StoredAlert, store: Store, rules: RuleSet) -> StoredAlert:
    """Return the alert closed, at the time of its last revision: a replay must not depend on when rules were edited."""
    name = f"rules-{rules.hash}"
    doing = Doing(article_id=name, entry_id=name, observed_at=stored.alert.updated_at, words=WHY)
    cause = Cause(article=doing, rules=rules, limits=store.limits)
    return closed(stored, heir=None, why=WHY, cause=cause).stored
