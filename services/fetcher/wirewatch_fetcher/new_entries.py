"""A body to articles on their way: what is new in it is published, confirmed, and handed back to be remembered."""

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from wirewatch_fetcher.adapter import Adapted, adapt
from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.identity import repeated_names
from wirewatch_fetcher.polls import Memory, Tools
from wirewatch_fetcher.retrieve import Answer
from wirewatch_fetcher.seen import Seen, is_new, is_published

_BAD_IDS_KEPT = 200


class Published(Struct, frozen=True, kw_only=True):
    """What a body held: the document, its articles, how many of them were new, and what was known before.

    `state` is the one before, but for names that this document repeats.
    """

    document: FeedDocument
    adapted: tuple[Adapted, ...]
    new: int
    seen: Seen
    state: FeedState

    @property
    def overlaps(self) -> bool:
        """Return whether at least one entry was known before."""
        return self.new < len(self.adapted)


async def publish_new(feed: Feed, known: FeedState, memory: Memory, answer: Answer, tools: Tools) -> Published:
    """Read a body and publish what is new in it; return once every article is confirmed.

    Raises `FeedError` where there is no feed in it, `TransientError` or `RejectedError` where the broker did not take
    everything.
    """
    assert answer.body is not None
    body = Body(content=answer.body, content_type=answer.headers.get("content-type"), url=answer.url)
    document = await tools.parse(body)
    seen = await memory.recall()
    known = await _warned(known, document, memory)
    adapted = adapt(
        document,
        feed=feed,
        now=tools.clock(),
        known_bad=frozenset(known.bad_ids),
        is_published=partial(is_published, seen=seen) if seen else None,
    )
    fresh = [one for one in adapted if is_new(one.identity, seen)]
    await tools.publish(one.article for one in fresh)
    return Published(document=document, adapted=adapted, new=len(fresh), seen=seen, state=known)


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
