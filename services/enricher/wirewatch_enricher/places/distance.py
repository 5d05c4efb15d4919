"""The protected sites near a place."""

from wirewatch.geo import distance_km
from wirewatch.incidents import Place, PlacePrecision, SiteDistance
from wirewatch_enricher.document import Site
from wirewatch_enricher.gazetteer.sites import load_sites
from wirewatch_enricher.settings import enricher_settings

NEAR_KM = 25.0
"""Sites further from a place than this, its own radius apart, are not listed."""

_MOST = 8
_EXACT = frozenset({PlacePrecision.SITE, PlacePrecision.DISTRICT})
_UNPLACED = frozenset({PlacePrecision.REGION, PlacePrecision.COUNTRY})


def site_distances(place: Place) -> tuple[SiteDistance, ...]:
    """Return the protected sites near a place, the nearest first, at most eight.

    The distance is an upper bound: that between the two points, the radius of the place and that of the site. A place
    known no better than its city has its sites listed without a distance, one known less well none.
    """
    if place.precision in _UNPLACED:
        return ()
    sites = load_sites(enricher_settings().sites).near(place.lat, place.lon, NEAR_KM)
    measured = ((distance_km(place, site), site) for site in sites if site.kind != "former")
    reached = sorted((km, site.site_id, site) for km, site in measured if km <= NEAR_KM)
    return tuple(_told(place, km, site) for km, _, site in reached[:_MOST])


def _told(place: Place, km: float, site: Site) -> SiteDistance:
    same = place.gazetteer_id == site.site_id
    bound = 0.0 if same else km + place.radius_km + site.radius_km
    return SiteDistance(
        site_id=site.site_id,
        name=site.name,
        kind=site.kind,
        country=site.operator,
        distance_km=round(bound, 2) if place.precision in _EXACT else None,
    )
