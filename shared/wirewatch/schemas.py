"""JSON Schemas of what is on topics and in webhooks, and the AsyncAPI document: our types in, documents out. Pure."""

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from wirewatch.actions import OperatorAction
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch.deliveries import Delivery
from wirewatch.notices import FeedNotice
from wirewatch.rejected import Rejected
from wirewatch.topics import (
    ALERTS,
    ARTICLES_ENRICHED,
    ARTICLES_RAW,
    ARTICLES_REJECTED,
    DELIVERIES,
    FEEDS_NOTICES,
    OPERATOR_ACTIONS,
    Topic,
)
from wirewatch.webhooks import WebhookMessage
from wirewatch.wire import SCHEMA_VERSION, TRACE_HEADER, VERSION_HEADER, Payload, kind_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BINDING = "0.5.0"
_ASYNCAPI_REF = "#/components/schemas/{name}"


class Published(Struct, frozen=True, kw_only=True):
    """What a topic holds: the type of its messages, and what one is in a sentence."""

    topic: Topic
    type: type[Payload]
    meaning: str

    @property
    def name(self) -> str:
        """The type's name as documents have it, such as `raw-article`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.type.__name__).lower()


PUBLISHED = (
    Published(topic=ARTICLES_RAW, type=RawArticle, meaning="An article as its feed gave it."),
    Published(topic=ARTICLES_ENRICHED, type=EnrichedArticle, meaning="An article with the incidents that it reports."),
    Published(topic=ALERTS, type=Alert, meaning="A revision of an alert; of several the highest `rev` counts."),
    Published(topic=ARTICLES_REJECTED, type=Rejected, meaning="A message that could not be handled, and why."),
    Published(topic=OPERATOR_ACTIONS, type=OperatorAction, meaning="What a person did to an alert."),
    Published(topic=DELIVERIES, type=Delivery, meaning="What became of a try to tell a channel of an alert."),
    Published(topic=FEEDS_NOTICES, type=FeedNotice, meaning="News of the feeds themselves."),
)
"""Every topic and what it holds, in the order of the flow."""


def documents() -> dict[str, dict[str, Any]]:
    """Return all documents by the name of their file."""
    types: dict[str, type[Struct]] = {one.name: one.type for one in PUBLISHED} | {"webhook": WebhookMessage}
    return {f"{name}.schema.json": schema_of(name, one) for name, one in types.items()} | {"asyncapi.json": asyncapi()}


def schema_of(name: str, kind: type[Struct]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a type. Fields that it does not name should be ignored."""
    schema = tidied(msgspec.json.schema(kind))
    return {"$schema": DIALECT, "$id": f"urn:wirewatch:schema:{name}:{SCHEMA_VERSION}", **schema}


def asyncapi() -> dict[str, Any]:
    """Return the AsyncAPI 3.0 document of all topics."""
    _, schemas = msgspec.json.schema_components([one.type for one in PUBLISHED], ref_template=_ASYNCAPI_REF)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "wirewatch",
            "version": SCHEMA_VERSION,
            "description": "The Kafka topics of wirewatch: JSON with CloudEvents 1.0 headers (binary mode).",
            "license": {"name": "Apache 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {"host": "127.0.0.1:9092", "protocol": "kafka", "description": "What `wirewatch up` runs."}
        },
        "channels": {_channel_name(one): _channel(one) for one in PUBLISHED},
        "operations": {f"send-{_channel_name(one)}": _operation(one) for one in PUBLISHED},
        "components": {
            "messages": {one.name: _message(one) for one in PUBLISHED},
            "schemas": dict(sorted(tidied(schemas).items())),
        },
    }


def _channel_name(published: Published) -> str:
    return published.topic.name.replace(".", "-")


def _channel(published: Published) -> dict[str, Any]:
    topic = published.topic
    return {
        "address": f"{{namespace}}.{topic.name}",
        "description": published.meaning,
        "parameters": {"namespace": {"default": "wirewatch", "description": "The setting WIREWATCH_NAMESPACE."}},
        "messages": {published.name: {"$ref": f"#/components/messages/{published.name}"}},
        "bindings": {
            "kafka": {
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [topic.cleanup.value],
                    "retention.ms": topic.retention_ms,
                    "max.message.bytes": topic.max_message_bytes,
                },
                "bindingVersion": _BINDING,
            }
        },
    }


def _operation(published: Published) -> dict[str, Any]:
    channel = f"#/channels/{_channel_name(published)}"
    return {
        "action": "send",
        "summary": published.meaning,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{published.name}"}],
    }


def _message(published: Published) -> dict[str, Any]:
    return {
        "name": kind_of(published.type),
        "title": published.meaning,
        "contentType": "application/json",
        "headers": _headers(kind_of(published.type)),
        "payload": {"$ref": _ASYNCAPI_REF.format(name=published.type.__name__)},
        "bindings": {
            "kafka": {"key": {"type": "string", "description": published.topic.key}, "bindingVersion": _BINDING}
        },
    }


def _headers(kind: str) -> dict[str, Any]:
    """Return the schema of a message's headers: the attributes of CloudEvents, its schema's version, its trace."""
    fixed = {"ce_specversion": "1.0", "ce_type": kind, "ce_source": "/wirewatch", "content-type": "application/json"}
    told: Mapping[str, Any] = {
        "ce_id": {"type": "string", "description": "The same for repeats of the same event."},
        **{name: {"type": "string", "const": value} for name, value in fixed.items()},
        VERSION_HEADER: {"type": "string", "pattern": rf"^{SCHEMA_VERSION.split('.')[0]}\.\d+$"},
        TRACE_HEADER: {"type": "string", "description": "W3C trace context."},
    }
    return {"type": "object", "required": ["ce_id", *fixed, VERSION_HEADER], "properties": dict(sorted(told.items()))}


def tidied(schema: Any) -> Any:
    """Return a schema whose descriptions are not indented as in the code."""
    if isinstance(schema, Mapping):
        return {
            name: inspect.cleandoc(one) if name == "description" and isinstance(one, str) else tidied(one)
            for name, one in schema.items()
        }
    return [tidied(one) for one in schema] if isinstance(schema, Sequence) and not isinstance(schema, str) else schema
