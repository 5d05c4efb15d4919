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
    """Return the first time of day that a text states of an event, and where, or None.

    A time that opens the text stamps an entry. When somebody spoke, counted or wrote ("as of 9:30", "updated at 22:00")
    tells nothing of the event.
    """
    lowered = text.lower()
    for found in _CLOCK.finditer(lowered):
        hour, minute = int(found.group(1) or found.group(3)), int(found.group(2) or 0)
        half = found.group(5) or _half_after(lowered, found, hour)
        sure = (
            found.group(5)
            or ":" in found.group()
            or "h" in found.group()
            or (half and _PLACED.search(lowered, 0, found.start()))
        )
        if sure and found.start() and not _OF_WORDS.search(lowered, max(0, found.start() - _BEFORE), found.start()):
            return _stated(found, hour, minute, half)
    half_past = _HALF.search(lowered)
    if half_past and half_past.group(1) in numbers:
        return _stated(half_past, numbers[half_past.group(1)], 30, "p" if half_past.group(2) in _LATER else None)
    military = _MILITARY.search(lowered)
    return _stated(military, int(military.group(1)), int(military.group(2)), None) if military else None


def _half_after(text: str, found: re.Match[str], hour: int) -> str | None:
    """Return which half of the day the words behind a time tell: "at 4.30 this afternoon"."""
    part = _PART.match(text, found.end(2) if found.group(1) else found.end(3))
    if not part or hour > 12:
        return None
    early = part.group(1) == "morning" or (part.group(1) == "night" and hour < 6)
    return "a" if early or (part.group(1) == "night" and hour == 12) else "p"


_BEFORE = 45
_PLACED = re.compile(r"\b(?:at|about|around|after|before|since|by|near|nearly|roughly|some)\s+$")
_PART = re.compile(
    r"(?:\s*local time)?\s*,?(?:\s(?:in|on|this|the|that|of|monday|tuesday|wednesday|thursday|friday|saturday|sunday))*"
    r"\s(morning|afternoon|evening|night)\b"
)
_OF_WORDS = re.compile(
    r"(?:\b(?:as of|as at|updated?:?|posted|published|said|says|told|reported|announced|put together|written|closed"
    r"|reopened|open(?:ed)? again|again|resumed|lifted|until|till|information as of|last edited|issued))"
    r"(?:,? (?:at|on|about|around|shortly|just|soon|before|after|by|today|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|the|again))*\s*$"
)


def _stated(found: re.Match[str], hour: int, minute: int, half: str | None) -> StatedTime | None:
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    kept = found.group().rstrip(" " if half else " .")
    return StatedTime(hour=hour, minute=minute, start=found.start(), end=found.start() + len(kept))
