"""Alerts and incidents from Redis, page by page, the one that changed last first.

A cursor is a position in that order and not a number, so that nothing is told twice while new alerts come in; an alert
that changes meanwhile moves to the front, where the stream has it.
"""

import base64
import binascii
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from wirewatch.alerts import Alert
from wirewatch.errors import WirewatchError
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.state import StoredAlert, StoredIncident
from wirewatch_alerts.store import transient
from wirewatch_console.answers import AlertRef, IncidentView
from wirewatch_console.wanted import Wanted

T = TypeVar("T", StoredAlert, StoredIncident)
MOST_LOOKED_AT = 2000
"""So many alerts are looked at for one page; a filter that few pass gives short pages."""
_BATCH = 100


class CursorError(WirewatchError):
    """A cursor that is none of ours."""


class Position(Struct, frozen=True, kw_only=True, array_like=True, order=True):
    """An alert's position in the order: the time of its newest revision (Unix seconds), then its id."""

    score: float
    alert_id: str

    def cursor(self) -> str:
        """Return the position as text that stands in an address."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).rstrip(b"=").decode()


def read_cursor(text: str) -> Position:
    """Read what `Position.cursor` wrote; raises `CursorError`."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Position)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise CursorError("take the cursor from `next` of a page") from error


class Page(Struct, frozen=True, kw_only=True):
    """Some alerts and where the next page begins, None at the end."""

    alerts: tuple[Alert, ...]
    following: Position | None = None


class Pages(Struct, frozen=True, kw_only=True):
    """Reads the alerts of one namespace; `redis` answers in bytes. Raises `TransientError` while Redis is away."""

    redis: Any
    keys: Keys

    async def alert(self, alert_id: str) -> Alert | None:
        """Return an alert at its newest revision, or None."""
        stored = await self._stored([self.keys.alert(alert_id)], StoredAlert)
        return stored[0].alert if stored[0] else None

    async def page(self, wanted: Wanted, *, limit: int, after: Position | None) -> Page:
        """Return the next alerts that are wanted, `limit` at most."""
        kept: list[Alert] = []
        for _ in range(0, MOST_LOOKED_AT, _BATCH):
            positions = await self._positions(wanted, after)
            stored = await self._stored([self.keys.alert(one.alert_id) for one in positions], StoredAlert)
            for position, found in zip(positions, stored, strict=True):
                after = position
                if found and wanted.holds(found.alert):
                    kept.append(found.alert)
                if len(kept) == limit:
                    return Page(alerts=tuple(kept), following=after)
            if len(positions) < _BATCH:
                return Page(alerts=tuple(kept))
        return Page(alerts=tuple(kept), following=after)

    async def incidents(self, alerts: Sequence[Alert]) -> tuple[IncidentView, ...]:
        """Return the incidents of some alerts, each beside the alert on it that changed last and nowhere else."""
        stored = await self._stored([self.keys.incident(one.incident.incident_id) for one in alerts], StoredIncident)
        ids = [one.alerts if one else () for one in stored]
        found = {one.alert_id: one for one in await self._alerts(sorted({name for names in ids for name in names}))}
        views = (
            _view_of([found[one] for one in names if one in found] or [alert])
            for names, alert in zip(ids, alerts, strict=True)
        )
        return tuple(
            view for view, alert in zip(views, alerts, strict=True) if view.alerts[0].alert_id == alert.alert_id
        )

    async def incident(self, incident_id: str) -> IncidentView | None:
        """Return an incident that raised an alert, or None."""
        (stored,) = await self._stored([self.keys.incident(incident_id)], StoredIncident)
        found = await self._alerts(stored.alerts if stored else ())
        return _view_of(found) if found else None

    async def _alerts(self, ids: Sequence[str]) -> tuple[Alert, ...]:
        stored = await self._stored([self.keys.alert(one) for one in ids], StoredAlert)
        return tuple(one.alert for one in stored if one)

    async def _positions(self, wanted: Wanted, after: Position | None) -> list[Position]:
        """Return the next positions, `_BATCH` at most; fewer at the end alone."""
        found: list[Position] = []
        start = 0
        most = after.score if after else "+inf"
        least = wanted.since.timestamp() if wanted.since else "-inf"
        while len(found) < _BATCH:
            batch = await _answer(
                self.redis.zrevrangebyscore(self.keys.alerts(), most, least, start=start, num=_BATCH, withscores=True)
            )
            positions = [Position(score=score, alert_id=name.decode()) for name, score in batch]
            found += [one for one in positions if after is None or one < after]
            start += len(batch)
            if len(batch) < _BATCH:
                break
        return found[:_BATCH]

    async def _stored(self, names: Sequence[str], kind: type[T]) -> list[T | None]:
        values = await _answer(self.redis.mget(names)) if names else []
        return [unpack(value, kind) if value else None for value in values]


def _view_of(alerts: Sequence[Alert]) -> IncidentView:
    newest, *_ = ordered = sorted(alerts, key=lambda one: (one.updated_at, one.alert_id), reverse=True)
    refs = tuple(
        AlertRef(alert_id=one.alert_id, rule=one.rule, severity=one.severity, state=one.state, rev=one.rev)
        for one in ordered
    )
    return IncidentView(incident=newest.incident, updated_at=newest.updated_at, exercise=newest.exercise, alerts=refs)


async def _answer(asked: Awaitable[Any]) -> Any:
    async with transient():
        return await asked
