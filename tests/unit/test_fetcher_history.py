"""A feed's older pages: walked on subscription, when a poll missed some, and by `feeds history`."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from fetcher_site import OPTIONS, Reader, Reply, Site, item, reading, rss
from wirewatch_fetcher.commands import feeds
from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.parse import parse


def page(*names: str, older: str | None = None, relation: str = "prev-archive") -> Reply:
    link = f"<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='{relation}' href='{older}'/>" if older else ""
    return Reply(body=rss(*(item(name) for name in names), channel=link))


def archive(site: Site) -> None:
    site.replies["/feed"] = page("f", "e", older="/2")
    site.replies["/2"] = page("d", "c", older="/1")
    site.replies["/1"] = page("b", "a")


async def polls(reader: Reader, count: int) -> list[str]:
    return [(await reader.poll()).outcome for _ in range(count)]


def titles(reader: Reader) -> str:
    return "".join(article.title for article in reader.published)


async def test_a_new_feed_is_read_back_to_its_beginning(site: Site) -> None:
    """Each page is a poll of its own; then the feed is polled as ever, by its own validators."""
    archive(site)
    async with reading(site, "/feed") as reader:
        outcomes = await polls(reader, 4)
    assert outcomes == ["new_body", "older_page", "older_page", "same_body"]
    assert titles(reader) == "fedcba"
    assert [request.path for request in site.asked] == ["/feed", "/2", "/1", "/feed"]


async def test_a_poll_that_missed_some_walks_back_to_what_is_known(site: Site) -> None:
    """When nothing in the feed is known, older pages are read as far as the first that holds something known."""
    site.replies["/feed"] = page("b", "a")
    async with reading(site, "/feed") as reader:
        await reader.poll()
        archive(site)
        site.replies["/feed"] = page("h", "g", older="/3")
        site.replies["/3"] = page("f", "e", older="/2")
        site.replies["/2"] = page("d", "c", "b", older="/1")
        outcomes = await polls(reader, 4)
    assert (titles(reader), outcomes[-1]) == ("bahgfedc", "same_body")
    assert "/1" not in {request.path for request in site.asked}


async def test_a_poll_that_overlaps_walks_nowhere(site: Site) -> None:
    """As long as something in the feed is known, nothing was missed."""
    site.replies["/feed"] = page("b", "a")
    async with reading(site, "/feed") as reader:
        await reader.poll()
        archive(site)
        site.replies["/feed"] = page("c", "b", older="/1")
        await polls(reader, 2)
    assert {request.path for request in site.asked} == {"/feed"}


async def test_a_circle_of_pages_ends(site: Site) -> None:
    """Pages that lead to each other are read once."""
    site.replies["/feed"] = page("b", older="/1", relation="next")
    site.replies["/1"] = page("a", older="/feed", relation="next")
    async with reading(site, "/feed") as reader:
        assert await polls(reader, 3) == ["new_body", "older_page", "same_body"]


async def test_no_more_pages_are_read_than_allowed(site: Site) -> None:
    """An archive without an end costs so many requests."""
    for number in range(20):
        site.replies[f"/{number}"] = page(f"n{number}", older=f"/{number + 1}")
    async with reading(site, "/0", options=OPTIONS.model_copy(update={"older_pages": 3})) as reader:
        outcomes = await polls(reader, 5)
    assert outcomes == ["new_body", "older_page", "older_page", "older_page", "same_body"]


async def test_a_page_that_fails_is_given_up_after_three_tries(site: Site) -> None:
    """A broken archive does not stop the feed, and its health stays."""
    site.replies["/feed"] = page("a", older="/missing")
    async with reading(site, "/feed") as reader:
        outcomes = await polls(reader, 5)
        assert reader.state is not None
        assert reader.state.failures == 0
    assert outcomes == ["new_body", *["older_page_lost"] * 3, "same_body"]


async def test_an_older_page_is_published_again_after_a_broker_that_refused(site: Site) -> None:
    """The walk stays at its page until the broker has confirmed it."""
    archive(site)
    async with reading(site, "/feed") as reader:
        await reader.poll()
        reader.broker_is_up = False
        with pytest.raises(Exception, match="broker is away"):
            await reader.poll()
        reader.broker_is_up = True
        await polls(reader, 2)
    assert titles(reader) == "fedcba"


async def test_history_prints_every_page_with_the_ids_of_polls(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """`feeds history` walks the archive without Kafka or Redis."""
    monkeypatch.setenv("WIREWATCH_FETCHER_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("WIREWATCH_FETCHER_HOST_INTERVAL_S", "0")
    archive(site)
    result = await asyncio.to_thread(CliRunner().invoke, feeds, ["history", site.url("/feed")])
    ids = [json.loads(line)["article_id"] for line in result.stdout.splitlines()]
    async with reading(site, "/feed") as reader:
        await polls(reader, 3)
    assert ids == [article.article_id for article in reader.published]


def test_a_json_feed_names_its_next_page() -> None:
    """JSON Feed's `next_url` is the page of older entries."""
    content = b'{"items": [], "next_url": "/feed.json?page=2"}'
    assert parse(Body(content=content, url="https://n.example/feed.json")).previous == (
        "https://n.example/feed.json?page=2"
    )
