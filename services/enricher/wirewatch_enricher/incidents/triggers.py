"""Which clauses speak of an event, and of what type. In: a `Reading`. Out: `Report`s, every candidate, in text order.

The type comes from the weapon that is bound to the trigger's clause, else from the weapon of its sentence; an act that
says nothing of its means ("attack", "explosion") has no type of its own and takes that of the event it is linked with.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.cues import Cue
from wirewatch_enricher.incidents.reading import Clause, Reading, Sentence

Tags = frozenset[str]

_IMPACT = frozenset({"act.attack", "act.bombard", "act.explode", "act.air", "act.through"})
_HARM = frozenset({"harm.kill", "harm.injure", "harm.damage"})
_FLIGHT = frozenset({"act.launch", "act.fall"})
_STOP = frozenset({"act.intercept", "act.fail", "act.foil", "act.hinder"})
_HOSTILE = _IMPACT | _HARM | _FLIGHT | _STOP
_SHELLS = frozenset({"weapon.missile", "weapon.rocket", "weapon.mortar", "weapon.artillery"})
_BOMBS = frozenset({"weapon.explosive", "weapon.grenade"})
_ARMS = frozenset({"weapon.firearm", "weapon.blade"})
_ARMED_CONTEXT = _HARM | _IMPACT | _BOMBS | {"weapon.armed", "harm.debris", "actor.defence"}
_CROWD_VIOLENCE = frozenset({"act.storm", "act.vandal", "act.arson", "act.riot"})
_TRIGGERS = ("act.", "harm.kill", "harm.injure", "harm.damage")
_SHELLING = frozenset({"shell", "shelling", "cannonade"})


class Report(Struct, frozen=True, kw_only=True):
    """A clause that speaks of an event: its trigger, the type it has by itself (None: it has none), and the rule."""

    sentence: Sentence
    clause: Clause
    trigger: Cue
    type: IncidentType | None
    weapons: tuple[Cue, ...]
    rule: str


class _Scene(Struct, frozen=True, kw_only=True):
    """What a rule sees: the tags and base forms of the clause, and the tags of its sentence."""

    here: Tags
    bases: frozenset[str]
    all: Tags
    drones_before: bool
    around: Tags
    drone_acts: bool
    missile_first: bool


def find_reports(reading: Reading) -> tuple[Report, ...]:
    """Return every clause that speaks of an event; at most one event a clause."""
    found: list[Report] = []
    drones = False
    plain = reading.sentences
    tags = [frozenset(cue.tag for cue in sentence.cues) for sentence in plain]
    for at, sentence in enumerate(plain):
        drones = drones or "weapon.drone" in tags[at]
        around = frozenset().union(*tags[max(0, at - 2) : at + 3])
        found.extend(_in_sentence(reading, sentence, drones_before=drones, around=around))
    return tuple(found)


def _in_sentence(reading: Reading, sentence: Sentence, *, drones_before: bool, around: Tags) -> Iterator[Report]:
    shouting = _title_case(reading, sentence)
    for clause in sentence.clauses:
        triggers = tuple(cue for cue in clause.of(*_TRIGGERS) if shouting or not _name(reading, sentence, cue))
        if not triggers:
            continue
        scene = _Scene(
            here=frozenset(cue.tag for cue in clause.cues),
            bases=frozenset(cue.base for cue in triggers),
            all=frozenset(cue.tag for cue in sentence.cues),
            drones_before=drones_before,
            around=around,
            drone_acts=_drone_acts(reading, clause),
            missile_first=_missile_first(clause),
        )
        for name, kind, decides in _RULES:
            tags = decides(scene)
            if tags:
                yield Report(
                    sentence=sentence,
                    clause=clause,
                    trigger=next((cue for cue in triggers if cue.tag in tags), triggers[0]),
                    type=kind,
                    weapons=clause.of("weapon.") or sentence.of("weapon."),
                    rule=name,
                )
                break


def _missile_first(clause: Clause) -> bool:
    """Whether "missiles and drones" came together, the missiles named first."""
    drones, shells = clause.of("weapon.drone"), clause.of("weapon.missile", "weapon.rocket")
    return bool(drones and shells) and 0 <= drones[0].start - shells[0].end <= 4


def _drone_acts(reading: Reading, clause: Clause) -> bool:
    """Whether a drone is the one that acts: it stands before the act, or after "by" or "from"."""
    acts = clause.of("act.launch")
    by = reading.word_set("word.by")
    return any(
        drone.start < act.start or bool(by & set(reading.words[drone.start - 3 : drone.start]))
        for drone in clause.of("weapon.drone")
        for act in acts
    )


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
    )


_OPENS = frozenset({"\u201c", '"', ":", "-", "'", "\u2018", "(", "/", "\u2013", "\u2014"})


def _cyber(s: _Scene) -> Tags | None:
    return _if("act.cyber" in s.here, {"act.cyber"})


_DROPS = frozenset({"drop", "release", "let go of", "throw", "lob", "dropped on"})


def _drone(s: _Scene) -> Tags | None:
    if s.all & {"act.enter", "recon"} and not s.all & (
        _BOMBS | _HARM - {"harm.damage"} | {"weapon.armed", "act.explode"}
    ):
        return None
    if s.missile_first and "target.diplomatic" not in s.all:
        return None
    drone_here = "weapon.drone" in s.here or ("weapon.craft" in s.here and s.drones_before)
    other = s.here & (_SHELLS | _ARMS) or "act.abduct" in s.here or "act.shoot" in s.here
    if not drone_here and ("weapon.drone" not in s.all or other):
        return None
    sure = s.here & (_IMPACT | _HARM | _STOP | {"act.through"})
    if drone_here and "weapon.drone" not in s.here:
        sure = s.here & (_IMPACT | {"act.intercept", "act.foil"})
    if not drone_here:
        sure = s.here & (_IMPACT | {"harm.kill", "harm.injure", "act.intercept"})
    aimed = {"target.diplomatic", "target.military", "target.government", "target.police"}
    if s.drone_acts and "act.launch" in s.here and s.all & aimed and s.bases & _DROPS:
        sure |= {"act.launch"}
    flight = s.here & _FLIGHT if s.around & _ARMED_CONTEXT else frozenset()
    return _if(bool(sure | flight), sure | flight)


def _incursion(s: _Scene) -> Tags | None:
    stops = s.here & _STOP
    if s.all & {"act.enter", "recon"} and "weapon.drone" in s.all and (stops or "act.enter" in s.here):
        return stops | (s.here & {"act.enter"})
    return _if("act.sight" in s.here and "weapon.drone" in s.all, {"act.sight"})


def _abduction(s: _Scene) -> Tags | None:
    return _if("act.abduct" in s.here, {"act.abduct"})


def _air(s: _Scene) -> Tags | None:
    if "act.air" in s.here:
        return frozenset({"act.air"})
    bombs = s.here & (_IMPACT | {"act.launch", "harm.kill"})
    return _if(
        "weapon.aircraft" in s.here
        and bool(s.here & {"act.bombard", "act.launch", "act.attack", "harm.kill"})
        and bool(bombs),
        bombs,
    )


def _missile(s: _Scene) -> Tags | None:
    if s.bases & _SHELLING and "act.bombard" in s.here:
        return frozenset({"act.bombard"})
    if "act.bombard" in s.here and not s.bases & {"bomb", "bombing"} and s.all & _SHELLS:
        return frozenset({"act.bombard"})
    return _if(bool(s.here & _SHELLS and s.here & _HOSTILE), s.here & _HOSTILE)


def _bombing(s: _Scene) -> Tags | None:
    if "bombing" in s.bases or "bomb" in s.bases:
        return frozenset({"act.bombard"})
    acts = s.here & (_IMPACT | _HARM | _STOP | {"act.launch", "act.plant"})
    return _if(bool(s.here & _BOMBS and acts), acts)


def _shooting(s: _Scene) -> Tags | None:
    if "act.shoot" in s.here:
        return frozenset({"act.shoot"})
    acts = s.here & {"act.attack", "harm.kill", "harm.injure", "act.launch"}
    return _if(bool(s.here & _ARMS and acts), acts)


def _stabbing(s: _Scene) -> Tags | None:
    if "act.stab" not in s.here:
        return None
    drives = any("into" in base.split() or "gate" in base or base.endswith(" at") for base in s.bases)
    return _if(not drives or bool(s.all & {"target.diplomatic", "deliberate", "actor.crowd"}), {"act.stab"})


def _riot(s: _Scene) -> Tags | None:
    crowd = "actor.crowd" in s.all
    acts = s.here & (_CROWD_VIOLENCE if crowd else {"act.riot"})
    return _if(bool(acts), acts)


def _arson(s: _Scene) -> Tags | None:
    return _if("act.arson" in s.here, {"act.arson"})


def _vandalism(s: _Scene) -> Tags | None:
    return _if("act.vandal" in s.here, {"act.vandal"})


def _threat(s: _Scene) -> Tags | None:
    return _if("act.threat" in s.here, {"act.threat"})


def _protest(s: _Scene) -> Tags | None:
    return _if("act.protest" in s.here and "infinitive" not in s.bases, {"act.protest"})


def _gunmen(s: _Scene) -> Tags | None:
    acts = s.here & {"act.attack", "act.storm", "harm.kill", "harm.injure"}
    return _if("actor.gunmen" in s.here and bool(acts), acts)


def _explosion(s: _Scene) -> Tags | None:
    if "act.explode" not in s.here:
        return None
    return _if(bool(s.all & _BOMBS), {"act.explode"})


def _shelled(s: _Scene) -> Tags | None:
    return _if(bool(s.here & (_IMPACT | {"act.fall"}) and s.all & _SHELLS), s.here & (_IMPACT | {"act.fall"}))


def _generic(s: _Scene) -> Tags | None:
    return _if(bool(s.here & _IMPACT), s.here & _IMPACT)


_RULES: tuple[tuple[str, IncidentType | None, Callable[[_Scene], Tags | None]], ...] = (
    ("cyber", IncidentType.CYBER_ATTACK, _cyber),
    ("drone", IncidentType.DRONE_ATTACK, _drone),
    ("incursion", IncidentType.AIRSPACE_INCURSION, _incursion),
    ("abduction", IncidentType.ABDUCTION, _abduction),
    ("threat", IncidentType.THREAT, _threat),
    ("air strike", IncidentType.AIR_STRIKE, _air),
    ("missile", IncidentType.MISSILE_ATTACK, _missile),
    ("riot", IncidentType.RIOT, _riot),
    ("arson", IncidentType.ARSON_VANDALISM, _arson),
    ("bombing", IncidentType.BOMBING, _bombing),
    ("shooting", IncidentType.ARMED_ATTACK, _shooting),
    ("stabbing", IncidentType.ARMED_ATTACK, _stabbing),
    ("vandalism", IncidentType.ARSON_VANDALISM, _vandalism),
    ("gunmen", IncidentType.ARMED_ATTACK, _gunmen),
    ("shelled", IncidentType.MISSILE_ATTACK, _shelled),
    ("explosion", IncidentType.BOMBING, _explosion),
    ("protest", IncidentType.PROTEST, _protest),
    ("generic", None, _generic),
)


def _if(holds: bool, tags: set[str] | Tags) -> Tags | None:
    return frozenset(tags) if holds else None
