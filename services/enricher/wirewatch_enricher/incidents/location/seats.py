"""Where an attack on a state's computers happened. In: the sentences of an event. Out: the seat of the office hit.

"Hackers broke into Fiji's foreign ministry; missions in Canberra were cut off": it happened in Suva. The dateline goes
before the capital, for some governments sit elsewhere.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from wirewatch.incidents import PlacePrecision
from wirewatch_enricher.document import Mention
from wirewatch_enricher.incidents.location.where import Spot, precise_place
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.places import capital_place

_NATIONS = frozenset({"country", "demonym", "capital"})
_MINISTRY = "ministry"
_BEFORE, _BEHIND = 9, 4
_LEAD = 2


def office_seat(
    reading: Reading, sentences: Sequence[Sentence], mentions: Iterable[Mention], line: Spot | None
) -> Spot | None:
    """Return the seat of the government whose office title or lead names as the target; None where they name none."""
    head = [one for one in sentences if one.in_title or one.number < reading.lead_end - _LEAD]
    nations = [one for one in mentions if one.kind in _NATIONS and one.country and one.operator is None]
    posts = [replace(one, country=one.operator) for one in mentions if _all_posts(one)]
    for sentence in head:
        first, last = reading.span(sentence.start, sentence.end)
        own = [one for one in nations if first <= one.start < last]
        hit = next((one for one in own if _owns_office(reading, sentence, one)), None)
        if hit is None and _MINISTRY in reading.words[sentence.start : sentence.end]:
            hit = own[0] if own and own[0].kind == "country" else None
        hit = hit or next((one for one in posts if first <= one.start < last), None)
        if hit is not None:
            return _seat(reading, hit, line)
    return None


def _all_posts(mention: Mention) -> bool:
    """Whether a name means the posts of a state wherever they are: "the websites of Kenyan embassies"."""
    return mention.operator is not None and mention.text.lower().endswith(("embassies", "consulates", "missions"))


def state_seat(reading: Reading, sentences: Iterable[Sentence], mentions: Iterable[Mention]) -> Spot | None:
    """Return the capital for "mortars hit the Somali presidential palace", where no town is named."""
    nations = [one for one in mentions if one.kind in _NATIONS and one.country and one.operator is None]
    for sentence in sentences:
        first, last = reading.span(sentence.start, sentence.end)
        for nation in nations:
            if first <= nation.start < last and _has_house(reading, sentence, nation):
                return _seat(reading, nation, None)
    return None


def _has_house(reading: Reading, sentence: Sentence, nation: Mention) -> bool:
    """Whether what is struck is a house of the state, right behind its nation, and does not speak."""
    nation_at, end = reading.token_at(nation.start), reading.token_at(nation.end - 1) + 1
    houses_words = reading.lists["where.houses"]
    houses = (at for at in range(end, min(end + _HOUSE_WORDS, sentence.end)) if reading.words[at] in houses_words)
    house = next(houses, None)
    struck = any(0 <= nation_at - cue.end <= _HOUSE_WORDS for cue in sentence.of("act."))
    spoke = any(house < cue.start <= house + 2 for cue in sentence.of("say", "deny")) if house else False
    return struck and house is not None and not spoke


_HOUSE_WORDS = 4


def _owns_office(reading: Reading, sentence: Sentence, nation: Mention) -> bool:
    """Whether an office stands right behind a nation, or before it and "of": "the ministry of … of the State of X"."""
    start, end = reading.token_at(nation.start), reading.token_at(nation.end - 1) + 1
    offices = reading.lists["seats.offices"]
    if not offices.isdisjoint(reading.words[end : min(end + _BEHIND, sentence.end)]):
        return True
    before = reading.words[max(sentence.start, start - _BEFORE) : start]
    return before[-1:] == ("of",) and not offices.isdisjoint(before)


def _seat(reading: Reading, nation: Mention, line: Spot | None) -> Spot | None:
    if line is not None and line.place.country == nation.country and precise_place(line.place):
        return line
    place = capital_place(nation.country or "")
    if place is None or place.precision is not PlacePrecision.CITY:
        return None
    start, end = reading.token_at(nation.start), reading.token_at(nation.end - 1) + 1
    return Spot(place=place, mention=nation, start=start, end=end, located=True)
