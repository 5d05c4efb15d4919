"""The look at every article before its cues are sought: could a rule give an incident? In: what the words may mean.

Each sentence comes as the tags of all phrases that stand in it, masked or not, so nothing that a rule could see is left
out. What the rules need at least is written down here, one line for each way; the tests ask every rule if it holds.
"""

from collections.abc import Collection, Iterator, Sequence

from wirewatch_enricher.incidents.news.undated_deeds import deeds_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

Tags = frozenset[str]

_HARMED = frozenset({"harm.kill", "harm.injure", "harm.damage", "harm.victims", "actor.gunmen"})
_STRUCK = frozenset({"target.", "victim", "victim_one"})
_GIVE_TYPE = {
    "harm": _HARMED,
    "target": _STRUCK,
    "built": frozenset({
        "target.infrastructure", "target.energy", "target.military", "target.police", "target.diplomatic",
        "target.diplomatic_person",
    }),
    "explode": frozenset({"act.explode"}),
    "bombard": frozenset({"act.bombard"}),
    "attack": frozenset({"act.attack"}),
    "state": frozenset({"actor.state"}),
}  # fmt: skip
_WAYS_TO_TYPE = ("harm target", "harm explode", "harm state", "target explode", "target bombard state", "built attack")
_NEEDED = tuple(frozenset(names.split()) for names in _WAYS_TO_TYPE)
"""What `kinds.default_type` asks of the sentences of an event at least, one line for each way."""
_DEEDS = frozenset({"act.", "harm."})
_NEAR = 2
_CRAFT = frozenset({"weapon.aircraft", "weapon.craft"})
_SHELLS = frozenset({"weapon.missile", "weapon.rocket", "weapon.mortar", "weapon.artillery"})
_BOMBS = frozenset({"weapon.explosive", "weapon.grenade"})
_ARMS = frozenset({"weapon.firearm", "weapon.blade", "actor.gunmen"})
_HARM = frozenset({"harm.kill", "harm.injure", "harm.damage"})
_IMPACT = frozenset({"act.attack", "act.bombard", "act.explode", "act.air", "act.through"})
_MEANS = _SHELLS | _BOMBS | _ARMS | {"weapon.aircraft", "weapon.incendiary", "weapon.drone"}
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
    (frozenset({"harm.kill"}), frozenset({"actor.state", "actor.rebel", "actor.band"})),
    (frozenset({"act.storm"}), frozenset({"actor.crowd"})),
    (frozenset({"act.onto"}), _SHELLS),
    (frozenset({"act.clear"}), frozenset({"thing.balloon"})),
    (frozenset({"act.clear", "act.attack", "act.explode"}), frozenset({"threat.message"})),
    (_IMPACT, frozenset({"threat.notice"})),
)  # fmt: skip
"""An act or a harm, and what must stand in its sentence to give it a type."""


def may_report(reading: Reading, *, dated: bool) -> bool:
    """Return whether a text may tell of an incident; of one whose day is not known (`dated`) words of deeds suffice."""
    if any(may_give_type(reading)) or (dated and any(may_give_type_near(reading))):
        return True
    if not dated:
        return bool(_acts(reading) or deeds_in(reading))
    return acts_may_get_type(reading)


def may_give_type(reading: Reading) -> Iterator[Sentence]:
    """Yield the sentences of which a report may have a type by itself."""
    drones = reading.with_drones
    told = (sentence for sentence in reading.sentences if not sentence.may_mean.isdisjoint(_DEEDS))
    return (one for one in told if _may(one.may_mean) or (drones and _by_drone(one, drones)))


def may_give_type_near(reading: Reading) -> Iterator[Sentence]:
    """Yield the sentences of harm close to which a means is named that may have done it."""
    means = [one.number for one in reading.sentences if not one.may_mean.isdisjoint(_MEANS)]
    harmed = (one for one in reading.sentences if means and not one.may_mean.isdisjoint(_HARM))
    return (one for one in harmed if any(abs(one.number - number) <= _NEAR for number in means))


def acts_may_get_type(reading: Reading) -> bool:
    """Return whether acts that have no type by themselves may be news and get one."""
    return may_get_type(reading, [(sentence, sentence.may_mean) for sentence in _acts(reading)])


def _acts(reading: Reading) -> list[Sentence]:
    return [sentence for sentence in reading.sentences if not sentence.may_mean.isdisjoint(_IMPACT)]


def may_get_type(reading: Reading, acts: Sequence[tuple[Sentence, Collection[str]]]) -> bool:
    """Return whether acts without a type may be news and get one: in a title, or from what stands beside them.

    Each act comes as its sentence, and the tags of that.
    """
    if any(sentence.in_title for sentence, _ in acts):
        return True
    met = {name for _, tags in acts for name, its in _GIVE_TYPE.items() if not its.isdisjoint(tags)}
    return any(need <= met for need in _NEEDED) and any(
        not reading.lists["gate.beside"].isdisjoint(tags) and reading.in_front(sentence) for sentence, tags in acts
    )


def _may(tags: Tags) -> bool:
    if not tags.isdisjoint(_ALONE):
        return True
    return any(not tags.isdisjoint(acts) and not tags.isdisjoint(means) for acts, means in _WAYS)


def _by_drone(sentence: Sentence, drones: Sequence[int]) -> bool:
    """Whether an act may be a drone's: one of its sentence, one close by, or a craft that was called so before."""
    return "weapon.craft" in sentence.may_mean or any(abs(sentence.number - drone) <= _NEAR for drone in drones)
