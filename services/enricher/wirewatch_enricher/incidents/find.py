"""From a document and its mentions to its sightings: read, link, decide, write down."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace
from spacy.tokens import Doc

from wirewatch.incidents import Sighting, TimePrecision
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.incidents.casualties.hurt import harms_once
from wirewatch_enricher.incidents.events.apart import own_spots
from wirewatch_enricher.incidents.events.linking import Event, Told, link, precise
from wirewatch_enricher.incidents.location.line import only_site, titled_town
from wirewatch_enricher.incidents.location.where import Spot
from wirewatch_enricher.incidents.news.account import Account, account_of
from wirewatch_enricher.incidents.news.account_signs import account_signs
from wirewatch_enricher.incidents.news.deciding import Decision, as_decided, decide
from wirewatch_enricher.incidents.news.salience import LEAD_SENTENCES
from wirewatch_enricher.incidents.news.undated import weigh_undated
from wirewatch_enricher.incidents.proofs import Background
from wirewatch_enricher.incidents.records import write_sighting
from wirewatch_enricher.incidents.text.reading import Sentence

_FACT_REACH = 6


def find_sightings(
    document: Document, mentions: tuple[Mention, ...], *, doc: Doc | None = None
) -> tuple[Sighting, ...]:
    """Return every candidate incident of a document, foreground, background and generic ones, in that order.

    `doc` is the `Doc` that a user's pipeline made of `document.text`, if any: its sentences are then used. A language
    without a lexicon gives nothing.
    """
    given = account_of(document, mentions, doc=doc)
    if given is None:
        return ()
    decided = decided_events(given)
    facts = _facts(given, [event for event, _ in decided])
    harms_of = harms_once(given.reading, given.by_sentence)
    line = given.dateline or titled_town(given.reading, mentions) or only_site(given.reading, mentions)
    told = [event for event, _ in decided]
    scenes = [
        Background(
            document=document,
            reading=given.reading,
            mentions=mentions,
            sentences=sentences,
            others=_others(told, facts, number),
            harms_of=harms_of,
            by_sentence=given.by_sentence,
            spots=_spots(event, sentences, given.by_sentence),
            dateline=line,
            refs=given.refs,
            today=given.today,
            main_day=None,
        )
        for number, (event, sentences) in enumerate(zip(told, facts, strict=True))
    ]
    return tuple(_written(decided, scenes))


def _written(decided: Sequence[tuple[Event, Decision]], scenes: Sequence[Background]) -> Iterator[Sighting]:
    """Yield the sightings; the day of the first that has one is that of those that tell none."""
    found: dict[int, Sighting] = {}
    main_day: date | None = None
    for number, ((event, decision), scene) in enumerate(zip(decided, scenes, strict=True)):
        one = write_sighting(event, decision, replace(scene, main_day=main_day), number=number)
        if one is not None:
            found[number] = one
            main_day = main_day or _day_of(one)
    for number, one in found.items():
        if one.when is None and main_day is not None:
            scene = replace(scenes[number], main_day=main_day)
            yield write_sighting(*decided[number], scene, number=number) or one
        else:
            yield one


def _day_of(sighting: Sighting) -> date | None:
    """Return the day of a sighting; None where only the month or the year is known."""
    when = sighting.when
    return None if when is None or when.precision in {TimePrecision.MONTH, TimePrecision.YEAR} else when.start.date()


def _others(events: Sequence[Event], facts: Sequence[tuple[Sentence, ...]], number: int) -> tuple[Sentence, ...]:
    """Return the sentences that tell of the other events that are news."""
    both = enumerate(zip(events, facts, strict=True))
    return tuple(one for at, (event, own) in both if at != number and event.foreground for one in own)


def decided_events(given: Account) -> list[tuple[Event, Decision]]:
    """Return the events of a document with what was decided of each, the news first."""
    around = account_signs(given) if given.dated else frozenset()
    both = ((event, decide(event, given, around)) for event in events_in(given))
    decided = [(event, decision) for event, decision in both if decision is not None]
    told = [(as_decided(event, decision), decision) for event, decision in _with_title(decided)]
    return sorted(told, key=lambda one: not one[1].news)


def _with_title(decided: list[tuple[Event, Decision]]) -> list[tuple[Event, Decision]]:
    """Return events with what only the title tells put to the first one below it that was decided to be of its type.

    "Massacre in Marib" above a missile strike is that strike, though the rules alone gave it another type.
    """
    if not decided:
        return decided
    (title, first), *rest = decided
    if not (first.news and _titled_alone(title)):
        return decided
    twin = next((at for at, (_, other) in enumerate(rest) if other.news and other.kind is first.kind), None)
    if twin is None:
        return decided
    event, decision = rest[twin]
    return [(Event(told=(*title.told, *event.told)), decision), *rest[:twin], *rest[twin + 1 :]]


def _titled_alone(event: Event) -> bool:
    return all(one.report.sentence.in_title and not one.weight.dated and not one.spots for one in event.told)


def events_in(given: Account) -> tuple[Event, ...]:
    """Return the events of a document as the rules see them, those that they take for news first."""
    told = given.told if given.dated else weigh_undated(given.told, given.reading)
    return link(told, dated_lead=_dated_lead(given), loose=not given.dated)


def _passing(event: Event) -> bool:
    """Whether an event is only an aside: the sentences after it go on with what came before."""
    reason = event.told[0].weight.reason
    return not event.foreground and reason.startswith(_ASIDES)


_ASIDES = ("undated", "generic: an accident", "generic: nothing in the text dates it", "hypothetical", "figurative")


def _spots(event: Event, facts: Sequence[Sentence], by_sentence: dict[int, tuple[Spot, ...]]) -> tuple[Spot, ...]:
    """Return the places of the sentences that report an event; of its other sentences where those name no town.

    A title alone is too short to name the place exactly.
    """
    news = [one for one in event.told if one.foreground] or list(event.told)
    own = list(dict.fromkeys(spot for one in news for spot in _clause_first(one)))
    titled = all(one.report.sentence.in_title for one in news)
    if any(precise(spot) and not spot.aside for spot in own) and not titled:
        return tuple(own)
    return (*own, *(spot for sentence in facts for spot in by_sentence[sentence.number]))


def _clause_first(one: Told) -> tuple[Spot, ...]:
    """Return the places of a report's sentence, what its own clause locates first, of a title the nearest."""
    clause, trigger = one.report.clause, one.report.trigger
    if len(one.spots) < _SEVERAL:
        return one.spots
    own = tuple(spot for spot in one.spots if spot.located and clause.start <= spot.start < clause.end)
    if one.report.sentence.in_title:
        own = tuple(sorted(own, key=lambda spot: abs(spot.start - trigger.start)))
    return (*own, *(spot for spot in one.spots if spot not in own)) if own else one.spots


