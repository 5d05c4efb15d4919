"""HTTP for channels: a guarded session, one bounded POST, and what a status or a failure means for a notice."""

import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_network

import aiohttp
from msgspec import Struct

import wirewatch
from wirewatch.clock import Clock
from wirewatch.errors import SettingsError
from wirewatch.guard import REFUSED, guarded_sockets
from wirewatch_dispatcher.channels.base import Fate, Outcome

_MOST_BYTES = 64_000
_LONGEST_PAUSE_S = 86_400.0
_TRY_AGAIN = frozenset({401, 403, 404, 408, 409, 423, 425, 429})
"""Client errors that may pass: a server that is being set up, a lock, a limit. Others never will."""


class Reply(Struct, frozen=True, kw_only=True):
    """What a server answered; `body` is cut at 64 kB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@asynccontextmanager
async def open_session(*, allowed: Iterable[str], ca_file: str | None = None) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session to public addresses and allowed networks; it keeps no cookies and obeys no proxy variables."""
    try:
        networks = tuple(ip_network(one, strict=False) for one in allowed)
        context = ssl.create_default_context()
        if ca_file:
            context.load_verify_locations(cafile=ca_file)
    except (OSError, ValueError) as error:
        raise SettingsError(f"allow_networks or ca_file ({ca_file}) can't be used: {error}") from error
    connector = aiohttp.TCPConnector(socket_factory=guarded_sockets(networks), ssl=context, force_close=True)
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": f"wirewatch/{wirewatch.__version__}"},
    ) as session:
        yield session


async def post(
    session: aiohttp.ClientSession, url: str, *, body: bytes, headers: Mapping[str, str], timeout_s: float, whole: bool
) -> Reply | Outcome:
    """Post bytes; no redirect is followed; the answer's body is read only if the `whole` of it is wanted.

    A failure comes back as an outcome, which says whether the bytes may have come.
    """
    connecting = min(10.0, timeout_s)
    limits = aiohttp.ClientTimeout(total=timeout_s, sock_connect=connecting)
    try:
        async with session.post(url, data=body, headers=headers, timeout=limits, allow_redirects=False) as response:
            content = await _read(response) if whole else b""
            given = {name.lower(): value for name, value in response.headers.items()}
            return Reply(status=response.status, headers=given, body=content)
    except aiohttp.ClientConnectorError as error:
        if REFUSED in str(error.os_error):
            return Outcome(
                fate=Fate.NEVER, reason=f"{error.os_error}; `allow_networks` names networks that may be told"
            )
        return Outcome(fate=Fate.TRY_AGAIN, reason=_short(error.os_error))
    except TimeoutError as error:
        unsent = isinstance(error, aiohttp.ConnectionTimeoutError)
        return Outcome(fate=Fate.TRY_AGAIN, reason=f"no whole answer within {timeout_s:g} s", unknown=not unsent)
    except aiohttp.InvalidURL as error:
        return Outcome(fate=Fate.NEVER, reason=_short(error))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Outcome(fate=Fate.TRY_AGAIN, reason=_short(error), unknown=True)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    while len(content) < _MOST_BYTES and (chunk := await response.content.read(_MOST_BYTES - len(content))):
        content += chunk
    return bytes(content)


def judged(reply: Reply, *, now: datetime) -> Outcome:
    """Return what a status means: 2xx is delivered, 410 ends the channel, 3xx and passing errors are tried again."""
    if 200 <= reply.status < 300:
        return Outcome(fate=Fate.DELIVERED)
    reason = f"status {reply.status}"
    if reply.status == 410:
        return Outcome(fate=Fate.NEVER, reason=f"{reason}: gone", disable=True)
    if 400 <= reply.status < 500 and reply.status not in _TRY_AGAIN:
        return Outcome(fate=Fate.NEVER, reason=reason)
    return Outcome(fate=Fate.TRY_AGAIN, reason=reason, retry_after_s=retry_after_s(reply.headers, now=now))


def retry_after_s(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Return the pause that `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3); at most a day."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(float(said), _LONGEST_PAUSE_S)
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), _LONGEST_PAUSE_S)


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


class Poster(Struct, frozen=True, kw_only=True):
    """What a channel over HTTP posts with."""

    session: aiohttp.ClientSession
    clock: Clock
    timeout_s: float

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str], whole: bool = False) -> Reply | Outcome:
        """Post bytes within the time."""
        return await post(self.session, url, body=body, headers=headers, timeout_s=self.timeout_s, whole=whole)
