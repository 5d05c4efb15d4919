"""Counts that others put beside the report's own. In: figures of harm in text order. Out: the same, such counts weaker.

"At least 17 were killed, doctors said … A resident put the number of dead at 23": the title's or the lead's figure is
what the report stands by, unless a later count is called so ("the ministry now puts the toll at 19").
"""

from collections.abc import Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.harm import PLAIN, TOLL, WEAK, Harm
from wirewatch_enricher.incidents.text.reading import Reading

_PUT = frozenset({"put", "puts", "gave", "gives", "placed", "places"})
_LATER = frozenset(
    {"now", "later", "since", "updated", "latest", "rose", "raised", "revised", "corrected", "up", "new"}
)
_AFTER = frozenset({"after", "noon", "night", "evening", "morning", "died"})


def without_rivals(reading: Reading, found: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return figures with counts that are only put beside those of the title or the lead as weak as a claim."""
    lead = next((one for one in reading.sentences if not one.in_title), None)
    end = lead.end if lead else 0
    own = {one.kind for one in found if one.start < end and one.strength >= PLAIN and one.value}
    return tuple(
        replace(one, strength=WEAK) if one.start >= end and one.kind in own and _put(reading, one) else one
        for one in found
    )


def _put(reading: Reading, harm: Harm) -> bool:
    """Whether somebody puts a toll at a figure, and does not say that it is newer."""
    sentence = next((one for one in reading.sentences if one.start <= harm.start < one.end), None)
    if sentence is None or harm.strength != TOLL:
        return False
    said = {*reading.words[sentence.start : harm.start]}
    newer = said & _LATER or _AFTER & {*reading.words[harm.end : sentence.end]}
    return bool(said & _PUT) and not newer
