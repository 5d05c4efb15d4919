"""A console of a test's own: alerts written to Redis as the alerter's script does, and a `wirewatch serve` to ask."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from msgspec.structs import replace

from processes import wait_until
from wirewatch.alerts import Alert
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.wire import to_json
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.packing import pack
from wirewatch_alerts.state import StoredAlert, StoredIncident
from wirewatch_standalone.children import Child, start, stop
from wirewatch_standalone.ports import free_ports
from wirewatch_standalone.services import service_command, service_environment
from wirewatch_standalone.stack import Stack, run_environment

BOUND_S = 30.0
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def about(alert: Alert, incident_id: str) -> Alert:
    """Return an alert on an incident of that id."""
    return replace(alert, incident=replace(alert.incident, incident_id=incident_id))


async def write_to(redis: Any, settings: Settings, *alerts: Alert) -> list[str]:
    """Write new revisions of alerts; return their ids on the stream."""
    keys = Keys(settings=settings)
    on_it: dict[str, list[str]] = {}
    for one in alerts:
        on_it.setdefault(one.incident.incident_id, []).append(one.alert_id)
    async with redis.pipeline(transaction=True) as pipe:
        for incident_id, ids in on_it.items():
            pipe.set(keys.incident(incident_id), pack(StoredIncident(incident_id=incident_id, alerts=tuple(ids))))
        for one in alerts:
            pipe.set(keys.alert(one.alert_id), pack(StoredAlert(alert=one)))
            pipe.zadd(keys.alerts(), {one.alert_id: one.updated_at.timestamp()})
        for one in alerts:
            fields = {"alert": one.alert_id, "rev": one.rev, "trace": TRACE, "value": to_json(one)}
            pipe.xadd(keys.revisions(), fields)
        return [one.decode() for one in (await pipe.execute())[-len(alerts) :]]


def write(settings: Settings, *alerts: Alert) -> list[str]:
    """Write new revisions of alerts; return their ids on the stream."""

    async def go() -> list[str]:
        async with connect(settings) as redis:
            return await write_to(redis, settings, *alerts)

    return asyncio.run(go())


@contextmanager
def serving(stack: Stack, settings: Settings, **env: str) -> Iterator[httpx.Client]:
    """Run `wirewatch serve` for the length of the block, and give who asks it."""
    (port,) = free_ports(1)
    with started(stack, settings, WIREWATCH_SERVE_PORT=str(port), **env), asking(port) as client:
        wait_until(lambda: is_well(client), bound_s=BOUND_S)
        yield client


@contextmanager
def started(stack: Stack, settings: Settings, **env: str) -> Iterator[Child]:
    """Start `wirewatch serve`; it ends with the block."""
    environment = service_environment(settings, run_environment(stack.folder)) | env
    log = stack.folder / "logs" / f"{settings.namespace}-serve-{secrets.token_hex(2)}.log"
    child = start("serve", service_command("serve"), env=environment, log=log)
    try:
        yield child
    finally:
        stop(child, bound_s=10.0)


def asking(port: int) -> httpx.Client:
    """Return a client of this machine's port."""
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=BOUND_S, trust_env=False)


def is_well(client: httpx.Client) -> bool:
    """Tell whether it answers that it is well."""
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False
