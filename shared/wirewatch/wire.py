"""Bytes to types and back: the only place that knows how a type looks on the wire.

A message is JSON with CloudEvents 1.0 headers (binary mode), a schema version and W3C trace context. Fields that this
release does not know are ignored; a major version that it does not know is refused.
"""

import secrets
from collections.abc import Iterable
from typing import TypeVar

import msgspec
from msgspec import Struct

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch.deliveries import Delivery
from wirewatch.errors import MalformedError, UnknownVersionError
from wirewatch.notices import FeedNotice
from wirewatch.rejected import Rejected

Headers = tuple[tuple[str, bytes], ...]
Payload = RawArticle | EnrichedArticle | Alert | Rejected | OperatorAction | Delivery | FeedNotice
T = TypeVar("T", RawArticle, EnrichedArticle, Alert, Rejected, OperatorAction, Delivery, FeedNotice)

SCHEMA_VERSION = "1.0"
VERSION_HEADER = "ce_schemaversion"
TRACE_HEADER = "traceparent"

_KINDS: dict[type[Payload], str] = {
    RawArticle: "wirewatch.article.raw",
    EnrichedArticle: "wirewatch.article.enriched",
    Alert: "wirewatch.alert",
    Rejected: "wirewatch.article.rejected",
    Delivery: "wirewatch.delivery",
    OperatorAction: "wirewatch.operator.action",
    FeedNotice: "wirewatch.feed.notice",
}


class Message(Struct, frozen=True, kw_only=True):
    """What goes to a topic, or came from one."""

    key: bytes | None
    value: bytes
    headers: Headers = ()

    def header(self, name: str) -> str | None:
        """Return the first header of that name as text, or None."""
        return next((value.decode("utf-8", "replace") for key, value in self.headers if key == name), None)


def encode(payload: Payload, *, trace: str | None = None) -> Message:
    """Write a payload as a message; `trace` is the `traceparent` of what caused it, None starts a new trace."""
    key, event_id = _identity(payload)
    return Message(
        key=key.encode(),
        value=msgspec.json.encode(payload),
        headers=_headers(_KINDS[type(payload)], event_id, trace or new_trace()),
    )


def decode(kind: type[T], message: Message) -> T:
    """Read a message as one type.

    Raises `UnknownVersionError` for a major version this release does not know, `MalformedError` for anything that is
    not JSON of that type; the message names the field.
    """
    _check_version(message.header(VERSION_HEADER))
    try:
        return msgspec.json.decode(message.value, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedError(f"no {_KINDS[kind]}: {error}") from error


def to_json(payload: Struct) -> bytes:
    """Write any of our types as one line of JSON, as on the wire."""
    return msgspec.json.encode(payload)


def kind_of(payload: type[Payload]) -> str:
    """Return what the header `ce_type` says of a type's messages."""
    return _KINDS[payload]


def new_trace() -> str:
    """Return a fresh W3C `traceparent`."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def child_trace(parent: str | None) -> str:
    """Return a `traceparent` of the same trace with a span of its own; a malformed parent starts a new trace."""
    parts = (parent or "").split("-")
    if len(parts) != 4 or len(parts[1]) != 32:
        return new_trace()
    return f"{parts[0]}-{parts[1]}-{secrets.token_hex(8)}-{parts[3]}"


def with_child_trace(message: Message, parent: Message) -> Message:
    """Return a message whose `traceparent` continues the trace of the message that caused it."""
    trace = child_trace(parent.header(TRACE_HEADER))
    kept = tuple(pair for pair in message.headers if pair[0] != TRACE_HEADER)
    return msgspec.structs.replace(message, headers=(*kept, (TRACE_HEADER, trace.encode())))


def size_bytes(message: Message) -> int:
    """Return the most bytes that a message takes in a batch of its own on a topic, not compressed."""
    headers = sum(len(name.encode()) + len(value) + 10 for name, value in message.headers)
    return len(message.value) + len(message.key or b"") + headers + 100


def as_headers(pairs: Iterable[tuple[str, bytes]] | None) -> Headers:
    """Return what a Kafka client gives as headers in our form."""
    return tuple((key, bytes(value)) for key, value in pairs or ())


def _identity(payload: Payload) -> tuple[str, str]:
    match payload:
        case RawArticle() | EnrichedArticle():
            return payload.article_id, f"{payload.article_id}:{payload.revision}"
        case Alert():
            return payload.alert_id, f"{payload.alert_id}:{payload.rev}"
        case OperatorAction():
            return payload.action_id, payload.action_id
        case Delivery():
            return payload.key, f"{payload.key}:{payload.tries}"
        case FeedNotice():
            return payload.key, f"{payload.key}:{payload.kind.value}:{payload.since.isoformat()}"
        case Rejected():
            place = f"{payload.topic}:{payload.partition}:{payload.offset}"
            return payload.key.decode("utf-8", "replace") if payload.key else place, place


def _headers(kind: str, event_id: str, trace: str) -> Headers:
    return (
        ("ce_specversion", b"1.0"),
        ("ce_id", event_id.encode()),
        ("ce_source", b"/wirewatch"),
        ("ce_type", kind.encode()),
        ("content-type", b"application/json"),
        (VERSION_HEADER, SCHEMA_VERSION.encode()),
        (TRACE_HEADER, trace.encode()),
    )


def _check_version(version: str | None) -> None:
    if version is None:
        return
    if version.split(".", 1)[0] != SCHEMA_VERSION.split(".", 1)[0]:
        raise UnknownVersionError(f"schema version {version!r}; this release reads {SCHEMA_VERSION}")
