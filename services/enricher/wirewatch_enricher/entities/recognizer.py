"""From a document to its mentions: rules and gazetteers by default, any other recogniser's names beside them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from wirewatch.articles import EntityLabel
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.entities.automaton import Hit, Sort, load_scanner
from wirewatch_enricher.entities.facilities import find_facilities
from wirewatch_enricher.entities.facility import Facility
from wirewatch_enricher.entities.names import NameSpan, find_names
from wirewatch_enricher.entities.recognized import Recognized, Recognizer
from wirewatch_enricher.entities.setting import Setting
from wirewatch_enricher.gazetteer import fold, load_gazetteer
from wirewatch_enricher.gazetteer.sites import load_sites
from wirewatch_enricher.places.as_place import as_place
from wirewatch_enricher.places.find import PlaceSpan, find_places
from wirewatch_enricher.places.tokens import capital_words
from wirewatch_enricher.settings import EnricherSettings, enricher_settings

_CAPITAL = re.compile(r" capital(?: city)?\b(?!,? [a-z]* ?(?:punishment|gains|markets?))")
_IN_CAPITAL = re.compile(
    r"\b(?:in|over|near|outside|around|across|inside) (the (?:country's )?capital)\b"
    r"(?! (?:of|gains|markets?|punishment)\b)"
)
_NAMED_CHARS = 3
_LABELS = {
    Sort.GROUP: EntityLabel.GROUP,
    Sort.ORGANISATION: EntityLabel.ORGANISATION,
    Sort.WEAPON: EntityLabel.WEAPON,
}


def load_recognizer(settings: EnricherSettings) -> Recognizer | None:
    """Return the recogniser that the user names (`WIREWATCH_SPACY_MODEL`), None for rules and gazetteers alone."""
    if settings.spacy_model is None:
        return None
    from wirewatch_enricher.entities.spacy_model import SpacyRecognizer, load_nlp  # noqa: PLC0415  (heavy, optional)

    return SpacyRecognizer(load_nlp(settings.spacy_model))


def find_mentions(document: Document, *, recognizer: Recognizer | None = None) -> tuple[Mention, ...]:
    """Return the names in a document, sorted by start, without overlaps (the longest wins), places resolved.

    Where a name of `recognizer` overlaps one of the gazetteers, the gazetteers' stays: it knows where it is.
    """
    return recognize(document, recognizer).mentions


def recognize(document: Document, recognizer: Recognizer | None) -> Recognized:
    """Return the names as `find_mentions` does, and the recogniser's `Doc`."""
    told = Recognized() if recognizer is None else recognizer.recognize(document)
    return Recognized(mentions=_all_mentions(document, told.mentions), doc=told.doc)


def _all_mentions(document: Document, others: tuple[Mention, ...]) -> tuple[Mention, ...]:
    own = _own_mentions(document, {(one.start, one.end) for one in others if one.label is EntityLabel.PLACE})
    beside = (one for one in others if all(one.end <= it.start or it.end <= one.start for it in own))
    return without_overlaps((*own, *beside)) if others else own


def _own_mentions(document: Document, hinted: Collection[tuple[int, int]]) -> tuple[Mention, ...]:
    user_sites = enricher_settings().sites
    text, folded = document.text, fold(document.text)
    capitals = capital_words(text, folded)
    spans = find_places(text, folded=folded, capitals=capitals, language=document.language, hinted=hinted)
    hits = load_scanner(user_sites).scan(text, folded, language=document.language, caseless=False)
    spans = with_capitals(folded, _without_nations(spans, hits))
    setting = Setting(text, folded, title_end=document.title_end, spans=spans, hits=hits)
    facilities = find_facilities(setting, hits, load_sites(user_sites))
    found = [
        *(_facility_mention(text, facility) for facility in facilities),
        *(_hit_mention(text, hit) for hit in hits if hit.term.sort in _LABELS),
        *(_place_mention(text, span) for span in spans),
        *(_nation_mention(text, hit) for hit in hits if hit.term.sort is Sort.NATION),
        *(_name_mention(text, span) for span in beside_places(find_names(text, folded, capitals), spans)),
    ]
    return without_overlaps(found)


