"""What a webhook's receiver gets: one alert, or a digest of many."""

from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType

from wirewatch.alerts import Alert
from wirewatch.incidents import Instant


class WebhookType(StrEnum):
    """What a message tells: an alert for the first time, a later revision of one, or many alerts at once."""

    CREATED = "alert.created"
    UPDATED = "alert.updated"
    DIGEST = "alerts.digest"


class WebhookData(Struct, frozen=True, kw_only=True):
    """`alert`, or in a digest `alerts`. `exercise`: no real alarm; `possible_repeat`: it may have come before."""

    alert: Alert | UnsetType = UNSET
    alerts: tuple[Alert, ...] | UnsetType = UNSET
    exercise: bool
    possible_repeat: bool


class WebhookMessage(Struct, frozen=True, kw_only=True):
    """The body of a webhook; `timestamp` is when it was sent."""

    type: WebhookType
    timestamp: Instant
    data: WebhookData