_SEVERAL = 2


def _dated_lead(given: Account) -> bool:
    lead = [sentence for sentence in given.reading.sentences if not sentence.in_title][:LEAD_SENTENCES]
    return any(ref.recent(given.today) and not ref.reporting for one in lead for ref in given.refs[one.number])


def _facts(given: Account, events: Sequence[Event]) -> list[tuple[Sentence, ...]]:
    """Give each sentence to the event that it tells of: that of its reports, else that of the sentence before it."""
    reading = given.reading
    owner: dict[int, int] = {}
    for number, event in enumerate(events):
        for told_in in event.numbers():
            owner.setdefault(told_in, number)
    sentences: list[list[Sentence]] = [[] for _ in events]
    main = 0 if events and events[0].foreground else None
    last = main
    gap = 0
    paragraph = -1
    for sentence in reading.sentences:
        if sentence.number in owner:
            own = owner[sentence.number]
            if not _passing(events[own]):
                last, gap = own, 0
        else:
            gap += 1
            if sentence.paragraph != paragraph and last is not None and not events[last].foreground:
                last = main
            if sentence.number in reading.entries:
                last = _told_there(given.by_sentence[sentence.number], events, main)
            if any(ref.old(given.today) for ref in given.refs[sentence.number]) or gap > _FACT_REACH:
                paragraph = sentence.paragraph
                continue
        paragraph = sentence.paragraph
        if last is not None:
            sentences[last].append(sentence)
    return [tuple(own) for own in sentences]


def _told_there(spots: Sequence[Spot], events: Sequence[Event], main: int | None) -> int | None:
    """Return the event that is news where an entry of a live blog is; the first where none is, or it names no town."""
    towns = {spot.place.name for spot in spots if precise(spot)}
    there = (
        number
        for number, event in enumerate(events)
        if event.foreground and towns & {spot.place.name for one in event.told for spot in own_spots(one)}
    )
    return next(there, main)
