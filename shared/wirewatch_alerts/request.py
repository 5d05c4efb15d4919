"""A decision in, the keys and arguments that `upsert.lua` takes out."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec
from msgspec import Struct

from wirewatch.wire import to_json
from wirewatch_alerts.cells import buckets_of, member_of, score_of
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import Limits
from wirewatch_alerts.packing import pack
from wirewatch_alerts.state import Decision, StoredIncident

KEPT = timedelta(days=90)
"""State that nothing touched for so long is dropped; the alerts topic keeps every revision."""

Entry = tuple[str, str, float]
"""Bucket, member and score of one entry of the index."""


class _Numbers:
    """Numbers the script's keys and its byte arguments in the order of their first use; the request is argument 1."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}
        self.blobs: list[bytes] = []

    def __getitem__(self, name: str) -> int:
        return self.keys.setdefault(name, len(self.keys) + 1)

    def blob(self, value: bytes) -> int:
        self.blobs.append(value)
        return len(self.blobs) + 1


class Request(Struct, frozen=True, kw_only=True):
    """What the script is called with."""

    keys: list[str]
    arguments: list[bytes]


def request_of(
    decision: Decision, *, version: int, trace: str, keys: Keys, limits: Limits, publish: bool = True
) -> Request:
    """Return what to call the script with.

    Args:
        decision: what to write.
        version: of the state that it was decided on.
        trace: the `traceparent` of the article, which its revisions carry on.
        keys: the names of keys.
        limits: what the index is cut by.
        publish: whether revisions and notices go out; not in a rebuild.
    """
    at = _Numbers()
    before = {one.incident_id: one for one in decision.before}
    pairs = [
        (before.get(one.incident_id, StoredIncident(incident_id=one.incident_id)), one) for one in decision.incidents
    ]
    request = {
        "version_key": at[keys.version()],
        "version": version,
        "ttl_s": int(KEPT.total_seconds()),
        "sightings": [(at[keys.sightings(new.incident_id)], key) for old, new in pairs for key in _added(old, new)],
        "dropped": [(at[keys.sightings(new.incident_id)], key) for old, new in pairs for key in _added(new, old)],
        "held": [(at[keys.holders(one)], new.incident_id) for old, new in pairs for one in _articles(new, old)],
        "released": [(at[keys.holders(one)], new.incident_id) for old, new in pairs for one in _articles(old, new)],
        "values": [(at[name], at.blob(value)) for name, value in _values(decision, keys)],
        **_index(pairs, decision, at, keys, limits),
        **(_outgoing(decision, at, keys, trace) if publish else {"revisions": [], "notices": [], "later": []}),
    }
    return Request(keys=list(at.keys), arguments=[msgspec.msgpack.encode(request), *at.blobs])


def _added(old: StoredIncident, new: StoredIncident) -> list[str]:
    known = {record.key for record in old.records}
    return [record.key for record in new.records if record.key not in known]


def _articles(incident: StoredIncident, other: StoredIncident) -> list[str]:
    """Return the articles that an incident has and the other has not."""
    one, another = ({record.report.article_id for record in held.records} for held in (incident, other))
    return sorted(one - another)


def _values(decision: Decision, keys: Keys) -> Iterator[tuple[str, bytes]]:
    if decision.seen is not None:
        yield keys.article(decision.seen.article_id), pack(decision.seen)
    for incident in decision.incidents:
        yield keys.incident(incident.incident_id), pack(incident)
    for stored in decision.alerts:
        yield keys.alert(stored.alert.alert_id), pack(stored)


def _index(
    pairs: Sequence[tuple[StoredIncident, StoredIncident]], decision: Decision, at: _Numbers, keys: Keys, limits: Limits
) -> dict[str, list[tuple[int | str, ...]]]:
    old = {entry for before, after in pairs for entry in _entries(before, after, limits)}
    new = {entry for before, after in pairs for entry in _entries(after, before, limits)}
    swept_s = KEPT.total_seconds()
    changed = [(alert.alert_id, alert.updated_at.timestamp()) for alert in decision.revisions]
    return {
        "unindexed": [(at[keys.bucket(bucket)], member) for bucket, member, _ in sorted(old - new)],
        "indexed": [
            *(
                (at[keys.bucket(bucket)], member, str(end), str(end - swept_s))
                for bucket, member, end in sorted(new - old)
            ),
            *((at[keys.alerts()], alert_id, str(when), str(when - swept_s)) for alert_id, when in changed),
        ],
    }


def _entries(incident: StoredIncident, other: StoredIncident, limits: Limits) -> Iterator[Entry]:
    """Yield the entries of those records that the other state of the incident has not."""
    same = {record.key: record for record in other.records}
    for record in incident.records:
        if same.get(record.key) != record:
            member, score = member_of(incident.incident_id, record), score_of(record, limits)
            for bucket in buckets_of(record, limits):
                yield bucket, member, score


def _outgoing(decision: Decision, at: _Numbers, keys: Keys, trace: str) -> dict[str, list[tuple[int | str, ...]]]:
    revisions, outbox, later = at[keys.revisions()], at[keys.outbox()], at[keys.later()]
    observed = {stored.alert.alert_id: stored.alert.revisions[-1].at for stored in decision.alerts}
    now = [told for told in decision.notices if told.due_at <= observed[told.alert_id]]
    then = [told for told in decision.notices if told not in now]
    return {
        "revisions": [
            (revisions, one.alert_id, str(one.rev), trace, at.blob(to_json(one))) for one in decision.revisions
        ],
        "notices": [(outbox, told.alert_id, str(told.rev), told.channel) for told in now],
        "later": [(later, f"{told.alert_id}|{told.channel}", str(told.due_at.timestamp())) for told in then],
    }
