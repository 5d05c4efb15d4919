"""How many were killed and injured, of all that was told: records by when they were said in, one toll out. Pure.

The newest figure counts, but figures fall only where a report corrects them, or knows of more dead among the injured.
A figure that was corrected away does not come back with an outlet that is late.
"""

from collections.abc import Iterable

from msgspec import Struct

from wirewatch.incidents import Count, Status
from wirewatch_alerts.records import Record


class Toll(Struct, frozen=True, kw_only=True):
    """Persons killed and injured as far as told; `struck`: figures (killed, injured) that were corrected away."""

    killed: Count | None = None
    injured: Count | None = None
    struck: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())


def toll_of(standing: Iterable[Record], *, denied: bool) -> Toll:
    """Return the toll by the records that stand, in the order of the news; nobody was hurt by what did not happen."""
    toll = Toll()
    for record in standing:
        if not denied and record.sighting.status is not Status.DENIED:
            toll = _newer_toll(toll, record)
    return toll


def newer(known: Count | None, told: Count | None, *, may_fall: bool) -> Count | None:
    """Return the figure that counts of a known one and one told after it."""
    if told is None or known is None:
        return known if told is None else told
    return told if may_fall or told.least >= known.least else known


def _newer_toll(toll: Toll, record: Record) -> Toll:
    corrects = record.corrects
    killed = _heard(record.sighting.killed, toll.struck[0], corrects=corrects)
    injured = _heard(record.sighting.injured, toll.struck[1], corrects=corrects)
    more_dead = _least(killed) > _least(toll.killed)
    return Toll(
        killed=newer(toll.killed, killed, may_fall=corrects),
        injured=newer(toll.injured, injured, may_fall=corrects or more_dead),
        struck=(_struck(toll.struck[0], toll.killed, killed), _struck(toll.struck[1], toll.injured, injured))
        if corrects
        else toll.struck,
    )


def _heard(told: Count | None, struck: frozenset[int], *, corrects: bool) -> Count | None:
    return None if told is not None and not corrects and told.least in struck else told


def _struck(struck: frozenset[int], known: Count | None, told: Count | None) -> frozenset[int]:
    return struck | {known.least} if known and told and told.least < known.least else struck


def _least(count: Count | None) -> int:
    return count.least if count else 0
