"""Places: which spans name one, and which place they mean."""

import pytest

from wirewatch.incidents import Place, PlacePrecision
from wirewatch_enricher.places import site_distances, zone_of
from wirewatch_enricher.places.find import find_places


def meant(text: str) -> list[tuple[str, str, str]]:
    """Return (words, country, division) of the places in a text, adjectives left out."""
    return [
        (text[span.start : span.end], span.entry.country, span.entry.admin1)
        for span in find_places(text)
        if not span.demonym
    ]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("TRIPOLI, March 14 (AGP) - Libya's interior ministry spoke of fighting in Tripoli.", "LY"),
        ("Clashes broke out in Tripoli, Lebanon, the army in Beirut said.", "LB"),
        ("Georgia's president spoke in Tbilisi before the vote in Georgia.", "GE"),
        ("Voters in Georgia and Alabama went to the polls, Atlanta officials said.", "US"),
        ("A man was arrested in Paris, Texas.", "US"),
        ("Protesters gathered in Paris on Sunday.", "FR"),
    ],
)
def test_the_text_decides_between_namesakes(text: str, country: str) -> None:
    """Other places of the text, a dateline or a state behind the name decide which namesake is meant."""
    assert {one[1] for one in meant(text)} == {country} | ({"US"} if country == "US" else set())


@pytest.mark.parametrize(
    "text",
    [
        "The heiress Paris Hilton said so.",
        "The forward Michael Jordan scored twice.",
        "Mr. Lincoln was not there.",
        "Fans of Manchester United sang.",
        "He lives in Richmond Street.",
        "She left in March or May.",
    ],
)
def test_a_name_that_is_no_place_is_left_alone(text: str) -> None:
    """People, clubs, streets and months are no places."""
    assert meant(text) == []


def test_a_qualified_name_holds_for_the_whole_text() -> None:
    """A town put into its state once is that town wherever it stands alone."""
    assert {one[2] for one in meant("Moscow, Idaho, is small. The mayor of Moscow said so.")} == {"ID"}


def test_an_adjective_is_marked() -> None:
    """The word "Iraqi" speaks of Iraq, but is no place that the text names."""
    spans = find_places("An Iraqi source spoke.")
    assert [(span.entry.country, span.demonym) for span in spans] == [("IQ", True)]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Вибухи пролунали в Києві та Одесі.", "Kyiv"), ("سمع دوي انفجارات ببغداد مساء اليوم", "Baghdad")],
)
def test_inflected_names_are_found(text: str, name: str) -> None:
    """Case endings and particles written with the name do not hide it."""
    assert name in {span.entry.name for span in find_places(text)}


def test_a_text_without_capitals_gives_its_large_places() -> None:
    """Where a text has no capitals, only names that are hardly anything else are read."""
    assert [
        one[1] for one in meant("a bomb exploded in san salvador today and the police of el salvador said more")
    ] == ["SV", "SV"]


def place(lat: float, lon: float, precision: PlacePrecision, radius_km: float = 1.0, country: str = "IQ") -> Place:
    return Place(name="x", lat=lat, lon=lon, precision=precision, radius_km=radius_km, country=country)


def test_distances_are_upper_bounds() -> None:
    """The distance to a site counts the radius of the place and that of the site in."""
    near = site_distances(place(33.2625, 44.2346, PlacePrecision.SITE))
    sites = {site.site_id: site.distance_km for site in near}
    assert sites["mission:us:baghdad-diplomatic-support-center"] == pytest.approx(0.5 + 1.0 + 1.2, abs=0.1)


def test_a_city_gives_no_distance() -> None:
    """A place known no better than its city has sites in it, but no distance to them."""
    near = site_distances(place(33.34, 44.4, PlacePrecision.CITY))
    assert near
    assert all(site.distance_km is None for site in near)


def test_a_country_has_no_sites_near() -> None:
    """Near a country is no statement."""
    assert site_distances(place(33.0, 44.0, PlacePrecision.COUNTRY)) == ()


@pytest.mark.parametrize(
    ("where", "zone"),
    [
        (place(33.26, 44.23, PlacePrecision.SITE), "Asia/Baghdad"),
        (place(49.0, 32.0, PlacePrecision.COUNTRY, country="UA"), "Europe/Kyiv"),
        (place(34.05, -118.24, PlacePrecision.CITY, country="US"), "America/Los_Angeles"),
    ],
)
def test_a_place_has_its_zone(where: Place, zone: str) -> None:
    """The zone is that of the nearest town, of a country that of its capital."""
    assert zone_of(where) == zone
