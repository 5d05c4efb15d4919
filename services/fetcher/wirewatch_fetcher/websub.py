"""WebSub (W3C, 2018), the subscriber's side: what a feed offers, when to ask its hub, what a hub may say. Pure.

A subscription is asked for, verified by the hub at our callback, renewed before its lease ends, and asked for again
where it fails; polling goes on meanwhile, slower while a hub pushes.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.incidents import Instant
from wirewatch_fetcher.documents import FeedDocument
from wirewatch_fetcher.links import absolute_link

LEASE_S = 10 * 86_400
"""The lease that we ask for; a hub may give another."""
PUSHED_INTERVAL_S = 3_600
"""The shortest pause between polls of a feed whose hub pushes."""
MOST_MISSED = 3
_PENDING = timedelta(hours=1)
_FIRST_RETRY, _LAST_RETRY = timedelta(minutes=10), timedelta(days=1)
_AFTER_DENIAL = timedelta(days=7)
_LEASE_BOUNDS_S = (300, 90 * 86_400)
_DIGESTS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


class Offer(Struct, frozen=True, kw_only=True):
    """What a feed says of its hub: where it is, and the topic to ask it for."""

    hub: str
    topic: str


class Subscription(Struct, frozen=True, kw_only=True):
    """One feed's subscription.

    `token` is the end of its callback's address, `secret` what pushes are signed with. `lease_until` None: not verified
    yet. `asked` is when the hub was asked last, `tries` how often since it last verified; `missed` counts polls that
    found what the hub had not pushed; `pushed` is when it last brought something new.
    """

    feed_id: str
    hub: str
    topic: str
    token: str
    secret: str
    asked: Instant
    tries: int = 0
    lease_until: Instant | None = None
    lease_s: int = 0
    denied: Instant | None = None
    reason: str = ""
    missed: int = 0
    pushed: Instant | None = None


def offer_of(headers: Mapping[str, str], document: FeedDocument, *, url: str) -> Offer | None:
    """Return the hub that an answer names, by its Link headers, else by the feed itself; None for none."""
    links = [(target, _relations(parameters)) for target, parameters in _LINK.findall(headers.get("link", ""))]
    hub = next((absolute_link(target, url) for target, relations in links if "hub" in relations), None)
    topic = next((absolute_link(target, url) for target, relations in links if "self" in relations), None)
    hub, topic = hub or document.hub, topic or document.self_link or url
    return Offer(hub=hub, topic=topic) if hub else None


def is_pushed(subscription: Subscription | None, *, now: datetime) -> bool:
    """Return whether a hub pushes this feed, so that polls may be slow."""
    if subscription is None or subscription.lease_until is None or subscription.missed >= MOST_MISSED:
        return False
    return subscription.lease_until > now


def wants_asking(subscription: Subscription, *, now: datetime) -> bool:
    """Return whether the hub is to be asked: anew, again, or for a longer lease."""
    if subscription.denied is not None:
        return now - subscription.denied >= _AFTER_DENIAL
    if is_pushed(subscription, now=now) and subscription.lease_until is not None:
        left = subscription.lease_until - now
        if left > timedelta(seconds=subscription.lease_s / 4):
            return False
    return subscription.tries == 0 or now - subscription.asked >= _pause(subscription.tries)


def asked(subscription: Subscription, *, now: datetime) -> Subscription:
    """Return the subscription once its hub is asked."""
    return replace(subscription, asked=now, tries=subscription.tries + 1, denied=None)


def verified(subscription: Subscription, query: Mapping[str, str], *, now: datetime) -> tuple[Subscription, str | None]:
    """Return the subscription after a hub's call, and the words to answer with; None: we do not know of this.

    A hub verifies that it was we who asked (`hub.mode=subscribe`), or says that it will not (`denied`).
    """
    if query.get("hub.topic") != subscription.topic:
        return subscription, None
    match query.get("hub.mode"):
        case "denied":
            reason = f"denied by the hub: {query.get('hub.reason', 'no reason given')[:200]}"
            return replace(subscription, denied=now, lease_until=None, reason=reason), ""
        case "subscribe" if subscription.tries and now - subscription.asked <= _PENDING:
            lease_s = _lease_s(query.get("hub.lease_seconds", ""))
            until = now + timedelta(seconds=lease_s)
            good = replace(
                subscription, lease_until=until, lease_s=lease_s, tries=0, missed=0, denied=None, reason="verified"
            )
            return good, query.get("hub.challenge", "")
    return subscription, None


def after_poll(subscription: Subscription, *, arrived: int, now: datetime) -> Subscription:
    """Return the subscription after a poll: what it found new, the hub had not pushed."""
    if not arrived or not is_pushed(subscription, now=now):
        return subscription
    missed = subscription.missed + 1
    reason = f"{missed} polls found what the hub had not pushed" if missed >= MOST_MISSED else subscription.reason
    return replace(subscription, missed=missed, reason=reason)


def is_signed(subscription: Subscription, body: bytes, header: str | None) -> bool:
    """Return whether a push was signed with the subscription's secret: `X-Hub-Signature: sha256=…`."""
    method, _, digest = (header or "").strip().partition("=")
    if method.lower() not in _DIGESTS or not digest.isascii():
        return False
    mine = hmac.new(subscription.secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(mine, digest.lower())


def _relations(parameters: str) -> frozenset[str]:
    found = _RELATION.search(parameters)
    return frozenset((found[1] or found[2] or "").lower().split()) if found else frozenset()


def _pause(tries: int) -> timedelta:
    return min(_FIRST_RETRY * (1 << min(max(tries - 1, 0), 10)), _LAST_RETRY)


def _lease_s(words: str) -> int:
    given = int(words) if words.isascii() and words.isdigit() and len(words) < 12 else LEASE_S
    return min(max(given, _LEASE_BOUNDS_S[0]), _LEASE_BOUNDS_S[1])
