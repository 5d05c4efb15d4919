"""What people do to alerts: acknowledge, silence, retract, note. Each is one record on `operator.actions`, for ever."""

from enum import StrEnum

from msgspec import Struct

from wirewatch.incidents import Instant


class ActionKind(StrEnum):
    """What a person did."""

    ACK = "ack"
    UNACK = "unack"
    RETRACT = "retract"
    NOTE = "note"
    SILENCE = "silence"
    UNSILENCE = "unsilence"


class Matcher(Struct, frozen=True, kw_only=True):
    """What a silence is for: a field of an alert and the value that it must have, letter case aside."""

    field: str
    value: str


class OperatorAction(Struct, frozen=True, kw_only=True):
    """One thing that a person did.

    On an alert: `alert_id` is the one that the person saw, `rule` and `sightings` (`article#number`) say which it is;
    the action counts for the incident that holds most of them, so that it follows them into another incident. A silence
    has `matchers`, all of which must hold, and counts from `at` to `until`; if one names an alert or incident,
    `sightings` are the ids of those that this had, and `rule` is the alert's. An unsilence names it in `silence`.
    """

    action_id: str
    kind: ActionKind
    who: str
    at: Instant
    alert_id: str | None = None
    rule: str | None = None
    sightings: tuple[str, ...] = ()
    matchers: tuple[Matcher, ...] = ()
    until: Instant | None = None
    silence: str | None = None
    text: str | None = None
