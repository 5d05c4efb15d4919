"""Which type a clause has by itself. In: a `Scene`, tags of a clause and its sentence. Out: those that decide.

The rules stand in the order in which they are asked; the first that answers gives the type.
"""

from collections.abc import Callable

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.types.armed_rules import abduction, bomber_shot, forces, gunmen, shooting, stabbing
from wirewatch_enricher.incidents.types.around_rules import AROUND, drone_around, felled
from wirewatch_enricher.incidents.types.notice_rules import cyber, warned
from wirewatch_enricher.incidents.types.scene import ARMS, BOMBS, HARM, IMPACT, SHELLS, Scene, Tags, decided

_FLIGHT = frozenset({"act.launch", "act.fall"})
_STOP = frozenset({"act.intercept", "act.fail", "act.foil", "act.hinder"})
_HOSTILE = IMPACT | HARM | _FLIGHT | _STOP
_ARMED_CONTEXT = HARM | IMPACT | BOMBS | {"weapon.incendiary"} | {"weapon.armed", "harm.debris", "actor.defence"}
_CROWD_VIOLENCE = frozenset({"act.storm", "act.vandal", "act.arson", "act.riot"})


def _drone(s: Scene) -> Tags | None:
    known = "weapon.drone" in s.all or ("weapon.craft" in s.here and s.drones_before)
    seen = s.all & {"act.enter", "recon"}
    if not known or (seen and not s.all & (BOMBS | HARM - {"harm.damage"} | {"weapon.armed", "act.explode"})):
        return None
    if s.missile_first and "target.diplomatic" not in s.all:
        return None
    if "astray" in s.all | s.around and not s.all & {"harm.kill", "harm.injure", "target.diplomatic"}:
        return None
    if _peaceful(s):
        return None
    drone_here = "weapon.drone" in s.here or ("weapon.craft" in s.here and s.drones_before)
    other = s.here & (SHELLS | ARMS) or "act.abduct" in s.here or "act.shoot" in s.here
    if not drone_here and ("weapon.drone" not in s.all or other):
        return None
    acts = _drone_acts(s, drone_here=drone_here)
    return decided(bool(acts), acts)


def _drone_acts(s: Scene, *, drone_here: bool) -> Tags:
    """Return what a drone did or was to do, by what may be said of it in its own clause or in another."""
    sure = s.here & (IMPACT | HARM | _STOP | {"act.through"})
    if drone_here and "weapon.drone" not in s.here:
        sure = s.here & (IMPACT | {"act.intercept", "act.foil"})
    if not drone_here:
        sure = s.here & (IMPACT | {"harm.kill", "harm.injure", "act.intercept"})
    if drone_here and "harm.debris" in s.here:
        sure |= s.here & {"act.vandal"}  # windows that its debris broke
    aimed = {"target.diplomatic", "target.military", "target.government", "target.police"}
    if s.drone_acts and "act.launch" in s.here and s.all & aimed and s.bases & s.lists["type_rules.drops"]:
        sure |= {"act.launch"}
    if s.all >= {"claim.yes", "target.diplomatic"}:
        sure |= s.here & {"act.sight"}
    flight = s.here & _FLIGHT if s.around & _ARMED_CONTEXT else frozenset()
    return sure | flight


def _drone_let_go(s: Scene) -> Tags | None:
    """A grenade or bomb that a drone of the same sentence let go."""
    acts = s.here & {"act.launch", "act.fall", "act.fail", "act.plant", "act.explode"}
    dropped = s.bases & s.lists["type_rules.lets_go"] or "act.fall" in s.all or "act.launch" in s.all
    return decided(bool("weapon.drone" in s.all and s.all & (BOMBS | {"weapon.mortar"}) and acts and dropped), acts)


def _shot_at(s: Scene) -> Tags | None:
    """A drone that only flies, is seen or films, and guards who fire at it."""
    if not s.shot_at:
        return None
    meant = BOMBS | SHELLS | {"weapon.armed", "weapon.incendiary", "harm.kill", "harm.injure", "actor.defence"}
    if s.around & {"nobody", "nobody_hurt"}:
        meant -= {"harm.injure"}
    seen = s.around & {"recon", "act.sight", "act.enter", "hobby"}
    acts = s.here & {"act.launch", "act.shoot", "act.sight", "act.enter", "act.intercept", "act.explode"}
    return decided(bool(seen and acts and not s.around & meant), acts)


def _peaceful(s: Scene) -> bool:
    """Whether a drone only flies, is seen, strays or is stopped, and nothing says that it came to attack."""
    seen = s.around & {"recon", "act.sight", "act.enter", "hobby"}
    arms = BOMBS | SHELLS | {"weapon.armed", "weapon.incendiary", "act.explode", "harm.kill", "harm.injure"}
    if s.around & {"nobody", "nobody_hurt"}:
        arms -= {"harm.injure"}
    meant = s.around & (arms | {"act.through", "act.bombard", "actor.gunmen", "claim.yes"})
    return bool(seen and not meant and not s.here & {"act.attack", "harm.damage"})


