"""The fetcher as a process, on real Kafka and Redis, asking a site of ours."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import web

from conftest import StartService
from fetcher_site import Reply, Site, item, rss
from processes import wait_until
from wirewatch.articles import RawArticle
from wirewatch.clock import wall_clock
from wirewatch.kafka import read_all
from wirewatch.kafka_topics import create_topics
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import decode
from wirewatch_fetcher.feed_state import Health
from wirewatch_fetcher.history import ask_fetchers
from wirewatch_fetcher.shown import read_states
from wirewatch_standalone.children import start, stop
from wirewatch_standalone.services import service_command, service_environment
from wirewatch_standalone.stack import run_environment, running_stack

OUTAGE_S = float(os.environ.get("TEST_OUTAGE_S", "12"))
"""How long Kafka or Redis is away; the full measure is a minute."""

QUICK = {
    "WIREWATCH_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
    "WIREWATCH_FETCHER_HOST_INTERVAL_S": "0",
    "WIREWATCH_FETCHER_MIN_INTERVAL_S": "1",
    "WIREWATCH_FETCHER_MAX_INTERVAL_S": "2",
    "WIREWATCH_FETCHER_LEASE_S": "3",
    "WIREWATCH_FETCHER_PARSERS": "1",
}


def feed_list(folder: Path, urls: Iterable[str]) -> Path:
    outlines = "".join(f'<outline text="feed" xmlUrl="{url}"/>' for url in urls)
    path = folder / "feeds.opml"
    path.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>")
    return path


async def articles(settings: Settings) -> list[RawArticle]:
    return [decode(RawArticle, message) for message in await read_all(settings, ARTICLES_RAW)]


async def until_titles(settings: Settings, titles: set[str], *, bound_s: float = 40.0) -> list[RawArticle]:
    """Wait until articles of all these titles are in the topic, and return all that are."""
    async with asyncio.timeout(bound_s):
        found = await articles(settings)
        while {one.title for one in found} != titles:
            found = await articles(settings)
    return found


async def test_a_feed_comes_out_as_raw_articles(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """One run over the list publishes every entry and remembers the feed; a second publishes nothing again."""
    site.replies["/feed"] = Reply(body=rss(item("a"), item("b")), headers={"ETag": '"1"'})
    listed = feed_list(tmp_path, [site.url("/feed")])
    for _ in range(2):
        child = start_service("fetch", "--feeds", str(listed), "--once", env=QUICK)
        await asyncio.to_thread(child.process.wait, 40)
        assert child.process.returncode == 0
    assert sorted(one.title for one in await articles(settings)) == ["a", "b"]
    assert site.asked[1].headers["If-None-Match"] == '"1"'


async def test_status_tells_how_each_feed_is(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """After a poll, Redis holds each feed's health, why, and when it is asked next."""
    site.replies["/good"] = Reply(body=rss(item("a")))
    listed = feed_list(tmp_path, [site.url("/good"), site.url("/missing")])
    child = start_service("fetch", "--feeds", str(listed), "--once", env=QUICK)
    await asyncio.to_thread(child.process.wait, 40)
    good, missing = sorted(await read_states(settings), key=lambda state: state.failures)
    assert (good.health, good.reason) == (Health.OK, "new_body")
    assert (missing.failures, missing.reason) == (1, f"status 404 from {site.url('/missing')}")
    assert missing.next_poll is not None


