"""Who is said to be behind it, and whether anybody claimed it. In: sentences of an event. Out: `Blame`."""

from collections.abc import Sequence

from msgspec import Struct

from wirewatch.articles import EntityLabel
from wirewatch.incidents import Attribution, Stance
from wirewatch_enricher.document import Mention
from wirewatch_enricher.incidents.status.claimed import first_claim, nobody_in
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.types.triggers import Report

_NAMES = frozenset({EntityLabel.GROUP, EntityLabel.ORGANISATION, EntityLabel.PLACE})
_STATE_REACH = 4


class Blame(Struct, frozen=True, kw_only=True):
    """Who is named, by what kind of word, whether it was claimed, and the cue that says so."""

    attribution: Attribution
    claimed: bool | None
    cue: Cue | None = None
    country: str | None = None


def blame(
    reading: Reading, sentences: Sequence[Sentence], reports: Sequence[Report], mentions: Sequence[Mention]
) -> Blame:
    """Return who is behind an event, as its sentences say."""
    claim = first_claim(reading, sentences)
    if claim:
        who = _before(reading, *claim, mentions)
        told = Attribution(stance=Stance.CLAIMED, who=who.text if who else None)
        return Blame(attribution=told, claimed=True, cue=claim[1])
    nobody = [cue for sentence in sentences if (cue := nobody_in(reading, sentence))]
    claimed = False if nobody else None
    for sentence in sentences:
        for cue in () if sentence.of("background", "generic") else sentence.of("blame"):
            who = _after(reading, sentence, cue, mentions)
            if who:
                return Blame(attribution=Attribution(stance=Stance.SUSPECTED, who=who.text), claimed=claimed, cue=cue)
    owner = next((found for report in reports if (found := owner_of_weapon(reading, report, mentions))), None)
    if owner:
        told = Attribution(stance=Stance.ALLEGED, who=owner.text)
        return Blame(attribution=told, claimed=claimed, cue=nobody[0] if nobody else None, country=owner.country)
    return Blame(attribution=Attribution(), claimed=claimed, cue=nobody[0] if nobody else None)


def _before(reading: Reading, sentence: Sentence, cue: Cue, mentions: Sequence[Mention]) -> Mention | None:
    first, last = reading.span(sentence.start, cue.start + 1)
    inside = [m for m in mentions if m.label in _NAMES and first <= m.start < last]
    groups = [m for m in inside if m.label is not EntityLabel.PLACE]
    return next(reversed(groups or inside), None)


def _after(reading: Reading, sentence: Sentence, cue: Cue, mentions: Sequence[Mention]) -> Mention | None:
    first, last = reading.span(cue.start, sentence.end)
    inside = [m for m in mentions if m.label in _NAMES and first <= m.start < last and not _leaning(reading, m)]
    groups = [m for m in inside if m.label is EntityLabel.GROUP]
    return next(iter(groups or inside), None)


def _leaning(reading: Reading, mention: Mention) -> bool:
    """Whether a name only says whom somebody is for or against: "pro-Iranian factions"."""
    at = reading.token_at(mention.start)
    return reading.words[max(0, at - 2) : at] in {("pro", "-"), ("anti", "-")}


def owner_of_weapon(reading: Reading, report: Report, mentions: Sequence[Mention]) -> Mention | None:
    """Return the demonym or group that stands right before the weapon: "Russian attack drones"."""
    for cue in report.weapons:
        low = max(report.sentence.start, cue.start - _STATE_REACH)
        first = reading.offsets[low]
        last = reading.offsets[cue.start]
        near = [
            m for m in mentions if first <= m.start < last and (m.kind == "demonym" or m.label is EntityLabel.GROUP)
        ]
        owner = next(reversed(near), None)
        if owner is None:
            continue
        between = range(reading.token_at(owner.end - 1) + 1, cue.start)
        kinds = report.sentence.of("weapon.", "actor.state", "act.attack")
        if all(any(k.start <= at < k.end for k in kinds) or not reading.words[at].isalpha() for at in between):
            return owner
    return None


def _owner_behind(reading: Reading, report: Report, mentions: Sequence[Mention]) -> Mention | None:
    """Return the demonym of "a drone of the Somali armed forces"."""
    forces = {cue.start for cue in report.sentence.of("actor.state", "target.military")}
    nations = {
        reading.token_at(m.start): m
        for m in mentions
        if m.kind == "demonym" and reading.token_at(m.end - 1) + 1 in forces
    }
    behind = (cue.end for cue in report.weapons if cue.tag == "weapon.drone" and _of_the(reading, cue.end))
    return next((nations[at + _OF_THE] for at in behind if at + _OF_THE in nations), None)


def _of_the(reading: Reading, at: int) -> bool:
    return reading.words[at : at + _OF_THE] in {("of", "the"), ("from", "the")}


_OF_THE = 2


def by_state(reading: Reading, report: Report, country: str | None, mentions: Sequence[Mention]) -> bool:
    """Whether the weapon belongs to the state of the place: "police drones", "Malian drones"; no police truck."""
    owner = owner_of_weapon(reading, report, mentions) or _owner_behind(reading, report, mentions)
    if owner is not None:
        return owner.kind == "demonym" and owner.country is not None and owner.country == country
    states = report.sentence.of("actor.state")
    ends = {state.end for state in states}
    if any(cue.start in ends for cue in report.weapons if cue.tag != "weapon.vehicle"):
        return True
    drones = [cue for cue in report.weapons if cue.tag == "weapon.drone"]
    return any(
        _uses(reading, state, drone) and _at_home(reading, state, country, mentions)
        for state in states
        for drone in drones
    )


def _uses(reading: Reading, state: Cue, drone: Cue) -> bool:
    """Whether a force uses a drone, or one is of it: "special forces used a drone", "a drone of the special unit"."""
    between = reading.words[state.end : drone.start]
    if 0 < len(between) <= _USE_REACH:
        return between[0] in reading.lists["claims.uses"]
    behind = reading.words[drone.end : state.start]
    return behind[:1] == ("of",) and len(behind) <= _OF_REACH


_USE_REACH, _OF_REACH = 4, 3


def _at_home(reading: Reading, state: Cue, country: str | None, mentions: Sequence[Mention]) -> bool:
    """Whether a force is not named as that of another country: not "Russian forces used a drone" in Ukraine."""
    owners = [m for m in mentions if m.kind == "demonym" and reading.token_at(m.end - 1) + 1 == state.start]
    return all(owner.country == country for owner in owners)
