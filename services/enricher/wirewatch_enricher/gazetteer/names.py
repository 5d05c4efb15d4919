"""The forms of a name that texts use: "Donetsk Oblast" is also "Donetsk region", "St. Petersburg" "St Petersburg"."""

import re
from collections.abc import Iterable, Iterator

_DIVISION = re.compile(
    r"\s+(?:Oblast|Governorate|Province|Region|State|Prefecture|Department|District|Republic|Krai|County|Voivodeship)$"
    r"|^(?:Muhafazat|Provincia de|Departamento de|Province de|Région de|Al|Ad|Ar|As|Ash|At|An|Az)[ -]"
)
_SAINT = re.compile(r"\b(Saint|Sainte|Mount|Fort)\b")
_SHORT = {"Saint": ("St.", "St"), "Sainte": ("Ste.", "Ste"), "Mount": ("Mt.", "Mt"), "Fort": ("Ft.", "Ft")}
_KEPT_SCRIPT = re.compile(
    r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff .'\u2019\u02bc-]{4,}|[\u0400-\u04ff .'\u2019\u02bc-]{3,}|[\u0600-\u06ff .-]{3,}"
)


def division_names(name: str) -> Iterator[str]:
    """Yield the names of a country's first division: its own, and without "Province" or an article."""
    yield name
    short = _DIVISION.sub("", name).strip()
    if short and short != name:
        yield short
    for word in ("Oblast", "Region", "Province", "Governorate"):
        if short and not name.endswith(word):
            yield f"{short} {word}"


def county_names(name: str) -> Iterator[str]:
    """Yield the names of a county or district."""
    yield name
    if name.startswith("County "):
        yield f"Co. {name[7:]}"
        yield name[7:]
    if name.endswith(" County"):
        yield f"{name[:-7]} Co."


def town_names(name: str) -> Iterator[str]:
    """Yield the forms of a town's own name."""
    yield name
    found = _SAINT.search(name)
    if found:
        for short in _SHORT[found[1]]:
            yield name[: found.start()] + short + name[found.end() :]


def short_forms(names: Iterable[str]) -> Iterator[str]:
    """Yield those of a town's other names that a text may use: in a script that we read, no codes, no long titles."""
    return (name for name in names if _useful(name))


def _useful(name: str) -> bool:
    if not 3 <= len(name) <= 30 or not _KEPT_SCRIPT.fullmatch(name):
        return False
    return "\u0600" <= name[0] <= "\u06ff" or not (name.isupper() or name.islower())
