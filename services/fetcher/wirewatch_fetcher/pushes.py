"""Feeds that are pushed to us: hubs are asked, hubs call back, and what they push goes the way of every entry."""

import asyncio
import secrets
from collections.abc import Mapping

import aiohttp
import structlog
from msgspec.structs import replace

from wirewatch.errors import RejectedError, TransientError
from wirewatch_fetcher.errors import FeedError
from wirewatch_fetcher.feed_list import FeedList
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.new_entries import publish_new
from wirewatch_fetcher.polls import Heard, Memory, Polled, Tools
from wirewatch_fetcher.retrieve import Answer
from wirewatch_fetcher.seen import remember
from wirewatch_fetcher.store import FeedStore
from wirewatch_fetcher.websub import (
    LEASE_S,
    PUSHED_INTERVAL_S,
    Offer,
    Subscription,
    after_poll,
    asked,
    is_pushed,
    is_signed,
    verified,
    wants_asking,
)
from wirewatch_fetcher.websub_store import WebSubStore

ASK_EVERY_S = 60.0
_ASK_TIMEOUT_S = 20.0
log = structlog.get_logger(__name__)


class Pushes:
    """The subscriptions of one fetcher's feeds.

    `callback` is the public address that hubs reach us at; `heard` is told what a push brought.
    """

    def __init__(
        self, feed_list: FeedList, feeds: FeedStore, store: WebSubStore, tools: Tools, *, callback: str, heard: Heard
    ) -> None:
        self._list = feed_list
        self._feeds = feeds
        self._store = store
        self._tools = tools
        self._callback = callback.rstrip("/")
        self._heard = heard

    async def slowed(self, feed: Feed, state: FeedState | None) -> tuple[Feed, FeedState | None]:
        """Return a feed and its state as they are to be polled: slower while its hub pushes, and not as quiet."""
        known = await self._store.get(feed.feed_id)
        if known is None or not is_pushed(known, now=self._tools.clock()):
            return feed, state
        if state and known.pushed and (state.changed is None or state.changed < known.pushed):
            state = replace(state, changed=known.pushed)
        return replace(feed, interval_s=max(feed.interval_s or 0, PUSHED_INTERVAL_S)), state

    async def polled(self, feed: Feed, polled: Polled) -> None:
        """Take up what a poll said of the feed's hub, and whether the hub had missed something."""
        now, known = self._tools.clock(), await self._store.get(feed.feed_id)
        if polled.offer and (known is None or (known.hub, known.topic) != (polled.offer.hub, polled.offer.topic)):
            await self._store.put(self._new(feed, polled.offer))
        elif known is not None and (after := after_poll(known, arrived=polled.arrived, now=now)) != known:
            await self._store.put(after)

    async def ask_hubs(self) -> int:
        """Ask the hubs of all subscriptions that want it, and forget those of feeds that left the list."""
        listed, count = {feed.feed_id for feed in self._list.feeds}, 0
        for one in await self._store.all():
            if one.feed_id not in listed:
                await self._store.drop(one)
            elif wants_asking(one, now=self._tools.clock()):
                await self._ask(one)
                count += 1
        return count

    async def called(self, token: str, query: Mapping[str, str]) -> str | None:
        """Answer a hub that verifies or denies; None: we know of no such subscription."""
        known = await self._store.by_token(token)
        if known is None:
            return None
        after, words = verified(known, query, now=self._tools.clock())
        if after != known:
            await self._store.put(after)
            log.info("websub", hub=after.hub, topic=after.topic, lease_until=after.lease_until, reason=after.reason)
        return words

    async def pushed(self, token: str, body: bytes, headers: Mapping[str, str]) -> bool:
        """Publish what a hub pushed; return false where the subscription is unknown.

        A push with a wrong signature, or that is no feed, changes nothing. Raises `TransientError` where Kafka or Redis
        is away: then the hub is to push again.
        """
        known = await self._store.by_token(token)
        feed = next((one for one in self._list.feeds if known and one.feed_id == known.feed_id), None)
        if known is None or feed is None:
            return False
        if not is_signed(known, body, headers.get("x-hub-signature")):
            log.warning("push_not_signed", feed=feed.url)
            return True
        try:
            count = await self._publish(feed, known, body, headers)
        except (FeedError, RejectedError) as error:
            log.warning("push_not_read", feed=feed.url, error=str(error))
            return True
        log.info("pushed", feed=feed.url, published=count)
        return True

    async def ask_for_ever(self) -> None:
        """Ask the hubs now and then, one fetcher of several at a time."""
        while True:
            await asyncio.sleep(ASK_EVERY_S / 4)
            try:
                if await self._store.take_turn(ASK_EVERY_S):
                    await self.ask_hubs()
            except TransientError as error:
                log.warning("hubs_not_asked", error=str(error))

    async def _publish(self, feed: Feed, known: Subscription, body: bytes, headers: Mapping[str, str]) -> int:
        state = await self._feeds.state(feed.feed_id) or FeedState(url=feed.url)
        answer = Answer(url=known.topic, status=200, headers=headers, body=body)
        memory = Memory(recall=lambda: self._feeds.seen(feed.feed_id), note=_note_nothing)
        found = await publish_new(feed, state, memory, answer, self._tools)
        identities = (one.identity for one in found.adapted)
        days = self._tools.options.keep_days
        change = remember(identities, found.seen, now=self._tools.clock(), keep_days=days)
        await self._feeds.learn(feed.feed_id, change)
        if found.new:
            await self._store.put(replace(known, missed=0, pushed=self._tools.clock()))
            await self._heard(feed, found.new)
        return found.new

    async def _ask(self, subscription: Subscription) -> None:
        """Ask a hub; whatever it answers now, what counts is whether it verifies."""
        waiting = asked(subscription, now=self._tools.clock())
        await self._store.put(waiting)
        form = {
            "hub.mode": "subscribe",
            "hub.topic": waiting.topic,
            "hub.callback": f"{self._callback}/{waiting.token}",
            "hub.secret": waiting.secret,
            "hub.lease_seconds": str(LEASE_S),
        }
        try:
            async with asyncio.timeout(_ASK_TIMEOUT_S):
                async with self._tools.session.post(waiting.hub, data=form, allow_redirects=False) as response:
                    told = f"status {response.status}"
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            told = f"{type(error).__name__}: {error}"
        log.info("hub_asked", hub=waiting.hub, topic=waiting.topic, tries=waiting.tries, answer=told)

    def _new(self, feed: Feed, offer: Offer) -> Subscription:
        return Subscription(
            feed_id=feed.feed_id,
            hub=offer.hub,
            topic=offer.topic,
            token=secrets.token_urlsafe(24),
            secret=secrets.token_urlsafe(32),
            asked=self._tools.clock(),
        )


async def _note_nothing(_state: FeedState) -> None:
    return None
