"""Where things are: which place a name means, what lies near it, and its time zone."""

from wirewatch_enricher.places.as_place import capital_place
from wirewatch_enricher.places.distance import site_distances
from wirewatch_enricher.places.zones import zone_of

__all__ = ["capital_place", "site_distances", "zone_of"]
