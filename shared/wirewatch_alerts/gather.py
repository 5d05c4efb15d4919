"""Which incidents a decision must see: an article's records in, every incident that it may touch out.

Most articles come in order, and only the incidents that they may join matter: nothing that is there already looks at
what these become. A record that comes before others may change what those joined, and so on: then everything that
hangs together by the index is gathered.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from wirewatch.articles import EnrichedArticle
from wirewatch_alerts.fuse import incident_id
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.records import Record, Seen, in_order, moved, records_of
from wirewatch_alerts.same import profile_of, same_event
from wirewatch_alerts.state import StoredIncident

Near = Callable[[Iterable[Record]], Awaitable[set[str]]]
"""Returns the ids of incidents that the index has near some records, each of which they might join."""
Load = Callable[[set[str]], Awaitable[tuple[StoredIncident, ...]]]
"""Returns those of some incidents that there are."""


async def gather(
    article: EnrichedArticle, seen: Seen, held: Iterable[str], *, limits: Limits, near: Near, load: Load
) -> tuple[StoredIncident, ...]:
    """Return the incidents that an article's sightings may join, and those that hold them already.

    Args:
        article: what arrives.
        seen: what is known of it, this delivery included.
        held: the incidents that hold its sightings.
        limits: what makes two reports one event.
        near: the index.
        load: the store.
    """
    before = await load(set(held))
    records = arriving(article, seen, before)
    known = {one.incident_id: one for one in before}
    opened = {incident_id((record,)) for record in records} if before or len(seen.revisions) > 1 else set()
    wanted = opened | await near(records)
    known |= {one.incident_id: one for one in await load(wanted - known.keys())}
    if not before and in_order_after(records, known.values()):
        joined = [one for one in known.values() if may_join(records, one, limits)]
        beside = await load(await _beside(joined, near) - known.keys()) if joined else ()
        if in_order_after(records, beside):
            return tuple(known.values())
        known |= {one.incident_id: one for one in beside}
    asked: set[str] = set()
    while fresh := [one for key, one in known.items() if key not in asked]:
        asked |= {one.incident_id for one in fresh}
        known |= {one.incident_id: one for one in await load(await _beside(fresh, near) - known.keys())}
    return tuple(known.values())


def arriving(article: EnrichedArticle, seen: Seen, incidents: Iterable[StoredIncident]) -> tuple[Record, ...]:
    """Return the sightings that count of an article now: its own, or if it is no newest revision, the held ones."""
    if seen.newest == article.revision:
        return records_of(article, seen)
    return tuple(moved(record, seen) for record in of_article(article.article_id, incidents))


def of_article(article_id: str, incidents: Iterable[StoredIncident]) -> tuple[Record, ...]:
    """Return the records of an article among those of some incidents."""
    every = (record for incident in incidents for record in incident.records)
    return in_order(record for record in every if record.report.article_id == article_id)


def in_order_after(records: Iterable[Record], incidents: Iterable[StoredIncident]) -> bool:
    """Tell whether records come after all that the incidents hold."""
    last = max((incident.records[-1].order for incident in incidents if incident.records), default=None)
    return last is None or all(record.order > last for record in records)


def may_join(records: Iterable[Record], incident: StoredIncident, limits: Limits) -> bool:
    """Tell whether one of some records may be of an incident, so that it changes what others find there."""
    if not incident.records:
        return False
    profile = profile_of(incident.records, limits)
    return any(same_event(profile, profile_of((record,), limits), limits) for record in records)


async def _beside(incidents: Sequence[StoredIncident], near: Near) -> set[str]:
    inside = [record for one in incidents for record in one.records]
    return {incident_id((record,)) for record in inside} | await near(inside)