def _incursion(s: Scene) -> Tags | None:
    if "weapon.drone" in s.all and _peaceful(s):
        flies = s.here & {"act.sight", "act.enter", "act.fall", "act.intercept", "act.hinder"}
        if flies:
            return flies
    stray = s.here & {"act.fall", "act.enter", "act.intercept"}
    if "astray" in s.all and "weapon.drone" in s.all and stray:
        return stray
    if (
        "act.clear" in s.here
        and "target.transport" in s.all
        and s.all & _CLOSING
        and not s.all & _HOSTILE
        and "harm.kill" not in s.around
    ):
        return frozenset({"act.clear"})
    stops = s.here & _STOP
    if s.all & {"act.enter", "recon"} and "weapon.drone" in s.all and (stops or "act.enter" in s.here):
        return stops | (s.here & {"act.enter"})
    if "act.sight" in s.here and s.all & {"weapon.drone", "thing.balloon"}:
        return frozenset({"act.sight"})
    return decided("act.enter" in s.here and bool(s.all & _CRAFT) and not s.around & _INCURSION_NOT, {"act.enter"})


_CLOSING = frozenset({"weapon.drone", "thing.balloon"})
_CRAFT = frozenset({"weapon.drone", "weapon.aircraft", "weapon.craft", "thing.balloon"})
_INCURSION_NOT = HARM | BOMBS | {"act.bombard", "act.explode", "act.air"}


def _air(s: Scene) -> Tags | None:
    if "act.air" in s.here:
        return frozenset({"act.air"})
    if s.state_bombs and not s.here & {"weapon.drone", "act.plant"}:
        return frozenset({"act.bombard"})
    if "weapon.aircraft" in s.all and s.bases & s.lists["type_rules.massacre"] and not s.all & ARMS:
        return s.here & {"act.shoot", "harm.kill"}
    if s.craft_hits and not s.drones_before and s.all & {"harm.kill", "target.civilian", "target.military"}:
        return s.here & {"act.attack", "act.bombard"}
    if _bombs_of_aircraft(s):
        return s.here & (IMPACT | HARM | {"act.launch"}) or None
    bombs = s.here & (IMPACT | {"act.launch", "harm.kill"})
    crashed = bombs <= HARM and bool(s.all & {"act.fall", "accident"})
    hits = s.here & {"act.bombard", "act.launch", "act.attack", "harm.kill"}
    return decided("weapon.aircraft" in s.here and bool(hits) and not crashed, bombs)


def _bombs_of_aircraft(s: Scene) -> bool:
    """Whether bombs are those of aircraft near them: "under the bombs of a plane", "bombed. It was American planes"."""
    laid = {"act.plant", "weapon.vehicle", "weapon.drone", "threat.message", "act.threat", "act.fall"}
    dropped = "bomb" in s.bombs | s.bases
    return dropped and "weapon.aircraft" in s.around and not s.all & laid


def _missile(s: Scene) -> Tags | None:
    if s.here >= _STORMED and not s.here & (_FLIGHT | {"act.bombard", "act.intercept"}):
        return None  # "stormed with rifles and rocket-propelled grenades" is a raid
    if s.bases & s.lists["type_rules.shelling"] and "act.bombard" in s.here:
        return frozenset({"act.bombard"})
    if "act.bombard" in s.here and not s.bases & {"bomb", "bombing"} and s.all & SHELLS:
        return frozenset({"act.bombard"})
    if "act.onto" in s.here and s.here & SHELLS and s.around & HARM:
        return frozenset({"act.onto"})
    return decided(bool(s.here & SHELLS and s.here & _HOSTILE), s.here & _HOSTILE)


_STORMED = frozenset({"act.storm", "weapon.firearm", "weapon.rocket", "actor.gunmen"})
"""What gunmen carry who storm a post by hand: rifles and rocket-propelled grenades."""


def _bombing(s: Scene) -> Tags | None:
    if s.here >= _STORMED and "act.explode" not in s.here:
        return None
    if "bombing" in s.bases or "bomb" in s.bases:
        return frozenset({"act.bombard"})
    if "act.bomb" in s.here:
        return frozenset({"act.bomb"})
    acts = s.here & (IMPACT | HARM | _STOP | {"act.launch", "act.plant"})
    return decided(bool(s.here & BOMBS and acts), acts)


