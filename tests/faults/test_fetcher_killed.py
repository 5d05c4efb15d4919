"""A fetcher that is killed with `kill -9` at random moments, on real Kafka and Redis, over feeds that go on growing."""

import asyncio
import os
import random
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from conftest import StartService
from fetcher_site import Site, item, rss
from processes import wait_until
from wirewatch.articles import RawArticle
from wirewatch.kafka import read_all
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import decode

KILLS = int(os.environ.get("TEST_KILLS", "4"))
SHOWN, LAST = 30, 70
QUICK = {
    "WIREWATCH_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
    "WIREWATCH_FETCHER_HOST_INTERVAL_S": "0",
    "WIREWATCH_FETCHER_MIN_INTERVAL_S": "1",
    "WIREWATCH_FETCHER_MAX_INTERVAL_S": "1",
    "WIREWATCH_FETCHER_LEASE_S": "2",
    "WIREWATCH_FETCHER_PARSERS": "1",
}


def entry(feed: str, number: int) -> str:
    """Return an entry of a feed: with an id, with a link alone, with an id that repeats, or with nothing but words."""
    title = f"<title>{feed} {number}</title>"
    match feed:
        case "ids":
            return item(f"ids {number}")
        case "links":
            return f"<item><link>https://n.example/{number}</link>{title}</item>"
        case "twins":
            return f"<item><guid>{number // 2}</guid><link>https://n.example/t{number}</link>{title}</item>"
    return f"<item><link>https://n.example/</link>{title}</item>"


FEEDS = ("ids", "links", "twins", "words")


class Growing:
    """Feeds that have two entries more each time that they are asked, up to the last, and show the newest."""

    def __init__(self) -> None:
        self.newest = dict.fromkeys(FEEDS, 2)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer with one feed's newest entries."""
        feed = request.path[1:]
        self.newest[feed] = min(LAST, self.newest[feed] + 2)
        shown = range(self.newest[feed] - 1, max(-1, self.newest[feed] - 1 - SHOWN), -1)
        return web.Response(body=rss(*(entry(feed, number) for number in shown)), content_type="application/rss+xml")


@pytest.mark.timeout(300)
async def test_kill_at_any_moment_loses_no_entry_and_gives_none_two_ids(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """However often the fetcher dies, every entry arrives, each under one id."""
    growing, listed = Growing(), tmp_path / "feeds.opml"
    site.handlers = {f"/{feed}": growing.answer for feed in FEEDS}
    outlines = "".join(f"<outline text='{feed}' xmlUrl='{site.url(f'/{feed}')}'/>" for feed in FEEDS)
    await asyncio.to_thread(listed.write_text, f"<opml version='2.0'><body>{outlines}</body></opml>")
    for _ in range(KILLS):
        already = len(site.asked)
        child = start_service("fetch", "--feeds", str(listed), env=QUICK)
        await asyncio.to_thread(wait_until, partial(has_more, site.asked, already), bound_s=40)
        await asyncio.sleep(random.uniform(0, 2.5))  # the random moment
        child.process.kill()
    start_service("fetch", "--feeds", str(listed), env=QUICK)
    wanted = {(feed, f"{feed} {number}") for feed in FEEDS for number in range(LAST)}
    ids = await until_all(settings, wanted)
    assert set(ids) == wanted
    assert {name: len(found) for name, found in ids.items() if len(found) > 1} == {}


def has_more(asked: list[web.Request], already: int) -> bool:
    return len(asked) > already


async def until_all(settings: Settings, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], set[str]]:
    """Return the ids of each entry by feed and title, once all have arrived."""
    async with asyncio.timeout(200):
        while True:
            ids: dict[tuple[str, str], set[str]] = {}
            for message in await read_all(settings, ARTICLES_RAW):
                article = decode(RawArticle, message)
                ids.setdefault((article.source, article.title), set()).add(article.article_id)
            if wanted <= ids.keys():
                return ids
            await asyncio.sleep(0.5)
