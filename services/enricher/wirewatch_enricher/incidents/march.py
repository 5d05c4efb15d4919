"""Machine translations from Arabic call a drone a "march".

In: a sentence. Out: the sentence with its marches read as drones.
"""

from wirewatch_enricher.incidents.reading import Clause, Cue, Reading, Sentence


def resolve_march(reading: Reading, sentence: Sentence) -> Sentence:
    """Read a "march" as the drone that a machine translation means by it, where it falls, explodes or is shot down."""
    marches = sentence.of("weapon.march")
    if not marches:
        return sentence
    tags = {cue.tag for cue in sentence.cues if cue.base not in {"march", "marches"}}
    flies = tags & {
        "act.intercept",
        "act.fall",
        "act.explode",
        "weapon.armed",
        "weapon.drone",
        "act.launch",
        "act.bombard",
    }
    attacks = "act.attack" in tags and any(_by(reading, cue) for cue in marches)
    if "actor.crowd" in tags or "act.protest" in tags or not (flies or attacks):
        return sentence
    at = {cue.start for cue in marches}
    swap = tuple(_as_drone(cue, at) for cue in sentence.cues if not (cue.tag == "act.protest" and cue.start in at))
    clauses = tuple(
        Clause(start=c.start, end=c.end, cues=tuple(cue for cue in swap if c.start <= cue.start < c.end))
        for c in sentence.clauses
    )
    fields = {name: getattr(sentence, name) for name in sentence.__struct_fields__}
    return Sentence(**fields | {"cues": swap, "clauses": clauses})


def _by(reading: Reading, cue: Cue) -> bool:
    return bool({"by", "a", "the", "two", "three", "several"} & set(reading.words[max(0, cue.start - 3) : cue.start]))


def _as_drone(cue: Cue, at: set[int]) -> Cue:
    return cue._replace(tag="weapon.drone", base="drone") if cue.tag == "weapon.march" and cue.start in at else cue