def _riot(s: Scene) -> Tags | None:
    sacked = s.here & {"act.vandal", "act.arson"}
    if sacked and s.many_there and "target.diplomatic" in s.all and not s.around & _ARMED_MEN:
        return sacked
    band = s.all & _ARMED_BAND and not s.all & {"actor.crowd", "actor.mob", "target.diplomatic"}
    if band and s.bases & s.lists["type_rules.breaks_in"]:
        return None
    crowd = "actor.crowd" in s.all and s.crowd_acts
    if not crowd and not s.mob_near and s.here >= _PETROL_THROWN:
        return None  # one who throws a bottle of petrol
    stormed = "storm" in s.bases and "target.diplomatic" in s.all and not s.around & _ARMED_MEN
    if stormed and (s.mob_near or not (s.around & (BOMBS | ARMS | {"weapon.vehicle"}) or "accident" in s.all)):
        return s.here & {"act.storm", "act.attack"}
    acts = s.here & (_CROWD_VIOLENCE if crowd else {"act.riot"})
    takes = s.lists["type_rules.takes"]
    taken = s.all & {"actor.gunmen", "actor.rebel", "target.military"} and "act.shoot" in s.here and s.bases & takes
    if taken and not crowd:
        return None
    return decided(bool(acts), acts)


_PETROL_THROWN = frozenset({"weapon.incendiary", "act.arson", "act.launch"})
_ARMED_BAND = frozenset({"weapon.armed", "weapon.firearm", "actor.gunmen", "actor.rebel"})
_ARMED_MEN = frozenset({"actor.gunmen", "act.shoot", "weapon.firearm", "actor.rebel"})


def _arson(s: Scene) -> Tags | None:
    by_mishap = s.bases & s.lists["type_rules.burned"] and "accident" in s.around
    return decided("act.arson" in s.here and not by_mishap, {"act.arson"})


def _vandalism(s: Scene) -> Tags | None:
    return decided("act.vandal" in s.here, {"act.vandal"})


def _threat(s: Scene) -> Tags | None:
    return decided("act.threat" in s.here, {"act.threat"})


def _protest(s: Scene) -> Tags | None:
    strike = s.bases & s.lists["type_rules.walks_out"] and "soft.labour" in s.around
    return decided("act.protest" in s.here and "infinitive" not in s.bases and not strike, {"act.protest"})


def _explosion(s: Scene) -> Tags | None:
    return decided("act.explode" in s.here and bool(s.all & BOMBS), {"act.explode"})


def _shelled(s: Scene) -> Tags | None:
    return decided(bool(s.here & (IMPACT | {"act.fall"}) and s.all & SHELLS), s.here & (IMPACT | {"act.fall"}))


def _fallen(s: Scene) -> Tags | None:
    """A drone that was found or came down, of which nothing more is told."""
    found = s.here & ({"act.fall", "act.plant"} if s.bases & s.lists["type_rules.finds"] else {"act.fall"})
    return decided("weapon.drone" in s.all and bool(found), found)


def _generic(s: Scene) -> Tags | None:
    return decided(bool(s.here & IMPACT), s.here & IMPACT)


GENERIC = "generic"
"""The rule of an act that says nothing of its means."""
Rules = tuple[tuple[str, IncidentType | None, Callable[[Scene], Tags | None]], ...]
"""Rules by name, with the type that each gives."""
RULES: Rules = (
    ("cyber", IncidentType.CYBER_ATTACK, cyber),
    ("warned", IncidentType.THREAT, warned),
    ("shot at", IncidentType.AIRSPACE_INCURSION, _shot_at),
    ("drone", IncidentType.DRONE_ATTACK, _drone),
    ("let go", IncidentType.DRONE_ATTACK, _drone_let_go),
    ("incursion", IncidentType.AIRSPACE_INCURSION, _incursion),
    ("abduction", IncidentType.ABDUCTION, abduction),
    ("threat", IncidentType.THREAT, _threat),
    ("air strike", IncidentType.AIR_STRIKE, _air),
    ("missile", IncidentType.MISSILE_ATTACK, _missile),
    ("riot", IncidentType.RIOT, _riot),
    ("arson", IncidentType.ARSON_VANDALISM, _arson),
    ("bombing", IncidentType.BOMBING, _bombing),
    ("bomber shot", IncidentType.BOMBING, bomber_shot),
    ("shooting", IncidentType.ARMED_ATTACK, shooting),
    ("stabbing", IncidentType.ARMED_ATTACK, stabbing),
    ("vandalism", IncidentType.ARSON_VANDALISM, _vandalism),
    ("gunmen", IncidentType.ARMED_ATTACK, gunmen),
    ("forces", IncidentType.ARMED_ATTACK, forces),
    ("shelled", IncidentType.MISSILE_ATTACK, _shelled),
    ("explosion", IncidentType.BOMBING, _explosion),
    ("protest", IncidentType.PROTEST, _protest),
    ("fallen", IncidentType.AIRSPACE_INCURSION, _fallen),
    ("drone around", IncidentType.DRONE_ATTACK, drone_around),
    ("felled", IncidentType.DRONE_ATTACK, felled),
    (GENERIC, None, _generic),
)
LOOSE: Rules = (*RULES[:-1], *AROUND, RULES[-1])
"""The rules for a text in which no clause has a type by itself."""
