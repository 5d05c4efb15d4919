"""Rules for what people do by hand: shoot, stab, ram, abduct. In: a `Scene`. Out: the tags that decide, or None."""

from wirewatch_enricher.incidents.types.scene import ARMS, BOMBS, SHELLS, Scene, Tags, decided


def abduction(s: Scene) -> Tags | None:
    """Those who are taken or held; not what only is called hostage."""
    taken = "act.abduct" in s.here and not any(base.endswith(_THEN_SHOT) for base in s.bases)
    if not taken or ("animal" in s.all and "victim" not in s.all) or _in_custody(s):
        return None
    plain = any(base.startswith(_PLAIN_ABDUCTION) or not base.isascii() for base in s.bases)
    people = s.all & {"victim", "actor.gunmen", "target.diplomatic_person"}
    if s.bases & s.lists["armed_rules.held"] and s.here & {"act.bomb", "act.explode", "act.arson"}:
        return None
    bare_abduction = s.lists["armed_rules.bare_abduction"]
    bare = s.bases & bare_abduction and not any(base.startswith(s.stems["armed_rules.taking"]) for base in s.bases)
    if bare and "harm.kill" in s.here and "followup" in s.here:
        return None  # "killed three of the rebels and freed two hostages" is a raid
    gone = s.lists["armed_rules.gone"]
    kills = s.lists["armed_rules.kills"]
    if "harm.kill" in s.all and s.bases >= gone and not s.bases - gone - kills:
        return None  # "eight were killed and five are missing after a raid"
    if bare and not s.around & {"actor.gunmen", "actor.state", "weapon.firearm", "official"}:
        return None
    return decided(plain or bool(people and not s.around & {"act.cyber", "weapon.cyber"}), {"act.abduct"})


def _in_custody(s: Scene) -> bool:
    """Whether it is who did it that is held: "the attacker, 34, is being held"."""
    held = s.bases & s.lists["armed_rules.in_custody"] and "attacker_word" in s.all
    return bool(held and not s.all & {"actor.rebel", "target.diplomatic_person"})


_THEN_SHOT = (" and shot", " and killed", " and executed")
_PLAIN_ABDUCTION = ("kidnap", "abduct", "hostage-tak", "took * hostage", "taken hostage", "take * hostage", "enlev")


def shooting(s: Scene) -> Tags | None:
    """Shots, and harm done with arms."""
    if "act.shoot" in s.here:
        return frozenset({"act.shoot"})
    acts = s.here & {"act.attack", "harm.kill", "harm.injure", "act.launch"}
    return decided(bool(s.here & ARMS and acts), acts)


def stabbing(s: Scene) -> Tags | None:
    """Blades, and cars where nothing tells of an accident but who was hit of the aim."""
    if "act.stab" not in s.here:
        return None
    drives_words = s.lists["armed_rules.drives"]
    drives = any(
        base in drives_words or "into" in base.split() or "gate" in base or base.endswith(" at") for base in s.bases
    )
    if drives and "accident" in s.all:
        return None
    return decided(not drives or bool(s.all & {"target.diplomatic", "deliberate", "actor.crowd"}), {"act.stab"})


def gunmen(s: Scene) -> Tags | None:
    """What gunmen do without a word of their arms."""
    acts = s.here & {"act.attack", "act.storm", "harm.kill", "harm.injure"}
    if acts <= {"act.attack", "act.storm"} and s.here & {"claim.yes", "claim.verb"}:
        return None  # "separatists claim attack" says nothing of the means
    then = s.gunmen_beside and not s.all & _OTHER_MEANS
    return decided(("actor.gunmen" in s.here or then) and bool(acts), acts)


def forces(s: Scene) -> Tags | None:
    """Those whom a force of the state or an armed band kills, nothing being told of the means."""
    return decided(s.forces_kill and not s.all & _OTHER_MEANS, {"harm.kill"})


_OTHER_MEANS = BOMBS | SHELLS | {"weapon.drone", "weapon.aircraft", "act.explode", "act.air", "act.bombard"}


def bomber_shot(s: Scene) -> Tags | None:
    """One who came with a bomb and was shot before it went off."""
    shot = s.here & {"act.shoot", "harm.kill", "act.fail"} if s.bases & s.lists["armed_rules.shot"] else frozenset()
    return decided(s.bomber and bool(shot) and bool(s.all & {"act.fail", "hypo"}), shot)
