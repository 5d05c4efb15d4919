"""What people do at the desk: finds the alert that was meant, records the action on Kafka, then does it to the state.

Kafka first: an action that is on its topic is never lost, and doing it again changes nothing.
"""

import difflib
import secrets
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wirewatch import kafka, redis
from wirewatch.actions import ActionKind, OperatorAction
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle
from wirewatch.errors import MalformedError, WirewatchError
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_ENRICHED, OPERATOR_ACTIONS
from wirewatch.wire import decode, encode, new_trace
from wirewatch_alerts.handed import read_handed
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.operators import MOST_ANCHORS, anchors
from wirewatch_alerts.operators_store import do
from wirewatch_alerts.rebuild import Rebuilt, rebuild
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision, StoredAlert, StoredIncident
from wirewatch_alerts.store import Store, transient
from wirewatch_alerts.why import RuleWhy, Why, why_alert, why_incident

_FEWEST_CHARS = 4
_ALERT, _ACTION = "alert-", "act-"


class Found(Struct, frozen=True, kw_only=True):
    """An alert and its incident; a rule on articles has none."""

    stored: StoredAlert
    incident: StoredIncident | None


@asynccontextmanager
async def open_store(settings: Settings, *, publish: bool = True) -> AsyncIterator[Store]:
    """Open the state of the settings' namespace; `TransientError` comes out where Redis is away."""
    async with redis.connect(settings) as client, transient():
        yield Store(redis=client, keys=Keys(settings=settings), limits=default_limits(), publish=publish)


async def find(store: Store, name: str) -> Found:
    """Return the alert that a person means by its id or the beginning of it; one that was merged gives its heir.

    Raises `WirewatchError` with those that may have been meant.
    """
    stored = await store.alert(name) or await _by_beginning(store, name)
    while stored.alert.merged_into:
        heir = await store.alert(stored.alert.merged_into)
        if heir is None:
            break
        stored = heir
    return Found(stored=stored, incident=await store.incident(stored.alert.incident.incident_id))


async def _by_beginning(store: Store, name: str) -> StoredAlert:
    every = {one.alert.alert_id: one for one in await store.alerts()}
    meant = meant_id(name, every, kind=_ALERT)
    if meant is not None:
        return every[meant]
    near = difflib.get_close_matches(_whole(name, _ALERT), list(every), n=3, cutoff=0.6)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `wirewatch alerts list` shows those there are"
    raise WirewatchError(f"no alert {name!r} in namespace {store.keys.settings.namespace!r}{hint}")


def meant_id(name: str, known: Collection[str], *, kind: str) -> str | None:
    """Return the id that a person means by it or by its beginning, with or without what ids of its kind begin with.

    Raises `WirewatchError` where it may be any of several.
    """
    beginning = _whole(name, kind)
    enough = len(beginning) - len(kind) >= _FEWEST_CHARS
    fitting = [key for key in known if key == beginning or (enough and key.startswith(beginning))]
    if len(fitting) > 1 and beginning not in fitting:
        raise WirewatchError(f"{name!r} may be any of {', '.join(fitting)}")
    return beginning if beginning in fitting else next(iter(fitting), None)


def _whole(name: str, kind: str) -> str:
    return name if name.startswith(kind) else f"{kind}{name}"


def action_on(found: Found, kind: ActionKind, *, who: str, at: datetime, text: str | None) -> OperatorAction:
    """Return an action on an alert."""
    alert = found.stored.alert
    return OperatorAction(
        action_id=new_action_id(),
        kind=kind,
        who=who,
        at=at,
        alert_id=alert.alert_id,
        rule=alert.rule,
        sightings=anchors(found.incident.records) if found.incident else (),
        text=text,
    )


async def aimed(silence: OperatorAction, store: Store) -> OperatorAction:
    """Return a silence that names what it is for in full, so that it follows what takes that over.

    Raises `WirewatchError` where there is no such alert.
    """
    for matcher in silence.matchers:
        if matcher.field == "alert":
            alert = (await find(store, matcher.value)).stored.alert
            full = replace(matcher, value=alert.alert_id)
            matchers = tuple(full if one is matcher else one for one in silence.matchers)
            return replace(
                silence, matchers=matchers, rule=alert.rule, sightings=alert.incident.sightings[:MOST_ANCHORS]
            )
        if matcher.field == "incident" and (incident := await store.incident(matcher.value)):
            told = tuple(one.sighting.sighting_id for one in incident.records)
            return replace(silence, sightings=told[:MOST_ANCHORS])
    return silence


def new_action_id() -> str:
    """Return an id for an action."""
    return f"{_ACTION}{secrets.token_hex(6)}"


async def known_silence(store: Store, name: str) -> str:
    """Return the id of the silence that a person means; raises `WirewatchError` where there is none, or several."""
    meant = meant_id(name, [one.action_id for one in await store.silences()], kind=_ACTION)
    if meant is None:
        raise WirewatchError(f"no silence {name!r}; `wirewatch alerts silences --all` shows those there are")
    return meant


async def record(action: OperatorAction, *, settings: Settings, store: Store, rules: RuleSet) -> Decision:
    """Put an action on its topic, and when the broker has it, into the state."""
    trace = new_trace()
    message = encode(action, trace=trace)
    topic = OPERATOR_ACTIONS.in_namespace(settings.namespace)
    async with kafka.producer(settings) as producer:
        await producer.send_and_wait(topic, value=message.value, key=message.key, headers=list(message.headers))
    return await do(action, store=store, rules=rules, trace=trace)


async def explain(store: Store, found: Found, rules: RuleSet, *, at: datetime) -> Why:
    """Say why an alert was told or not."""
    rule = rules.get(found.stored.alert.rule)
    handed = await read_handed(store.redis, store.keys, found.stored.alert.alert_id)
    return why_alert(found.stored, rule=rule, silences=await store.silences(), handed=handed, at=at)


async def explain_article(store: Store, article_id: str, rules: RuleSet) -> tuple[tuple[str, tuple[RuleWhy, ...]], ...]:
    """Say what each rule made of the incidents that an article reports; raises `WirewatchError` where it has none."""
    held = sorted(one.decode() for one in await store.redis.smembers(store.keys.holders(article_id)))
    incidents = [one for key in held if (one := await store.incident(key)) and one.records]
    if not incidents:
        seen = await store.redis.exists(store.keys.article(article_id))
        what = "it reports no incident any more" if seen else "it was never read, or reports no incident as news"
        raise WirewatchError(f"no alert, and no incident by article {article_id!r}: {what}")
    return tuple((one.incident_id, why_incident(one.records, rules)) for one in incidents)


async def rebuild_from_kafka(settings: Settings, rules: RuleSet) -> Rebuilt:
    """Fill an empty Redis from the topics."""
    articles = await _read(settings, EnrichedArticle)
    actions = [decode(OperatorAction, one) for one in await kafka.read_all(settings, OPERATOR_ACTIONS) if one.value]
    published = [decode(Alert, one) for one in await kafka.read_all(settings, ALERTS)]
    async with open_store(settings, publish=False) as store:
        return await rebuild(articles, actions, published, store=store, rules=rules)


async def _read(settings: Settings, kind: type[EnrichedArticle]) -> Sequence[EnrichedArticle]:
    """Return what can be read of the enriched articles; what can't went to the dead letters before."""
    found = []
    for message in await kafka.read_all(settings, ARTICLES_ENRICHED):
        try:
            found.append(decode(kind, message))
        except MalformedError:
            continue
    return found
