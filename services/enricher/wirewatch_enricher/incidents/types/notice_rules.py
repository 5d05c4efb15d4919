"""Rules for what words alone do: hacks and warnings. In: a `Scene`. Out: the tags that decide, or None."""

from wirewatch_enricher.incidents.types.scene import BOMBS, HARM, IMPACT, Scene, Tags


def cyber(s: Scene) -> Tags | None:
    """Return the acts of a hack, not of one with a blade, nor of upkeep."""
    hacks = s.lists["notice_rules.hacks"]
    blades = s.bases & hacks and s.all & {"harm.kill", "harm.injure", "weapon.blade", "actor.gunmen"}
    mended = "upkeep" in s.all and not s.all & {"actor.hacker", "weapon.cyber"}
    return frozenset({"act.cyber"}) if "act.cyber" in s.here and not blades and not mended else None


def warned(s: Scene) -> Tags | None:
    """A message that announces an attack, and people who leave because of it; what an office learnt, and closed."""
    if "threat.notice" in s.all and "act.clear" in s.around and not s.all & HARM:
        return s.here & (IMPACT | {"act.threat", "act.shoot", "act.abduct"}) or None
    acts = s.here & {"act.clear", "act.threat", "act.attack", "act.explode"}
    if not acts or "threat.message" not in s.all:
        return None
    told = "act.clear" in s.around
    arms = (BOMBS | {"weapon.drone", "act.threat"}) & s.around
    harm = (s.all & (HARM | {"act.intercept", "act.shoot"})) or "harm.kill" in s.around
    return acts if told and arms and not harm else None
