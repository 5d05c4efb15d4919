"""Parts of an incident or an alert as words for people: values in, short plain texts out. Not said is never "none"."""

from collections.abc import Iterator
from datetime import datetime

from wirewatch.alerts import Change, ChangeKind
from wirewatch.incidents import (
    Count,
    Damage,
    EventTime,
    Incident,
    Place,
    SiteDistance,
    Stance,
    Target,
    TargetClass,
    TimePrecision,
    WeaponUse,
)
from wirewatch_alerts.titles import words_of

NOT_SAID = "not said"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_word(number: int) -> str:
    """Return a number as a word up to twelve, else in digits."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def what(incident: Incident) -> str:
    """Return what happened and with what, such as `drone attack · two drones`."""
    return " · ".join((words_of(incident.type), *(weapon(use) for use in incident.weapons)))


def weapon(use: WeaponUse) -> str:
    """Return a weapon and how many there were, such as `two drones`."""
    name = use.weapon.value
    if use.count is None:
        return name
    least, most = use.count.least, use.count.most
    if most is not None and most != least:
        return f"{number_word(least)} to {number_word(most)} {name}s"
    return f"{number_word(least)} {name}{'' if least == 1 else 's'}"


def toll(least: int | None, most: int | None) -> str:
    """Return a figure as it was said."""
    if least is None:
        return NOT_SAID
    if least == 0 and not most:
        return "none, as said"
    return f"{least} to {most}" if most is not None and most != least else str(least)


def count(told: Count | None) -> str:
    """Return a count as it was said."""
    return toll(told.least, told.most) if told else NOT_SAID


def damage(told: Damage | None) -> str:
    """Return the damage as it was said, with its words."""
    if told is None:
        return NOT_SAID
    return f"none, as said: “{told.words}”" if told.said_none else f"“{told.words}”"


def behind(incident: Incident) -> str:
    """Return who is said to be behind it, and by what kind of word."""
    if incident.claimed:
        return f"claimed by {incident.perpetrator}" if incident.perpetrator else "claimed"
    told = [] if incident.stance is Stance.NONE else [f"{incident.stance.value}: {incident.perpetrator or 'somebody'}"]
    if incident.claimed is False:
        told.append("nobody has claimed it, as said")
    return ", ".join(told) or NOT_SAID


def target(told: Target) -> str:
    """Return a target, such as `Diplomatic Support Center (diplomatic, US)`."""
    kinds = [] if told.target is TargetClass.UNKNOWN else [told.target.value]
    inside = ", ".join((*kinds, *([told.country] if told.country else [])))
    if told.name is None:
        return inside or NOT_SAID
    return f"{told.name} ({inside})" if inside else told.name


def place(told: Place | None) -> str:
    """Return a place with its country, and on a second line its coordinates and precision."""
    if told is None:
        return NOT_SAID
    name = f"{told.name}, {told.country}" if told.country else told.name
    return f"{name}\n{coordinates(told)} · {told.precision.value}, within {told.radius_km:.1f} km"


def coordinates(told: Place) -> str:
    """Return coordinates in degrees, such as `33.2625° N 44.2346° E`."""
    north = f"{abs(told.lat):.4f}° {'N' if told.lat >= 0 else 'S'}"
    return f"{north} {abs(told.lon):.4f}° {'E' if told.lon >= 0 else 'W'}"


def when(told: EventTime | None) -> str:
    """Return the event's time as exactly as it is known, with its offset and zone and the words that told it."""
    if told is None:
        return NOT_SAID
    return f"{_moment(told)} ({told.zone}) · “{told.words}”"


def counted(count: int, name: str) -> str:
    """Return how many there are, such as `1 alert` or `0 alerts`."""
    return f"{count} {name}{'' if count == 1 else 's'}"


def stamp(moment: datetime) -> str:
    """Return a moment to the minute with its offset, such as `2022-01-03 18:00 +03:00`."""
    return f"{moment:%Y-%m-%d %H:%M} {_offset(moment)}"


def site(near: SiteDistance) -> str:
    """Return a site and how near it is."""
    inside = ", ".join((near.kind, *([near.country] if near.country else [])))
    far = "at an unknown distance" if near.distance_km is None else f"within {near.distance_km:.1f} km"
    return f"{near.name} ({inside}) {far}"


def changed(change: Change) -> str:
    """Return a change, such as `killed 3 → 7` or `status alleged → confirmed`."""
    match change.kind:
        case ChangeKind.CREATED:
            return f"created: {change.after}"
        case ChangeKind.CASUALTIES:
            return ", ".join(_tolls(change))
        case ChangeKind.CLAIM:
            return f"claimed by {change.after}" if change.after else "claimed"
        case ChangeKind.RETRACTED:
            return "retracted"
    return f"{change.kind.value} {change.before} → {change.after}"


def _tolls(change: Change) -> Iterator[str]:
    before, after = change.before or {}, change.after or {}
    for name in ("killed", "injured"):
        one, other = before.get(name), after.get(name)
        if one != other:
            yield f"{name} {NOT_SAID if one is None else one} → {NOT_SAID if other is None else other}"


def _moment(told: EventTime) -> str:
    start, end = told.start, told.end
    match told.precision:
        case TimePrecision.MINUTE:
            return f"{start:%A} {stamp(start)}"
        case TimePrecision.HOURS:
            return f"{start:%A} {start:%Y-%m-%d %H:%M} to {end:%H:%M} {_offset(start)}"
        case TimePrecision.DAY:
            return f"{start:%A} {start:%Y-%m-%d}"
        case TimePrecision.MONTH:
            return f"{start:%B} {start.year}"
    return str(start.year)


def _offset(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:5]}"
