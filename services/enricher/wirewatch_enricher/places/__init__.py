"""Where things are: which place a name means, what lies near it, and its time zone."""

from wirewatch_enricher.places.distance import site_distances
from wirewatch_enricher.places.zones import zone_of

__all__ = ["site_distances", "zone_of"]
