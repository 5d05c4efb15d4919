"""Alerts of rules that were removed: they close in silence, on incidents and on stories. In and out: the store.

Who was told of one is not told again: nothing about the event has changed.
"""

from msgspec.structs import replace

from wirewatch.alerts import Alert, AlertState
from wirewatch.errors import TransientError
from wirewatch.wire import new_trace
from wirewatch_alerts.revise import Cause, Doing, closed
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision, StoredAlert
from wirewatch_alerts.store import Store, Written

WHY = "its rule was removed"
_TRIES = 20


async def close_removed(store: Store, rules: RuleSet) -> tuple[Alert, ...]:
    """Close the open alerts whose rules are no more; return them. Doing it again changes nothing.

    Raises `TransientError` where Redis is away, or other writers were faster twenty times.
    """
    known = {rule.id for rule in rules.rules}
    done: list[Alert] = []
    async for page in store.pages():
        found = [one.alert for one in page if one.alert.state is AlertState.OPEN and one.alert.rule not in known]
        done += [one for one in found if await _close(one.alert_id, store, rules)]
    return tuple(done)


async def _close(alert_id: str, store: Store, rules: RuleSet) -> bool:
    for _ in range(_TRIES):
        version = (await store.pool(set())).version
        stored = await store.alert(alert_id)
        if stored is None or stored.alert.state is not AlertState.OPEN:
            return False
        after = replace(_closed(stored, store, rules), story=stored.story)
        if await store.write(Decision(alerts=(after,)), version=version, trace=new_trace()) is Written.DONE:
            return True
    raise TransientError(f"the state changed {_TRIES} times while alert {alert_id} was closed")


def _closed(stored: StoredAlert, store: Store, rules: RuleSet) -> StoredAlert:
    """Return the alert closed, at the time of its last revision: a replay must not depend on when rules were edited."""
    name = f"rules-{rules.hash}"
    doing = Doing(article_id=name, entry_id=name, observed_at=stored.alert.updated_at, words=WHY)
    cause = Cause(article=doing, rules=rules, limits=store.limits)
    return closed(stored, heir=None, why=WHY, cause=cause).stored
