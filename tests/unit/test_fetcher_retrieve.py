"""Retrieval from servers that behave badly: bounded, guarded, and every failure says its name."""

import asyncio
import gzip
import zlib
from datetime import timedelta

import brotli
import pytest
from aiohttp import web
from backports import zstd

from fetcher_site import OPTIONS, Reply, Site, item, reading, rss
from wirewatch.guard import may_connect
from wirewatch_fetcher.errors import (
    BodyTooLargeError,
    BrokenBodyError,
    RedirectError,
    RefusedAddressError,
    RetrieveError,
)
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.retrieve import Answer, open_session, retrieve

BODY = rss(item("a"))
SMALL = OPTIONS.model_copy(update={"max_body_bytes": 100_000, "timeout_s": 1.0})


async def get(url: str, options: FetcherSettings = SMALL) -> Answer:
    async with open_session(options) as session:
        return await retrieve(session, url, options=options)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BODY)),
        ("gzip", gzip.compress(BODY[:50]) + gzip.compress(BODY[50:])),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY, wbits=-15)),
        ("br", brotli.compress(BODY)),
        ("zstd", zstd.compress(BODY)),
        ("gzip", BODY),
        ("utf-8", BODY),
    ],
)
async def test_a_compressed_body_is_unpacked(site: Site, encoding: str, packed: bytes) -> None:
    """Every encoding that we ask for is read, and so is a body that is not what its header says."""
    site.replies["/feed"] = Reply(body=packed, headers={"Content-Encoding": encoding})
    assert (await get(site.url("/feed"))).body == BODY


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(50_000_000))),
        ("br", brotli.compress(bytes(50_000_000), quality=1)),
        ("zstd", zstd.compress(bytes(50_000_000))),
    ],
)
async def test_a_bomb_over_the_cap_is_an_error(site: Site, encoding: str, bomb: bytes) -> None:
    """The cap counts decompressed bytes, and what is over it is never cut and parsed."""
    site.replies["/feed"] = Reply(body=bomb, headers={"Content-Encoding": encoding})
    with pytest.raises(BodyTooLargeError, match="100,000 bytes"):
        await get(site.url("/feed"))


async def test_a_truncated_compressed_body_is_an_error(site: Site) -> None:
    """A gzip stream without its end is no body."""
    site.replies["/feed"] = Reply(body=gzip.compress(BODY)[:-9], headers={"Content-Encoding": "gzip"})
    with pytest.raises(BrokenBodyError, match="breaks off"):
        await get(site.url("/feed"))


