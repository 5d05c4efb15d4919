"""A facility that a text names, and the ways to know where it stands."""

from msgspec import Struct

from wirewatch.incidents import Place
from wirewatch_enricher.document import Site
from wirewatch_enricher.gazetteer import Entry
from wirewatch_enricher.places.as_place import as_place


class Facility(Struct, frozen=True, kw_only=True):
    """A facility in the text: what kind, whose (`operator`, ISO country or "UN"), and where, as far as is known."""

    start: int
    end: int
    kind: str
    operator: str | None = None
    country: str | None = None
    site: Site | None = None
    place: Place | None = None


def at_site(start: int, end: int, kind: str, operator: str | None, site: Site) -> Facility:
    """Return a facility that is a known site."""
    return Facility(
        start=start,
        end=end,
        kind=kind,
        operator=operator or site.operator,
        country=site.country,
        site=site,
        place=site.as_place(),
    )


def in_city(start: int, end: int, kind: str, operator: str | None, city: Entry) -> Facility:
    """Return a facility of which only the city is known."""
    return Facility(
        start=start, end=end, kind=kind, operator=operator, country=city.country or None, place=as_place(city)
    )


def nowhere(start: int, end: int, kind: str, operator: str | None) -> Facility:
    """Return a facility of which the text does not say where it stands."""
    return Facility(start=start, end=end, kind=kind, operator=operator)
