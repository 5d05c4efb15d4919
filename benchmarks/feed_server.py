"""A site of feeds on this machine whose articles keep coming: numbers go in, RSS over HTTP on 127.0.0.1 comes out.

Each answer of a feed holds its newest entries; a new one appears every `every_s` seconds, its text made from a few
plain sentences, some of which tell of an incident. The same moment gives the same answer.
"""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web
from msgspec import Struct

_CITIES = ("Baghdad", "Kyiv", "Lagos", "Bogotá", "Manila", "Nairobi", "Karachi", "Beirut")
_INCIDENTS = (
    "Two drones rigged with explosives were shot down near the embassy in {city} on {day}, officials said.",
    "At least {number} people were killed when a bomb exploded at a market in {city} on {day}, police said.",
    "Gunmen attacked a checkpoint outside {city} on {day}, wounding {number} soldiers, the army said.",
)
_QUIET = (
    "The city council of {city} approved a budget of {number} million on {day}.",
    "The central bank held its rate at {number} percent, a statement from {city} said.",
    "Fans in {city} celebrated a win by {number} goals on {day}.",
    "Doctors in {city} opened a clinic with {number} beds.",
)


class Site(Struct, frozen=True, kw_only=True):
    """What the site has: so many feeds of so many entries, a new entry in each every `every_s` seconds."""

    feeds: int = 10
    entries: int = 20
    every_s: float = 10.0


def feed(site: Site, name: str, *, now: datetime) -> bytes:
    """Return one feed as it is at a moment, in RSS 2.0."""
    newest = int(now.timestamp() / site.every_s)
    items = "".join(_item(name, number, site) for number in range(newest, newest - site.entries, -1))
    return f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>".encode()


def _item(name: str, number: int, site: Site) -> str:
    when = datetime.fromtimestamp(number * site.every_s, UTC)
    dice = random.Random(f"{name} {number}")  # noqa: S311  (no secret)
    sentences = [dice.choice(_INCIDENTS if dice.random() < 0.2 else _QUIET) for _ in range(8)]
    facts = {"city": dice.choice(_CITIES), "number": dice.randint(2, 40), "day": f"{when:%A}"}
    text = " ".join(sentence.format(**facts) for sentence in sentences)
    return (
        f"<item><guid isPermaLink='false'>{name}-{number}</guid><link>https://news.example/{name}/{number}</link>"
        f"<title>{escape(text[:60])}</title><description>{escape(text)}</description>"
        f"<pubDate>{format_datetime(when)}</pubDate></item>"
    )


def opml(addresses: list[str]) -> str:
    """Return a feed list of these addresses."""
    outlines = "".join(f'<outline type="rss" text="feed" language="en" xmlUrl="{one}"/>' for one in addresses)
    return f'<opml version="2.0"><head/><body>{outlines}</body></opml>'


@asynccontextmanager
async def serving(site: Site, *, clock: Callable[[], datetime]) -> AsyncIterator[list[str]]:
    """Serve the site for the length of the block and give its feeds' addresses."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(
            body=feed(site, request.match_info["name"], now=clock()), content_type="application/rss+xml"
        )

    application = web.Application()
    application.router.add_get("/{name}", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        (host, port), *_ = runner.addresses
        yield [f"http://{host}:{port}/feed-{number}" for number in range(site.feeds)]
    finally:
        await runner.cleanup()
