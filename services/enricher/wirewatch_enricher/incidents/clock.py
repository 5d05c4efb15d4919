"""The time of day in a text. In: a sentence. Out: hour and minute, or None."""

import re

_CLOCK = re.compile(
    r"(?<![\d.,:$€£])(?:(\d{1,2})[:.h](\d{2})(?!\d|[.,]\d)\s*(?:hours|hrs)?|(\d{1,2})()(?=\s*[ap]\.?\s?m\b))\s*([ap])?\.?\s?m?\b"
)
_MILITARY = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)\s*(?:hours|hrs|h\b)")
_HALF = re.compile(r"half past (\w+)(?: (?:o'clock )?(?:in the|on \w+|at) (morning|afternoon|evening|night))?")
_LATER = frozenset({"evening", "night", "afternoon"})


def clock(text: str, numbers: dict[str, int]) -> tuple[int, int] | None:
    """Return the first time of day that a text states, as hour and minute, or None; "about 11 a.m." counts."""
    lowered = text.lower()
    found = _CLOCK.search(lowered)
    if found:
        hour, minute = int(found.group(1) or found.group(3)), int(found.group(2) or 0)
        if found.group(5) or (":" in found.group() or "h" in found.group()):
            return _hour(hour, minute, found.group(5))
    half = _HALF.search(lowered)
    if half and half.group(1) in numbers:
        later = half.group(2) in _LATER
        return _hour(numbers[half.group(1)], 30, "p" if later else None)
    military = _MILITARY.search(lowered)
    return (int(military.group(1)), int(military.group(2))) if military else None


def _hour(hour: int, minute: int, half: str | None) -> tuple[int, int] | None:
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return (hour, minute) if hour < 24 and minute < 60 else None
