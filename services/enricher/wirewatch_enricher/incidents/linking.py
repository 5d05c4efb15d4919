"""Which reports speak of the same event. In: weighed reports in text order. Out: `Event`s, foreground and not.

Reports are one event unless a day or a place says otherwise. A report without a type of its own, or undated ones after
the lead, only ever join; an event of its own needs a type, and a date, a place in the lead, or a word like "separate".
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.incidents.reading import Sentence
from wirewatch_enricher.incidents.salience import Weight
from wirewatch_enricher.incidents.triggers import Report
from wirewatch_enricher.incidents.verdict import Verdict
from wirewatch_enricher.incidents.where import Spot, far_apart

_APART_KM = 25.0
_LEAD = 5
_T = IncidentType
_BEATS: dict[IncidentType, frozenset[IncidentType]] = {
    _T.DRONE_ATTACK: frozenset(
        {_T.BOMBING, _T.AIR_STRIKE, _T.ARSON_VANDALISM, _T.AIRSPACE_INCURSION, _T.THREAT, _T.PROTEST}
    ),
    _T.MISSILE_ATTACK: frozenset({_T.THREAT, _T.PROTEST, _T.ARSON_VANDALISM}),
    _T.AIR_STRIKE: frozenset({_T.BOMBING, _T.PROTEST, _T.THREAT}),
    _T.BOMBING: frozenset({_T.THREAT, _T.PROTEST, _T.ARSON_VANDALISM}),
    _T.ABDUCTION: frozenset({_T.ARMED_ATTACK, _T.THREAT, _T.PROTEST}),
    _T.ARMED_ATTACK: frozenset({_T.THREAT, _T.PROTEST}),
    _T.RIOT: frozenset({_T.ARSON_VANDALISM, _T.PROTEST, _T.THREAT}),
    _T.ARSON_VANDALISM: frozenset({_T.PROTEST}),
    _T.CYBER_ATTACK: frozenset({_T.THREAT, _T.PROTEST}),
}


class Told(Struct, frozen=True, kw_only=True):
    """A report with all that was decided about it: verdict, weight, and the places of its clause and sentence."""

    report: Report
    verdict: Verdict
    weight: Weight
    spots: tuple[Spot, ...]

    @property
    def foreground(self) -> bool:
        """Whether it is the news."""
        return self.weight.salience is Salience.FOREGROUND


class Event(Struct, frozen=True, kw_only=True):
    """Reports that speak of one event."""

    told: tuple[Told, ...]

    @property
    def foreground(self) -> bool:
        """Whether one of its reports is the news."""
        return any(one.foreground for one in self.told)

    def numbers(self) -> frozenset[int]:
        """Return the numbers of the sentences with its reports."""
        return frozenset(one.report.sentence.number for one in self.told)


def link(told: Sequence[Told]) -> tuple[Event, ...]:
    """Group reports into events, foreground ones first, in text order."""
    front: list[list[Told]] = []
    back: list[list[Told]] = []
    for one in told:
        if not one.foreground and not _undated(one):
            _put_back(back, one)
            continue
        home = next((group for group in reversed(front) if _fits(group, one)), None)
        if home is not None:
            home.append(one)
        elif one.foreground and _may_open(front, one):
            front.append([one])
        else:
            _put_back(back, one)
    return tuple(Event(told=tuple(group)) for group in (*front, *back))


def _undated(one: Told) -> bool:
    return one.weight.reason.startswith("undated")


def _put_back(back: list[list[Told]], one: Told) -> None:
    number = one.report.sentence.number
    if back and back[-1][-1].report.sentence.number == number and _kind(back[-1]) in {one.report.type, None}:
        back[-1].append(one)
    else:
        back.append([one])


def _kind(group: Sequence[Told]) -> IncidentType | None:
    return next((one.report.type for one in group if one.report.type), None)


def _may_open(front: list[list[Told]], one: Told) -> bool:
    if not front:
        return True
    sentence = one.report.sentence
    return one.report.type is not None and (one.weight.dated or sentence.in_title or bool(sentence.of("separate")))


def _fits(group: Sequence[Told], one: Told) -> bool:
    same = one.report.type in {None, _kind(group)} or any(one.report.type is t.report.type for t in group)
    days, own = days_of(group), days_of([one])
    if days and own and min(abs((a - b).days) for a in days for b in own) > (0 if same else 1):
        return not one.weight.dated
    return not _elsewhere(group, one)


def days_of(group: Iterable[Told]) -> set[date]:
    """Return the days that reports of an event name as its own."""
    times = [one.weight.time for one in group if one.weight.time is not None]
    return {time.first for time in times if time.exact and not time.reporting and time.first is not None}


def _elsewhere(group: Sequence[Told], one: Told) -> bool:
    here = [spot for spot in one.spots if spot.located]
    there = [spot for member in group for spot in member.spots if spot.located] or [s for m in group for s in m.spots]
    if not here or not there:
        return False
    return all(far_apart(a.place, b.place) > _APART_KM for a in here for b in there)


def event_type(event: Event) -> IncidentType | None:
    """Return the type of an event: the first that a foreground report has, or one of the lead that takes it in."""
    own = [one for one in event.told if one.foreground and one.report.type] or [
        one for one in event.told if one.report.type
    ]
    if not own:
        return None
    kind = own[0].report.type
    first = own[0].report.sentence.number
    for one in own:
        other = one.report.type
        if other and kind and kind in _BEATS.get(other, frozenset()) and one.report.sentence.number <= first + _LEAD:
            kind = other
    return kind


def default_type(event: Event) -> IncidentType | None:
    """Return the type of an event of which no report says the means; None where it is none."""
    sentences = [one.report.sentence for one in event.told if one.foreground]
    triggers = {one.report.trigger.tag for one in event.told if one.foreground}
    harm = _any(sentences, "harm.kill", "harm.injure", "actor.gunmen", "harm.damage")
    target = _any(sentences, "target.", "victim")
    if "act.explode" in triggers:
        return IncidentType.BOMBING if (harm or target) and not _any(sentences, "accident") else None
    if "act.bombard" in triggers and target:
        return IncidentType.BOMBING
    if _any(sentences, "actor.state") and any("strike" in one.report.trigger.base for one in event.told) and harm:
        return IncidentType.AIR_STRIKE
    return IncidentType.ARMED_ATTACK if harm and target else None


def _any(sentences: Sequence[Sentence], *tags: str) -> bool:
    return any(sentence.of(*tags) for sentence in sentences)
