"""What the rules for types see of a clause. In: tags and base forms of its cues, and how they stand. Out: `Scene`."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from wirewatch_enricher.incidents.text.reading import Sentence

Tags = frozenset[str]

IMPACT = frozenset({"act.attack", "act.bombard", "act.explode", "act.air", "act.through"})
HARM = frozenset({"harm.kill", "harm.injure", "harm.damage"})
SHELLS = frozenset({"weapon.missile", "weapon.rocket", "weapon.mortar", "weapon.artillery"})
ARMS = frozenset({"weapon.firearm", "weapon.blade"})
BOMBS = frozenset({"weapon.explosive", "weapon.grenade"})


class Scene(Struct, frozen=True, kw_only=True, dict=True):
    """What a rule sees: the tags and base forms of the clause, and the tags of its sentence and of those near it."""

    here: Tags
    bases: frozenset[str]
    bombs: frozenset[str]
    all: Tags
    drones_before: bool
    drones_near: bool
    near: tuple[Sentence, ...]
    drone_acts: bool
    missile_first: bool
    crowd_acts: bool
    craft_hits: bool
    state_bombs: bool
    shot_at: bool = False
    gunmen_beside: bool = False
    many_there: bool = False
    forces_kill: bool = False

    @property
    def lists(self) -> Mapping[str, frozenset[str]]:
        """The lists of words of the sentences' language."""
        return self.near[0].lists

    @property
    def stems(self) -> Mapping[str, tuple[str, ...]]:
        """What a word of the sentences' language may begin with."""
        return self.near[0].stems

    @cached_property
    def mob_near(self) -> bool:
        """Whether a mob is told of near it, not just people."""
        mobs = self.lists["scene.mobs"]
        return any(cue.base in mobs for sentence in self.near for cue in sentence.of("actor.mob", "actor.crowd"))

    @cached_property
    def bomber(self) -> bool:
        """Whether a suicide bomber is told of near it."""
        return any("bomber" in cue.base for sentence in self.near for cue in sentence.of("weapon.explosive"))

    @cached_property
    def around(self) -> Tags:
        """The tags of the sentences near it, its own among them; they are read when a rule asks."""
        return frozenset(cue.tag for sentence in self.near for cue in sentence.cues)


def decided(holds: bool, tags: set[str] | Tags) -> Tags | None:
    """Return the tags that decide where a rule holds."""
    return frozenset(tags) if holds else None
