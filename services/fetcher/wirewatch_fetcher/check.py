"""Looks at one address as a poll would, without Kafka or Redis: a feed is explained, a page is searched for feeds."""

from collections.abc import Callable
from datetime import datetime

import aiohttp
from msgspec import Struct
from msgspec.structs import replace

from wirewatch_fetcher.adapter import adapt
from wirewatch_fetcher.discover import Candidate, candidates
from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.errors import FeedError, NotAFeedError
from wirewatch_fetcher.explain import Finding, explain_answer, explain_document, explain_pace
from wirewatch_fetcher.feed_state import lasting_url
from wirewatch_fetcher.feeds import Feed, iso_language
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.parse import parse
from wirewatch_fetcher.retrieve import Answer, open_session, retrieve
from wirewatch_fetcher.schedule import Pace

_MOST_TRIED = 16


class Checked(Struct, frozen=True, kw_only=True):
    """What was found at an address.

    `itself` is the feed at the address, None where there is none; `feeds` are feeds that a page leads to, checked.
    """

    url: str
    findings: tuple[Finding, ...] = ()
    itself: Candidate | None = None
    feeds: tuple[Candidate, ...] = ()


async def check(url: str, *, options: FetcherSettings, now: Callable[[], datetime]) -> Checked:
    """Ask an address once, twice where it gives validators, and tell what was seen; trouble is a finding too."""
    async with open_session(options) as session:
        try:
            answer = await retrieve(session, url, options=options)
        except FeedError as error:
            return Checked(url=url, findings=(Finding(about="error", words=str(error), wrong=True),))
        told = explain_answer(answer, now=now())
        if answer.body is None:
            return Checked(url=url, findings=told)
        try:
            document = _document(answer)
        except NotAFeedError as error:
            found = await _feeds_of(session, answer, options)
            return Checked(url=url, findings=(*told, Finding(about="body", words=str(error), wrong=True)), feeds=found)
        again = await _asked_again(session, answer, options)
    adapted = adapt(document, feed=Feed(url=url), now=now())
    pace = Pace(min_s=options.min_interval_s, max_s=options.max_interval_s)
    next_poll = explain_pace(document, answer, pace=pace, now=now())
    findings = (*told, *again, *explain_document(document, adapted, now=now()), next_poll)
    return Checked(url=url, findings=findings, itself=_named(Candidate(url=lasting_url(url, answer)), document))


async def _asked_again(session: aiohttp.ClientSession, answer: Answer, options: FetcherSettings) -> tuple[Finding, ...]:
    """Send the validators back: a server that gives some should answer 304."""
    if not answer.validators.headers:
        return ()
    try:
        second = await retrieve(session, answer.url, options=options, validators=answer.validators)
    except FeedError as error:
        return (Finding(about="second poll", words=str(error), wrong=True),)
    good = second.status == 304
    words = "304, nothing to download" if good else f"status {second.status} in spite of the validators"
    return (Finding(about="second poll", words=words, wrong=not good),)


async def _feeds_of(session: aiohttp.ClientSession, answer: Answer, options: FetcherSettings) -> tuple[Candidate, ...]:
    """Return the feeds that a page leads to; well-known paths are tried only where it links to none."""
    page = (answer.body or b"").decode("utf-8", "replace")
    offered = candidates(page, url=answer.url)
    for linked in (True, False):
        tried = [one for one in offered if one.linked is linked][:_MOST_TRIED]
        found = [named for one in tried if (named := await _as_feed(session, one, options))]
        if found:
            return tuple(found)
    return ()


async def _as_feed(session: aiohttp.ClientSession, candidate: Candidate, options: FetcherSettings) -> Candidate | None:
    try:
        answer = await retrieve(session, candidate.url, options=options)
        document = _document(answer) if answer.body is not None else None
    except FeedError:
        return None
    return _named(candidate, document) if document else None


def _named(candidate: Candidate, document: FeedDocument) -> Candidate:
    language = iso_language(document.language)
    return replace(candidate, title=document.title or candidate.title, language=language)


def _document(answer: Answer) -> FeedDocument:
    content_type = answer.headers.get("content-type")
    return parse(Body(content=answer.body or b"", content_type=content_type, url=answer.url))
