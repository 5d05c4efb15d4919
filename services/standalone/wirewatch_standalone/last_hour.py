"""What came through since a moment, read from the topics' own offsets and time stamps."""

from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec import Struct

from wirewatch import kafka
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_ENRICHED, ARTICLES_RAW, Topic

_POLL_MS = 500


class LastHour(Struct, frozen=True, kw_only=True):
    """How many articles were fetched and read, and how many alerts were raised or revised, and how often."""

    articles: int
    enriched: int
    alerts: int
    revisions: int


async def last_hour(settings: Settings, *, since: datetime) -> LastHour:
    """Count what went into the topics since a moment; articles by offsets, without reading them."""
    alerts, revisions = await _alerts(settings, since)
    return LastHour(
        articles=await _count(settings, ARTICLES_RAW, since),
        enriched=await _count(settings, ARTICLES_ENRICHED, since),
        alerts=alerts,
        revisions=revisions,
    )


async def _count(settings: Settings, topic: Topic, since: datetime) -> int:
    async with kafka.consumer(settings, topic) as client:
        starts, ends = await _span(client, since)
    return sum(ends[place] - start for place, start in starts.items())


async def _alerts(settings: Settings, since: datetime) -> tuple[int, int]:
    ids: set[bytes | None] = set()
    revisions = 0
    async with kafka.consumer(settings, ALERTS) as client:
        starts, ends = await _span(client, since)
        for place, start in starts.items():
            client.seek(place, start)
        while [place for place, end in ends.items() if await client.position(place) < end]:
            for records in (await client.getmany(timeout_ms=_POLL_MS)).values():
                revisions += len(records)
                ids |= {record.key for record in records}
    return len(ids), revisions


async def _span(
    client: AIOKafkaConsumer, since: datetime
) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    """Return each partition's first offset from a moment on (its end where there is none), and its end."""
    ends = await client.end_offsets(client.assignment())
    asked = dict.fromkeys(ends, int(since.timestamp() * 1000))
    found = await client.offsets_for_times(asked) if asked else {}
    return {place: at.offset if (at := found.get(place)) else end for place, end in ends.items()}, ends
