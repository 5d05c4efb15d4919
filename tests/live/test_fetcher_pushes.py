"""WebSub from end to end: the fetcher as a process, real Kafka and Redis, and a hub of ours."""

import asyncio
import hmac
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from conftest import StartService
from fetcher_site import Reply, Site, item, rss
from processes import wait_until
from wirewatch.articles import RawArticle
from wirewatch.kafka import read_all
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW
from wirewatch.wire import decode
from wirewatch_standalone.ports import free_ports


class Hub:
    """A hub that verifies what it is asked, and pushes on demand."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []

    async def answer(self, request: web.Request) -> web.Response:
        """Take a subscription; it is verified by `verify`."""
        self.asked.append({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(status=202)

    async def verify(self, **changed: str) -> tuple[int, str]:
        """Call the subscriber back; return its status and words."""
        form = self.asked[-1]
        query = {"hub.mode": "subscribe", "hub.topic": form["hub.topic"], "hub.challenge": "abc", **changed}
        query["hub.lease_seconds"] = "86400"
        async with aiohttp.ClientSession() as session, session.get(form["hub.callback"], params=query) as response:
            return response.status, await response.text()

    async def push(self, body: bytes, *, secret: str | None = None) -> int:
        """Push a body, signed with the subscription's secret or another; return the subscriber's status."""
        form = self.asked[-1]
        digest = hmac.new((secret or form["hub.secret"]).encode(), body, "sha256").hexdigest()
        headers = {"X-Hub-Signature": f"sha256={digest}", "Content-Type": "application/rss+xml"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(form["hub.callback"], data=body, headers=headers) as response,
        ):
            return response.status


async def titles(settings: Settings) -> list[str]:
    return sorted(decode(RawArticle, message).title for message in await read_all(settings, ARTICLES_RAW))


@pytest.mark.timeout(240)
async def test_what_a_hub_pushes_is_published_and_what_nobody_signed_is_not(
    settings: Settings, start_service: StartService, site: Site, tmp_path: Path
) -> None:
    """The hub in the feed's header is asked, its verification answered, its pushes published once."""
    hub, listed, (port,) = Hub(), tmp_path / "feeds.opml", free_ports(1)
    site.handlers["/hub"] = hub.answer
    link = f'<{site.url("/hub")}>; rel="hub", <{site.url("/feed")}>; rel="self"'
    site.replies["/feed"] = Reply(body=rss(item("a")), headers={"Link": link})
    outline = f"<outline text='feed' xmlUrl='{site.url('/feed')}'/>"
    await asyncio.to_thread(listed.write_text, f"<opml version='2.0'><body>{outline}</body></opml>")
    quick = {
        "WIREWATCH_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
        "WIREWATCH_FETCHER_HOST_INTERVAL_S": "0",
        "WIREWATCH_FETCHER_WEBSUB_CALLBACK": f"http://127.0.0.1:{port}/websub",
        "WIREWATCH_FETCHER_WEBSUB_LISTEN": f"127.0.0.1:{port}",
    }
    start_service("fetch", "--feeds", str(listed), env=quick)
    await asyncio.to_thread(wait_until, lambda: hub.asked, bound_s=120)
    form = hub.asked[-1]
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", site.url("/feed"))
    assert (await hub.verify(**{"hub.topic": "https://other.example/"}))[0] == 404
    assert await hub.verify() == (200, "abc")
    assert await hub.push(rss(item("forged")), secret="guessed") == 202
    assert await hub.push(b"no feed") == 202
    assert [await hub.push(rss(item("b"), item("a"))) for _ in range(2)] == [202, 202]
    form["hub.callback"] = form["hub.callback"][:-4] + "AAAA"
    assert await hub.push(rss(item("c"))) == 410
    assert await titles(settings) == ["a", "b"]