def without_overlaps(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return mentions sorted by start; of those that overlap the longest stays, of equals the first given."""
    kept: list[Mention] = []
    starts: list[int] = []
    for mention in sorted(mentions, key=lambda one: one.start - one.end):
        at = bisect_left(starts, mention.start)
        if at and kept[at - 1].end > mention.start:
            continue
        if at < len(kept) and kept[at].start < mention.end:
            continue
        starts.insert(at, mention.start)
        kept.insert(at, mention)
    return tuple(kept)


def _without_nations(spans: Sequence[PlaceSpan], hits: Iterable[Hit]) -> list[PlaceSpan]:
    """Leave out the towns that an inflected word for a nation looks like: "Китая" is no form of Quito's name."""
    nations = {(hit.start, hit.end): hit.term.value for hit in hits if hit.term.sort is Sort.NATION}
    return [one for one in spans if nations.get((one.start, one.end), one.entry.country) == one.entry.country]


def with_capitals(folded: str, spans: Sequence[PlaceSpan]) -> list[PlaceSpan]:
    """Turn "the Libyan capital" into a span that names the city."""
    gazetteer = load_gazetteer()
    found = []
    for span in spans:
        capital = gazetteer.capital(span.entry.country) if span.demonym else None
        follows = _CAPITAL.match(folded, span.end) if capital else None
        if capital is None or follows is None:
            found.append(span)
        else:
            found.append(PlaceSpan(start=span.start, end=follows.end(), entry=capital, demonym=False))
    bare = list(_bare_capitals(folded, found)) if " capital" in folded else []
    return sorted((*found, *bare), key=lambda span: span.start) if bare else found


def _bare_capitals(folded: str, spans: Sequence[PlaceSpan]) -> Iterator[PlaceSpan]:
    """Yield "the capital" where something is put in it: that of the country of the last place before it."""
    starts = [span.start for span in spans]
    for one in _IN_CAPITAL.finditer(folded):
        at = bisect_left(starts, one.start(1)) - 1
        capital = load_gazetteer().capital(spans[at].entry.country) if at >= 0 and spans[at].entry.country else None
        if capital is not None and not (at + 1 < len(spans) and spans[at + 1].start - one.end() <= _NAMED_CHARS):
            yield PlaceSpan(start=one.start(1), end=one.end(), entry=capital, demonym=False)


def _place_mention(text: str, span: PlaceSpan) -> Mention:
    return Mention(
        label=EntityLabel.PLACE,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        kind="demonym" if span.demonym else span.entry.kind.name.lower(),
        gazetteer_id=span.entry.gazetteer_id,
        country=span.entry.country or None,
        place=as_place(span.entry),
    )


def _nation_mention(text: str, hit: Hit) -> Mention:
    entry = load_gazetteer().country(hit.term.value)
    return Mention(
        label=EntityLabel.PLACE,
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        kind="demonym",
        gazetteer_id=entry.gazetteer_id if entry else None,
        country=hit.term.value,
        place=as_place(entry) if entry else None,
    )


def beside_places(names: Iterable[NameSpan], spans: Sequence[PlaceSpan]) -> Iterator[NameSpan]:
    """Yield names without the places in them: "Iraqi Interior Ministry" is a place and a ministry.

    A name that begins with a place goes on behind it; one that has a place elsewhere in it goes.
    """
    ends = [span.end for span in spans]
    for name in names:
        start = name.start
        at = bisect_right(ends, start)
        while at < len(spans) and spans[at].start <= start:
            start = spans[at].end + 1
            at += 1
        if start < name.end and (at >= len(spans) or spans[at].start >= name.end):
            yield name._replace(start=start)


def _name_mention(text: str, span: NameSpan) -> Mention:
    return Mention(label=span.label, start=span.start, end=span.end, text=text[span.start : span.end])


def _hit_mention(text: str, hit: Hit) -> Mention:
    sort, value = hit.term.sort, hit.term.value
    return Mention(
        label=_LABELS[sort],
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        kind=value if sort is Sort.WEAPON else "",
        gazetteer_id=None if sort is Sort.WEAPON else f"{sort}:{value}",
        country=hit.term.country or None,
    )


def _facility_mention(text: str, facility: Facility) -> Mention:
    return Mention(
        label=EntityLabel.FACILITY,
        start=facility.start,
        end=facility.end,
        text=text[facility.start : facility.end],
        kind=facility.kind,
        gazetteer_id=facility.site.site_id if facility.site else None,
        country=facility.country,
        operator=facility.operator,
        place=facility.place,
        site=facility.site,
    )
