"""From enriched articles on Kafka to alerts on Kafka, through the alerter and the dispatcher as processes."""

import asyncio
from collections.abc import Sequence

from alert_articles import article
from conftest import StartService
from processes import wait_until
from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Status
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_ENRICHED
from wirewatch.wire import decode, encode

BOUND_S = 40.0


async def publish(settings: Settings, articles: Sequence[EnrichedArticle]) -> None:
    topic = ARTICLES_ENRICHED.in_namespace(settings.namespace)
    async with kafka.producer(settings) as producer:
        for one in articles:
            message = encode(one)
            await producer.send_and_wait(topic, value=message.value, key=message.key, headers=list(message.headers))


def published(settings: Settings) -> list[Alert]:
    return [decode(Alert, message) for message in asyncio.run(kafka.read_all(settings, ALERTS))]


def test_articles_on_one_incident_give_one_alert(settings: Settings, start_service: StartService) -> None:
    """Three articles on one event come out as three revisions of one alert, in order."""
    start_service("alert")
    start_service("dispatch")
    story = [article("a"), article("b", hours=1), article("c", hours=2, status=Status.CONFIRMED, injured=2)]
    asyncio.run(publish(settings, story))
    wait_until(lambda: len(published(settings)) >= 3, bound_s=BOUND_S)
    found = published(settings)
    assert [(alert.alert_id, alert.rev) for alert in found] == [(found[0].alert_id, rev) for rev in (1, 2, 3)]
