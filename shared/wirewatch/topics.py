"""The topics, in the order of the flow: the only table of names, keys, partitions, retention and sizes."""

from enum import StrEnum

from msgspec import Struct

MAX_MESSAGE_BYTES = 2_000_000
MAX_REJECTED_BYTES = 4_000_000
_DAY_MS = 86_400_000


class Cleanup(StrEnum):
    """What the broker does with old records of a topic."""

    DELETE = "delete"
    COMPACT = "compact"


class Topic(Struct, frozen=True, kw_only=True):
    """One topic: `key` says what its records are keyed by, `retention_ms` how long they stay (-1: for ever)."""

    name: str
    key: str
    partitions: int
    retention_ms: int
    cleanup: Cleanup = Cleanup.DELETE
    max_message_bytes: int = MAX_MESSAGE_BYTES

    def in_namespace(self, namespace: str) -> str:
        """Return the topic's name on the broker, such as `wirewatch.articles.raw`."""
        return f"{namespace}.{self.name}"


ARTICLES_RAW = Topic(name="articles.raw", key="article_id", partitions=4, retention_ms=30 * _DAY_MS)
ARTICLES_ENRICHED = Topic(name="articles.enriched", key="article_id", partitions=1, retention_ms=90 * _DAY_MS)
ALERTS = Topic(name="alerts", key="alert_id", partitions=1, retention_ms=-1)
ARTICLES_REJECTED = Topic(
    name="articles.rejected",
    key="the rejected message's own",
    partitions=1,
    retention_ms=365 * _DAY_MS,
    max_message_bytes=MAX_REJECTED_BYTES,
)
OPERATOR_ACTIONS = Topic(
    name="operator.actions", key="action_id", partitions=1, retention_ms=-1, cleanup=Cleanup.COMPACT
)
DELIVERIES = Topic(name="deliveries", key="alert:rev:channel", partitions=1, retention_ms=90 * _DAY_MS)
FEEDS_NOTICES = Topic(name="feeds.notices", key="scope:name", partitions=1, retention_ms=365 * _DAY_MS)

TOPICS = (ARTICLES_RAW, ARTICLES_ENRICHED, ALERTS, ARTICLES_REJECTED, OPERATOR_ACTIONS, DELIVERIES, FEEDS_NOTICES)
