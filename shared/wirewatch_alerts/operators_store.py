"""The way of people's actions into the state in Redis: on an alert like an article's, silences beside it.

Doing an action again changes nothing, so that the topic of actions can be read anew at any time.
"""

from datetime import timedelta

from msgspec.structs import replace

from wirewatch.actions import ActionKind, OperatorAction
from wirewatch.alerts import AlertState
from wirewatch.errors import TransientError
from wirewatch_alerts.decide import act, doing_of
from wirewatch_alerts.operators import word_on
from wirewatch_alerts.packing import pack, unpack
from wirewatch_alerts.revise import Cause, next_revision
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision, Pool, StoredAlert
from wirewatch_alerts.store import Store, Written, transient

_TRIES = 20
_KEPT_ENDED = timedelta(days=30)
"""A silence that ended stays in the list for so long, so that `why` can name it."""


async def do(action: OperatorAction, *, store: Store, rules: RuleSet, trace: str) -> Decision:
    """Bring one action into the state; return what it changed.

    Raises `TransientError` where Redis is away, or other writers were faster twenty times.
    """
    if action.kind in {ActionKind.SILENCE, ActionKind.UNSILENCE}:
        return await _silence(action, store)
    for _ in range(_TRIES):
        pool = await _pool(action, store)
        decision = _on_story(action, pool, store, rules) or act(action, pool, rules=rules, limits=store.limits)
        if decision.repeat:
            return decision
        if await store.write(decision, version=pool.version, trace=trace) is not Written.STALE:
            return decision
    raise TransientError(f"the state changed {_TRIES} times while action {action.action_id} was decided")


async def _silence(action: OperatorAction, store: Store) -> Decision:
    name = store.keys.silences()
    if action.kind is ActionKind.SILENCE:
        async with transient():
            new = await store.redis.hsetnx(name, action.action_id, pack(action))
            await _sweep(action, store)
        return Decision(repeat=not new)
    async with transient():
        raw = await store.redis.hget(name, action.silence or "")
        if raw is None:
            return Decision(repeat=True)
        known = unpack(raw, OperatorAction)
        ended = replace(known, until=min(known.until or action.at, action.at))
        await store.redis.hset(name, known.action_id, pack(ended))
    return Decision(repeat=ended == known)


async def _sweep(action: OperatorAction, store: Store) -> None:
    for one in await store.silences():
        if one.until is not None and one.until < action.at - _KEPT_ENDED:
            await store.redis.hdel(store.keys.silences(), one.action_id)


async def _pool(action: OperatorAction, store: Store) -> Pool:
    """Return the incidents that hold an action's sightings, or the alert on a story that it names."""
    articles = dict.fromkeys(one.rpartition("#")[0] for one in action.sightings)
    async with transient():
        version = int(await store.redis.get(store.keys.version()) or 0)
        held = [await store.redis.smembers(store.keys.holders(one)) for one in articles]
    pool = await store.pool({one.decode() for ids in held for one in ids}, version=version)
    if action.sightings or action.alert_id is None:
        return pool
    found = await store.alert(action.alert_id)
    return replace(pool, alerts=(found,) if found else ())


def _on_story(action: OperatorAction, pool: Pool, store: Store, rules: RuleSet) -> Decision | None:
    """Return what an action on a story's alert changes; None where it is on an incident's."""
    if action.sightings or not pool.alerts:
        return None
    (stored,) = pool.alerts
    rule = rules.get(stored.alert.rule)
    word = word_on(stored.alert.rule, [action])
    after = replace(
        stored.alert,
        acknowledged_by=stored.alert.acknowledged_by if action.kind is ActionKind.NOTE else word.acknowledged_by,
        retracted_by=word.retracted_by or stored.alert.retracted_by,
        state=AlertState.RETRACTED if word.retracted_by else stored.alert.state,
    )
    if rule is None or after == stored.alert:
        return Decision(repeat=True)
    cause = Cause(article=doing_of(action), rules=rules, limits=store.limits, silences=pool.silences)
    revised = next_revision(after, base=stored, stored=stored, rule=rule, sources=len(after.sources), cause=cause)
    kept = StoredAlert(
        alert=revised.stored.alert, told=revised.stored.told, last_due=revised.stored.last_due, story=stored.story
    )
    return Decision(alerts=(kept,), notices=revised.notices)
