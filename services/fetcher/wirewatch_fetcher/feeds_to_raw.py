"""The hop from feeds to `articles.raw`: one poll asks one feed, publishes what is new, and only then remembers it."""

from datetime import datetime

from msgspec.structs import replace

from wirewatch_fetcher.documents import FeedDocument
from wirewatch_fetcher.errors import FeedError
from wirewatch_fetcher.feed_state import FeedState, Health, after_answer, after_failure, with_quiet, without_validators
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.freshness import Freshness, judge
from wirewatch_fetcher.new_entries import Published, publish_new
from wirewatch_fetcher.older_pages import begun, keep_days, pause_s, poll_older
from wirewatch_fetcher.polls import Memory, Polled, Tools
from wirewatch_fetcher.retrieve import Answer, host_of, is_same_site, retrieve
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
from wirewatch_fetcher.seen import remember
from wirewatch_fetcher.websub import offer_of


async def poll(feed: Feed, state: FeedState | None, memory: Memory, tools: Tools) -> Polled:
    """Ask a feed once and publish what is new; what is remembered here is no entry, so that a failure loses nothing.

    Raises `TransientError` or `RejectedError` where the broker did not take everything, `PostponedError` where a host
    that the feed redirects to is not free yet: then nothing may be stored.
    """
    known = state or FeedState(url=feed.url)
    if known.walk is not None:
        return await poll_older(feed, known, known.walk, memory, tools)
    now = tools.clock()
    try:
        answer = await retrieve(
            tools.session,
            known.url,
            options=tools.options,
            validators=known.validators,
            headers=feed.headers if is_same_site(feed.url, known.url) else (),
            turn=memory.turn,
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
    found = await publish_new(feed, known, memory, answer, tools)
    state = _remembered(found, answer, now)
    interval = _interval(feed, state, answer, tools, document=found.document, new=found.new)
    walk = begun(found, first=known.succeeded is None, pages=tools.options.older_pages)
    changed = now if found.new or not known.changed else known.changed
    state = replace(state, interval_s=interval, changed=changed, walk=walk)
    days = keep_days(state, tools.options.keep_days)
    return Polled(
        state=with_quiet(state),
        change=remember((one.identity for one in found.adapted), found.seen, now=now, keep_days=days),
        wait_s=pause_s(state, tools),
        outcome=Freshness.NEW_BODY.value,
        entries=len(found.adapted),
        published=found.new,
        arrived=found.new if known.succeeded else 0,
        offer=offer_of(answer.headers, found.document, url=answer.url),
    )


def _remembered(found: Published, answer: Answer, now: datetime) -> FeedState:
    """Return the state after a body whose every entry is confirmed; one that was cut short is asked for again."""
    after = after_answer(found.state, answer, Freshness.NEW_BODY, now=now)
    dates = [one.article.published for one in found.adapted if one.article.published]
    rhythm = rhythm_s(one.entry.published for one in found.adapted if one.entry.published)
    after = replace(after, newest=max(dates, default=found.state.newest), rhythm_s=rhythm)
    return after if found.document.complete else without_validators(after)


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
    wait_s = max(polled.wait_s, with_jitter(asked_s, tools.dice()))
    return replace(polled, wait_s=wait_s, hold_s=float(asked_s), hold_host=host_of(answer.url))


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


def asked_url(feed: Feed, state: FeedState | None) -> str:
    """Return the address that a poll of this feed asks next."""
    return feed.url if state is None else state.walk.url if state.walk else state.url


def next_time(polled: Polled, *, now: datetime) -> FeedState:
    """Return the state with the time of the next poll in it, for people to read."""
    return replace(polled.state, next_poll=None if polled.wait_s is None else later(now, polled.wait_s))
