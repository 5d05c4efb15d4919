"""The one line that names an incident: its type, status, target and place in, a title out."""

from collections.abc import Iterable

from wirewatch.incidents import IncidentType, Place, Status, Target

_PREFIX = {
    Status.CONFIRMED: "",
    Status.THWARTED: "Thwarted ",
    Status.ALLEGED: "Alleged ",
    Status.DENIED: "Denied: ",
    Status.PLANNED: "Planned ",
}


def words_of(kind: IncidentType) -> str:
    """Return a type as words, such as `drone attack`."""
    return "arson or vandalism" if kind is IncidentType.ARSON_VANDALISM else kind.value.replace("_", " ")


def title_of(kind: IncidentType, status: Status, targets: Iterable[Target], place: Place | None) -> str:
    """Return a title, such as `Thwarted drone attack: Diplomatic Support Center, Baghdad`."""
    what = f"{_PREFIX[status]}{words_of(kind)}"
    where = _where(next((target.name for target in targets if target.name), None), place)
    return _capital(f"{what}: {where}" if where else what)


def _where(target: str | None, place: Place | None) -> str | None:
    if target is None or place is None:
        return target or (place.name if place else None)
    if place.name.casefold() in target.casefold():
        return target
    return place.name if target.casefold() in place.name.casefold() else f"{_capital(target)}, {place.name}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
