"""Whether an attack failed, or hit. In: a word of failing or of hitting. Out: whether it is that of the attack.

"Buried before they could be counted" and "hit a hall 200 metres short of the embassy" tell of no failure.
"""

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.status.denial import STOPS
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Sentence

AERIAL = frozenset({IncidentType.DRONE_ATTACK, IncidentType.MISSILE_ATTACK})
_IMPACT = frozenset(
    [
        "hit",
        "strike",
        "slam",
        "smash",
        "crash",
        "explode",
        "detonate",
        "blow",
        "burst",
        "wreck",
        "tear",
        "pound",
        "pummel",
        "pierce",
        "damage",
        "destroy",
        "gut",
        "kill",
        "explosion",
        "detonation",
        "impact",
        "plunge",
        "dive",
    ]
)


def fails(sentence: Sentence, cue: Cue, kind: IncidentType | None) -> bool:
    """Whether a word of failing tells of an attack of a kind, and not of those whom it hit or of a way to go."""
    if cue.base == "short of":
        if any(word.endswith("ing") for word in sentence.tokens.words[cue.end : cue.end + 1]):
            return False  # "stops short of giving a figure"
        hits = sentence.of("act.attack", "act.explode", "act.fall")
        return bool(sentence.of(*STOPS)) or not any(hit.end <= cue.start and impact(hit) for hit in hits)
    if cue.base == "dismantle":  # bombs are, and so are rubble and tents
        return any(-_OBJECT <= cue.start - weapon.end <= _OBJECT for weapon in sentence.of("weapon."))
    if not cue.base.startswith("before") or not cue.base.endswith("could"):
        return True
    killed = any(harm.end <= cue.start for harm in sentence.of("harm.kill", "harm.injure"))
    flees = kind in AERIAL and killed and cue.base.split()[1] in sentence.lists["failing.people"]
    return not flees and sentence.tokens.words[cue.end : cue.end + 1] not in sentence.phrases["failing.undergoes"]


_OBJECT = 5


def impact(cue: Cue) -> bool:
    """Whether a phrase tells that something was hit or somebody harmed."""
    return cue.base.split(" ")[0] in _IMPACT or cue.tag in {"act.through", "harm.kill", "harm.injure"}


def harmed_or_damaged(sentence: Sentence) -> bool:
    """Whether a sentence tells that somebody was harmed or something damaged."""
    return _harmed(sentence) or (bool(sentence.of("harm.damage")) and not sentence.of("no_damage", "negate"))


def _harmed(sentence: Sentence) -> bool:
    """Whether somebody came to harm, other than by those who fired at the weapon or at who fled from it."""
    harm = sentence.of("harm.kill", "harm.injure") and sentence.of("victim", "number")
    flees_words = sentence.lists["failing.flees"]
    flees = sentence.of("act.shoot") and not flees_words.isdisjoint(
        sentence.tokens.words[sentence.start : sentence.end]
    )
    return bool(harm) and not flees and not sentence.of("nobody", "nobody_hurt", "weapon.firearm", "negate")
