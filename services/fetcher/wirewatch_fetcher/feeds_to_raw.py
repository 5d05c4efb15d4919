"""The hop from feeds to `articles.raw`: one poll asks one feed, publishes what is new, and only then remembers it."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp
import structlog
from msgspec import Struct
from msgspec.structs import replace

from wirewatch.articles import RawArticle
from wirewatch.clock import Clock
from wirewatch_fetcher.adapter import Adapted, adapt
from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.errors import FeedError
from wirewatch_fetcher.feed_state import FeedState, Health, after_answer, after_failure, with_quiet, without_validators
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.freshness import Freshness, judge
from wirewatch_fetcher.identity import repeated_names
from wirewatch_fetcher.retrieve import Answer, is_same_site, retrieve
from wirewatch_fetcher.schedule import (
    Pace,
    backoff_s,
    cache_wish_s,
    later,
    next_interval_s,
    retry_after_s,
    rhythm_s,
    with_jitter,
)
from wirewatch_fetcher.seen import Seen, SeenChange, is_new, is_published, remember

_BAD_IDS_KEPT = 200
log = structlog.get_logger(__name__)

Publish = Callable[[Iterable[RawArticle]], Awaitable[None]]
"""Publishes articles; returns once every delivery is confirmed, raises if one is not."""
Parse = Callable[[Body], Awaitable[FeedDocument]]
"""Reads a body; raises `FeedError` where it cannot."""


class Tools(Struct, frozen=True, kw_only=True):
    """What a poll works with; `dice` gives a number from 0 to 1."""

    session: aiohttp.ClientSession
    parse: Parse
    publish: Publish
    clock: Clock
    dice: Callable[[], float]
    options: FetcherSettings


class Memory(Struct, frozen=True, kw_only=True):
    """What a poll asks of its feed's past: `recall` gives the entries that were published before.

    `note` keeps a state at once, before its entries are out: only its `bad_ids` differ from the one before.
    """

    recall: Callable[[], Awaitable[Seen]]
    note: Callable[[FeedState], Awaitable[object]]


class Polled(Struct, frozen=True, kw_only=True):
    """What a poll came to: the state and entries to remember, how long to wait, and what to say about it.

    `wait_s` None: never again. `hold_s`: the host asked to be left alone. `arrived` is what was published, but for what
    the feed held when it was first read.
    """

    state: FeedState
    change: SeenChange = SeenChange()
    wait_s: float | None
    hold_s: float | None = None
    outcome: str
    entries: int = 0
    published: int = 0
    arrived: int = 0


async def poll(feed: Feed, state: FeedState | None, memory: Memory, tools: Tools) -> Polled:
    """Ask a feed once and publish what is new; what is remembered here is no entry, so that a failure loses nothing.

    Raises `TransientError` or `RejectedError` where the broker did not take everything: then nothing may be stored.
    """
    known = state or FeedState(url=feed.url)
    now = tools.clock()
    try:
        answer = await retrieve(
            tools.session,
            known.url,
            options=tools.options,
            validators=known.validators,
            headers=feed.headers if is_same_site(feed.url, known.url) else (),
        )
        freshness = judge(answer, known_hash=known.body)
        if freshness is Freshness.NEW_BODY:
            return await _new_body(feed, known, memory, answer, tools)
    except FeedError as error:
        return _failed(feed, after_failure(known, str(error), now=now), "error", tools)
    if not freshness.is_good:
        return _refused(feed, known, answer, freshness, tools)
    return _unchanged(feed, known, answer, freshness, tools)


async def _new_body(feed: Feed, known: FeedState, memory: Memory, answer: Answer, tools: Tools) -> Polled:
    now = tools.clock()
    assert answer.body is not None
    body = Body(content=answer.body, content_type=answer.headers.get("content-type"), url=answer.url)
    document = await tools.parse(body)
    seen = await memory.recall()
    known = await _warned(known, document, memory)
    adapted = adapt(
        document,
        feed=feed,
        now=now,
        known_bad=frozenset(known.bad_ids),
        is_published=lambda article_id, revision: is_published(article_id, revision, seen),
    )
    fresh = [one for one in adapted if is_new(one.identity, seen)]
    await tools.publish(one.article for one in fresh)
    state = _remembered(known, document, adapted, answer, now)
    interval = _interval(feed, state, answer, tools, document=document, new=len(fresh))
    return Polled(
        state=with_quiet(
            replace(state, interval_s=interval, changed=now if fresh or not known.changed else known.changed)
        ),
        change=remember((one.identity for one in adapted), seen, now=now, keep_days=tools.options.keep_days),
        wait_s=with_jitter(interval, tools.dice()),
        outcome=Freshness.NEW_BODY.value,
        entries=len(adapted),
        published=len(fresh),
        arrived=len(fresh) if known.succeeded else 0,
    )


async def _warned(known: FeedState, document: FeedDocument, memory: Memory) -> FeedState:
    """Return the state with the names that this document repeats; new ones are kept before anything is published.

    A fetcher that dies with half of the entries out would else trust the name once its twin has left the feed.
    """
    new = repeated_names(document.entries, frozenset(known.bad_ids)) - frozenset(known.bad_ids)
    if not new:
        return known
    warned = replace(known, bad_ids=(*known.bad_ids, *sorted(new))[-_BAD_IDS_KEPT:])
    await memory.note(warned)
    return warned


def _remembered(
    known: FeedState, document: FeedDocument, adapted: tuple[Adapted, ...], answer: Answer, now: datetime
) -> FeedState:
    """Return the state after a body whose every entry is confirmed; one that was cut short is asked for again."""
    after = after_answer(known, answer, Freshness.NEW_BODY, now=now)
    dates = [one.article.published for one in adapted if one.article.published]
    rhythm = rhythm_s(entry.published for entry in document.entries if entry.published)
    after = replace(after, newest=max(dates, default=known.newest), rhythm_s=rhythm)
    return after if document.complete else without_validators(after)


def _unchanged(feed: Feed, known: FeedState, answer: Answer, freshness: Freshness, tools: Tools) -> Polled:
    now = tools.clock()
    state = with_quiet(after_answer(known, answer, freshness, now=now))
    interval = _interval(feed, state, answer, tools, document=None, new=0)
    return Polled(
        state=replace(state, interval_s=interval), wait_s=with_jitter(interval, tools.dice()), outcome=freshness.value
    )


def _refused(feed: Feed, known: FeedState, answer: Answer, freshness: Freshness, tools: Tools) -> Polled:
    now = tools.clock()
    state = after_answer(known, answer, freshness, now=now)
    asked_s = retry_after_s(answer.headers.get("retry-after"), now=now) if freshness is Freshness.BUSY else None
    polled = _failed(feed, state, freshness.value, tools)
    if asked_s is None or polled.wait_s is None:
        return polled
    return replace(polled, wait_s=max(polled.wait_s, with_jitter(asked_s, tools.dice())), hold_s=float(asked_s))


def _failed(feed: Feed, state: FeedState, outcome: str, tools: Tools) -> Polled:
    pace = _pace(feed, tools)
    interval = state.interval_s or pace.min_s
    wait_s = backoff_s(state.failures, interval_s=interval, pace=pace, jitter=tools.dice())
    return Polled(state=state, wait_s=None if state.health is Health.GONE else wait_s, outcome=outcome)


def _interval(
    feed: Feed, state: FeedState, answer: Answer, tools: Tools, *, document: FeedDocument | None, new: int
) -> int:
    entries = document.entries if document else ()
    asked = (document.interval_s if document else None) or 0
    return next_interval_s(
        state.interval_s,
        pace=_pace(feed, tools),
        new=new,
        total=len(entries),
        rhythm_s=state.rhythm_s,
        wish_s=max(asked, cache_wish_s(answer.headers, now=tools.clock())),
    )


def _pace(feed: Feed, tools: Tools) -> Pace:
    shortest = max(tools.options.min_interval_s, feed.interval_s or 0)
    return Pace(min_s=shortest, max_s=max(shortest, tools.options.max_interval_s))


def host_of(url: str) -> str:
    """Return the host, with its port where one is given, that a poll of this address is counted for."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def next_time(polled: Polled, *, now: datetime) -> FeedState:
    """Return the state with the time of the next poll in it, for people to read."""
    return replace(polled.state, next_poll=None if polled.wait_s is None else later(now, polled.wait_s))
