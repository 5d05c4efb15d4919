"""How fast a channel may be told, and what follows from failures: plain numbers in and out. Pure.

Seconds are Unix seconds; randomness comes in as a number from 0 to 1.
"""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from wirewatch_dispatcher.channels.base import Fate, Outcome

WINDOW_S = 60.0
FIRST_DELAY_S, LONGEST_DELAY_S = 1.0, 300.0
BREAKER_AFTER = 5
"""After so many failures in a row nothing is sent to the channel for a while, then one notice is tried."""
FIRST_BREAK_S, LONGEST_BREAK_S = 5.0, 300.0
GIVE_UP_TRIES, GIVE_UP_S = 10, 86_400.0
"""A notice that failed so often, and for so long, becomes a dead letter."""


class Standing(Struct, frozen=True, kw_only=True):
    """How a channel stands: failures in a row, when it may be told again, when it was told, why it was disabled."""

    failures: int = 0
    not_before: float = 0.0
    sent: tuple[float, ...] = ()
    disabled: str = ""


class Way(StrEnum):
    """What to do next."""

    REST = "rest"
    EACH = "each"
    DIGEST = "digest"


class Plan(Struct, frozen=True, kw_only=True):
    """What to do next: tell `count` notices one by one, or in one digest, or rest until `until`."""

    way: Way
    count: int = 0
    until: float = 0.0


def plan(waiting: int, standing: Standing, *, now: float, budget: int | None, digest: int, batch: int) -> Plan:
    """Decide what a channel does next.

    Args:
        waiting: how many notices are due.
        standing: how the channel stands.
        now: in Unix seconds.
        budget: the most messages in any minute; None: any number.
        digest: the most alerts in a digest.
        batch: the most notices that are taken at once.
    """
    if waiting == 0 or now < standing.not_before:
        return Plan(way=Way.REST, until=standing.not_before)
    if standing.failures >= BREAKER_AFTER:
        batch = 1
    if budget is None:
        return Plan(way=Way.EACH, count=min(waiting, batch))
    recent = [moment for moment in standing.sent if moment > now - WINDOW_S]
    room = budget - len(recent)
    if room <= 0:
        return Plan(way=Way.REST, until=recent[-budget] + WINDOW_S)
    if waiting <= room:
        return Plan(way=Way.EACH, count=min(waiting, batch))
    return Plan(way=Way.DIGEST, count=min(waiting, digest))


def after(standing: Standing, outcome: Outcome, *, now: float, jitter: float, budget: int | None) -> Standing:
    """Return how a channel stands after a try; every try that may have arrived counts for the budget."""
    sent = standing.sent
    if budget is not None:
        recent = tuple(moment for moment in sent if moment > now - WINDOW_S)
        sent = (*recent, now)
    if outcome.fate is not Fate.TRY_AGAIN:
        return replace(standing, failures=0, not_before=0.0, sent=sent, disabled=_disabled(standing, outcome))
    failures = standing.failures + 1
    pause = max(outcome.retry_after_s or 0.0, break_s(failures, jitter))
    return replace(standing, failures=failures, not_before=now + pause if pause else 0.0, sent=sent)


def _disabled(standing: Standing, outcome: Outcome) -> str:
    return outcome.reason if outcome.disable else standing.disabled


def break_s(failures: int, jitter: float) -> float:
    """Return how long the breaker stays open after so many failures in a row: not at all at first, then doubling."""
    if failures < BREAKER_AFTER:
        return 0.0
    return float(min(LONGEST_BREAK_S, FIRST_BREAK_S * 2.0 ** min(failures - BREAKER_AFTER, 10)) * (1 - jitter / 2))


def delay_s(tries: int, jitter: float) -> float:
    """Return the pause before a notice's next try: doubled each time, up to a bound, spread by up to half."""
    return float(min(LONGEST_DELAY_S, FIRST_DELAY_S * 2.0 ** min(tries, 10)) * (1 - jitter / 2))


def gives_up(tries: int, *, first: float, now: float) -> bool:
    """Tell whether a notice has failed often and long enough."""
    return tries >= GIVE_UP_TRIES and now - first >= GIVE_UP_S
