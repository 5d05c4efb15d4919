"""Redis: one way to make a client, and one way to name a key. Settings go in, clients and key names come out."""

from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

from wirewatch.settings import Settings

TIMEOUT_S = 5.0
"""How long a command may take; a blocking read needs a client with more (`block_s`)."""


def connect(settings: Settings, *, block_s: float = 0.0) -> Redis:
    """Return a client that answers in bytes; close it with `async with` or `aclose`.

    The protocol is pinned and every wait is bounded: a command fails with redis' `TimeoutError` or `ConnectionError`
    after one quick second try. A stalled server may have run a command that failed so: every write must be idempotent.

    Args:
        settings: `redis` is the address; what it says of user and password counts.
        block_s: the longest that a blocking read (`XREAD BLOCK`) of this client waits, in seconds.
    """
    return Redis.from_url(
        settings.redis,
        protocol=2,
        socket_timeout=TIMEOUT_S + block_s,
        socket_connect_timeout=TIMEOUT_S,
        health_check_interval=15,
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.05), 1),
        **_entry(settings),
    )


async def delete_all(settings: Settings) -> int:
    """Delete every key of the settings' namespace, and return how many there were."""
    deleted = 0
    async with connect(settings) as client:
        async for name in client.scan_iter(match=key(settings, "*"), count=1000):
            deleted += int(await client.unlink(name))
    return deleted


def _entry(settings: Settings) -> dict[str, Any]:
    """Return what a client shows and asks for at the door; certificates are always checked."""
    secret = settings.redis_password
    given: dict[str, str | None] = {
        "username": settings.redis_user,
        "password": secret.get_secret_value() if secret else None,
    }
    if settings.redis.startswith("rediss://"):
        given |= {"ssl_cert_reqs": "required", "ssl_ca_certs": str(settings.redis_ca) if settings.redis_ca else None}
    return {name: value for name, value in given.items() if value is not None}


def key(settings: Settings, *parts: str) -> str:
    """Return a key's name, such as `{wirewatch}:alert:17`: the hash tag keeps a namespace in one slot of a cluster."""
    return ":".join(("{" + settings.namespace + "}", *parts))


def text(value: bytes | str) -> str:
    """Return an answer of Redis as text: redis-py's types don't say that a client of `connect` gives bytes."""
    return value if isinstance(value, str) else value.decode()
