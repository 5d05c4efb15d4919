"""The seed through every service, on a real Kafka and Redis: the golden alert, once, whatever happens on the way."""

import asyncio
import signal
from pathlib import Path

from conftest import StartService
from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, ARTICLES_RAW
from wirewatch.wire import Message, decode
from wirewatch_standalone import replay
from wirewatch_standalone.archive import Archive, read_archive
from wirewatch_standalone.children import Child
from wirewatch_standalone.golden import differences, golden_files, read_golden

SEED = Path(__file__).parents[2] / "seeds" / "articles"


async def send(settings: Settings, archive: Archive) -> replay.Seen:
    """Publish an archive, wait until everything is settled, and return what came out."""
    await replay.feed(settings, archive, replay.Pace(), lambda _: None)
    await replay.wait(settings, lambda: None, lambda _: None)
    return await replay.outcome_of(settings)


def run_all(settings: Settings, start_service: StartService) -> tuple[Settings, list[Child]]:
    """Start the three services that a replay needs."""
    settings = replay.replay_settings(settings, rules=None)
    env = {"WIREWATCH_COMMIT_INTERVAL_S": str(settings.commit_interval_s)}
    return settings, [start_service(name, env=env) for name in replay.SERVICES]


def test_the_seed_gives_the_golden_alert_once(settings: Settings, start_service: StartService) -> None:
    """Sent twice through all services, the seed gives one alert, byte-equal to the golden record each time."""
    settings, _ = run_all(settings, start_service)
    archive, golden = read_archive(SEED), read_golden(golden_files(SEED))
    once = asyncio.run(send(settings, archive))
    twice = asyncio.run(send(settings, archive))
    assert differences(golden, replay.final_records(once.alerts)) == ()
    assert replay.final_records(twice.alerts) == replay.final_records(once.alerts)
    assert (len(golden), twice.rejected) == (1, ())


def test_an_alert_carries_its_articles_trace(settings: Settings, start_service: StartService) -> None:
    """The trace that began with the raw article is that of the alert that it became."""
    settings, _ = run_all(settings, start_service)
    asyncio.run(send(settings, read_archive(SEED)))
    (alert,) = asyncio.run(kafka.read_all(settings, ALERTS))
    (raw,) = asyncio.run(kafka.read_all(settings, ARTICLES_RAW))
    assert trace_id(alert) == trace_id(raw)
    assert decode(Alert, alert).exercise


def test_services_killed_in_the_middle_lose_nothing(settings: Settings, start_service: StartService) -> None:
    """With every service killed once it had begun, and started again, the seed still gives its golden alert."""
    settings, children = run_all(settings, start_service)
    archive, golden = read_archive(SEED), read_golden(golden_files(SEED))
    asyncio.run(replay.feed(settings, archive, replay.Pace(), lambda _: None))
    for child in children:
        child.signal(signal.SIGKILL)
    run_all(settings, start_service)
    seen = asyncio.run(send(settings, archive))
    assert differences(golden, replay.final_records(seen.alerts)) == ()


def trace_id(message: Message) -> str:
    """Return the trace's id of a message."""
    return (message.header("traceparent") or "").split("-")[1]