async def test_an_endless_body_ends_at_the_cap(site: Site) -> None:
    """A server that never stops sending is left."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(50_000))

    site.handlers["/feed"] = endless
    with pytest.raises(BodyTooLargeError):
        await get(site.url("/feed"))


async def test_a_server_that_drips_ends_at_the_time_out(site: Site) -> None:
    """The time-out is for the whole answer, not for each byte."""

    async def dripping(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.05)

    site.handlers["/feed"] = dripping
    with pytest.raises(RetrieveError, match="no whole answer within 1 s"):
        await get(site.url("/feed"))


async def test_endless_redirects_end(site: Site) -> None:
    """Five redirects are followed, not more."""
    site.replies["/feed"] = Reply(status=302, headers={"Location": "/feed"})
    with pytest.raises(RedirectError, match="more than 5"):
        await get(site.url("/feed"))
    assert len(site.asked) == 6


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://169.254.169.254/latest"])
async def test_a_redirect_to_a_private_address_is_refused(site: Site, target: str) -> None:
    """The address of every hop is looked at when its socket is made."""
    site.replies["/feed"] = Reply(status=301, headers={"Location": target})
    with pytest.raises(RefusedAddressError, match="private"):
        await get(site.url("/feed"))


async def test_a_redirect_to_a_file_is_refused(site: Site) -> None:
    """Only http and https are followed."""
    site.replies["/feed"] = Reply(status=301, headers={"Location": "file:///etc/passwd"})
    with pytest.raises(RefusedAddressError, match="no http"):
        await get(site.url("/feed"))


async def test_a_name_that_points_to_this_machine_is_refused(site: Site) -> None:
    """Without an allowed network, loopback is private, whatever name leads to it."""
    with pytest.raises(RefusedAddressError):
        await get(site.url("/feed").replace("127.0.0.1", "localhost"), FetcherSettings(timeout_s=2))
    assert not site.asked


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.1.1", "192.168.0.1", "0.0.0.0", "::1", "fe80::1%eth0",
                "fc00::1", "::ffff:192.168.1.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1", "240.0.0.1", "nonsense"]
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    """Private, loopback, link-local, carrier-grade and wrapped addresses are refused."""
    assert not may_connect(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111"])
def test_public_addresses_are_allowed(address: str) -> None:
    """A public address may be connected to."""
    assert may_connect(address)


async def test_a_header_flood_is_an_error(site: Site) -> None:
    """More header than is sane is refused before anything is read."""
    site.replies["/feed"] = Reply(body=BODY, headers={"X-Flood": "x" * 200_000})
    with pytest.raises(RetrieveError):
        await get(site.url("/feed"))


async def test_it_says_who_it_is_and_keeps_no_cookies(site: Site) -> None:
    """The User-Agent names wirewatch and its contact; a cookie is not sent back."""
    site.replies["/feed"] = Reply(body=BODY, headers={"Set-Cookie": "a=b"})
    options = SMALL.model_copy(update={"contact": "https://watch.example/"})
    async with open_session(options) as session:
        for _ in range(2):
            await retrieve(session, site.url("/feed"), options=options)
    assert site.asked[1].headers["User-Agent"].endswith("(+https://watch.example/)")
    assert "Cookie" not in site.asked[1].headers


async def test_a_permanent_redirect_is_adopted_only_after_days(site: Site) -> None:
    """Three polls over two days that agree move a feed; its articles keep their ids."""
    site.replies["/old"] = Reply(status=301, headers={"Location": "/new"})
    site.replies["/new"] = Reply(body=BODY)
    async with reading(site, "/old") as reader:
        for days in (0, 1, 2):
            await reader.poll()
            reader.now += timedelta(days=1)
            assert reader.state is not None
            assert (reader.state.url == site.url("/new")) is (days == 2)
        site.replies["/new"] = Reply(body=rss(item("a"), item("b")))
        await reader.poll()
    assert [article.title for article in reader.published] == ["a", "b"]


async def test_gone_stops_after_confirmation(site: Site) -> None:
    """The third 410 in a row ends a feed; a 404 never does."""
    site.replies["/feed"] = Reply(status=410)
    async with reading(site, "/feed") as reader, reading(site, "/missing") as other:
        waits = [(await reader.poll()).wait_s for _ in range(3)]
        others = [(await other.poll()).wait_s for _ in range(6)]
    assert waits[0] is not None
    assert waits[2] is None
    assert None not in others


@pytest.mark.parametrize("value", ["7200", "Wed, 01 May 2024 14:00:00 GMT"])
async def test_retry_after_holds_the_host(site: Site, value: str) -> None:
    """A 429 or 503 says how long to stay away, as seconds or as a date."""
    site.replies["/feed"] = Reply(status=429, headers={"Retry-After": value})
    async with reading(site, "/feed") as reader:
        polled = await reader.poll()
    assert polled.hold_s == 7200
    assert polled.wait_s is not None
    assert polled.wait_s >= 7200


async def test_a_feeds_own_headers_go_to_its_own_host_only(site: Site) -> None:
    """A redirect to another origin does not carry a secret there; one within the site does."""
    site.replies["/feed"] = Reply(status=302, headers={"Location": "/here"})
    site.replies["/here"] = Reply(
        status=302, headers={"Location": site.url("/there").replace("127.0.0.1", "localhost")}
    )
    site.replies["/there"] = Reply(body=BODY)
    async with open_session(SMALL) as session:
        await retrieve(session, site.url("/feed"), options=SMALL, headers=[("Authorization", "Bearer 123")])
    assert ["Authorization" in request.headers for request in site.asked] == [True, True, False]
