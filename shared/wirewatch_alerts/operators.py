"""What people's actions make of alerts: actions and alerts in, who acknowledged or retracted, what is muted out. Pure.

An action on an alert names the sightings that the incident had when it was done, and counts for whatever incident holds
most of them now: it survives merges, edits and new sightings, and the order in which all that arrived.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wirewatch.actions import ActionKind, Matcher, OperatorAction
from wirewatch.alerts import Alert, Severity
from wirewatch.errors import SettingsError
from wirewatch.vocabulary import IncidentType, Status
from wirewatch_alerts.records import Record

MOST_ANCHORS = 50
MATCHED_FIELDS = ("alert", "rule", "severity", "type", "status", "country", "place", "target", "source", "incident")

_WORDS: Mapping[str, Iterable[str]] = {"severity": Severity, "type": IncidentType, "status": Status}
"""Fields whose values are a closed list: another would match nothing, and silence nothing."""

_CODE = re.compile("[A-Za-z]{2}")

FOLLOWED_FIELDS = frozenset({"alert", "incident"})
"""A silence on one of these follows its sightings into another incident."""


class Word(Struct, frozen=True, kw_only=True):
    """What people said of an alert in the end."""

    acknowledged_by: str | None = None
    retracted_by: str | None = None


NOTHING_SAID = Word()


def shared_out(
    actions: Iterable[OperatorAction], parts: Sequence[Sequence[Record]]
) -> tuple[tuple[OperatorAction, ...], ...]:
    """Return which of some actions belong to each of some incidents' records; of equals the first incident gets it."""
    held = [{record.id for record in part} for part in parts]
    owned: list[dict[str, OperatorAction]] = [{} for _ in parts]
    for action in actions:
        counts = [len(ids.intersection(action.sightings)) for ids in held]
        if counts and max(counts) > 0:
            owned[counts.index(max(counts))][action.action_id] = action
    return tuple(tuple(sorted(one.values(), key=_order)) for one in owned)


def word_on(rule: str, actions: Iterable[OperatorAction]) -> Word:
    """Return what people said of a rule's alert on an incident: the last word of each kind counts."""
    acknowledged = retracted = None
    for action in sorted(actions, key=_order):
        if action.rule != rule:
            continue
        if action.kind in {ActionKind.ACK, ActionKind.UNACK}:
            acknowledged = action.who if action.kind is ActionKind.ACK else None
        elif action.kind is ActionKind.RETRACT:
            retracted = retracted or action.who
    return Word(acknowledged_by=acknowledged, retracted_by=retracted)


def silence_of(alert: Alert, silences: Iterable[OperatorAction], *, at: datetime) -> OperatorAction | None:
    """Return the silence that mutes an alert at a time, the one that lasts longest, or None."""
    held = [one for one in silences if in_force(one, at) and all(_meant(alert, told, one) for told in one.matchers)]
    return max(held, key=lambda one: (one.until or at, one.action_id), default=None)


def in_force(silence: OperatorAction, at: datetime) -> bool:
    """Tell whether a silence counts at a time."""
    return silence.at <= at and (silence.until is None or at < silence.until)


def matches(alert: Alert, matcher: Matcher) -> bool:
    """Tell whether an alert has the value that a matcher asks for."""
    wanted = matcher.value.casefold()
    return any(value.casefold() == wanted for value in _values(alert, matcher.field))


def _meant(alert: Alert, matcher: Matcher, silence: OperatorAction) -> bool:
    """Tell whether a matcher means an alert: it has the value, or took over the alert or incident that had it."""
    if matches(alert, matcher):
        return True
    if matcher.field not in FOLLOWED_FIELDS or silence.rule not in {None, alert.rule}:
        return False
    held = len(set(silence.sightings).intersection(alert.incident.sightings))
    return 0 < len(silence.sightings) <= 2 * held


def read_matcher(text: str) -> Matcher:
    """Read a matcher such as `country=IQ`; raises `SettingsError` saying which fields, or values, there are."""
    field, _, value = (part.strip() for part in text.partition("="))
    if field not in MATCHED_FIELDS:
        near = _nearest(field, MATCHED_FIELDS)
        raise SettingsError(f"{text!r} is no matcher{near}; write FIELD=VALUE with one of {', '.join(MATCHED_FIELDS)}")
    if not value:
        raise SettingsError(f"{text!r} has no value; write {field}=VALUE")
    known = tuple(_WORDS.get(field, ()))
    if known and value.casefold() not in known:
        raise SettingsError(f"there is no {field} {value!r}{_nearest(value, known)}; there are {', '.join(known)}")
    if field == "country" and not _CODE.fullmatch(value):
        raise SettingsError(f"country {value!r} should be two letters (ISO 3166-1), such as IQ")
    return Matcher(field=field, value=value)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word.casefold(), known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def anchors(records: Iterable[Record]) -> tuple[str, ...]:
    """Return the sightings that an action on an incident names: the first so many."""
    return tuple(record.id for record in records)[:MOST_ANCHORS]


def _order(action: OperatorAction) -> tuple[datetime, str]:
    return action.at, action.action_id


def _values(alert: Alert, field: str) -> tuple[str, ...]:
    incident = alert.incident
    place = incident.place
    values: dict[str, tuple[str | None, ...]] = {
        "alert": (alert.alert_id,),
        "rule": (alert.rule,),
        "severity": (alert.severity.value,),
        "type": (incident.type.value,),
        "status": (incident.status.value,),
        "country": (place.country if place else None,),
        "place": (place.name if place else None,),
        "target": tuple(one for target in incident.targets for one in (target.target.value, target.name)),
        "source": tuple(source.source for source in alert.sources),
        "incident": (incident.incident_id,),
    }
    return tuple(value for value in values[field] if value)
