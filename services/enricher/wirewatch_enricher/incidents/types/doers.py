"""Who does what in a clause: a crowd, an aircraft, a drone, gunmen. In: a `Reading` and cues. Out: yes or no."""

from collections.abc import Sequence

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Clause, Reading, Sentence, word_before


def state_bombs(reading: Reading, clause: Clause) -> bool:
    """Whether a force of the state is what bombs: "the army bombed the market", which it does from the air."""
    if clause.of("weapon.artillery", "weapon.missile", "weapon.rocket"):
        return False
    bombs = reading.lists["doers.bombs"]
    return any(
        act.base == "bomb" and reading.words[act.start] in bombs and 0 <= act.start - state.end <= 1
        for state in clause.of("actor.state")
        for act in clause.of("act.bombard")
    )


def gunmen_beside(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether a clause tells of gunmen, or the next what they did: "were killed when gunmen stopped their vehicle"."""
    own, after = sentence.clauses[at], sentence.clauses[at + 1 : at + 2]
    who = reading.lists["common.who"]
    told = reading.words[own.start] in who and any(one.end == own.start for one in sentence.of("actor.gunmen"))
    there = reading.words[own.start] == "where" or reading.words[max(0, own.start - 1) : own.start + 1] == _IN_WHICH
    before = [one for one in sentence.clauses[:at] if one.end - one.start > 1]
    told = told or (there and any(one.of("actor.gunmen") for one in before[-1:]))
    then = reading.lists["doers.then"]
    return told or any(reading.words[one.start] in then and one.of("actor.gunmen") for one in after)


_IN_WHICH = ("in", "which")


def forces_kill(reading: Reading, clause: Clause) -> bool:
    """Whether a force or an armed band is told to have killed: "soldiers killed five", "slain by Islamic State"."""
    return any(
        _killed_by(reading, clause, harm, band) or _kills(reading, clause, harm, band)
        for band in clause.of("actor.state", "actor.rebel", "actor.band")
        for harm in clause.of("harm.kill")
        if harm.base in reading.lists["doers.slays"] or "*" in harm.base
    )


def _killed_by(reading: Reading, clause: Clause, harm: Cue, band: Cue) -> bool:
    """Whether a band stands behind "killed by", and not its car."""
    by = "by" in reading.words[harm.end : harm.end + 1] and 0 < band.start - harm.end <= _AGENT_REACH
    return by and not any(craft.start == band.end for craft in clause.of("weapon.vehicle", "weapon.craft"))


def _kills(reading: Reading, clause: Clause, harm: Cue, band: Cue) -> bool:
    """Whether a band stands before an active verb, and people behind it."""
    between = reading.words[band.end : harm.start]
    plain = all(word in reading.lists["doers.auxiliaries"] or word.endswith("ly") for word in between)
    where_from = reading.phrases["doers.where_from"]
    said = reading.lists["doers.said"]
    told_where = between[:1] in where_from and len(between) <= _WHERE_REACH and not said.intersection(between)
    if not plain and (not told_where or clause.of("say")):
        return False
    whom = (*clause.of("victim"), *(cue for cue in clause.of("number") if cue.base not in {"a", "an"}))
    return "*" in harm.base or any(0 <= cue.start - harm.end <= _WHOM_REACH for cue in whom)


_AGENT_REACH = 5
_WHERE_REACH = 8
_WHOM_REACH = 3


def many_there(reading: Reading, near: Sequence[Sentence]) -> bool:
    """Whether figures tell of many people: "41 people", "600 to 700 unnamed people"."""
    return any(
        reading.words[cue.start - back].isdigit() and int(reading.words[cue.start - back]) >= _MANY
        for sentence in near
        if "target.diplomatic" in sentence.may_mean
        for other in near
        for cue in other.of("victim")
        if cue.base == "person"
        for back in (1, 2)
        if cue.start > back
    )


_MANY = 20


def missile_first(clause: Clause) -> bool:
    """Whether "missiles and drones" came together, the missiles named first."""
    drones, shells = clause.of("weapon.drone"), clause.of("weapon.missile", "weapon.rocket")
    return bool(drones and shells) and 0 <= drones[0].start - shells[0].end <= 4


def crowd_acts(reading: Reading, sentence: Sentence, triggers: tuple[Cue, ...]) -> bool:
    """Whether a crowd does what a trigger says: protesters always do, "workers" only where they stand before it."""
    crowds = sentence.of("actor.crowd")
    acts = tuple(cue for cue in triggers if cue.tag.startswith("act."))
    crowds = tuple(cue for cue in crowds if not _done_to(reading, cue, acts))
    if any(cue.base in reading.lists["scene.mobs"] for cue in crowds):
        return True
    triggers = tuple(cue for cue in acts if not _suffered(reading, cue) and not _noun(reading, cue))
    by = reading.lists["word.by"]
    return any(
        cue.start < trigger.start or word_before(reading, cue.start) in by for cue in crowds for trigger in triggers
    )


def _done_to(reading: Reading, crowd: Cue, acts: tuple[Cue, ...]) -> bool:
    """Whether a crowd is what is attacked: "a man attacked the crowd", "fired into a crowd"."""
    return any(
        0 < crowd.start - act.end <= _OBJECT_REACH and "by" not in reading.words[act.end : crowd.start]
        for act in acts
        if act.base in reading.lists["doers.at_people"]
    )


_OBJECT_REACH = 2


def _noun(reading: Reading, cue: Cue) -> bool:
    """Whether an attack is told as a thing, which those before it need not have done: "killed in Sunday's attack"."""
    at_people = reading.lists["doers.at_people"]
    return cue.base in at_people and word_before(reading, cue.start) in {"'s", "the", "an", "this", "that"}


def _suffered(reading: Reading, cue: Cue) -> bool:
    """Whether something is done to people, not by them: "workers burned at the refinery"."""
    where = reading.phrases["doers.where"]
    return cue.base in reading.lists["doers.burns"] and reading.words[cue.end : cue.end + 1] in where


def craft_hits(clause: Clause) -> bool:
    """Whether an aircraft is what hits: "aircraft hit the market"."""
    return any(
        0 <= act.start - craft.end <= 1
        for craft in clause.of("weapon.craft", "weapon.aircraft")
        for act in clause.of("act.attack", "act.bombard")
    )


def drone_acts(reading: Reading, clause: Clause) -> bool:
    """Whether a drone is the one that acts: it stands before the act, or after "by" or "from"."""
    acts = clause.of("act.launch")
    by = reading.lists["word.by"]
    return any(
        drone.start < act.start or bool(by & set(reading.words[max(0, drone.start - 3) : drone.start]))
        for drone in clause.of("weapon.drone")
        for act in acts
    )


def shot_at(reading: Reading, sentence: Sentence) -> bool:
    """Whether a drone is what is fired at: "guards fired at a drone", "drone seen, guards fire in the air"."""
    fires = reading.lists["doers.fires"]
    for drone in sentence.of("weapon.drone"):
        before = reading.words[max(sentence.start, drone.start - _SHOT_REACH) : drone.start]
        if fires & set(before) and {"at", "on", "towards", "toward"} & set(before[-4:]):
            return True
    fired = (at for at in range(sentence.start, sentence.end) if reading.words[at] in fires)
    into_air = reading.phrases["doers.into_air"]
    return bool(sentence.of("weapon.drone")) and any(
        reading.words[at + 1 : at + 4] in into_air or word_before(reading, at) == "warning" for at in fired
    )


_SHOT_REACH = 9
