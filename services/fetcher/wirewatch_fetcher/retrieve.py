"""An address to an answer: conditional GET over guarded sockets, every wait and size bounded."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from urllib.parse import urljoin, urlsplit

import aiohttp
from msgspec import Struct
from msgspec.structs import replace

from wirewatch.guard import REFUSED, guarded_sockets
from wirewatch_fetcher.decompress import ACCEPT_ENCODING, BodyReader
from wirewatch_fetcher.errors import BodyTooLargeError, RedirectError, RefusedAddressError, RetrieveError
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.links import is_web_address

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WITH_BODY = frozenset({200, 203})
_CHUNK_BYTES = 65_536

Turn = Callable[[str], Awaitable[None]]
"""Waits until a host may be asked; raises `PostponedError` where that is too long."""


class Validators(Struct, frozen=True, kw_only=True):
    """What a server gave to recognise a body by (RFC 9110), verbatim: quotes and `W/` included, never invented."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Return the request headers that ask for what is newer."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


class Redirect(Struct, frozen=True, kw_only=True):
    """One hop on the way: the status, and where it led."""

    status: int
    url: str


class Answer(Struct, frozen=True, kw_only=True):
    """What a server said: `body` is decompressed and whole, None where the status brings none.

    `headers` have lower-case names; of repeated ones the values are joined with commas. `url` is where it came from.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes | None = None
    redirects: tuple[Redirect, ...] = ()
    elapsed_s: float = 0.0

    @property
    def validators(self) -> Validators:
        """Return the validators of this answer; a missing header is None."""
        return Validators(etag=self.headers.get("etag"), last_modified=self.headers.get("last-modified"))


@asynccontextmanager
async def open_session(options: FetcherSettings) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session that keeps no cookies, obeys no proxy variables and connects to public addresses only."""
    connector = aiohttp.TCPConnector(
        limit=options.polls * 2,
        limit_per_host=options.host_connections,
        socket_factory=guarded_sockets(options.networks),
        ttl_dns_cache=60,
    )
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={"User-Agent": options.user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING},
        timeout=aiohttp.ClientTimeout(total=None),
    ) as session:
        yield session


async def retrieve(
    session: aiohttp.ClientSession,
    url: str,
    *,
    options: FetcherSettings,
    validators: Validators | None = None,
    headers: Iterable[tuple[str, str]] = (),
    turn: Turn | None = None,
) -> Answer:
    """Ask for a feed, following redirects; whatever the status, an answer comes back.

    `headers` are a feed's own: they may be secret, and are sent to no other origin than the first. `turn` is waited for
    where a redirect leads to another host.
    Raises `RetrieveError`, or the kind of it that says why, where there is no answer or its body cannot be had.
    """
    started = monotonic()
    try:
        async with asyncio.timeout(options.timeout_s):
            request = _Request(url=url, conditions=(validators or Validators()).headers, own=dict(headers), turn=turn)
            answer = await _follow(session, request, options)
    except TimeoutError as error:
        raise RetrieveError(f"{url}: no whole answer within {options.timeout_s:g} s") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _told(url, error) from error
    except RetrieveError as error:
        raise type(error)(f"{url}: {error}") from error
    return replace(answer, elapsed_s=monotonic() - started)


class _Request(Struct, frozen=True, kw_only=True):
    """What is asked: conditions go to every hop, the feed's own headers only to where the first went."""

    url: str
    conditions: dict[str, str]
    own: dict[str, str]
    turn: Turn | None = None

    def headers_for(self, url: str) -> dict[str, str]:
        """Return the request headers for one hop."""
        return {**self.own, **self.conditions} if is_same_site(self.url, url) else self.conditions


def host_of(url: str) -> str:
    """Return the host, with its port where one is given, that a request to this address is counted for."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def is_same_site(first: str, second: str) -> bool:
    """Return whether a secret for the first address may go to the second: same host and port, never less secure."""
    here, there = urlsplit(first), urlsplit(second)
    weaker = here.scheme == "https" and there.scheme != "https"
    return (here.hostname, here.port) == (there.hostname, there.port) and not weaker


async def _follow(session: aiohttp.ClientSession, request: _Request, options: FetcherSettings) -> Answer:
    redirects: list[Redirect] = []
    url = request.url
    while True:
        answer = await _ask(session, url, options, request.headers_for(url))
        if answer.status not in _REDIRECTS:
            return replace(answer, redirects=tuple(redirects))
        before, url = url, _next_url(url, answer)
        redirects.append(Redirect(status=answer.status, url=url))
        if len(redirects) > options.max_redirects:
            raise RedirectError(f"more than {options.max_redirects} redirects, the last to {url}")
        if request.turn is not None and host_of(url) != host_of(before):
            await request.turn(host_of(url))


async def _ask(session: aiohttp.ClientSession, url: str, options: FetcherSettings, headers: dict[str, str]) -> Answer:
    if not is_web_address(url):
        raise RefusedAddressError(f"{url[:200]!r} is no http(s) address")
    async with session.get(url, headers=headers, allow_redirects=False) as response:
        given = {name.lower(): ", ".join(response.headers.getall(name)) for name in response.headers}
        body = await _read(response, options) if response.status in _WITH_BODY else None
        return Answer(url=url, status=response.status, headers=given, body=body)


async def _read(response: aiohttp.ClientResponse, options: FetcherSettings) -> bytes:
    cap_bytes = options.max_body_bytes
    if (response.content_length or 0) > cap_bytes:
        raise BodyTooLargeError(f"the body is {response.content_length:,} bytes, more than {cap_bytes:,}")
    reader = BodyReader(encoding=response.headers.get("Content-Encoding"), cap_bytes=cap_bytes)
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        reader.feed(chunk)
    return reader.finish()


def _next_url(url: str, answer: Answer) -> str:
    location = answer.headers.get("location", "").strip()
    if not location:
        raise RedirectError(f"status {answer.status} without a Location")
    return urljoin(url, location)


def _told(url: str, error: Exception) -> RetrieveError:
    """Return a failure in our words; aiohttp wraps the reason why a socket was not made."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if REFUSED in str(cause):
        return RefusedAddressError(f"{url}: {cause}; WIREWATCH_FETCHER_ALLOW_NETWORKS names networks that may be asked")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return RetrieveError(f"{url}: its host has no address: {cause}")
    return RetrieveError(f"{url}: {type(error).__name__}: {error}")
