"""What a site lets robots read (RFC 9309): its robots.txt is asked for once a day, and kept in memory.

A site without one allows everything; one whose robots.txt cannot be had for now allows nothing, for a while.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec import Struct
from protego import Protego

from wirewatch.clock import Clock
from wirewatch_fetcher.errors import BodyTooLargeError, RetrieveError
from wirewatch_fetcher.retrieve import Answer

AGENT = "wirewatch"
MAX_BYTES = 512_000
MOST_DELAY_S = 60.0
_SITES = 5_000
_KEPT, _KEPT_UNREACHABLE = timedelta(days=1), timedelta(minutes=10)

Ask = Callable[[str], Awaitable[Answer]]
"""Asks for an address; raises `RetrieveError`."""


class Leave(Struct, frozen=True, kw_only=True):
    """Whether a page may be read, and the pause between two pages that the site asks for, in seconds."""

    allowed: bool
    delay_s: float = 0.0


class Robots:
    """The robots.txt of many sites."""

    def __init__(self, ask: Ask, *, clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._sites: OrderedDict[str, tuple[Protego | None, datetime]] = OrderedDict()

    async def leave(self, url: str) -> Leave:
        """Return whether a page may be read."""
        rules = await self._rules(_site(url))
        if rules is None:
            return Leave(allowed=False)
        delay_s = min(float(rules.crawl_delay(AGENT) or 0.0), MOST_DELAY_S)
        return Leave(allowed=rules.can_fetch(url, AGENT), delay_s=delay_s)

    async def _rules(self, site: str) -> Protego | None:
        known = self._sites.get(site)
        if known and known[1] > self._clock():
            return known[0]
        rules = await self._asked(site)
        self._sites[site] = rules, self._clock() + (_KEPT if rules else _KEPT_UNREACHABLE)
        self._sites.move_to_end(site)
        if len(self._sites) > _SITES:
            self._sites.popitem(last=False)
        return rules

    async def _asked(self, site: str) -> Protego | None:
        try:
            answer = await self._ask(f"{site}/robots.txt")
        except BodyTooLargeError:
            return Protego.parse("")
        except RetrieveError:
            return None
        return rules_of(answer)


def rules_of(answer: Answer) -> Protego | None:
    """Return the rules that an answer gives: none but for a 200, and None where the server is in trouble."""
    if answer.body is not None:
        return Protego.parse(answer.body.decode("utf-8-sig", "replace"))
    return None if answer.status == 429 or answer.status >= 500 else Protego.parse("")


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
