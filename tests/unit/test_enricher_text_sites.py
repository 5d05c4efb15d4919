"""Sites: the gazetteer's own, a user's file, and the facilities of a text."""

# ruff: noqa: RUF001  (texts in scripts of their own)

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirewatch.articles import EntityLabel
from wirewatch.errors import SettingsError
from wirewatch.incidents import PlacePrecision
from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.entities import find_mentions
from wirewatch_enricher.gazetteer.sites import load_sites
from wirewatch_enricher.gazetteer.user_sites import read_user_sites


def facilities(text: str, language: str = "en") -> list[Mention]:
    document = Document(
        text=text, title_end=0, language=language, observed_at=datetime(2022, 1, 3, tzinfo=UTC), source="x"
    )
    return [one for one in find_mentions(document) if one.label is EntityLabel.FACILITY]


def test_the_gazetteer_has_many_sites_with_own_ids() -> None:
    """Every site has an id of its own, a radius, and a note of where the fact is from is in the table."""
    sites = load_sites(None).all
    assert len({site.site_id for site in sites}) == len(sites) >= 250


@pytest.mark.parametrize(
    ("text", "site_id"),
    [
        ("A grenade fell on the Italian embassy in Tripoli.", "embassy:it:tripoli"),
        ("A march fell near the consulate of Egypt in Port Sudan.", "consulate:eg:port-sudan"),
        (
            "Two drones were sent at the diplomatic compound at Baghdad airport.",
            "mission:us:baghdad-diplomatic-support-center",
        ),
        ("Rockets hit Baghdad's Green Zone.", "green_zone:green-zone-baghdad"),
        ("Fragments came down inside the Diplomatic Quarter of Riyadh.", "quarter:diplomatic-quarter-riyadh"),
        ("A blast shook the Diplomatic Enclave in Islamabad.", "quarter:diplomatic-enclave-islamabad"),
        ("Shots were fired at the U.S. Consulate General in Istanbul.", "consulate:us:istanbul"),
        ("Drones hit the Russian capital and fell near the Ukrainian embassy in Moscow.", "embassy:ua:moscow"),
    ],
)
def test_a_facility_is_its_site(text: str, site_id: str) -> None:
    """Whose it is, what kind, and where it stands find the gazetteer's entry."""
    assert site_id in {one.gazetteer_id for one in facilities(text)}


def test_an_unknown_embassy_stands_in_its_city() -> None:
    """Without an entry of its own an embassy has its city's point and precision, never a false one."""
    (embassy,) = facilities("Paint was thrown at the Zambian embassy in Kyiv.")
    assert embassy.site is None
    assert embassy.place is not None
    assert (embassy.place.precision, embassy.country, embassy.operator) == (PlacePrecision.CITY, "UA", "ZM")


def test_the_embassy_told_of_before_is_meant() -> None:
    """An embassy without a country is the one that was named before."""
    found = facilities("A bomb fell at the Italian embassy in Tripoli. Nobody at the embassy was hurt.")
    assert [one.gazetteer_id for one in found] == ["embassy:it:tripoli"] * 2


def test_a_quarter_of_another_city_is_not_taken() -> None:
    """A common name such as "diplomatic quarter" is no site where the text speaks of another country."""
    found = facilities("A car burned in the diplomatic quarter of Nouakchott, Mauritania.")
    assert all(one.gazetteer_id != "quarter:diplomatic-quarter-riyadh" for one in found)


@pytest.mark.parametrize(
    ("text", "language", "site_id"),
    [
        ("سقطت قذيفة قرب السفارة الإيطالية في طرابلس في ليبيا", "ar", "embassy:it:tripoli"),
        ("У Одесі пошкоджено будівлю Генерального консульства Румунії", "uk", "consulate:ro:odesa"),
        ("Une explosion devant l'ambassade de France à Niamey, au Niger.", "fr", "embassy:fr:niamey"),
    ],
)
def test_other_languages_are_data(text: str, language: str, site_id: str) -> None:
    """Words for facilities and nations of other languages come from tables alone."""
    assert site_id in {one.gazetteer_id for one in facilities(text, language)}


