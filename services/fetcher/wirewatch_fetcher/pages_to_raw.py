"""The step from articles to their pages: `articles.raw` in, the same articles with their pages' text out, beside it.

An article is in `articles.raw` already, with its feed's text, so nothing waits for a page; what the page adds comes as
a revision. Without a page, for whatever reason, the article stays as it is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import aiohttp
import structlog
from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch.clock import Clock
from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.errors import FeedError, RetrieveError
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.pages import chosen, is_page, with_page
from wirewatch_fetcher.parser_pool import ParserPool
from wirewatch_fetcher.polls import Publish
from wirewatch_fetcher.retrieve import Answer, is_same_site, retrieve
from wirewatch_fetcher.robots import MAX_BYTES, Robots

ACCEPT = (("Accept", "text/html, application/xhtml+xml;q=0.9"),)
log = structlog.get_logger(__name__)

Turn = Callable[[str, str, float], Awaitable[float]]
"""Takes a name, a host and the pause between two requests to it; returns how long to wait for the turn, in seconds."""


class PageTools(Struct, frozen=True, kw_only=True):
    """What the step works with."""

    session: aiohttp.ClientSession
    readers: ParserPool
    robots: Robots
    turn: Turn
    publish: Publish
    options: FetcherSettings


def open_robots(session: aiohttp.ClientSession, options: FetcherSettings, *, clock: Clock) -> Robots:
    """Return robots.txt files that are asked for over this session."""
    small = options.model_copy(update={"max_body_bytes": MAX_BYTES})

    async def ask(url: str) -> Answer:
        return await retrieve(session, url, options=small, headers=(("Accept", "text/plain, */*;q=0.5"),))

    return Robots(ask, clock=clock)


async def read_pages(articles: Iterable[RawArticle], tools: PageTools) -> int:
    """Read the pages of a batch, host beside host, publish what they add, and return how many articles that were.

    Raises `TransientError` where the broker or Redis is away: then the same batch is to come again.
    """
    options = tools.options
    by_host = chosen(articles, below_chars=options.page_below_chars, per_host=options.pages_per_host)
    found = await asyncio.gather(*(_read_host(host, some, tools) for host, some in by_host.items()))
    new = [article for some in found for article in some]
    await tools.publish(new)
    return len(new)


async def _read_host(host: str, articles: list[RawArticle], tools: PageTools) -> list[RawArticle]:
    """Read the pages of one host, one after the other."""
    found = []
    for article in articles:
        assert article.url is not None
        try:
            text = await _read(host, article.url, tools)
        except FeedError as error:
            log.info("page_not_read", url=article.url, reason=str(error))
            continue
        if (better := with_page(article, text)) is not None:
            found.append(better)
    return found


async def _read(host: str, url: str, tools: PageTools) -> str:
    """Return the text of the article on a page; raises `FeedError` where there is none to be had."""
    leave = await tools.robots.leave(url)
    if not leave.allowed:
        raise RetrieveError("robots.txt does not allow it")
    pause_s = max(tools.options.host_interval_s, leave.delay_s)
    await asyncio.sleep(await tools.turn(f"page:{url}", host, pause_s))
    small = tools.options.model_copy(update={"max_body_bytes": tools.options.page_bytes})
    answer = await retrieve(tools.session, url, options=small, headers=ACCEPT)
    if answer.body is None or not is_page(answer.headers.get("content-type")):
        raise RetrieveError(f"status {answer.status}, {answer.headers.get('content-type')}: no page")
    if not is_same_site(url, answer.url) and not (await tools.robots.leave(answer.url)).allowed:
        raise RetrieveError(f"robots.txt does not allow {answer.url}, where it leads")
    body = Body(content=answer.body, content_type=answer.headers.get("content-type"), url=answer.url)
    return (await tools.readers.answer(body)).decode()
