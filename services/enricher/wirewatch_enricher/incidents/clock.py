"""The time of day in a text. In: a sentence. Out: hour, minute and where they stand, or None."""

import re

from msgspec import Struct

_CLOCK = re.compile(
    r"(?<![\d.,:$€£])(?:(\d{1,2})[:.h](\d{2})(?!\d|[.,]\d)\s*(?:hours|hrs)?|(\d{1,2})()(?=\s*[ap]\.?\s?m\b))\s*([ap])?\.?\s?m?\b\.?"
)
_MILITARY = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)\s*(?:hours|hrs|h\b)")
_HALF = re.compile(r"half past (\w+)(?: (?:o'clock )?(?:in the|on \w+|at) (morning|afternoon|evening|night))?")
_LATER = frozenset({"evening", "night", "afternoon"})


class StatedTime(Struct, frozen=True, kw_only=True):
    """A time of day and where it stands: `text[start:end]`."""

    hour: int
    minute: int
    start: int
    end: int


def clock(text: str, numbers: dict[str, int]) -> tuple[int, int] | None:
    """Return the first time of day that a text states, as hour and minute, or None; "about 11 a.m." counts."""
    found = stated_time(text, numbers)
    return (found.hour, found.minute) if found else None


def stated_time(text: str, numbers: dict[str, int]) -> StatedTime | None:
    """Return the first time of day that a text states, and where, or None."""
    lowered = text.lower()
    found = _CLOCK.search(lowered)
    if found:
        hour, minute = int(found.group(1) or found.group(3)), int(found.group(2) or 0)
        if found.group(5) or (":" in found.group() or "h" in found.group()):
            return _stated(found, hour, minute, found.group(5))
    half = _HALF.search(lowered)
    if half and half.group(1) in numbers:
        return _stated(half, numbers[half.group(1)], 30, "p" if half.group(2) in _LATER else None)
    military = _MILITARY.search(lowered)
    return _stated(military, int(military.group(1)), int(military.group(2)), None) if military else None


def _stated(found: re.Match[str], hour: int, minute: int, half: str | None) -> StatedTime | None:
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    kept = found.group().rstrip(" " if half else " .")
    return StatedTime(hour=hour, minute=minute, start=found.start(), end=found.start() + len(kept))
