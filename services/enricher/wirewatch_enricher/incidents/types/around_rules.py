"""Rules for acts that name no means, which sentences near them do. In: a `Scene`. Out: the tags that decide, or None.

"The oiler died when the vessel was hit. It was a ballistic missile, the agency said."
"""

from collections.abc import Callable
from functools import partial

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.types.scene import ARMS, BOMBS, HARM, SHELLS, Scene, Tags, decided

_LIT = frozenset({"weapon.incendiary"})
_FLOWN = frozenset({"weapon.aircraft"})
_CARRIED = BOMBS | {"weapon.mortar", "weapon.armed"}
_MEANS: tuple[tuple[IncidentType, Tags, Tags], ...] = (
    (IncidentType.DRONE_ATTACK, frozenset({"weapon.drone"}), _CARRIED),
    (IncidentType.MISSILE_ATTACK, SHELLS, frozenset()),
    (IncidentType.AIR_STRIKE, _FLOWN, frozenset()),
    (IncidentType.BOMBING, BOMBS, frozenset()),
    (IncidentType.ARSON_VANDALISM, _LIT, frozenset()),
    (IncidentType.ARMED_ATTACK, ARMS | {"actor.gunmen"}, frozenset()),
)
"""What each type is done with, and what that may carry."""
_ACTS = frozenset({"act.attack", "act.explode", "act.fall", "act.launch", "harm.kill", "harm.injure", "harm.damage"})
_OTHER = SHELLS | ARMS | BOMBS | {"weapon.aircraft", "act.air", "act.shoot", "act.stab", "act.abduct", "recon"}
_UNMEANT = frozenset({"astray", "act.threat", "threat.message", "drill"})
_MISHAPS = frozenset({"accident", "soft.weather", "commemorate", "fiction"})
_WHOM = frozenset({"victim", "number", "target.civilian", "target.religious", "weapon.vehicle"})
_NO_HARM = frozenset({"nobody", "nobody_hurt", "accident"})


def drone_around(s: Scene) -> Tags | None:
    """An attack that names no weapon, two sentences at most from a drone and from nothing else that could do it."""
    acts = s.here & {"act.attack", "harm.kill", "harm.injure", "act.explode", "act.through"}
    acts -= HARM if s.all & _NO_HARM else frozenset()
    others = _OTHER | _UNMEANT | {"act.enter"}
    if "act.explode" not in s.here:
        others |= {"act.sight"}  # one that is seen where it bangs is what banged
    drones = s.drones_near or ("harm.debris" in s.here and s.drones_before)
    near = bool(acts) and drones and "soft.weather" not in s.around
    return decided(near and not s.around & others and not s.mob_near, acts)


def felled(s: Scene) -> Tags | None:
    """What is shot down two sentences at most from a drone: "The second was felled beside the wall"."""
    told_next = "weapon.armed" in s.around and "weapon.craft" not in s.all
    near = s.drones_near and (s.drones_before or told_next) and s.bases & s.lists["around_rules.fells"]
    others = SHELLS | {"weapon.aircraft", "recon", "act.sight", "act.enter", "astray"}
    return decided(bool(near and not s.around & others), s.here & {"act.intercept"})


def _means_around(means: Tags, carried: Tags, s: Scene) -> Tags | None:
    acts = s.here & (_ACTS if means <= _LIT | BOMBS else _ACTS - {"harm.damage"})
    acts -= HARM if s.all & _NO_HARM else frozenset()
    acts -= frozenset() if s.all & _WHOM else {"harm.injure", "harm.damage"}
    others = (_OTHER | _UNMEANT | _MISHAPS | {"weapon.drone"}) - means - carried
    fallen = "act.fall" in (s.around if means <= _FLOWN else s.here) and not means <= SHELLS | {"weapon.drone"}
    there = bool(acts) and bool(s.around & means) and (not carried or bool(s.around & carried))
    return decided(there and not fallen and not s.around & others and not s.mob_near, acts)


AROUND: tuple[tuple[str, IncidentType, Callable[[Scene], Tags | None]], ...] = tuple(
    (f"{kind} around", kind, partial(_means_around, means, carried)) for kind, means, carried in _MEANS
)
