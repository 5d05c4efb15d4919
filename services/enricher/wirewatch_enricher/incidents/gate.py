"""The look at every article before its cues are sought: could a rule give an incident? In: what the words may mean.

Each sentence comes as the tags of all phrases that stand in it, masked or not, so nothing that a rule could see is left
out. What the rules need at least is written down here, one line for each way; the tests ask every rule if it holds.
"""

from collections.abc import Collection, Sequence

from wirewatch_enricher.incidents.reading import Reading, Sentence
from wirewatch_enricher.incidents.undated_deeds import deeds_in

Tags = frozenset[str]

_HARMED = ("harm.kill", "harm.injure", "harm.damage", "actor.gunmen")
_STRUCK = ("target.", "victim")
_BESIDE = _HARMED + _STRUCK
_GIVE_TYPE = {
    "harm": _HARMED,
    "target": _STRUCK,
    "built": ("target.infrastructure", "target.energy", "target.military", "target.police", "target.diplomatic"),
    "explode": ("act.explode",),
    "bombard": ("act.bombard",),
    "attack": ("act.attack",),
    "state": ("actor.state",),
}
_WAYS_TO_TYPE = ("harm target", "harm explode", "harm state", "target explode", "target bombard state", "built attack")
_NEEDED = tuple(frozenset(names.split()) for names in _WAYS_TO_TYPE)
"""What `kinds.default_type` asks of the sentences of an event at least, one line for each way."""
_NEAR = 2
_DRONES = frozenset({"weapon.drone", "weapon.march"})
_CRAFT = frozenset({"weapon.aircraft", "weapon.craft"})
_SHELLS = frozenset({"weapon.missile", "weapon.rocket", "weapon.mortar", "weapon.artillery"})
_BOMBS = frozenset({"weapon.explosive", "weapon.grenade"})
_ARMS = frozenset({"weapon.firearm", "weapon.blade", "actor.gunmen"})
_HARM = frozenset({"harm.kill", "harm.injure", "harm.damage"})
_IMPACT = frozenset({"act.attack", "act.bombard", "act.explode", "act.air", "act.through"})
_ALONE = frozenset({
    "act.cyber", "act.abduct", "act.threat", "act.air", "act.riot", "act.arson", "act.vandal", "act.shoot", "act.stab",
    "act.protest", "act.bombard", "act.bomb",
})  # fmt: skip
"""Acts that have a type by themselves."""
_WAYS: tuple[tuple[Tags, Tags], ...] = (
    (_IMPACT | {"act.launch", "act.enter", "harm.kill"}, _CRAFT),
    (frozenset({"act.sight", "act.enter"}), _CRAFT | {"thing.balloon"}),
    (_IMPACT | _HARM | {"act.launch", "act.fall", "act.intercept", "act.fail", "act.foil", "act.hinder"}, _SHELLS),
    (
        _IMPACT | _HARM | {"act.launch", "act.plant", "act.intercept", "act.fail", "act.foil", "act.hinder"},
        _BOMBS,
    ),
    (frozenset({"act.attack", "act.storm", "act.launch", "harm.kill", "harm.injure"}), _ARMS),
    (frozenset({"act.storm"}), frozenset({"actor.crowd"})),
    (frozenset({"act.clear", "act.attack", "act.explode"}), frozenset({"threat.message"})),
)  # fmt: skip
"""An act or a harm, and what must stand in its sentence to give it a type."""


def may_report(reading: Reading, *, dated: bool) -> bool:
    """Return whether a text may tell of an incident; of one whose day is not known (`dated`) words of deeds suffice."""
    drones = [sentence.number for sentence in reading.sentences if not sentence.may_mean.isdisjoint(_DRONES)]
    told = (sentence for sentence in reading.sentences if sentence.may_mean)
    if any(_may(sentence.may_mean) or (drones and _by_drone(sentence, drones)) for sentence in told):
        return True
    acts = [sentence for sentence in reading.sentences if not sentence.may_mean.isdisjoint(_IMPACT)]
    if not dated:
        return bool(acts or deeds_in(reading))
    return may_get_type(reading, [(sentence, sentence.may_mean) for sentence in acts])


def may_get_type(reading: Reading, acts: Sequence[tuple[Sentence, Collection[str]]]) -> bool:
    """Return whether acts without a type may be news and get one: in a title, or from what stands beside them.

    Each act comes as its sentence, and the tags of that.
    """
    if any(sentence.in_title for sentence, _ in acts):
        return True
    met = {name for _, tags in acts for name, its in _GIVE_TYPE.items() if any(tag.startswith(its) for tag in tags)}
    return any(need <= met for need in _NEEDED) and any(
        any(tag.startswith(_BESIDE) for tag in tags) and reading.in_front(sentence) for sentence, tags in acts
    )


def _may(tags: Tags) -> bool:
    if not tags.isdisjoint(_ALONE):
        return True
    return any(not tags.isdisjoint(acts) and not tags.isdisjoint(means) for acts, means in _WAYS)


def _by_drone(sentence: Sentence, drones: Sequence[int]) -> bool:
    """Whether an act may be a drone's: one of its sentence, one close by, or a craft that was called so before."""
    tags = sentence.may_mean
    acts = any(tag.startswith(("act.", "harm.")) for tag in tags)
    return acts and ("weapon.craft" in tags or any(abs(sentence.number - drone) <= _NEAR for drone in drones))
