"""From enriched articles on Kafka to alerts on Kafka, through the alerter and the dispatcher as processes."""

import asyncio

from alert_articles import article
from conftest import StartService
from on_topics import publish, published
from processes import wait_until
from wirewatch.incidents import Status
from wirewatch.settings import Settings

BOUND_S = 40.0


def test_articles_on_one_incident_give_one_alert(settings: Settings, start_service: StartService) -> None:
    """Three articles on one event come out as three revisions of one alert, in order."""
    start_service("alert")
    start_service("dispatch")
    story = [article("a"), article("b", hours=1), article("c", hours=2, status=Status.CONFIRMED, injured=2)]
    asyncio.run(publish(settings, *story))
    wait_until(lambda: len(published(settings)) >= 3, bound_s=BOUND_S)
    found = published(settings)
    assert [(alert.alert_id, alert.rev) for alert in found] == [(found[0].alert_id, rev) for rev in (1, 2, 3)]
