"""Places for an event that its own words put nowhere. In: the mentions. Out: `Spot`s of the dateline, "here", a title.

A correspondent's town is where he writes; "here" says that it happened there as well.
"""

from collections.abc import Sequence

from wirewatch_enricher.document import Mention
from wirewatch_enricher.incidents.location.where import Spot
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, dateline_end

_HERE_WORDS = 6
_WARD_WORDS = 2


def dateline(reading: Reading, mentions: Sequence[Mention]) -> Spot | None:
    """Return the place of the dateline, the last resort."""
    for sentence in reading.sentences:
        end = dateline_end(reading, sentence)
        if not end:
            continue
        first, last = reading.span(sentence.start, end)
        for mention in mentions:
            if mention.place is not None and first <= mention.start < last:
                at = reading.token_at(mention.start)
                return Spot(place=mention.place, mention=mention, start=at, end=end, located=False)
    return None


def here_spots(reading: Reading, sentence: Sentence, line: Spot | None) -> tuple[Spot, ...]:
    """Return the place of the dateline where a sentence puts something "here": "snatched from a beach resort here"."""
    if line is None or sentence.in_title or "here" not in reading.words[sentence.start : sentence.end]:
        return ()
    found = (at for at in range(sentence.start + 1, sentence.end) if reading.words[at] == "here")
    put = (at for at in found if _put_here(reading, sentence, at))
    return tuple(Spot(place=line.place, mention=line.mention, start=at, end=at + 1, located=True) for at in put)


def _put_here(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether "here" says where: behind "in" or "at", but not "told reporters here", "in a hospital here"."""
    before = reading.words[max(sentence.start, at - _HERE_WORDS) : at]
    speakers = reading.lists["where.speakers"]
    if not speakers.isdisjoint(before) or not reading.lists["where.wards"].isdisjoint(before[-_WARD_WORDS:]):
        return False
    near = any(at - _HERE_WORDS <= cue.start < at - 1 for cue in sentence.of("near"))
    return near or "from" in before[:-1]


def titled_town(reading: Reading, mentions: Sequence[Mention]) -> Spot | None:
    """Return the first town that the title names, for an event of which nothing else says where it was."""
    title_end = next((one.end for one in reversed(reading.sentences) if one.in_title), 0)
    for mention in mentions:
        at = reading.token_at(mention.start)
        if at >= title_end:
            return None
        if mention.place is not None and mention.kind == "city" and mention.operator is None:
            end = reading.token_at(mention.end - 1) + 1
            return Spot(place=mention.place, mention=mention, start=at, end=end, located=False, in_title=True)
    return None


def only_site(reading: Reading, mentions: Sequence[Mention]) -> Spot | None:
    """Return the only site that a text names which names no town: the roof of its headquarters, says a mission."""
    sites = {one.site.site_id: one for one in mentions if one.site is not None}
    if len(sites) != 1 or any(one.kind in {"city", "capital"} for one in mentions):
        return None
    mention = next(iter(sites.values()))
    if mention.place is None:
        return None
    start, end = reading.token_at(mention.start), reading.token_at(mention.end - 1) + 1
    return Spot(place=mention.place, mention=mention, start=start, end=end, located=False)
