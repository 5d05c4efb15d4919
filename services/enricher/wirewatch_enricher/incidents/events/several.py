"""Articles that count several attacks and then tell each. In: weighed reports. Out: those of each attack, or nothing.

"Nine people were killed in two bomb attacks. A bomb killed six in the bazaar in the morning. In the afternoon …": the
first sentence only sums up; each that tells its own harm is an event of its own, on the day that the sum is told of.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from wirewatch.incidents import PlacePrecision, Realis, Salience
from wirewatch_enricher.incidents.events.told import Told
from wirewatch_enricher.incidents.news.salience import OLD, Weight
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Sentence

_NEAR = 3
_MOST = 4
_LEAD = 3
_SECOND = 2
_HARM = (KILLED, INJURED)
_ACTS = ("act.attack", "act.bombard", "act.explode", "act.air", "act.shoot", "act.abduct", "weapon.explosive")


def several(told: Sequence[Told]) -> tuple[tuple[tuple[Told, ...], ...], tuple[Told, ...]] | None:
    """Return the reports of each attack, and those that only count or speak of all; None where there is one attack."""
    sums = [one for one in told if one.foreground and _in_head(one, told) and _counts_acts(one.report.sentence)]
    if not sums:
        return None
    own = _by_sentence(one for one in told if one not in sums and _tells_its_own(one))
    if not 2 <= len(own) <= _MOST or not _apart([group[0] for group in own]):
        return None
    first = next((one for one in reversed(sums) if one.weight.time), sums[0])
    groups = tuple(tuple(_news(one, first) for one in group) for group in own)
    return groups, tuple(_summed(one) for one in told if all(one not in group for group in own))


def _in_head(one: Told, told: Sequence[Told]) -> bool:
    first = min((other.report.sentence.number for other in told if not other.report.sentence.in_title), default=0)
    return one.report.sentence.in_title or one.report.sentence.number < max(first, 1) + _LEAD - 1


def _counts_acts(sentence: Sentence) -> bool:
    """Whether a sentence counts attacks: "two bomb attacks", "twin blasts"."""
    acts = sentence.of(*_ACTS)
    several = [cue for cue in sentence.of("number") if 2 <= (cue.value or 0) <= _MOST]
    counts = (*several, *sentence.listed_as("word.twin"))
    return any(0 <= act.start - one.end < _NEAR and _nothing_hurt(sentence, one, act) for one in counts for act in acts)


def _nothing_hurt(sentence: Sentence, count: Cue, act: Cue) -> bool:
    """Whether an act is counted, and no person: "two bombs", not "two shot dead"."""
    hurt = any(count.end <= cue.start <= act.start < cue.end for cue in sentence.of(*_HARM))
    return not hurt and not any(count.end <= cue.start < act.start for cue in sentence.of("victim", *_HARM))


def _tells_its_own(one: Told) -> bool:
    """Whether a report below the sum tells of harm in figures, and is not told as old.

    One that tells of "the second" tells of both.
    """
    sentence = one.report.sentence
    old = one.weight.reason == OLD or one.verdict.realis is not Realis.OCCURRED
    both = any(cue.value == _SECOND for cue in sentence.of("ordinal"))
    return not old and not sentence.in_title and not both and bool(sentence.of(*_HARM)) and bool(sentence.of("number"))


def _by_sentence(told: Iterable[Told]) -> list[list[Told]]:
    groups: list[list[Told]] = []
    for one in told:
        if groups and groups[-1][0].report.sentence.number == one.report.sentence.number:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _apart(told: Sequence[Told]) -> bool:
    """Whether sentences tell of different hours or places, not of one attack twice."""
    parts = [frozenset(cue.base for cue in one.report.sentence.of("time.part")) for one in told]
    targets = [frozenset(_struck(one.report.sentence)) for one in told]
    places = [frozenset(spot.place.name for spot in one.spots if spot.located) for one in told]
    return any(
        all(found) and not frozenset.intersection(*found) and len(set(found)) == len(found)
        for found in (parts, targets, places)
    )


def _struck(sentence: Sentence) -> Iterator[str]:
    """Yield what a sentence names that may have been hit, not who counts the dead: the army, a hospital."""
    offices = {cue.start for cue in sentence.of("official")}
    yield from (cue.base for cue in sentence.of("target.") if cue.start not in offices)


def _news(one: Told, total: Told) -> Told:
    time = one.weight.time or total.weight.time
    weight = Weight(salience=Salience.FOREGROUND, reason="one of several that the lead counts", dated=True, time=time)
    placed = any(spot.place.precision not in {PlacePrecision.REGION, PlacePrecision.COUNTRY} for spot in one.spots)
    return replace(one, weight=weight, spots=one.spots if placed else (*one.spots, *total.spots))


def _summed(one: Told) -> Told:
    if not one.foreground:
        return one
    return replace(one, weight=replace(one.weight, salience=Salience.BACKGROUND, reason="it sums up several attacks"))
