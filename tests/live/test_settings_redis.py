"""A real Redis that asks for a user and a password, behind TLS: the client enters it by the settings."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as NoConnection

from settings_servers import PASSWORD, USER, Certificates, make_certificates, tls_door
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_standalone.children import stop
from wirewatch_standalone.redis_server import await_redis, start_redis

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a Redis with a password for the default user, and with a user of its own."""
    folder = tmp_path_factory.mktemp("redis")
    redis = start_redis(folder, data=folder / "data", env=os.environ)
    try:
        await_redis(redis)
        with Redis(port=redis.port) as client:
            client.acl_setuser(USER, enabled=True, passwords=f"+{PASSWORD}", keys="*", commands=["+@all"])
            client.config_set("requirepass", PASSWORD)
        yield redis.port
    finally:
        stop(redis.child)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A signer, and the server's certificate."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def tls_port(port: int, certificates: Certificates) -> Iterator[int]:
    """The same Redis behind TLS."""
    with tls_door(port, certificates) as ours:
        yield ours


async def ping(**values: Any) -> bool:
    """Say whether Redis lets us in."""
    async with connect(Settings(**values)) as client:
        return bool(await client.ping())


@pytest.mark.parametrize("user", [None, USER])
async def test_password_opens(port: int, user: str | None) -> None:
    """A password alone is the default user's; a user has his own."""
    assert await ping(redis=f"redis://127.0.0.1:{port}/0", redis_user=user, redis_password=PASSWORD)


async def test_password_in_the_address_counts(port: int) -> None:
    """What the address says goes before the settings."""
    with pytest.raises(AuthenticationError):
        await ping(redis=f"redis://{USER}:wrong@127.0.0.1:{port}/0", redis_password=PASSWORD)


async def test_tls_with_the_right_signer(tls_port: int, certificates: Certificates) -> None:
    """With `rediss://` and the signer's file a user comes in through TLS."""
    address = f"rediss://127.0.0.1:{tls_port}/0"
    assert await ping(redis=address, redis_ca=certificates.ca, redis_user=USER, redis_password=PASSWORD)


async def test_tls_refuses_another_signer(tls_port: int) -> None:
    """A certificate that the machine does not trust is refused."""
    with pytest.raises(NoConnection, match="CERTIFICATE_VERIFY_FAILED"):
        await ping(redis=f"rediss://127.0.0.1:{tls_port}/0", redis_password=PASSWORD)


async def test_tls_refuses_another_host(tls_port: int, certificates: Certificates) -> None:
    """The certificate must be the host's: it is for 127.0.0.1, not for `localhost`."""
    with pytest.raises(NoConnection, match="Hostname mismatch"):
        await ping(redis=f"rediss://localhost:{tls_port}/0", redis_ca=certificates.ca, redis_password=PASSWORD)
