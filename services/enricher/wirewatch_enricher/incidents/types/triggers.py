"""Which clauses speak of an event, and of what type. In: a `Reading`. Out: `Report`s, every candidate, in text order.

The type comes from the weapon that is bound to the trigger's clause, else from the weapon of its sentence; an act that
says nothing of its means ("attack", "explosion") has no type of its own and takes that of the event it is linked with.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Clause, Reading, Sentence
from wirewatch_enricher.incidents.types.doers import (
    craft_hits,
    crowd_acts,
    drone_acts,
    forces_kill,
    gunmen_beside,
    many_there,
    missile_first,
    shot_at,
    state_bombs,
)
from wirewatch_enricher.incidents.types.resumed import resumed
from wirewatch_enricher.incidents.types.scene import Scene, Tags
from wirewatch_enricher.incidents.types.type_rules import LOOSE, RULES, Rules

_NEAR = 2
_TRIGGERS = ("act.", "harm.kill", "harm.injure", "harm.damage")


class Report(Struct, frozen=True, kw_only=True):
    """A clause that speaks of an event: its trigger, the type it has by itself (None: it has none), and the rule.

    `below` are the sentences that go on with what a title tells.
    """

    sentence: Sentence
    clause: Clause
    trigger: Cue
    type: IncidentType | None
    weapons: tuple[Cue, ...]
    rule: str
    below: tuple[Sentence, ...] = ()


def find_reports(
    reading: Reading, sentences: Iterable[Sentence] | None = None, *, loose: bool = False
) -> tuple[Report, ...]:
    """Return every clause that speaks of an event, of all sentences or of some; at most one event a clause.

    `loose`: what stands near it may give a clause its type.
    """
    return tuple(
        report
        for one in (reading.sentences if sentences is None else sentences)
        if not one.may_mean.isdisjoint(_TRIGGERS) and one.of(*_TRIGGERS)
        for report in _in_sentence(reading, one, LOOSE if loose else RULES)
    )


def _in_sentence(reading: Reading, sentence: Sentence, rules: Rules) -> Iterator[Report]:
    shouting = _title_case(reading, sentence)
    number, with_drones = sentence.number, reading.with_drones
    near = tuple(one for one in _around(reading, number) if reading.entry_of(one.number) == reading.entry_of(number))
    for at, own in enumerate(sentence.clauses):
        clause = resumed(reading, sentence, own)
        triggers = tuple(
            cue
            for cue in clause.of(*_TRIGGERS)
            if (shouting or not _name(reading, sentence, cue))
            and not _bomb_noun(reading, sentence, cue)
            and not _fire_noun(reading, sentence, cue)
            and not _sees_itself(reading, sentence, cue)
            and not _scare_quoted(reading, sentence, cue)
            and not _lies_on(reading, own, cue)
            and not _on_pests(sentence, cue)
        )
        if not triggers or _only_found(reading, sentence, own, triggers):
            continue
        scene = Scene(
            here=frozenset(cue.tag for cue in clause.cues if not _fire_noun(reading, sentence, cue)),
            bases=frozenset(cue.base for cue in triggers),
            bombs=frozenset(cue.base for cue in clause.of("weapon.explosive")),
            all=frozenset(cue.tag for cue in sentence.cues),
            drones_before=bool(with_drones) and with_drones[0] <= number,
            drones_near=any(one.number in with_drones for one in near) if with_drones else False,
            near=near,
            drone_acts=drone_acts(reading, clause),
            missile_first=missile_first(clause),
            crowd_acts=crowd_acts(reading, sentence, triggers),
            craft_hits=craft_hits(clause),
            state_bombs=state_bombs(reading, clause),
            shot_at=shot_at(reading, sentence),
            gunmen_beside=gunmen_beside(reading, sentence, at),
            many_there=many_there(reading, near),
            forces_kill=forces_kill(reading, clause),
        )
        for name, kind, decides in rules:
            tags = decides(scene)
            if tags:
                report = Report(
                    sentence=sentence,
                    clause=clause,
                    trigger=_trigger(triggers, tags),
                    type=kind,
                    weapons=clause.of("weapon.") or sentence.of("weapon."),
                    rule=name,
                    below=tuple(one for one in near if one.number > number) if sentence.in_title else (),
                )
                yield report
                if kind in _FLIES and _salvo(reading, clause):
                    yield replace(report, type=_FLIES[kind], rule=SALVO)
                break


def _around(reading: Reading, number: int) -> tuple[Sentence, ...]:
    return reading.sentences[max(0, number - _NEAR) : number + _NEAR + 1]


def _trigger(triggers: tuple[Cue, ...], tags: Tags) -> Cue:
    """Return the first trigger that decides; of "pulled the body from a house hit by a drone" the hit."""
    deciding = [cue for cue in triggers if cue.tag in tags] or [triggers[0]]
    return next((cue for cue in deciding if cue.base not in _FOUND_LATER), deciding[0])


_FOUND_LATER = frozenset({"body", "bodies", "corpse", "remains", "debris", "rubble", "ruin", "wreckage"})
"""What is found after an event, on a day of its own."""
_IMPACTS = ("act.attack", "act.bombard", "act.explode", "act.air", "act.shoot")


def _only_found(reading: Reading, sentence: Sentence, clause: Clause, triggers: tuple[Cue, ...]) -> bool:
    """Whether a clause tells only what was found where another of the sentence tells what had struck."""
    if any(cue.base not in _FOUND_LATER for cue in triggers):
        return False
    others = (cue for cue in sentence.of(*_IMPACTS) if not clause.start <= cue.start < clause.end)
    return any(not _bomb_noun(reading, sentence, cue) for cue in others)


def _on_pests(sentence: Sentence, cue: Cue) -> bool:
    """Whether pests are what is attacked: "bombs mosquitoes", "drones are to drop larvicide"."""
    harms = sentence.of("harm.kill", "harm.injure")
    hurt = any(0 <= who.start - harm.end <= _WHOM for harm in harms for who in sentence.of("victim"))
    if hurt or sentence.of("actor.gunmen"):
        return False
    return any(0 <= pest.start - cue.end <= _PEST_REACH for pest in sentence.of("pest"))


_PEST_REACH = 2
_WHOM = 2


def _lies_on(reading: Reading, clause: Clause, cue: Cue) -> bool:
    """Whether a shell "on" something is no hit: "put a missile on show"; a post tells hits so: "Rockets on Sderot"."""
    if cue.tag != "act.onto":
        return False
    opens = cue.start - clause.start <= _BEFORE_ONTO and not any(one.start < cue.start for one in clause.of("act."))
    return not opens or reading.words[cue.end : cue.end + 1] in reading.phrases["triggers.no_ground"]


_BEFORE_ONTO = 3
SALVO, WARNED = "salvo", "warned"
"""Rules that others ask for: drones and missiles together, a warning (of what may come, as any warning is)."""
_FLIES = {
    IncidentType.DRONE_ATTACK: IncidentType.MISSILE_ATTACK,
    IncidentType.MISSILE_ATTACK: IncidentType.DRONE_ATTACK,
}


def _salvo(reading: Reading, clause: Clause) -> bool:
    """Whether drones and missiles came together: "40 drones and six missiles", not "a drone fired two missiles"."""
    both = (("weapon.drone", "weapon.missile"), ("weapon.missile", "weapon.drone"))
    return any(
        0 < second.start - first.end <= _PAIRED and "and" in reading.words[first.end : second.start]
        for one, other in both
        for first in clause.of(one)
        for second in clause.of(other)
    )


_PAIRED = 4


def _bomb_noun(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether "bomb" is the thing and not the act: "Rebels bomb a bridge" is one, "the bomb squad" is not."""
    if cue.base != "bomb" or reading.words[cue.start] not in {"bomb", "bombs"}:
        return False
    if sentence.of("deny", "retract"):
        return False
    before = reading.words[cue.start - 1] if cue.start > sentence.start else ""
    does = before in {"to", "men", "also", "then"} or (
        before.endswith(("s", "ly", "force", "army"))
        and any(0 <= cue.start - one.end <= before.endswith("ly") for one in sentence.of("actor.", *_BOMBERS))
    )
    name = sentence.in_title and 0 < cue.start - sentence.start <= 2 and reading.words[cue.start] == "bombs"
    return not (does or name) or before in {"a", "the", "car", "of"}


