"""The flagship question, as a pure function: is this a drone attack at or near a diplomatic site, and is it news?"""

from wirewatch.incidents import IncidentType, Salience, Sighting, Status, TargetClass
from wirewatch_enricher.document import DIPLOMATIC_KINDS
from wirewatch_enricher.incidents.targets import NEAR_KM

_TOLD = frozenset({Status.CONFIRMED, Status.THWARTED, Status.ALLEGED})


def is_flagship(sighting: Sighting) -> bool:
    """Whether the alert *drone attack at or near a diplomatic site* should hold for a sighting."""
    return (
        sighting.type is IncidentType.DRONE_ATTACK
        and sighting.salience is Salience.FOREGROUND
        and sighting.status in _TOLD
        and not sighting.by_site_guard
        and (_aimed(sighting) or _near(sighting))
    )


def _aimed(sighting: Sighting) -> bool:
    return any(target.target is TargetClass.DIPLOMATIC for target in sighting.targets)


def _near(sighting: Sighting) -> bool:
    return any(
        site.kind in DIPLOMATIC_KINDS | {"diplomatic"} and site.distance_km is not None and site.distance_km <= NEAR_KM
        for site in sighting.sites
    )
