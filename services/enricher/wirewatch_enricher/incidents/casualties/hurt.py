"""Who was harmed by an event. In: an `Event` and what surrounds it. Out: its figures of harm, and its counts.

Its own sentences tell it, else, of news, those right beside them; not those of days before the news.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from wirewatch.incidents import Count
from wirewatch_enricher.incidents.casualties.adding import settled
from wirewatch_enricher.incidents.casualties.counts import harms, harms_beside, names_old_days, total
from wirewatch_enricher.incidents.casualties.harm import Harm, sentence_of
from wirewatch_enricher.incidents.casualties.harm_places import of_town, placed, towns_in
from wirewatch_enricher.incidents.casualties.live_blog import newest_first
from wirewatch_enricher.incidents.casualties.rivals import without_rivals
from wirewatch_enricher.incidents.events.linking import Event
from wirewatch_enricher.incidents.location.where import Spot, best_place, precise_place
from wirewatch_enricher.incidents.proofs import Background, HarmsOf
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.times.day import event_day
from wirewatch_enricher.incidents.times.timeref import TimeRef

_HEAD = 1


def hurt_by(event: Event, scene: Background, *, air_raid: bool) -> list[tuple[Reading, Harm]]:
    """Return the figures of all who were harmed by an event; `air_raid`: it is an attack from aircraft."""
    reading = scene.reading
    _, day = event_day(event, scene)
    told_of = [one for one in scene.sentences if not _before(one, scene.refs[one.number], day)]
    own = [one for one in told_of if not (event.foreground and _is_past(one, scene, event))]
    told = _told_here(scene, own, air_raid=air_raid)
    missing = {KILLED, INJURED} - {harm.kind for harm in told}
    if event.foreground and missing:
        beside = harms_beside(reading, scene.sentences, scene.refs, today=scene.today, air_raid=air_raid)
        new = (harm for harm in beside if harm.kind in missing)
        told += [harm for harm in new if not _is_past(sentence_of(reading, harm), scene, event)]
    told_now = without_rivals(reading, newest_first(reading, told))
    return [(reading, harm) for harm in settled(reading, told_now)]


def without_rumours(hurt: Sequence[tuple[Reading, Harm]]) -> list[tuple[Reading, Harm]]:
    """Return the figures of what is denied without those that somebody said or wrote: "who wrote of two wounded"."""
    return [
        (reading, harm) for reading, harm in hurt if harm.none or not _passed_on(reading, sentence_of(reading, harm))
    ]


def _passed_on(reading: Reading, sentence: Sentence) -> bool:
    said = bool(sentence.of("say", "deny", "unverified", "claim.verb"))
    return said or not reading.lists["hurt.rumours"].isdisjoint(reading.words[sentence.start : sentence.end])


def counted(hurt: Sequence[tuple[Reading, Harm]], kind: str) -> tuple[Count, Harm] | None:
    """Return the count of one kind and the figure that gave it; None where nothing is said."""
    return total([(reading, harm) for reading, harm in hurt if not _smaller_title(reading, harm, hurt)], kind)


def _told_here(scene: Background, own: Sequence[Sentence], *, air_raid: bool) -> list[Harm]:
    """Return the figures that sentences of an event tell; where the text names several towns, those of its own."""
    mine = [(one, scene.harms_of(one, air_raid)) for one in own]
    spot = best_place(scene.spots, scene.dateline)
    if spot is None or not precise_place(spot.place):
        return [harm for _, told in mine for harm in told]
    others = [(one, scene.harms_of(one, air_raid)) for one in scene.others]
    reading, spots = scene.reading, scene.by_sentence
    return list(of_town(placed(reading, mine, spots), placed(reading, others, spots), spot.place))


def harms_once(reading: Reading, spots: Mapping[int, tuple[Spot, ...]]) -> HarmsOf:
    """Return what gives the figures of a sentence, found once however many events ask; `spots` by its number."""

    @cache
    def harms_of(sentence: Sentence, air_raid: bool) -> tuple[Harm, ...]:
        return harms(reading, sentence, air_raid=air_raid, towns=towns_in(reading, spots[sentence.number]))

    return harms_of


def _before(sentence: Sentence, refs: Sequence[TimeRef], own: TimeRef | None) -> bool:
    """Whether a sentence begins with a day before the event's: "Two days earlier a car bomb killed six people"."""
    if sentence.in_title or own is None or sentence.start <= own.start < sentence.end:
        return False
    return any((ref.shift or 0) < 0 for ref in refs if ref.start - sentence.start <= _HEAD)


def _is_past(sentence: Sentence, scene: Background, event: Event) -> bool:
    """Whether a sentence tells of old times, or goes on with one that does: "… in 2010. Two men lost fingers."."""
    if _of_old_times(sentence, scene):
        return True
    before = next((one for one in scene.reading.sentences if one.number == sentence.number - 1), sentence)
    apart = before.in_title or before.paragraph != sentence.paragraph or before is sentence
    words = scene.reading.words
    recalls = "had" in words[before.start : before.end]  # a word of old times between two of today's
    if apart or recalls or scene.refs[sentence.number] or sentence.number in event.numbers() or sentence.of("say"):
        return False
    act = before.of(*_ATTACKS) or not scene.reading.lists["hurt.another"].isdisjoint(words[before.start : before.end])
    when = any(_sets_when(scene.reading, before, ref) for ref in scene.refs[before.number] if ref.old(scene.today))
    return bool(act) and when and before.number not in event.numbers() and _of_old_times(before, scene)


def _sets_when(reading: Reading, sentence: Sentence, ref: TimeRef) -> bool:
    """Whether old times open or close a sentence, so that it is they that it tells of: not "a boy born in 2016"."""
    edge = ref.start - sentence.start <= _OPENING or reading.words[ref.end : ref.end + 1] in {(".",), (",",), ()}
    not_when = reading.lists["hurt.not_when"]
    return edge and not_when.isdisjoint(reading.words[max(sentence.start, ref.start - 2) : ref.start])


_OPENING = 2
_ATTACKS = ("act.attack", "act.air", "act.bombard", "act.explode", "act.shoot", "act.stab", "harm.", "weapon.")


def _of_old_times(sentence: Sentence, scene: Background) -> bool:
    """Whether a sentence of the body names days before the news window and none in it."""
    refs = [] if sentence.in_title else scene.refs[sentence.number]
    return names_old_days(scene.reading, refs, scene.today) and not any(ref.recent(scene.today) for ref in refs)


def _smaller_title(reading: Reading, harm: Harm, hurt: Sequence[tuple[Reading, Harm]]) -> bool:
    """Whether a figure of the headline is only a part of the one that the lead gives, or a round one for it."""
    end = reading.sentences[0].end if reading.sentences[0].in_title else 0
    if harm.start >= end or harm.none:
        return False
    lead = reading.sentences[min(2, len(reading.sentences) - 1)].end
    later = [other for _, other in hurt if other.kind == harm.kind and end <= other.start < lead]
    round_one = not reading.lists["hurt.roughly"].isdisjoint(reading.words[max(0, harm.start - _ABOUT) : harm.end])
    return any(
        other.strength >= harm.strength
        and (other.value > harm.value or (round_one and _ROUGH * harm.value <= other.value))
        for other in later
    )


_ABOUT, _ROUGH = 3, 0.75
"""How far before a figure "nearly" stands, and how much of it the exact one is at least."""