async def test_sigterm_ends_the_service_cleanly(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """The service polls on by itself, and ends with exit code 0 when it is told to."""
    site.replies["/feed"] = Reply(body=rss(item("a")))
    child = start_service("fetch", "--feeds", str(feed_list(tmp_path, [site.url("/feed")])), env=QUICK)
    await until_titles(settings, {"a"})
    site.replies["/feed"] = Reply(body=rss(item("b"), item("a")))
    await until_titles(settings, {"a", "b"})
    child.process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(child.process.wait, 15) == 0


async def test_a_killed_fetcher_is_taken_over_and_nothing_is_lost(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """Of two fetchers one is killed with `kill -9` in mid-work; the other takes its feeds, under the same ids."""
    names = [f"f{number}" for number in range(12)]
    for name in names:
        site.replies[f"/{name}"] = Reply(body=rss(item(f"{name}-1"), item(f"{name}-2")))
    listed = feed_list(tmp_path, [site.url(f"/{name}") for name in names])
    first, _ = (start_service("fetch", "--feeds", str(listed), env=QUICK) for _ in range(2))
    await asyncio.to_thread(wait_until, lambda: len(site.asked) >= 3, bound_s=40)
    first.process.kill()
    found = await until_titles(settings, {f"{name}-{number}" for name in names for number in (1, 2)})
    assert len({one.article_id for one in found}) == 24


async def test_feeds_that_lead_to_one_host_take_turns_there(
    start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """Addresses on several hosts that redirect to one keep that host's pause."""
    port = site.url("/").rsplit(":", 1)[1].strip("/")
    arrivals: list[float] = []

    async def answer(_request: web.Request) -> web.Response:
        arrivals.append(monotonic())
        return web.Response(body=rss(item(f"a{len(arrivals)}")))

    async def away(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": site.url("/feed")})

    site.handlers |= {"/feed": answer, "/away": away}
    hosts = ("localhost", "ip6-localhost", "localhost.localdomain")
    names = [name for name in hosts if resolves_here(name)]
    path = feed_list(tmp_path, [f"http://{name}:{port}/away?{name}" for name in names])
    start_service("fetch", "--feeds", str(path), env=QUICK | {"WIREWATCH_FETCHER_HOST_INTERVAL_S": "2"})
    await asyncio.to_thread(wait_until, lambda: len(arrivals) > 3, bound_s=60)
    assert min(later - before for before, later in pairwise(arrivals)) > 1.5


def resolves_here(name: str) -> bool:
    try:
        return socket.gethostbyname(name) == "127.0.0.1"
    except OSError:
        return False


async def test_a_changed_list_is_taken_up(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """A feed that is added while the service runs is polled; a list that is wrong changes nothing."""
    site.replies["/one"], site.replies["/two"] = Reply(body=rss(item("a"))), Reply(body=rss(item("b")))
    path = feed_list(tmp_path, [site.url("/one")])
    start_service("fetch", "--feeds", str(path), env=QUICK)
    await until_titles(settings, {"a"})
    path.write_text("no list at all")
    feed_list(tmp_path, [site.url("/one"), site.url("/two")])
    assert len(await until_titles(settings, {"a", "b"})) == 2


async def test_older_pages_are_published_when_somebody_asks(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """`feeds history --publish` lets the running fetcher walk back through all that the feed has."""
    older = "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='prev-archive' href='/{}'/>"
    site.replies["/feed"] = Reply(body=rss(item("c"), channel=older.format("1")))
    site.replies["/1"] = Reply(body=rss(item("b"), channel=older.format("2")))
    site.replies["/2"] = Reply(body=rss(item("a")))
    path = feed_list(tmp_path, [site.url("/feed")])
    start_service("fetch", "--feeds", str(path), env=QUICK | {"WIREWATCH_FETCHER_OLDER_PAGES": "0"})
    await until_titles(settings, {"c"})
    assert await ask_fetchers(site.url("/feed"), pages=9, settings=settings, now=wall_clock())
    assert len(await until_titles(settings, {"a", "b", "c"})) == 3
    assert not await ask_fetchers("https://other.example/", pages=9, settings=settings, now=wall_clock())


@pytest.mark.parametrize("server", ["kafka", "redis"])
async def test_no_entry_is_lost_while_a_server_is_away(cache: Path, site: Site, tmp_path: Path, server: str) -> None:
    """With Kafka or Redis hanging for a while, every entry arrives in the end, and each under one id."""
    with running_stack(tmp_path, cache=cache) as stack:
        settings = stack.settings(Settings(), namespace="outage")
        await create_topics(settings)
        site.replies["/feed"] = Reply(body=rss(item("a")))
        listed = feed_list(tmp_path, [site.url("/feed")])
        environment = service_environment(settings, run_environment(stack.folder)) | QUICK
        child = start("fetch", service_command("fetch", "--feeds", str(listed)), env=environment, log=tmp_path / "log")
        try:
            await until_titles(settings, {"a"})
            await asyncio.to_thread(wait_until, lambda: len(site.asked) > 1, bound_s=20)  # the first poll has ended
            hanging = stack.kafka_child if server == "kafka" else stack.redis_child
            hanging.process.send_signal(signal.SIGSTOP)
            try:
                site.replies["/feed"] = Reply(body=rss(item("b"), item("a")))
                asked = len(site.asked)
                await asyncio.to_thread(wait_until, lambda: len(site.asked) > asked or server == "redis", bound_s=20)
                await asyncio.sleep(OUTAGE_S)  # the outage itself: nothing can be waited for while it lasts
            finally:
                hanging.process.send_signal(signal.SIGCONT)
            found = await until_titles(settings, {"a", "b"}, bound_s=90)
        finally:
            await asyncio.to_thread(stop, child)
    assert len({one.article_id for one in found}) == 2
