"""From a text to the places that it names: recognition and resolution together."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from wirewatch_enricher.gazetteer import Entry, Gazetteer, Kind, fold, load_gazetteer
from wirewatch_enricher.places.called import Called
from wirewatch_enricher.places.resolve import Name, Verdict, resolve
from wirewatch_enricher.places.tokens import Token, capital_words
from wirewatch_enricher.places.toponyms import Toponym, find_toponyms, holds

_THRESHOLD = 1.5
_SUPPORT = 0.6
_ALONE = 2.0
"""What counts against a part of a town that no other name of the text speaks for."""
_SOME = 0.3
_NEVER = -2.0
_HINT = 3.0
_TOWNS = frozenset({Kind.CITY, Kind.CAPITAL})
_OF_MANY = ("skyi", "sky", "skyy", "skiy", "skii", "скии", "ськии")
"""How names end that the districts of many towns bear: there is a Dniprovskyi in Kyiv and one in Kherson."""
_PART = 0.5


class PlaceSpan(Struct, frozen=True, kw_only=True):
    """A span that names a place, and which; `demonym` says that it is an adjective or a people."""

    start: int
    end: int
    entry: Entry
    demonym: bool


def find_places(
    text: str,
    *,
    folded: str | None = None,
    capitals: Sequence[Token] | None = None,
    language: str = "en",
    hinted: Collection[tuple[int, int]] = (),
) -> list[PlaceSpan]:
    """Return the spans of a text that name a place, each with its place, in order and without overlaps.

    `folded` (`fold(text)`) and `capitals` (`capital_words`) spare the work where the caller has them; `hinted` are the
    spans that another recogniser takes for places.
    """
    gazetteer = load_gazetteer()
    folded = fold(text) if folded is None else folded
    capitals = capital_words(text, folded) if capitals is None else capitals
    found = find_toponyms(text, folded, capitals, language=language)
    for one in found if hinted else ():
        one.evidence += _HINT if (one.start, one.end) in hinted else 0.0
    found = [one for one in found if one.evidence > _NEVER]
    keys = _keys(gazetteer, found)
    verdicts = resolve(_names(keys, [one.called is Called.OWNER for one in found]))
    towns = [(key, verdict.index) for key, verdict in verdicts.items() if gazetteer.kind(verdict.index) in _TOWNS]
    spans = []
    for one, (key, _) in zip(found, keys, strict=True):
        verdict = verdicts[key]
        alone = one.called is Called.QUARTER and verdict.support < _SOME and len(verdicts) > 1
        if (
            one.called is Called.QUARTER
            and one.folded.endswith(_OF_MANY)
            and _elsewhere(gazetteer, key, verdict, towns)
        ):
            continue
        if one.evidence + _SUPPORT * verdict.support - _ALONE * alone >= _THRESHOLD:
            entry = gazetteer.entry(verdict.index)
            spans.append(PlaceSpan(start=one.start, end=one.end, entry=entry, demonym=one.demonym))
    return spans


def _elsewhere(gazetteer: Gazetteer, key: str, verdict: Verdict, towns: Iterable[tuple[str, int]]) -> bool:
    """Whether the text names towns, and none near the district that a name means that the districts of many bear."""
    lat, lon = gazetteer.point(verdict.index)
    others = [gazetteer.point(town) for other, town in towns if other != key]
    return bool(others) and all(abs(lat - north) > _PART or abs(lon - east) > _PART for north, east in others)


def _keys(gazetteer: Gazetteer, found: list[Toponym]) -> list[tuple[str, tuple[int, ...]]]:
    """Return for each span what groups it with other mentions of the same place, and the places that it may mean.

    A name that the text puts into a country or state once ("Paris, Texas") means that place wherever it stands alone.
    """
    qualified: dict[str, tuple[str, tuple[int, ...]]] = {}
    own: list[tuple[str, tuple[int, ...]] | None] = []
    for one in found:
        key = _qualified_key(gazetteer, one)
        own.append(key)
        if key:
            qualified.setdefault(one.folded, key)
    return [key or qualified.get(one.folded) or (one.folded, one.places) for one, key in zip(found, own, strict=True)]


def _qualified_key(gazetteer: Gazetteer, one: Toponym) -> tuple[str, tuple[int, ...]] | None:
    container = one.container
    if container is None:
        return None
    places = tuple(place for place in one.places if any(holds(gazetteer, holder, place) for holder in container.places))
    return f"{one.folded}, {container.folded}", places


def _names(keys: Iterable[tuple[str, tuple[int, ...]]], abroad: Iterable[bool]) -> dict[str, Name]:
    counts: dict[str, int] = {}
    places_of: dict[str, tuple[int, ...]] = {}
    for (key, places), elsewhere in zip(keys, abroad, strict=True):
        counts[key] = counts.get(key, 0) + (not elsewhere)
        places_of.setdefault(key, places)
    return {key: Name(places=places, count=counts[key]) for key, places in places_of.items()}
