"""The page reader as a process, on real Kafka and Redis."""

import asyncio

import pytest

from conftest import StartService
from fetcher_site import NOON, Reply, running_site
from processes import is_in_state, wait_until
from wirewatch.articles import RawArticle
from wirewatch.kafka import producer, read_all
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import decode
from wirewatch_fetcher.publish import publish

pytest.importorskip("trafilatura")
pytest.importorskip("protego")

QUICK = {"WIREWATCH_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8", "WIREWATCH_FETCHER_HOST_INTERVAL_S": "0"}
TEXT = " ".join(f"Officials said in statement {number} that the talks would go on." for number in range(40))


async def test_an_articles_page_comes_as_its_revision(settings: Settings, start_service: StartService) -> None:
    """Beside the feed's article the topic gets the same article with its page's text, once."""
    async with running_site() as site:
        page = f"<html><body><article><h1>Talks</h1><p>{TEXT}</p></article></body></html>".encode()
        site.replies["/story"] = Reply(body=page, headers={"Content-Type": "text/html"})
        child = start_service("fulltext", env=QUICK)
        await asyncio.to_thread(wait_until, lambda: is_in_state(settings, "fulltext"), bound_s=40)
        said = RawArticle(
            article_id="a", revision="1", entry_id="e", title="Talks", text="Short.", source="s", observed_at=NOON,
            url=site.url("/story"),
        )  # fmt: skip
        found: list[RawArticle] = []
        async with asyncio.timeout(60), producer(settings) as client:
            while len(found) < 2 or found[-1].feed_text is None:
                await publish([said], client, settings)  # the reader may have begun after the first one
                await asyncio.sleep(1)
                found = [decode(RawArticle, message) for message in await read_all(settings, ARTICLES_RAW)]
                found.sort(key=lambda one: one.observed_at)
        assert child.exit_code() is None
    assert (found[-1].article_id, found[-1].feed_text) == ("a", "Short.")
    assert TEXT in found[-1].text
