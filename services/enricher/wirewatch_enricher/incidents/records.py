"""From an event to its record. In: an `Event` and what surrounds it. Out: a `Sighting` with evidence, or None."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta, tzinfo
from hashlib import blake2b
from zoneinfo import ZoneInfo

from wirewatch.incidents import (
    Count,
    EventTime,
    Evidence,
    IncidentType,
    Outcome,
    PlacePrecision,
    Realis,
    Sighting,
    Status,
    TargetClass,
    TimePrecision,
    Weapon,
    WeaponUse,
)
from wirewatch_enricher.document import Document
from wirewatch_enricher.incidents.casualties.damage import damage_of
from wirewatch_enricher.incidents.casualties.figures import figures
from wirewatch_enricher.incidents.casualties.hurt import counted, hurt_by, without_rumours
from wirewatch_enricher.incidents.codes import codes_of
from wirewatch_enricher.incidents.events.linking import Event, Told
from wirewatch_enricher.incidents.location.seats import office_seat, state_seat
from wirewatch_enricher.incidents.location.where import Spot, best_place
from wirewatch_enricher.incidents.news.credible import tells_nothing
from wirewatch_enricher.incidents.news.deciding import Decision
from wirewatch_enricher.incidents.proofs import Background, events_proof, in_order, proof, proof_at
from wirewatch_enricher.incidents.status.certainty import only_alleged, only_posted
from wirewatch_enricher.incidents.status.claims import blame, by_state
from wirewatch_enricher.incidents.status.merging import merged_outcome, merged_realis
from wirewatch_enricher.incidents.status.one_side import only_claimed
from wirewatch_enricher.incidents.status.verdict import Verdict, status_of
from wirewatch_enricher.incidents.targets import find_targets
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.times.day import clock_of, event_day, event_stretch
from wirewatch_enricher.incidents.types.triggers import Report
from wirewatch_enricher.places import site_distances, zone_of


def write_sighting(event: Event, decision: Decision, scene: Background, *, number: int) -> Sighting | None:
    """Write an event down as it was decided; None where its status makes it no news."""
    kind = decision.kind
    reading, sentences = scene.reading, scene.sentences
    reports = [one.report for one in event.told]
    news = [one for one in event.told if one.foreground] or list(event.told)
    spot = _spot(scene, kind)
    country = spot.place.country if spot else None
    who = blame(reading, sentences, reports, scene.mentions)
    targets = find_targets(reading, sentences, reports, scene.mentions)
    realis = merged_realis(_verdicts(kind, news))
    outcome = merged_outcome(kind, [(one.report, one.verdict) for one in news], sentences)
    told = frozenset(one.report.sentence.number for one in news)
    unverified = only_alleged(sentences, told=told) or only_claimed(reading, sentences, told, scene.mentions)
    unverified = unverified or (outcome not in _STOPPED and only_posted(reading.sentences, kind))
    status = status_of(realis, outcome, unverified=unverified)
    if decision.news and tells_nothing(status, kind):
        return None
    when, time_words = _when(event, scene, spot)
    damage, damage_words = damage_of(scene)
    hurt = hurt_by(event, scene, air_raid=kind is IncidentType.AIR_STRIKE)
    hurt = without_rumours(hurt) if status is Status.DENIED else hurt
    killed, injured = counted(hurt, KILLED), counted(hurt, INJURED)
    counts = (("killed", killed), ("injured", injured))
    evidence = [
        *events_proof(scene, news),
        *(proof(scene, "targets", cue.start, cue.end, target.target.value) for target, cue in targets),
        *([proof(scene, "place", spot.start, spot.end, "located" if spot.located else "named")] if spot else []),
        *time_words,
        *damage_words,
        *(proof(scene, "weapons", cue.start, cue.end, cue.base) for one in news for cue in one.report.weapons),
        *(proof(scene, name, found[1].start, found[1].end, "figure") for name, found in counts if found),
        *([proof(scene, "claimed", who.cue.start, who.cue.end, "claim")] if who.cue else []),
    ]
    aimed = any(t.target is TargetClass.DIPLOMATIC for t, _ in targets)
    return Sighting(
        sighting_id=_id(scene.document, number, kind),
        type=kind,
        status=status,
        realis=realis,
        outcome=outcome,
        attribution=who.attribution,
        salience=decision.salience,
        weapons=tuple(_weapons(reading, event)),
        targets=tuple(target for target, _ in targets),
        claimed=who.claimed,
        killed=killed[0] if killed else None,
        injured=injured[0] if injured else None,
        damage=damage,
        place=spot.place if spot else None,
        when=when,
        sites=site_distances(spot.place) if spot else (),
        by_site_guard=_guarded(reading, event, country, scene),
        follow_up=_follows(event, sentences),
        confidence=round(decision.judged.probability, 2)
        if decision.judged
        else _confidence(event, status, aimed=aimed, placed=spot is not None, dated=when is not None),
        codes=codes_of(kind, status),
        reasons=tuple(_reasons(event, status, decision)),
        evidence=in_order(evidence),
    )


def _verdicts(kind: IncidentType, news: Sequence[Told]) -> list[tuple[Report, Verdict]]:
    """Return the reports with their verdicts; that there was no bomb denies no threat."""
    told = [(one.report, one.verdict) for one in news]
    if kind is not IncidentType.THREAT:
        return told
    return [(r, v) for r, v in told if r.type in {kind, None} or v.realis is not Realis.DENIED] or told


_STOPPED = frozenset({Outcome.INTERCEPTED, Outcome.FAILED})


def _spot(scene: Background, kind: IncidentType) -> Spot | None:
    """Return where an event happened; an attack on a state's computers at its seat, unless it says where itself."""
    best = best_place(scene.spots, scene.dateline)
    if best is None or best.place.precision is PlacePrecision.COUNTRY:
        best = state_seat(scene.reading, scene.sentences, scene.mentions) or best
    if kind is not IncidentType.CYBER_ATTACK:
        return best
    seat = office_seat(scene.reading, scene.sentences, scene.mentions, scene.dateline)
    return seat or best


