"""What a feed would give, without Kafka or Redis: a file or an address to raw articles, with where each id is from."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from wirewatch.errors import SettingsError
from wirewatch_fetcher.adapter import Adapted, adapt
from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.errors import NotAFeedError, RetrieveError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.links import is_web_address
from wirewatch_fetcher.parse import parse
from wirewatch_fetcher.retrieve import open_session, retrieve


def read_body(source: str, options: FetcherSettings, *, base: str | None) -> Body:
    """Return the bytes of a feed from an address or a file; `base` is the address that a file's links count from.

    Raises `SettingsError` for a file that cannot be read, `RetrieveError` for an address that gives no body.
    """
    if is_web_address(source):
        return asyncio.run(_retrieved(source, options))
    try:
        return Body(content=Path(source).read_bytes(), url=base)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{source}: {getattr(error, 'strerror', None) or error}") from error


def preview(body: Body, *, source: str, now: datetime) -> tuple[FeedDocument, tuple[Adapted, ...]]:
    """Read a body as a poll would; the ids are those that the feed at this address gets.

    A file's ids are counted from the feed's own address where the feed tells it, else from the file's name.
    Raises `NotAFeedError` naming the source where there is no feed in it.
    """
    try:
        document = parse(body)
    except NotAFeedError as error:
        raise NotAFeedError(f"{source}: {error}") from error
    address = source if is_web_address(source) else body.url or document.self_link or document.link
    feed = Feed(url=address or Path(source).name)
    return document, adapt(document, feed=feed, now=now)


def as_line(adapted: Adapted) -> bytes:
    """Write one article as a line of JSON, with how its id was chosen and the date as the feed wrote it."""
    line: dict[str, Any] = msgspec.to_builtins(adapted.article)
    line["id_from"] = adapted.identity.rung.value
    line["published_words"] = adapted.entry.published_words
    return msgspec.json.encode(line)


async def retrieved_body(session: aiohttp.ClientSession, url: str, *, options: FetcherSettings) -> Body:
    """Return the body of an address; raises `RetrieveError` where it gives none."""
    answer = await retrieve(session, url, options=options)
    if answer.body is None:
        raise RetrieveError(f"{url}: status {answer.status}")
    return Body(content=answer.body, content_type=answer.headers.get("content-type"), url=answer.url)


async def _retrieved(url: str, options: FetcherSettings) -> Body:
    async with open_session(options) as session:
        return await retrieved_body(session, url, options=options)


def as_text(document: FeedDocument, articles: tuple[Adapted, ...]) -> str:
    """Write a feed and its articles as a short list for people."""
    head = f"{document.title or '(no title)'}  [{document.version or document.format.value}, {len(articles)} entries]\n"
    return head + "".join(_short(one) for one in articles)


def _short(one: Adapted) -> str:
    article = one.article
    when = article.published.isoformat() if article.published else "no date"
    rung, link = one.identity.rung.value, article.url or "no link"
    return f"\n{article.title or '(no title)'}\n  {when}  id from {rung}\n  {link}\n"
