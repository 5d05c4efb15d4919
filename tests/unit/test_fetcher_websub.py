"""WebSub: what a feed offers, when a hub is asked, what it may say, and what a signature is worth."""

import hmac
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from fetcher_site import NOON
from wirewatch_fetcher.documents import FeedDocument, FeedFormat
from wirewatch_fetcher.websub import (
    MOST_MISSED,
    Offer,
    Subscription,
    after_poll,
    asked,
    is_pushed,
    is_signed,
    offer_of,
    verified,
    wants_asking,
)

FEED = "https://n.example/feed"
HUB = "https://hub.example/"
NEW = Subscription(feed_id="f", hub=HUB, topic=FEED, token="t", secret="s", asked=NOON)
ASKED = asked(NEW, now=NOON)
VERIFY = {"hub.mode": "subscribe", "hub.topic": FEED, "hub.challenge": "c", "hub.lease_seconds": "86400"}
ACTIVE = verified(ASKED, VERIFY, now=NOON)[0]
DAY = timedelta(days=1)


def document(**said: str) -> FeedDocument:
    return FeedDocument(format=FeedFormat.ATOM, hub=said.get("hub"), self_link=said.get("topic"))


@pytest.mark.parametrize(
    ("link", "said", "offer"),
    [
        (None, {}, None),
        (f'<{HUB}>; rel="hub", <{FEED}>; rel="self"', {}, Offer(hub=HUB, topic=FEED)),
        (f"</>;rel=hub , <{FEED}>;type=x;rel='self'", {}, Offer(hub="https://n.example/", topic=FEED)),
        (f'<{HUB}>; title="a, b; c"; rel="other HUB"', {}, Offer(hub=HUB, topic=FEED)),
        (None, {"hub": HUB, "topic": "https://n.example/t"}, Offer(hub=HUB, topic="https://n.example/t")),
        (f"<{HUB}>; rel=hub", {"hub": "https://o.example/", "topic": FEED}, Offer(hub=HUB, topic=FEED)),
        ("<ftp://hub.example/>; rel=hub", {}, None),
    ],
)
def test_a_hub_is_found_in_the_header_then_in_the_feed(
    link: str | None, said: dict[str, str], offer: Offer | None
) -> None:
    """The Link header counts before the body; without a self link the topic is the feed's address."""
    assert offer_of({"link": link} if link else {}, document(**said), url=FEED) == offer


def test_a_verified_subscription_has_the_hubs_lease() -> None:
    """The challenge is given back, and the lease is the hub's, not ours."""
    after, words = verified(ASKED, VERIFY, now=NOON)
    assert (words, after.lease_until) == ("c", NOON + DAY)
    assert is_pushed(after, now=NOON)
    assert not is_pushed(after, now=NOON + DAY)


@pytest.mark.parametrize(
    ("subscription", "query", "now"),
    [
        (ASKED, {**VERIFY, "hub.topic": "https://other.example/"}, NOON),
        (ASKED, {**VERIFY, "hub.mode": "unsubscribe"}, NOON),
        (ASKED, {}, NOON),
        (NEW, VERIFY, NOON),
        (ASKED, VERIFY, NOON + timedelta(hours=2)),
    ],
    ids=["other topic", "unsubscribe", "nothing", "never asked", "asked long ago"],
)
def test_what_we_did_not_ask_for_is_not_confirmed(
    subscription: Subscription, query: dict[str, str], now: datetime
) -> None:
    """Nobody subscribes us to anything, nor ends what we have."""
    assert verified(subscription, query, now=now) == (subscription, None)


def test_a_denied_subscription_is_asked_for_again_after_a_week() -> None:
    """Meanwhile the feed is polled as ever."""
    denied, words = verified(ACTIVE, {"hub.mode": "denied", "hub.topic": FEED, "hub.reason": "no"}, now=NOON)
    assert (words, is_pushed(denied, now=NOON), denied.reason) == ("", False, "denied by the hub: no")
    assert [wants_asking(denied, now=NOON + days * DAY) for days in (6, 7)] == [False, True]


def test_a_lease_is_renewed_before_it_ends() -> None:
    """In its last quarter the hub is asked; a hub that is silent is asked ever less often."""
    assert [wants_asking(ACTIVE, now=NOON + timedelta(hours=hours)) for hours in (1, 17, 19)] == [False, False, True]
    at = NOON + timedelta(hours=19)
    waiting = asked(ACTIVE, now=at)
    assert is_pushed(waiting, now=at)
    later = [wants_asking(waiting, now=at + timedelta(minutes=minutes)) for minutes in (5, 15)]
    assert later == [False, True]
    assert not wants_asking(replace(waiting, tries=9), now=at + timedelta(hours=20))


def test_a_hub_that_pushes_nothing_is_not_relied_on() -> None:
    """After polls that found what the hub should have pushed, the feed is polled at its own pace."""
    subscription = ACTIVE
    for _ in range(MOST_MISSED):
        subscription = after_poll(subscription, arrived=2, now=NOON)
    assert not is_pushed(subscription, now=NOON)
    assert after_poll(ACTIVE, arrived=0, now=NOON) == ACTIVE


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_push_is_signed_with_the_secret(method: str) -> None:
    """Any of the digests of the standard is taken; another body, secret or digest is not."""
    digest = hmac.new(b"s", b"body", method).hexdigest()
    assert is_signed(ACTIVE, b"body", f"{method}={digest}")
    assert not is_signed(ACTIVE, b"other", f"{method}={digest}")
    assert not is_signed(replace(ACTIVE, secret="x"), b"body", f"{method}={digest}")


@pytest.mark.parametrize("header", [None, "", "sha256=", "md5=abc", "sha256", "sha256=é", "=", "sha256=" + "0" * 64])
def test_an_unsigned_push_is_known(header: str | None) -> None:
    """Without a right signature it could be from anybody."""
    assert not is_signed(ACTIVE, b"body", header)
