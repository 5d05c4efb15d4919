"""Which type an event has. In: an `Event`. Out: its type by what its reports say, else by what was hit; or None."""

from collections.abc import Sequence

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.events.apart import BEATS
from wirewatch_enricher.incidents.events.told import Event, Told
from wirewatch_enricher.incidents.text.reading import Sentence

_T = IncidentType
_LEAD = 5
_FROM_AFAR = frozenset({_T.AIR_STRIKE, _T.MISSILE_ATTACK})
"""What says by which means a massacre or an exchange of fire was done."""


def event_type(event: Event) -> IncidentType | None:
    """Return the type of an event: the first that a foreground report has, or one of the lead that takes it in."""
    own = [one for one in event.told if one.foreground and one.report.type] or [
        one for one in event.told if one.report.type and not _only_answers(one, event)
    ]
    if not own:
        return None
    kind = own[0].report.type
    first = own[0].report.sentence.number
    for one in own:
        other = one.report.type
        if other is IncidentType.BOMBING and kind is IncidentType.THREAT and not _went_off(one):
            continue
        beaten = other is not None and kind in BEATS.get(other, frozenset())
        meant = other in _FROM_AFAR and kind is _T.ARMED_ATTACK and not _with_arms(own[0])
        if (beaten or meant) and one.report.sentence.number <= first + _LEAD:
            kind = other
    return kind


def _with_arms(one: Told) -> bool:
    arms = one.report.sentence.stems["kinds.arms"]
    return bool(one.report.clause.of("weapon.")) or one.report.trigger.base.startswith(arms)


def _only_answers(one: Told, event: Event) -> bool:
    """Whether a march that is told below answers what the title and the lead tell: "shops closed in protest"."""
    return one.report.type is _T.PROTEST and default_type(event) is not None


def _went_off(one: Told) -> bool:
    return bool(one.report.clause.of("act.explode", "harm.kill", "harm.injure", "harm.damage"))


def default_type(event: Event) -> IncidentType | None:
    """Return the type of an event of which no report says the means; None where it is none."""
    news = [one.report for one in event.told if one.foreground]
    own = [report.sentence for report in news]
    triggers = {
        cue.tag
        for one in event.told
        if one.foreground
        for cue in one.report.clause.of("act.")
        if cue.start == one.report.trigger.start
    }
    if "act.explode" in triggers:
        return IncidentType.BOMBING if _any(own, *_HARM, *_WHOM) and not _any(own, "accident") else None
    sentences = [*own, *(sentence for report in news for sentence in report.below)]
    harm, target = _any(sentences, *_HARM), _any(sentences, *_WHOM)
    if "act.bombard" in triggers and target and (harm or _any(sentences, "actor.state")):
        return IncidentType.MISSILE_ATTACK
    if harm and any(_strike(report.sentence, report.trigger.start) for report in news):
        return IncidentType.AIR_STRIKE
    built = _any([one.report.sentence for one in event.told if one.weight.dated], *_BUILT)
    return IncidentType.ARMED_ATTACK if target and (harm or (built and "act.attack" in triggers)) else None


_HARM = ("harm.kill", "harm.injure", "harm.victims", "actor.gunmen", "harm.damage")
_WHOM = ("target.", "victim")
_BUILT = ("target.infrastructure", "target.energy", "target.military", "target.police", "target.diplomatic")


def _strike(sentence: Sentence, at: int) -> bool:
    """Whether a strike is the thing that was done ("a strike on"), not what somebody does ("they struck")."""
    return sentence.tokens.words[at] in {"strike", "strikes"}


def _any(sentences: Sequence[Sentence], *tags: str) -> bool:
    return any(sentence.of(*tags) for sentence in sentences)
