"""The look at every article before its cues are sought: could a rule give an incident? In: what the words may mean.

Each sentence comes as the tags of all phrases that stand in it, masked or not, so nothing that a rule could see is left
out. What the rules need at least is written down here, one line for each way; the tests ask every rule if it holds.
"""

from collections.abc import Sequence

from wirewatch_enricher.incidents.reading import Reading, Sentence

Tags = frozenset[str]

MAKE_TYPES = ("harm.kill", "harm.injure", "harm.damage", "actor.gunmen", "target.", "victim")
"""What `linking.default_type` asks for at least, to give an act a type; a title gives it one without."""
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
    """Return whether a text may tell of an incident.

    An act without a type counts only where it may be news by its place or time and may get a type by what stands beside
    it (`MAKE_TYPES`); where no day is known (`dated`), any act does.
    """
    drones = [sentence.number for sentence in reading.sentences if not sentence.may_mean.isdisjoint(_DRONES)]
    return any(
        _may(sentence.may_mean)
        or (drones and _by_drone(sentence, drones))
        or (not sentence.may_mean.isdisjoint(_IMPACT) and (not dated or _may_be_news(reading, sentence)))
        for sentence in reading.sentences
        if sentence.may_mean
    )


def _may_be_news(reading: Reading, sentence: Sentence) -> bool:
    makes = sentence.in_title or any(tag.startswith(MAKE_TYPES) for tag in sentence.may_mean)
    return makes and reading.in_front(sentence)


def _may(tags: Tags) -> bool:
    if not tags.isdisjoint(_ALONE):
        return True
    return any(not tags.isdisjoint(acts) and not tags.isdisjoint(means) for acts, means in _WAYS)


def _by_drone(sentence: Sentence, drones: Sequence[int]) -> bool:
    """Whether an act may be a drone's: one of its sentence, one close by, or a craft that was called so before."""
    tags = sentence.may_mean
    acts = any(tag.startswith(("act.", "harm.")) for tag in tags)
    return acts and ("weapon.craft" in tags or any(abs(sentence.number - drone) <= _NEAR for drone in drones))
