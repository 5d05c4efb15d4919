"""Hostile bodies in parser processes: bounded time and memory, and the next body is read."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from fetcher_site import OPTIONS, item, rss
from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.errors import NotAFeedError, ParseKilledError
from wirewatch_fetcher.parser_pool import ParserPool

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><rss version="2.0"><channel><item><title>&j;</title></item></channel></rss>'
)
DEEP = (
    b"<rss version='2.0'><channel><item><title>"
    + b"<a>" * 50_000
    + b"deep"
    + b"</a>" * 50_000
    + b"</title></item></channel></rss>"
)
ENDLESS = b"<rss>" + b"<a>" * 1_000_000


@pytest.fixture
async def pool() -> AsyncIterator[ParserPool]:
    async with ParserPool(OPTIONS.model_copy(update={"parse_timeout_s": 8.0, "parser_bodies": 3})) as running:
        yield running


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        pytest.param(LAUGHS, [""], id="entity bomb"),
        pytest.param(DEEP, ["deep"], id="deep nesting"),
        pytest.param(rss(item("a\0b")), ["ab"], id="NUL"),
        pytest.param(b'<?xml version="1.0" encoding="ascii"?>' + rss(item("é")), ["é"], id="wrong charset"),
    ],
)
async def test_a_hostile_body_is_read_within_bounds(pool: ParserPool, body: bytes, titles: list[str]) -> None:
    """Entity bombs, deep nesting, NULs and wrong charsets cost no entry and no process."""
    document = await pool.parse(Body(content=body))
    assert [entry.title.replace("&j;", "") for entry in document.entries] == titles


async def test_a_parser_that_takes_too_long_is_ended_and_replaced() -> None:
    """The body that hangs is named in an error; the next one is read by a fresh process."""
    async with ParserPool(OPTIONS.model_copy(update={"parse_timeout_s": 1.5})) as pool:
        with pytest.raises(ParseKilledError, match=r"ended after 1\.5 s"):
            await pool.parse(Body(content=ENDLESS))
        assert len((await pool.parse(Body(content=rss(item("a"))))).entries) == 1


async def test_a_parser_that_needs_too_much_memory_is_stopped() -> None:
    """The memory limit turns a body that would fill the machine into an error."""
    async with ParserPool(OPTIONS.model_copy(update={"parse_memory_mb": 128})) as pool:
        with pytest.raises((NotAFeedError, ParseKilledError)):
            await pool.parse(Body(content=b'{"items":[' + b"{}," * 2_000_000 + b"{}]}"))
        assert len((await pool.parse(Body(content=rss(item("a"))))).entries) == 1


async def test_bodies_wait_for_a_free_process(pool: ParserPool) -> None:
    """More bodies than processes are all read, over the recycling of the process too."""
    bodies = [Body(content=rss(item(str(number)))) for number in range(8)]
    documents = await asyncio.gather(*(pool.parse(body) for body in bodies))
    assert [document.entries[0].title for document in documents] == [str(number) for number in range(8)]


async def test_what_is_no_feed_is_told_with_its_address(pool: ParserPool) -> None:
    """The error names the address and what was there instead."""
    with pytest.raises(NotAFeedError, match=r"https://n\.example/: this is an HTML page"):
        await pool.parse(Body(content=b"<html></html>", url="https://n.example/"))
