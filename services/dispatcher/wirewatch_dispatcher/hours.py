"""Hours of a day and days of a week: a window and a moment in, whether it holds and when it ends out. Pure."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from wirewatch_dispatcher.configuration import DAYS

_DAY = timedelta(days=1)


def ends(hours: str | None, days: Collection[str], zone: str, moment: datetime) -> datetime | None:
    """Return when the window that holds at a moment ends; None where none does.

    Args:
        hours: `22:00-06:00`, past midnight where the end is not after the start; None is the whole day.
        days: those on which the window begins, such as `mon`.
        zone: whose clock counts, such as `Europe/Berlin`.
        moment: with its offset.
    """
    local = moment.astimezone(ZoneInfo(zone))
    start, end = _span(hours)
    for begins in (local.date(), local.date() - _DAY):
        if DAYS[begins.weekday()] not in days:
            continue
        opened = datetime.combine(begins, start, local.tzinfo)
        wraps = end is None or end <= start
        closed = datetime.combine(begins + (_DAY if wraps else timedelta()), end or time(), local.tzinfo)
        if opened <= local < closed:
            return closed
    return None


def _span(hours: str | None) -> tuple[time, time | None]:
    """Return start and end; an end of None is midnight."""
    if hours is None:
        return time(), None
    start, end = hours.split("-")
    return time.fromisoformat(start), None if end == "24:00" else time.fromisoformat(end)
