"""ACLED and PLOVER codes of an incident. In: type, status, weapons. Out: `Codes`, from the table in codes.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from wirewatch.errors import SettingsError
from wirewatch.incidents import Codes, IncidentType, Status

_STOPPED = "Disrupted weapons use"
_WEAPONED = frozenset(
    {IncidentType.DRONE_ATTACK, IncidentType.AIR_STRIKE, IncidentType.MISSILE_ATTACK, IncidentType.BOMBING}
)


@cache
def _table() -> dict[str, dict[str, Any]]:
    table = tomllib.loads(files("wirewatch_enricher").joinpath("codes.toml").read_text("utf-8"))
    missing = {kind.value for kind in IncidentType if kind is not IncidentType.STORY} - set(table)
    if missing:
        raise SettingsError(f"codes.toml: no table for {sorted(missing)}")
    return table


def codes_of(kind: IncidentType, status: Status) -> Codes:
    """Return the codes of a type; a stopped attack with weapons is also "Disrupted weapons use"."""
    row = _table()[kind.value]
    subs = tuple(row["acled_sub_events"])
    if status is Status.THWARTED and kind in _WEAPONED:
        subs = (*subs, _STOPPED)
    return Codes(
        acled_event=row["acled_event"],
        acled_sub_events=subs,
        plover_event=row["plover_event"],
        plover_mode=row.get("plover_mode"),
    )
