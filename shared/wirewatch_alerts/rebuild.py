"""State from Kafka: every enriched article, every action and every alert's history in, an empty Redis filled out.

Nothing is published and nobody is told: what the topics hold was said before. What only the outbox knew is lost, and
counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert, AlertState
from wirewatch.articles import EnrichedArticle
from wirewatch.errors import WirewatchError
from wirewatch_alerts.compose import same_record
from wirewatch_alerts.intake import take
from wirewatch_alerts.operators_store import do
from wirewatch_alerts.packing import pack
from wirewatch_alerts.request import KEPT
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import StoredAlert
from wirewatch_alerts.store import Store, transient

_EVER = datetime.max.replace(tzinfo=UTC)


class Rebuilt(Struct, frozen=True, kw_only=True):
    """What a rebuild did; `differing` are alerts whose final record is not the topic's, as under other rules."""

    articles: int
    actions: int
    alerts: int
    differing: tuple[str, ...]
    notices_unknown: int


async def rebuild(
    articles: Sequence[EnrichedArticle],
    actions: Sequence[OperatorAction],
    published: Iterable[Alert],
    *,
    store: Store,
    rules: RuleSet,
) -> Rebuilt:
    """Fill an empty store; raises `WirewatchError` where it is not empty.

    Args:
        articles: all on the topic, in its order.
        actions: likewise.
        published: all revisions on the alerts topic.
        store: the empty one, which should not publish.
        rules: the present ones.
    """
    async with transient():
        if await store.redis.exists(store.keys.version()):
            raise WirewatchError(f"namespace {store.keys.settings.namespace!r} has state: rebuild fills an empty Redis")
    for article in articles:
        await take(article, store=store, rules=rules, trace="")
    for action in sorted(actions, key=lambda one: (one.at, one.action_id)):
        await do(action, store=store, rules=rules, trace="")
    newest: dict[str, Alert] = {}
    for alert in published:
        if alert.rev >= newest.get(alert.alert_id, alert).rev:
            newest[alert.alert_id] = alert
    return await _with_history(newest, store, articles=len(articles), actions=len(actions))


async def _with_history(newest: Mapping[str, Alert], store: Store, *, articles: int, actions: int) -> Rebuilt:
    """Give alerts the history that was published of them, and those back that the present rules would not give."""
    made = {one.alert.alert_id: one async for page in store.pages() for one in page}
    restored = {key: _restored(one, newest.get(key)) for key, one in made.items()}
    swept = max((alert.updated_at for alert in newest.values()), default=_EVER) - KEPT
    lost = {key: alert for key, alert in newest.items() if key not in made and alert.updated_at >= swept}
    gone = {key: StoredAlert(alert=alert, told=_was_told(alert)) for key, alert in lost.items()}
    differing = [
        key for key, one in restored.items() if key not in newest or not same_record(newest[key], one.alert)
    ] + [key for key, one in gone.items() if one.alert.state is AlertState.OPEN]
    keys = store.keys
    async with transient(), store.redis.pipeline(transaction=True) as pipe:
        for key, one in restored.items():
            pipe.set(keys.alert(key), pack(one), keepttl=True)
        for key, one in gone.items():
            pipe.set(keys.alert(key), pack(one), ex=int(KEPT.total_seconds()))
            pipe.zadd(keys.alerts(), {key: one.alert.updated_at.timestamp()})
        await pipe.execute()
    return Rebuilt(
        articles=articles,
        actions=actions,
        alerts=len(restored) + len(gone),
        differing=tuple(sorted(differing)),
        notices_unknown=sum(one.told for one in restored.values()),
    )


def _restored(stored: StoredAlert, published: Alert | None) -> StoredAlert:
    """Return an alert with the history that was published of it, so that its revisions go on counting from there.

    What time or the end of its rule closed is closed again: no article says so.
    """
    if published is None:
        return stored
    alert = replace(
        stored.alert,
        rev=published.rev,
        revisions=published.revisions,
        revisions_more=published.revisions_more,
        updated_at=published.updated_at,
    )
    if published.state is AlertState.CLOSED and same_record(published, replace(alert, state=AlertState.CLOSED)):
        alert = replace(alert, state=AlertState.CLOSED)
    return replace(stored, alert=alert, told=_was_told(published))


def _was_told(alert: Alert) -> bool:
    return any(one.notified for one in alert.revisions)
