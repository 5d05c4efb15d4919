"""One article in, what it changes out: incidents, alerts, revisions and notices, decided on a pool of stored state.

Pure: the store loads the pool and writes the decision. Times come from the article, never from a clock, so that a
replay decides the same.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.actions import OperatorAction
from wirewatch.articles import EnrichedArticle
from wirewatch_alerts.cluster import Cluster, cluster, extend
from wirewatch_alerts.compose import Standing, Standings, standings
from wirewatch_alerts.fuse import fuse
from wirewatch_alerts.gather import arriving, in_order_after, of_article
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.operators import shared_out
from wirewatch_alerts.records import Record, Seen, in_order, see
from wirewatch_alerts.revise import Cause, Doing, History, Revised, revise, stands, withdraw
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision, Pool, StoredIncident


class Outcome(Struct, frozen=True, kw_only=True):
    """What becomes of one incident: its new state, its alerts' new revisions, and rules that could not be decided."""

    incident: StoredIncident
    revised: tuple[Revised, ...] = ()
    errors: tuple[str, ...] = ()


def decide(article: EnrichedArticle, pool: Pool, *, rules: RuleSet, limits: Limits) -> Decision:
    """Return what an article changes; a repeated delivery, or one without an incident as news, changes nothing."""
    seen = see(pool.seen, article)
    old = of_article(article.article_id, pool.incidents)
    if seen == pool.seen:
        return Decision(seen=seen, repeat=True)
    new = arriving(article, seen, pool.incidents)
    if not new and not old and not article.revision_of:
        return Decision(seen=seen, repeat=True)
    cause = Cause(article=article, rules=rules, limits=limits, silences=pool.silences)
    clusters = _clusters(pool, old, new, limits)
    return _decision(seen, pool, clusters, cause)


def act(action: OperatorAction, pool: Pool, *, rules: RuleSet, limits: Limits) -> Decision:
    """Return what a person's action on an alert changes; done again, or on sightings that are gone, nothing.

    The pool holds the incidents of those sightings. The time is the action's.
    """
    known = {one.action_id for incident in pool.incidents for one in incident.actions}
    held = {record.id for incident in pool.incidents for record in incident.records}
    if action.action_id in known or not held.intersection(action.sightings):
        return Decision(repeat=True)
    cause = Cause(article=doing_of(action), rules=rules, limits=limits, silences=pool.silences)
    clusters = [Cluster(records=one.records, follows=one.follows) for one in pool.incidents if one.records]
    return _decision(None, pool, clusters, cause, done=(action,))


def doing_of(action: OperatorAction) -> Doing:
    """Return what stands in the revisions that an action causes."""
    name = f"operator:{action.action_id}"
    words = f"{action.kind.value} by {action.who}"
    return Doing(article_id=name, entry_id=name, observed_at=action.at, words=words)


def _clusters(pool: Pool, old: Sequence[Record], new: Sequence[Record], limits: Limits) -> tuple[Cluster, ...]:
    if not old and in_order_after(new, pool.incidents):
        known = (Cluster(records=one.records, follows=one.follows) for one in pool.incidents if one.records)
        return extend(known, in_order(new), limits)
    kept = (record for incident in pool.incidents for record in incident.records if record not in old)
    return cluster((*kept, *new), limits)


def _decision(
    seen: Seen | None, pool: Pool, clusters: Sequence[Cluster], cause: Cause, *, done: Sequence[OperatorAction] = ()
) -> Decision:
    known = {one.incident_id: one for one in pool.incidents}
    actions = _actions(pool, clusters, done)
    changed = [one for one in clusters if _differs(one, known.get(one.incident_id), actions.get(one.incident_id, ()))]
    gone = _gone(pool, clusters)
    history = History(alerts={one.alert.alert_id: one for one in pool.alerts}, cause=cause, actions=actions)
    outcomes = [
        *(_updated(one, known.get(one.incident_id), _merged_into(one, gone), history) for one in changed),
        *(_ended(one, into, history) for one, into in gone),
    ]
    return Decision(
        seen=seen,
        before=tuple(known[one.incident.incident_id] for one in outcomes if one.incident.incident_id in known),
        incidents=tuple(one.incident for one in outcomes),
        alerts=tuple(revised.stored for one in outcomes for revised in one.revised),
        notices=tuple(told for one in outcomes for revised in one.revised for told in revised.notices),
        rule_errors=tuple(error for one in outcomes for error in one.errors),
    )


def _actions(
    pool: Pool, clusters: Sequence[Cluster], done: Sequence[OperatorAction]
) -> dict[str, tuple[OperatorAction, ...]]:
    """Return what people did to each incident's alerts, by the incident's id."""
    every = [*(action for one in pool.incidents for action in one.actions), *done]
    if not every:
        return {}
    owned = shared_out(every, [one.records for one in clusters])
    return {one.incident_id: mine for one, mine in zip(clusters, owned, strict=True)}


def _differs(cluster: Cluster, known: StoredIncident | None, actions: tuple[OperatorAction, ...]) -> bool:
    if known is None:
        return True
    return (cluster.records, cluster.follows, actions) != (known.records, known.follows, known.actions)


def _gone(pool: Pool, clusters: Sequence[Cluster]) -> list[tuple[StoredIncident, Cluster | None]]:
    """Return the incidents that are no more, each with the one that took its sightings over."""
    ids = {one.incident_id for one in clusters}
    gone = (one for one in pool.incidents if one.records and one.incident_id not in ids)
    return [(one, _heir(one, clusters)) for one in gone]


def _heir(incident: StoredIncident, clusters: Sequence[Cluster]) -> Cluster | None:
    held = {record.id for record in incident.records}
    return next((one for one in clusters if any(record.id in held for record in one.records)), None)


def _merged_into(cluster: Cluster, gone: Sequence[tuple[StoredIncident, Cluster | None]]) -> tuple[StoredIncident, ...]:
    return tuple(one for one, into in gone if into is cluster)


def _updated(
    cluster: Cluster, known: StoredIncident | None, merged: Sequence[StoredIncident], history: History
) -> Outcome:
    said = _standings(cluster, known, history)
    incident = fuse(cluster.records, follows=cluster.follows)
    actions = history.actions.get(cluster.incident_id, ())
    revised = [
        *revise(cluster.records, incident, standings=said.by_rule, merged=merged, history=history, actions=actions),
        *withdraw(known, standing=said.by_rule, into=None, history=history),
    ]
    ids = dict.fromkeys((*(known.alerts if known else ()), *(one.stored.alert.alert_id for one in revised)))
    stored = StoredIncident(
        incident_id=cluster.incident_id,
        records=cluster.records,
        alerts=tuple(ids),
        follows=cluster.follows,
        actions=actions,
    )
    return Outcome(incident=stored, revised=tuple(revised), errors=said.errors)


def _standings(cluster: Cluster, known: StoredIncident | None, history: History) -> Standings:
    """Return what the rules say; where records only came after the known ones, those need no second look."""
    count = len(known.records) if known else 0
    if known is None or cluster.records[:count] != known.records:
        return standings(cluster.records, history.cause.rules)
    said = {
        one.alert.rule: Standing(severity=one.alert.severity, reasons=one.alert.reasons)
        for one in history.of(known)
        if stands(one.alert)
    }
    return standings(cluster.records, history.cause.rules, known=said, decided=count)


def _ended(incident: StoredIncident, into: Cluster | None, history: History) -> Outcome:
    heir = into.incident_id if into else None
    revised = tuple(withdraw(incident, standing={}, into=heir, history=history))
    return Outcome(incident=replace(incident, records=(), merged_into=heir, actions=()), revised=revised)
