"""Which incidents a decision must see: an article's records in, every incident that it may touch out.

Most articles come in order, and only the incidents that they may join matter. A record that comes before others may
change what those joined, and so on: then everything that hangs together by the index is gathered.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from wirewatch_alerts.fuse import incident_id
from wirewatch_alerts.records import Record
from wirewatch_alerts.state import StoredIncident

Near = Callable[[Iterable[Record]], Awaitable[set[str]]]
"""Returns the ids of incidents that the index has near some records."""
Load = Callable[[set[str]], Awaitable[tuple[StoredIncident, ...]]]
"""Returns those of some incidents that there are."""


async def gather(
    records: Sequence[Record], held: Iterable[str], *, near: Near, load: Load
) -> tuple[StoredIncident, ...]:
    """Return the incidents that records may join, and those that held the article's sightings before (`held`)."""
    own = {incident_id((record,)) for record in records}
    found = await load({*own, *held, *await near(records)})
    if not tuple(held) and in_order_after(records, found):
        return found
    known = {one.incident_id: one for one in found}
    asked: set[str] = set()
    while fresh := [one for key, one in known.items() if key not in asked]:
        asked |= {one.incident_id for one in fresh}
        wanted = await _beside(fresh, near)
        known |= {one.incident_id: one for one in await load(wanted - known.keys())}
    return tuple(known.values())


def in_order_after(records: Iterable[Record], incidents: Iterable[StoredIncident]) -> bool:
    """Tell whether records come after all that the incidents hold."""
    last = max((incident.records[-1].order for incident in incidents if incident.records), default=None)
    return last is None or all(record.order > last for record in records)


async def _beside(incidents: Sequence[StoredIncident], near: Near) -> set[str]:
    inside = [record for one in incidents for record in one.records]
    heirs = {one.merged_into for one in incidents if one.merged_into}
    return {incident_id((record,)) for record in inside} | heirs | await near(inside)
