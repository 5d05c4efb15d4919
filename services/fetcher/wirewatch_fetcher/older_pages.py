"""A feed's older entries (RFC 5005): page after page back in time, on subscription and where a poll missed some.

Each page is a poll of its own: it waits for its host's turn, is remembered once its entries are confirmed, and survives
a restart. The walk ends where the feed does, at a page that holds what is known, after so many pages, or after a page
that failed three times.
"""

from msgspec.structs import replace

from wirewatch_fetcher.documents import FeedDocument
from wirewatch_fetcher.errors import FeedError, RetrieveError
from wirewatch_fetcher.feed_state import FeedState, Walk
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.links import canonical_link
from wirewatch_fetcher.new_entries import Published, publish_new
from wirewatch_fetcher.polls import Memory, Polled, Tools
from wirewatch_fetcher.retrieve import Answer, is_same_site, retrieve
from wirewatch_fetcher.schedule import with_jitter
from wirewatch_fetcher.seen import remember

MOST_FAILURES = 3
_FOR_EVER_DAYS = 36_500


def begun(found: Published, *, first: bool, pages: int) -> Walk | None:
    """Return the walk that a poll gives rise to: of a feed's first poll, or of one that holds nothing known."""
    missed = first or (bool(found.seen) and not found.overlaps)
    walk = Walk(url=found.state.url, pages_left=pages)
    return next_step(found.document, walk, overlaps=False) if missed else None


def keep_days(state: FeedState, days: int) -> int:
    """Return how long entries stay known: while a walk is on, for ever, for it ends at what is known."""
    return days if state.walk is None else _FOR_EVER_DAYS


async def poll_older(feed: Feed, known: FeedState, walk: Walk, memory: Memory, tools: Tools) -> Polled:
    """Ask for the next older page and publish what is new; raises what `feeds_to_raw.poll` raises."""
    try:
        answer = await _retrieved(feed, walk, memory, tools)
        found = await publish_new(feed, known, memory, answer, tools)
    except FeedError:
        return _failed(known, walk, tools)
    state = replace(found.state, walk=next_step(found.document, walk, overlaps=found.overlaps))
    days = keep_days(state, tools.options.keep_days)
    return Polled(
        state=state,
        change=remember((one.identity for one in found.adapted), found.seen, now=tools.clock(), keep_days=days),
        wait_s=pause_s(state, tools),
        outcome="older_page",
        entries=len(found.adapted),
        published=found.new,
    )


def pause_s(state: FeedState, tools: Tools) -> float:
    """Return the pause before the next poll: a short one while a walk is on."""
    interval = float(state.interval_s or tools.options.min_interval_s)
    return with_jitter(interval, tools.dice()) if state.walk is None else tools.options.host_interval_s


async def _retrieved(feed: Feed, walk: Walk, memory: Memory, tools: Tools) -> Answer:
    headers = feed.headers if is_same_site(feed.url, walk.url) else ()
    answer = await retrieve(tools.session, walk.url, options=tools.options, headers=headers, turn=memory.turn)
    if answer.body is None:
        raise RetrieveError(f"{walk.url}: status {answer.status}")
    return answer


def _failed(known: FeedState, walk: Walk, tools: Tools) -> Polled:
    failures = walk.failures + 1
    again = replace(walk, failures=failures) if failures < MOST_FAILURES else None
    state = replace(known, walk=again)
    return Polled(
        state=state, wait_s=with_jitter(tools.options.min_interval_s, tools.dice()), outcome="older_page_lost"
    )


def next_step(document: FeedDocument, walk: Walk, *, overlaps: bool) -> Walk | None:
    """Return the walk at the page before this one.

    None at its end: at a page that overlaps with what is known, unless all of it is wanted, or in a circle.
    """
    visited = (*walk.visited, canonical_link(walk.url))
    older = document.previous
    if older is None or walk.pages_left <= 0 or canonical_link(older) in visited or (overlaps and not walk.whole):
        return None
    return replace(walk, url=older, pages_left=walk.pages_left - 1, visited=visited, failures=0)
