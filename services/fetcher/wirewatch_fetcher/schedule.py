"""When a feed is asked again. Pure: the time and the dice are arguments."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median

from msgspec import Struct

MAX_WISH_S = 86_400
"""The longest pause that a server's or feed's own wish is obeyed for."""
_SLOWER = 1.5
_NEWEST = 20


class Pace(Struct, frozen=True, kw_only=True):
    """The shortest and the longest pause between two polls, in seconds."""

    min_s: int
    max_s: int

    def clamp(self, wanted_s: float) -> int:
        """Return the nearest pause that is allowed."""
        return int(min(max(wanted_s, self.min_s), self.max_s))


def next_interval_s(
    previous_s: int | None, *, pace: Pace, new: int, total: int, rhythm_s: float | None, wish_s: int = 0
) -> int:
    """Return the pause before the next poll, in seconds.

    Half of the feed's own rhythm where it is known. A poll that found half of the feed new came late: twice as often.
    One that found nothing new goes slower, step by step. The wish of server and feed is a lower bound.

    Args:
        previous_s: the pause before this poll, None for a first one.
        pace: the bounds.
        new: how many entries this poll found new.
        total: how many entries the feed holds.
        rhythm_s: the median time between the feed's newest entries, in seconds.
        wish_s: the pause that server and feed ask for.
    """
    wanted = float(previous_s or pace.min_s)
    if rhythm_s is not None:
        wanted = min(wanted * _SLOWER, rhythm_s / 2) if previous_s else rhythm_s / 2
    if previous_s and total and new * 2 >= total:
        wanted = min(wanted, previous_s / 2)
    if previous_s and not new:
        wanted = max(wanted, previous_s * _SLOWER)
    return pace.clamp(max(pace.clamp(wanted), min(wish_s, MAX_WISH_S)))


def rhythm_s(dates: Iterable[datetime]) -> float | None:
    """Return the median time between the newest dated entries, in seconds; None for fewer than four dates."""
    newest = sorted(dates, reverse=True)[:_NEWEST]
    if len(newest) < 4:
        return None
    return median((late - early).total_seconds() for late, early in pairwise(newest))


def with_jitter(interval_s: float, jitter: float) -> float:
    """Return the pause, up to a tenth longer: `jitter` is from 0 to 1."""
    return interval_s * (1 + jitter / 10)


def backoff_s(failures: int, *, interval_s: int, pace: Pace, jitter: float) -> float:
    """Return the pause after so many failures in a row, in seconds: twice as long each time, from 0.8 to 1.2 of that.

    A first failure is tried again soon, after the shortest pause: most are over by then.
    """
    base = pace.min_s if failures <= 1 else interval_s * 2.0 ** min(failures - 2, 12)
    return pace.clamp(base) * (0.8 + 0.4 * jitter)


def retry_after_s(value: str | None, *, now: datetime) -> int | None:
    """Return how long `Retry-After` asks to wait, in seconds; it may say seconds or a date, or nothing (None)."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        return min(int(text), MAX_WISH_S)
    until = http_date(text)
    return min(max(0, int((until - now).total_seconds())), MAX_WISH_S) if until else None


def cache_wish_s(headers: Mapping[str, str], *, now: datetime) -> int:
    """Return how long the answer says that it stays fresh: `max-age`, else `Expires`, in seconds; else 0."""
    for directive in headers.get("cache-control", "").lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name in {"no-cache", "no-store"}:
            return 0
        if name == "max-age" and value.strip('"').isascii() and value.strip('"').isdigit():
            return min(int(value.strip('"')[:9]), MAX_WISH_S)
    until = http_date(headers.get("expires", ""))
    return min(max(0, int((until - now).total_seconds())), MAX_WISH_S) if until else 0


def http_date(text: str) -> datetime | None:
    """Return the instant of an HTTP date, or None."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def later(now: datetime, seconds: float) -> datetime:
    """Return the moment so many seconds on."""
    return now + timedelta(seconds=seconds)
