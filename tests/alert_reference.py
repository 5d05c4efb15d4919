"""The slow and obvious reference of alerts: all deliveries in, the final records that must come out whatever the order.

And a store in memory that finds incidents by the same index as the real one.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from wirewatch.actions import OperatorAction
from wirewatch.articles import EnrichedArticle
from wirewatch_alerts.cells import Lookup, buckets_of, found_by, lookups, member_of, score_of
from wirewatch_alerts.cluster import cluster
from wirewatch_alerts.compose import compose, standings
from wirewatch_alerts.decide import act, decide
from wirewatch_alerts.final import final_bytes
from wirewatch_alerts.fuse import fuse
from wirewatch_alerts.gather import gather
from wirewatch_alerts.matching import Limits, default_limits
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.revise import stands
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision, Pool, StoredAlert, StoredIncident


def reference(deliveries: Iterable[EnrichedArticle], rules: RuleSet) -> list[bytes]:
    """Return all final records, sorted: every article at its newest revision, all clustered at once."""
    records = newest_records(deliveries)
    found = []
    for part in cluster(records):
        incident = fuse(part.records, follows=part.follows)
        said = standings(part.records, rules).by_rule
        found += [
            compose(part.records, incident, rule=(rule.id, rule.title), rules_hash=rules.hash, standing=said[rule.id])
            for rule in rules.rules
            if rule.id in said
        ]
    return sorted(final_bytes(alert) for alert in found)


def newest_records(deliveries: Iterable[EnrichedArticle]) -> list[Record]:
    """Return the sightings of every article at its newest revision."""
    seen: dict[str, Seen] = {}
    by_revision: dict[tuple[str, str], EnrichedArticle] = {}
    for one in deliveries:
        seen[one.article_id] = see(seen.get(one.article_id, Seen(article_id=one.article_id)), one)
        by_revision[one.article_id, one.revision] = one
    newest = ((by_revision[key, one.newest or ""], one) for key, one in seen.items())
    return [record for article, one in newest for record in records_of(article, one)]


class MemoryStore:
    """The store's state in dictionaries."""

    def __init__(self, limits: Limits | None = None, silences: tuple[OperatorAction, ...] = ()) -> None:
        self.limits = limits or default_limits()
        self.seen: dict[str, Seen] = {}
        self.incidents: dict[str, StoredIncident] = {}
        self.alerts: dict[str, StoredAlert] = {}
        self.decisions: list[Decision] = []
        self.silences = silences

    async def take(self, article: EnrichedArticle, rules: RuleSet) -> Decision:
        """Bring one article in, as the alerter does."""
        decision = decide(article, await self.load(article), rules=rules, limits=self.limits)
        self._write(decision)
        return decision

    async def do(self, action: OperatorAction, rules: RuleSet) -> Decision:
        """Bring one action in, as the desk does."""
        held = {one.rpartition("#")[0] for one in action.sightings}
        found = await self.get({key for key, one in self.incidents.items() if held & _articles(one)})
        decision = act(action, self._pool(found), rules=rules, limits=self.limits)
        self._write(decision)
        return decision

    def _write(self, decision: Decision) -> None:
        if not decision.repeat:
            if decision.seen:
                self.seen[decision.seen.article_id] = decision.seen
            self.incidents |= {one.incident_id: one for one in decision.incidents}
            self.alerts |= {one.alert.alert_id: one for one in decision.alerts}
        self.decisions.append(decision)

    async def load(self, article: EnrichedArticle) -> Pool:
        """Return the pool that a decision on an article needs."""
        seen = self.seen.get(article.article_id, Seen(article_id=article.article_id))
        held = [key for key, one in self.incidents.items() if article.article_id in _articles(one)]
        after = see(seen, article)
        incidents = await gather(article, after, held, limits=self.limits, near=self.near, load=self.get)
        return replace(self._pool(incidents), seen=seen)

    def _pool(self, incidents: tuple[StoredIncident, ...]) -> Pool:
        alerts = tuple(self.alerts[key] for one in incidents for key in one.alerts)
        return Pool(version=0, incidents=incidents, alerts=alerts, silences=self.silences)

    async def get(self, ids: set[str]) -> tuple[StoredIncident, ...]:
        """Return those of some incidents that there are."""
        return tuple(self.incidents[key] for key in sorted(ids) if key in self.incidents)

    async def near(self, records: Iterable[Record]) -> set[str]:
        """Return the incidents that the index has near some records."""
        wanted = lookups(records, self.limits)
        entries = [
            (bucket, score_of(record, self.limits), member_of(key, record))
            for key, incident in self.incidents.items()
            for record in incident.records
            for bucket in buckets_of(record, self.limits)
        ]
        found = {
            found_by(one, member, self.limits)
            for bucket, score, member in entries
            for one in wanted
            if _inside(bucket, score, one)
        }
        return {key for key in found if key}

    def final(self) -> list[bytes]:
        """Return the final records of all alerts that stand, sorted."""
        return sorted(final_bytes(one.alert) for one in self.alerts.values() if stands(one.alert))


def _articles(incident: StoredIncident) -> set[str]:
    return {record.report.article_id for record in incident.records}


def _inside(bucket: str, score: float, lookup: Lookup) -> bool:
    return bucket == lookup.bucket and lookup.least <= score <= lookup.most


async def run(deliveries: Sequence[EnrichedArticle], rules: RuleSet) -> MemoryStore:
    """Bring articles in, in the order given."""
    store = MemoryStore()
    for one in deliveries:
        await store.take(one, rules)
    return store
