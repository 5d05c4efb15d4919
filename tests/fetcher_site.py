"""A web site of our own that behaves as a test says, and what a poll needs to ask it: real HTTP, no Kafka, no Redis."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch.errors import TransientError
from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.feeds_to_raw import poll
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.parse import parse
from wirewatch_fetcher.polls import Memory, Polled, Tools
from wirewatch_fetcher.retrieve import open_session
from wirewatch_fetcher.seen import Seen

OPTIONS = FetcherSettings(allow_networks="127.0.0.0/8", timeout_s=5, host_interval_s=0, parsers=1)
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


class Reply(Struct, frozen=True, kw_only=True):
    """What the site answers: a status, headers, a body; `headers` without a content type says XML."""

    status: int = 200
    headers: Mapping[str, str] = {}
    body: bytes = b""


Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """A running site: `replies` by path, or a handler of one's own in `handlers`; `asked` keeps every request."""

    def __init__(self, server: TestServer) -> None:
        self._server = server
        self.replies: dict[str, Reply] = {}
        self.handlers: dict[str, Answering] = {}
        self.asked: list[web.Request] = []

    def url(self, path: str) -> str:
        """Return the address of a path of the site."""
        return str(self._server.make_url(path))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request as the test said."""
        self.asked.append(request)
        if request.path in self.handlers:
            return await self.handlers[request.path](request)
        reply = self.replies.get(request.path, Reply(status=404))
        headers = {"Content-Type": "application/rss+xml", **reply.headers}
        return web.Response(status=reply.status, body=reply.body, headers=headers)


@asynccontextmanager
async def running_site() -> AsyncIterator[Site]:
    application = web.Application()
    server = TestServer(application, host="127.0.0.1", skip_url_asserts=True)
    site = Site(server)
    application.router.add_route("*", "/{path:.*}", site.answer)
    async with server:
        yield site


class Reader:
    """Polls one feed of the site again and again, as the service does, its memory in a dict."""

    def __init__(self, url: str, session: aiohttp.ClientSession, *, options: FetcherSettings = OPTIONS) -> None:
        self.feed = Feed(url=url)
        self.state: FeedState | None = None
        self.seen: dict[bytes, bytes] = {}
        self.published: list[RawArticle] = []
        self.parsed = 0
        self.broker_is_up = True
        self.dies = False
        self.now = NOON
        self._tools = Tools(
            session=session,
            parse=self._parse,
            publish=self._publish,
            clock=lambda: self.now,
            dice=lambda: 0.5,
            options=options,
        )

    async def poll(self) -> Polled:
        """Ask once and remember, unless the broker refused, or the reader is to die before it can."""
        polled = await poll(self.feed, self.state, Memory(recall=self._recall, note=self._note), self._tools)
        if self.dies:
            return polled
        self.state = polled.state
        self.seen.update(polled.change.write)
        for field in polled.change.delete:
            del self.seen[field]
        return polled

    async def _parse(self, body: Body) -> FeedDocument:
        self.parsed += 1
        return parse(body)

    async def _publish(self, articles: Iterable[RawArticle]) -> None:
        if not self.broker_is_up:
            raise TransientError("the broker is away")
        self.published += articles

    async def _note(self, state: FeedState) -> None:
        self.state = state

    async def _recall(self) -> Seen:
        return dict(self.seen)


@asynccontextmanager
async def reading(site: Site, path: str, *, options: FetcherSettings = OPTIONS) -> AsyncIterator[Reader]:
    async with open_session(options) as session:
        yield Reader(site.url(path), session, options=options)


def rss(*items: str, channel: str = "") -> bytes:
    """Return an RSS 2.0 feed of these items."""
    return f"<rss version='2.0'><channel><title>A site</title>{channel}{''.join(items)}</channel></rss>".encode()


def item(name: str, *, title: str | None = None, date: str | None = "Wed, 01 May 2024 08:00:00 GMT") -> str:
    """Return an item with an id, a link and a date of its own."""
    when = f"<pubDate>{date}</pubDate>" if date else ""
    return (
        f"<item><guid isPermaLink='false'>{name}</guid><link>https://news.example/{name}</link>"
        f"<title>{title or name}</title><description>About {title or name}.</description>{when}</item>"
    )