def _fire_noun(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether "fire at" is what burns: "Fire at the mission", not "soldiers fire at the mission"."""
    if cue.tag != "act.shoot" or reading.words[cue.start] != "fire":
        return False
    before = reading.words[cue.start - 1] if cue.start > sentence.start else ""
    return before in reading.lists["triggers.before_noun"] or (before != "," and not before.isalpha())


def _sees_itself(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a drone is the one that sees: "a coastguard drone spotted the boat", not "drone spotted over runway"."""
    verb = cue.end - 1
    sees = reading.stems["triggers.sees"]
    if cue.tag != "act.sight" or cue.end >= sentence.end or not reading.words[verb].startswith(sees):
        return False
    seer = any(drone.end == verb for drone in sentence.of("weapon.drone"))
    return seer and (reading.words[verb].endswith("s") or reading.words[cue.end] in reading.lists["triggers.object"])


_BOMBERS = ("weapon.aircraft", "weapon.drone")


def _scare_quoted(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a text keeps a word at arm's length: she accused them of having "kidnapped" the reform."""
    if sentence.in_title or cue.tag not in _QUOTABLE or cue.start == sentence.start or cue.end >= sentence.end:
        return False
    return reading.texts[cue.start - 1] in _QUOTES and reading.texts[cue.end] in _QUOTES


_QUOTABLE = frozenset({"act.abduct", "act.shoot", "act.stab", "act.storm"})
_QUOTES = frozenset({'"', "'", "\u2018", "\u2019", "\u201c", "\u201d", "\u00ab", "\u00bb"})


def _title_case(reading: Reading, sentence: Sentence) -> bool:
    """Whether most words have a capital, as in a headline, where a capital tells nothing."""
    words = [text for text in reading.texts[sentence.start : sentence.end] if text.isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def _name(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a trigger is part of a name: it has a capital within a sentence."""
    word = reading.texts[cue.start]
    return (
        cue.start > sentence.start
        and word[0].isupper()
        and not word.isupper()
        and reading.words[cue.start - 1] not in _OPENS
        and cue.tag != "act.onto"
    )


_OPENS = frozenset({"\u201c", '"', ":", "-", "'", "\u2018", "(", "/", "\u2013", "\u2014"})
