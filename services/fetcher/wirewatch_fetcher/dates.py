"""Dates as feeds write them, to instants: feedparser's readers first, then dateutil. Nothing is ever invented. Pure.

Where it differs from feedparser: words without a year are no date (feedparser fills in today's), a zone that feedparser
does not know is applied (it reads `CET` as UTC), `GMT+9` is nine hours east, months may have their names in other
languages, and a compact ISO date keeps its time of day.
"""

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from time import struct_time

from dateutil import parser as dateutil_parser
from msgspec import Struct

MAX_DATE_CHARS = 100
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_ZONE = re.compile(r"([A-Z]{2,5})\)?$")
_NAMED_OFFSET = re.compile(r"\b(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?$")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})")
_WEEKDAY = re.compile(r"^\s*[^\W\d]+\.?\s*,\s*")
_WORD = re.compile(r"[^\W\d_]{3,}\.?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
    """Return the instant that the words name, in UTC, to the second; None for none, or one before feeds existed."""
    words = (claim.words or "").strip()
    if not words or len(words) > MAX_DATE_CHARS or not any(char.isdigit() for char in words):
        return None
    found = _iso(words) or _feedparsers(claim.parsed, words) or _dateutils(words)
    return found.replace(microsecond=0) if found is not None and found >= _EARLIEST else None


def clamped(published: datetime | None, now: datetime) -> datetime | None:
    """Return the date, or `now` where it lies in the future: a clock that is wrong must not hide an article."""
    return None if published is None else min(published, now)


@cache
def zone_offsets() -> dict[str, int]:
    """Return the zone names that feeds write instead of an offset, in seconds east of UTC, from `zones.csv`."""
    return _table("zones.csv")


@cache
def month_names() -> dict[str, int]:
    """Return the names of the months in some languages, in small letters, from `months.csv`."""
    return _table("months.csv")


def _table(name: str) -> dict[str, int]:
    lines = files("wirewatch_fetcher").joinpath(name).read_text("utf-8").split()
    return {key: int(value) for key, _, value in (line.partition(",") for line in lines[1:])}


def _iso(words: str) -> datetime | None:
    if len(words) < len("20240501T0800"):
        return None
    try:
        return _in_utc(datetime.fromisoformat(words))
    except (ValueError, OverflowError):
        return None


def _feedparsers(parsed: struct_time | None, words: str) -> datetime | None:
    """Return feedparser's reading, unless it made the year up or stepped over a `GMT+9`."""
    if parsed is None or _NAMED_OFFSET.search(words):
        return None
    if not re.search(rf"{parsed.tm_year}|(?<!\d){parsed.tm_year % 100:02d}(?!\d|:)", words):
        return None
    try:
        found = datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found - timedelta(seconds=_zone_left_out_s(parsed, words))


def _zone_left_out_s(parsed: struct_time, words: str) -> int:
    """Return the offset of a zone name that was read as if it were UTC: the clock is still as the words have it."""
    zone, clock = _ZONE.search(words), _CLOCK.search(words)
    if not zone or not clock or (int(clock[1]), int(clock[2])) != (parsed.tm_hour, parsed.tm_min):
        return 0
    return zone_offsets().get(zone[1], 0)


def _dateutils(words: str) -> datetime | None:
    """Read a date that feedparser cannot.

    All readings must agree: with other defaults, or dateutil filled something in; with day and month the other way
    round, or the words can mean two days.
    """
    text = _in_english(_NAMED_OFFSET.sub(_as_offset, words))
    defaults = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2001, 2, 2, tzinfo=UTC))
    found = {_dateutil(text, default, day_first=order) for default in defaults for order in (False, True)}
    return found.pop() if len(found) == 1 else None


def _dateutil(text: str, default: datetime, *, day_first: bool) -> datetime | None:
    try:
        return _in_utc(dateutil_parser.parse(text, default=default, tzinfos=_offset, dayfirst=day_first))
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, ArithmeticError):
        return None


def _offset(name: str | None, offset_s: int | None) -> int | None:
    """Tell dateutil a zone's offset; a name that we do not know makes the date unreadable rather than wrong."""
    if offset_s is not None:
        return offset_s
    return 0 if name is None else zone_offsets()[name] if name in zone_offsets() else _unknown_zone(name)


def _unknown_zone(name: str) -> int:
    raise ValueError(f"no zone {name}")


def _in_english(words: str) -> str:
    """Return the words without a weekday in front, and months under the names that dateutil knows."""
    return _WORD.sub(_month, _WEEKDAY.sub("", words))


def _month(word: re.Match[str]) -> str:
    number = month_names().get(word[0].rstrip(".").lower())
    return _MONTHS[number - 1] if number else word[0]


def _as_offset(match: re.Match[str]) -> str:
    sign, hours, minutes = match[1], int(match[2]), match[3] or "00"
    return f"{sign}{hours:02d}:{minutes}"


def _in_utc(found: datetime) -> datetime:
    """Return the instant; what gives no zone is taken as UTC, as feed readers do."""
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
