"""Dates as feeds write them, to instants: feedparser's readers first, then dateutil. Nothing is ever invented. Pure."""

from calendar import timegm
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from time import struct_time

from dateutil import parser as dateutil_parser
from msgspec import Struct

MAX_DATE_CHARS = 100
CLOCK_SKEW = timedelta(minutes=5)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@cache
def zone_offsets() -> dict[str, int]:
    """Return the zone names that feeds write instead of an offset, in seconds east of UTC, from `zones.csv`."""
    lines = files("wirewatch_fetcher").joinpath("zones.csv").read_text("utf-8").split()
    return {name: int(offset_s) for name, _, offset_s in (line.partition(",") for line in lines[1:])}


class DateClaim(Struct, frozen=True, kw_only=True):
    """One date of an entry: the words, and what feedparser made of them (UTC, None where it could not)."""

    words: str | None
    parsed: struct_time | None = None


def first_date(*claims: DateClaim) -> tuple[datetime | None, str | None]:
    """Return the first date that can be read, with its words; `(None, words)` where there are only words."""
    for claim in claims:
        if (found := read_date(claim)) is not None:
            return found, claim.words
    return None, next((claim.words for claim in claims if claim.words), None)


def read_date(claim: DateClaim) -> datetime | None:
    """Return the instant that the words name, in UTC; None where they name none, or one before feeds existed."""
    found = _from_struct(claim.parsed) or _from_words(claim.words or "")
    return found if found is not None and found >= _EARLIEST else None


def clamped(published: datetime | None, now: datetime) -> datetime | None:
    """Return the date, or `now` where it lies in the future: a clock that is wrong must not hide an article."""
    if published is None or published <= now + CLOCK_SKEW:
        return published if published is None else min(published, now)
    return now


def _from_struct(parsed: struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _from_words(words: str) -> datetime | None:
    """Read a date that feedparser cannot.

    All readings must agree: with other defaults, or dateutil filled something in; with day and month the other way
    round, or the words can mean two days.
    """
    text = words.strip()
    if not text or len(text) > MAX_DATE_CHARS or not any(char.isdigit() for char in text):
        return None
    if (exact := _iso(text)) is not None:
        return exact
    defaults = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2001, 2, 2, tzinfo=UTC))
    found = {_dateutil(text, default, day_first=order) for default in defaults for order in (False, True)}
    return found.pop() if len(found) == 1 else None


def _iso(text: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _in_utc(found: datetime) -> datetime:
    """Return the instant; what gives no zone is taken as UTC, as feed readers do."""
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _dateutil(text: str, default: datetime, *, day_first: bool) -> datetime | None:
    try:
        return _in_utc(dateutil_parser.parse(text, default=default, tzinfos=zone_offsets(), dayfirst=day_first))
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, ArithmeticError):
        return None
