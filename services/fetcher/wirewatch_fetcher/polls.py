"""What a poll works with and what it comes to: the words that the fetcher's parts share."""

from collections.abc import Awaitable, Callable, Iterable

import aiohttp
from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch.clock import Clock
from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.retrieve import Turn
from wirewatch_fetcher.seen import Seen, SeenChange
from wirewatch_fetcher.websub import Offer

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
    """What all fetchers share about a feed: `recall` gives its entries that were published before.

    `note` keeps a state at once, before its entries are out: only its `bad_ids` differ from the one before. `turn`
    waits for a host that the feed redirects to; None: there is nobody to wait for.
    """

    recall: Callable[[], Awaitable[Seen]]
    note: Callable[[FeedState], Awaitable[object]]
    turn: Turn | None = None


class Polled(Struct, frozen=True, kw_only=True):
    """What a poll came to: the state and entries to remember, how long to wait, and what to say about it.

    `wait_s` None: never again. `hold_s`: `hold_host` asked to be left alone. `arrived` is what was published, but for
    what the feed held when it was first read. `offer` is the hub that a new body named.
    """

    state: FeedState
    change: SeenChange = SeenChange()
    wait_s: float | None
    hold_s: float | None = None
    hold_host: str = ""
    outcome: str
    entries: int = 0
    published: int = 0
    arrived: int = 0
    offer: Offer | None = None


Heard = Callable[[Feed, int], Awaitable[None]]
"""Is told of a feed and how many new articles it has just brought."""


class Around(Struct, frozen=True, kw_only=True):
    """What is done around the poll of a feed: `before` may change what goes in, `after` hears what came of it."""

    before: Callable[[Feed, FeedState | None], Awaitable[tuple[Feed, FeedState | None]]]
    after: Callable[[Feed, Polled], Awaitable[None]]
