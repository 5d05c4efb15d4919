"""State from Kafka: every enriched article, every action and every alert's history in, an empty Redis filled out.

Nothing is published and nobody is told: what the topics hold was said before. What only the outbox knew is lost, and
counted.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle
from wirewatch.errors import WirewatchError
from wirewatch_alerts.compose import same_record
from wirewatch_alerts.intake import take
from wirewatch_alerts.operators_store import do
from wirewatch_alerts.packing import pack
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import StoredAlert
from wirewatch_alerts.store import Store, transient


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
    rebuilt = await store.alerts()
    differing = [
        one.alert.alert_id
        for one in rebuilt
        if one.alert.alert_id not in newest or not same_record(newest[one.alert.alert_id], one.alert)
    ]
    keys = store.keys
    async with transient(), store.redis.pipeline(transaction=True) as pipe:
        for one in rebuilt:
            restored = _restored(one, newest.get(one.alert.alert_id))
            pipe.set(keys.alert(one.alert.alert_id), pack(restored), keepttl=True)
        await pipe.execute()
    return Rebuilt(
        articles=articles,
        actions=actions,
        alerts=len(rebuilt),
        differing=tuple(sorted(differing)),
        notices_unknown=sum(one.told for one in rebuilt),
    )


def _restored(stored: StoredAlert, published: Alert | None) -> StoredAlert:
    """Return an alert with the history that was published of it, so that its revisions go on counting from there."""
    if published is None:
        return stored
    alert = replace(
        stored.alert,
        rev=published.rev,
        revisions=published.revisions,
        revisions_more=published.revisions_more,
        updated_at=published.updated_at,
    )
    told = any(one.notified for one in published.revisions)
    return replace(stored, alert=alert, told=told)
