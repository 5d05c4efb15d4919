"""From a gazetteer's entry to the `Place` that goes on the wire."""

from wirewatch.incidents import Place, PlacePrecision
from wirewatch_enricher.gazetteer import Entry, Kind, load_gazetteer

_PRECISIONS = {
    Kind.COUNTRY: PlacePrecision.COUNTRY,
    Kind.CAPITAL: PlacePrecision.CITY,
    Kind.CITY: PlacePrecision.CITY,
    Kind.REGION: PlacePrecision.REGION,
    Kind.AREA: PlacePrecision.REGION,
    Kind.COUNTY: PlacePrecision.REGION,
    Kind.DISTRICT: PlacePrecision.DISTRICT,
}


def as_place(entry: Entry) -> Place:
    """Write a gazetteer's entry as a place."""
    return Place(
        name=entry.name,
        lat=round(entry.lat, 5),
        lon=round(entry.lon, 5),
        precision=_PRECISIONS[entry.kind],
        radius_km=entry.radius_km,
        country=entry.country or None,
        gazetteer_id=entry.gazetteer_id,
    )


def capital_place(country: str) -> Place | None:
    """Return the capital of a country (ISO 3166-1 alpha-2) as a place, None where it has none."""
    capital = load_gazetteer().capital(country)
    return as_place(capital) if capital else None
