"""`wirewatch subscribe` on a real Kafka: conditions, forms, groups that go on where they were; CloudEvents headers."""

import asyncio
import json
import subprocess
from contextlib import aclosing
from typing import Any

import xmlschema

from conftest import ROOT
from dispatcher_office import alert_of
from on_topics import publish
from wirewatch import kafka
from wirewatch.alerts import Severity
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS
from wirewatch.wire import to_json
from wirewatch_alerts.keys import Keys
from wirewatch_dispatcher.relay import Relay
from wirewatch_dispatcher.subscription import Subscription, listen, read_where
from wirewatch_standalone.services import service_command, service_environment


async def heard(settings: Settings, wanted: Subscription) -> list[str]:
    """Return what a subscription yields until it ends, `alert:rev` each."""
    async with aclosing(listen(settings, wanted)) as alerts:
        return [f"{one.alert_id}:{one.rev}" async for one in alerts]


def subscribed(settings: Settings, *options: str) -> list[bytes]:
    """Return the lines that the command prints."""
    command = service_command("subscribe", "--from", "beginning", *options)
    done = subprocess.run(command, env=service_environment(settings, {}), capture_output=True, timeout=60, check=True)
    return done.stdout.splitlines()


def test_condition_leaves_out_the_others(settings: Settings) -> None:
    """Only alerts for which it holds come, and only they are counted."""

    async def go() -> list[str]:
        high = [alert_of(one, severity=Severity.HIGH if one % 3 == 0 else Severity.LOW) for one in range(1, 10)]
        await publish(settings, *high)
        where = read_where('alert.severity == "high"')
        return await heard(settings, Subscription(where=where, from_beginning=True, count=3))

    assert asyncio.run(go()) == ["alert-3:1", "alert-6:1", "alert-9:1"]


def test_group_goes_on_where_it_was(settings: Settings) -> None:
    """A second run under the same name begins after what the first one had; another name begins anew."""

    async def go() -> list[list[str]]:
        await publish(settings, *(alert_of(one) for one in range(1, 5)))
        first = Subscription(group="map", from_beginning=True, count=2)
        other = Subscription(group="desk", from_beginning=True, count=1)
        return [await heard(settings, one) for one in (first, first, other)]

    assert asyncio.run(go()) == [["alert-1:1", "alert-2:1"], ["alert-3:1", "alert-4:1"], ["alert-1:1"]]


def test_new_group_from_now_on_hears_what_comes_while_it_is_away(settings: Settings) -> None:
    """It notes where it began, so that nothing is lost between two runs, though the first one printed nothing."""

    async def go() -> list[str]:
        await publish(settings, alert_of(1))
        wanted = Subscription(group="later", count=1)
        async with aclosing(listen(settings, wanted)) as alerts:
            waiting = asyncio.ensure_future(anext(alerts))
            while not await kafka.committed(settings, "subscribe.later", ALERTS):  # noqa: ASYNC110  (it is the broker's)
                await asyncio.sleep(0.05)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await publish(settings, alert_of(2))
        return await heard(settings, wanted)

    assert asyncio.run(asyncio.wait_for(go(), 60)) == ["alert-2:1"]


def test_cap_is_a_valid_message_a_line(settings: Settings) -> None:
    """Each line is a document of its own, texts of several lines included; the second refers to the first."""
    asyncio.run(publish(settings, alert_of(1), alert_of(1, rev=2)))
    lines = subscribed(settings, "--format", "cap", "--count", "2")
    schema = xmlschema.XMLSchema(ROOT / "tests" / "schemas" / "cap-1.2.xsd")
    assert [schema.is_valid(line) for line in lines] == [True, True]
    assert b"<references>wirewatch,alert-1.1," in lines[1]


def test_geojson_is_a_feature_a_line(settings: Settings) -> None:
    """Each line is a feature."""
    asyncio.run(publish(settings, alert_of(1)))
    (line,) = subscribed(settings, "--format", "geojson", "--count", "1", "--group", "map")
    assert (json.loads(line)["type"], json.loads(line)["id"]) == ("Feature", "alert-1")


def test_what_the_relay_publishes_is_a_cloud_event(settings: Settings) -> None:
    """Binary mode of CloudEvents 1.0: attributes in `ce_` headers, the data alone in the value, the alert as key."""

    async def go() -> list[kafka.Record]:
        keys, alert = Keys(settings=settings), alert_of(1, rev=2)
        fields: dict[Any, Any] = {"alert": alert.alert_id, "rev": 2, "trace": "00-0-0-01", "value": to_json(alert)}
        async with connect(settings, block_s=1.0) as client, kafka.producer(settings) as producer:
            await client.xadd(keys.revisions(), fields)
            await Relay(redis=client, producer=producer, settings=settings).step()
        return await kafka.read_records(settings, ALERTS)

    (record,) = asyncio.run(go())
    headers = dict(record.headers)
    told = {name: headers[name] for name in ("ce_specversion", "ce_id", "ce_type", "content-type")}
    assert told == {
        "ce_specversion": b"1.0",
        "ce_id": b"alert-1:2",
        "ce_type": b"wirewatch.alert",
        "content-type": b"application/json",
    }
    assert (record.key, json.loads(record.value)["alert_id"], "ce_source" in headers) == (b"alert-1", "alert-1", True)