def test_an_airport_is_found_by_its_city() -> None:
    """The airport of a named city is that city's airport, of a site's precision."""
    (airport,) = facilities("Flights were halted at Munich airport in Germany.")
    assert airport.site is not None
    assert (airport.site.kind, airport.site.country) == ("airport", "DE")


def test_a_users_csv_is_read(tmp_path: Path) -> None:
    """A CSV needs a name and a point; the rest has defaults."""
    file = tmp_path / "sites.csv"
    file.write_text("name,lat,lon,kind,country,aliases\nOur House,10.5,20.25,residence,TD,The House;Chez Nous\n")
    (site,) = read_user_sites(file)
    assert (site.lat, site.kind, site.country, site.aliases) == (10.5, "residence", "TD", ("The House", "Chez Nous"))


def test_a_users_geojson_is_read(tmp_path: Path) -> None:
    """Points and polygons of a feature collection are sites; a polygon counts by its middle."""
    ring = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [20.25, 10.5]}, "properties": {"name": "A"}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {"name": "B"}},
    ]
    file = tmp_path / "sites.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [(site.name, site.lat, site.lon) for site in read_user_sites(file)] == [("A", 10.5, 20.25), ("B", 1.0, 1.0)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name,lat\nA,1\n", ":1: no column lon"),
        ("name,lat,lon,colour\nA,1,2,red\n", ":1: unknown column colour"),
        ("name,lat,lon\nA,1,2\nB,north,2\n", ":3: lat: 'north' is no number"),
        ("name,lat,lon\nA,1,200\n", ":2: lon: 200.0 is not between"),
        ("name,lat,lon\n,1,2\n", ":2: name: is empty"),
        ("name,lat,lon,country\nA,1,2,Chad!\n", ":2: country: 'CHAD!'"),
        ("name,lat,lon,precision\nA,1,2,exact\n", ":2: precision: 'exact'"),
        ("name,lat,lon,country\nA,1,2,XX\n", ":2: country: 'XX'"),
        ("name,lat,lon\nA,1,2\nA,3,4\n", ":3: site_id: 'user:a' stands twice"),
    ],
)
def test_a_wrong_file_names_line_and_field(tmp_path: Path, content: str, told: str) -> None:
    """An error in a user's file says where it is."""
    file = tmp_path / "sites.csv"
    file.write_text(content)
    with pytest.raises(SettingsError) as error:
        read_user_sites(file)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        ('{"geometry": {"type": "Point", "coordinates": [1, 99]}, "properties": {"name": "B"}}', ":3: lat: 99.0"),
        ('{"geometry": {"type": "Point", "coordinates": ["x", 9]}, "properties": {"name": "B"}}', ":3: geometry"),
        ('{"geometry": {"type": "LineString", "coordinates": []}, "properties": {"name": "B"}}', ":3: geometry"),
        ('{"geometry": {"type": "Point", "coordinates": [1, 9]}, "properties": {}}', ":3: name: is empty"),
        ('{"geometry": {"type": "Point", "coordinates": [1, 9]}, "properties": {"name": "A"}}', ":3: site_id"),
        ('{"geometry": 7}', ":3: no GeoJSON feature"),
        ("{", ":4: no GeoJSON feature collection"),
    ],
)
def test_a_wrong_geojson_names_line_and_field(tmp_path: Path, feature: str, told: str) -> None:
    """The line of a feature is that on which it begins; what is no JSON is told where it ends to be."""
    first = '{"geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"name": "A"}}'
    file = tmp_path / "sites.geojson"
    file.write_text(f'{{"features": [\n{first},\n{feature}\n]}}')
    with pytest.raises(SettingsError) as error:
        read_user_sites(file)
    assert told in str(error.value)