def _id(document: Document, number: int, kind: IncidentType) -> str:
    return blake2b(f"{document.source}|{document.text}|{number}|{kind}".encode(), digest_size=12).hexdigest()


def _when(event: Event, scene: Background, spot: Spot | None) -> tuple[EventTime | None, tuple[Evidence, ...]]:
    day, ref = event_day(event, scene)
    zone_name = zone_of(spot.place) if spot else "UTC"
    zone = ZoneInfo(zone_name) if spot else scene.document.observed_at.tzinfo
    if day is None or ref is None:
        return _stretch(event, scene, zone, zone_name)
    stated = clock_of(scene)
    if stated and stated.hour < _DAWN and scene.reading.words[ref.start : ref.end] == _LAST_NIGHT:
        day += timedelta(days=1)
    proofs = [proof(scene, "when", ref.start, ref.end, "time words")]
    if stated:
        proofs.insert(0, proof_at(scene, "when", stated.start, stated.end, "time of day"))
    start = datetime.combine(day, time(stated.hour, stated.minute) if stated else time(0), tzinfo=zone)
    end = start if stated else start + timedelta(days=1) - timedelta(seconds=1)
    precision = TimePrecision.MINUTE if stated else TimePrecision.DAY
    words = ", ".join(one.quote for one in proofs)
    return EventTime(start=start, end=end, precision=precision, zone=zone_name, words=words), tuple(proofs)


_LAST_NIGHT = ("last", "night")
_DAWN = 6
"""Up to this hour "last night" is a night of the day on which it is told."""


def _stretch(
    event: Event, scene: Background, zone: tzinfo | None, zone_name: str
) -> tuple[EventTime | None, tuple[Evidence, ...]]:
    """Return the month or the year of an event whose day is not known."""
    ref, precision = event_stretch(event, scene) or (None, TimePrecision.YEAR)
    if ref is None or ref.first is None or ref.last is None:
        return None, ()
    words = proof(scene, "when", ref.start, ref.end, "time words")
    start = datetime.combine(ref.first, time(0), tzinfo=zone)
    end = datetime.combine(ref.last, time(23, 59, 59), tzinfo=zone)
    return EventTime(start=start, end=end, precision=precision, zone=zone_name, words=words.quote), (words,)


def _weapons(reading: Reading, event: Event) -> Iterator[WeaponUse]:
    found: dict[Weapon, tuple[list[str], Count | None]] = {}
    for one in [one for one in event.told if one.foreground] or event.told:
        for cue in one.report.weapons:
            name = cue.tag.removeprefix("weapon.")
            if name not in set(Weapon):
                continue
            words, count = found.setdefault(Weapon(name), ([], None))
            if cue.base not in words:
                words.append(cue.base)
            if count is None:
                counted = [f for f in figures(reading, one.report.sentence) if 0 <= cue.start - f.end <= 3]
                if counted:
                    found[Weapon(name)] = (words, Count(least=counted[-1].value))
    for weapon, (words, count) in found.items():
        yield WeaponUse(weapon=weapon, words=tuple(words), count=count)


def _guarded(reading: Reading, event: Event, country: str | None, scene: Background) -> bool:
    return any(one.foreground and by_state(reading, one.report, country, scene.mentions) for one in event.told)


def _follows(event: Event, sentences: Sequence[Sentence]) -> bool:
    first = next((one.report.sentence for one in event.told if one.foreground), None)
    return bool(first and (first.of("followup") or any(s.in_title and s.of("followup") for s in sentences)))


def _confidence(event: Event, status: Status, *, aimed: bool, placed: bool, dated: bool) -> float:
    score = 0.4 + 0.1 * min(len(event.told), 3) + 0.1 * placed + 0.1 * dated + 0.05 * aimed
    return round(min(0.95, score - 0.15 * (status is Status.ALLEGED)), 2)


def _reasons(event: Event, status: Status, decision: Decision) -> Iterator[str]:
    seen = set()
    for one in event.told:
        line = f"{one.weight.salience.value}: {one.weight.reason}"
        if line not in seen:
            seen.add(line)
            yield line
    first = event.told[0].verdict
    yield f"status {status.value}: realis {first.realis.value}, outcome {first.outcome.value}"
    yield from decision.reasons()
