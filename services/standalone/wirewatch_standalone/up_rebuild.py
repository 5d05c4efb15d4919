"""What `wirewatch up --rebuild` does between the servers and the services: an empty Redis gets its state from Kafka."""

import asyncio

from wirewatch.settings import Settings
from wirewatch_alerter.desk import rebuild_from_kafka
from wirewatch_alerts.rules import load_rules
from wirewatch_standalone.up_logs import LogBook


def rebuild(here: Settings, logs: LogBook) -> None:
    """Rebuild, and say what came of it; raises `WirewatchError` where Redis has state. Nobody is told of anything."""
    done = asyncio.run(rebuild_from_kafka(here, load_rules(here.rules)))
    logs.say(f"rebuilt {done.alerts} alerts from {done.articles} articles and {done.actions} actions of people")
    if done.differing:
        logs.say(f"{len(done.differing)} of them differ from what was published: the rules have changed since")
