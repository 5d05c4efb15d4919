"""The table of towns of the news, and how else the news spells a town."""

import pytest

from wirewatch.errors import SettingsError
from wirewatch_enricher.gazetteer import Kind, load_gazetteer
from wirewatch_enricher.gazetteer.fold import fold_name
from wirewatch_enricher.gazetteer.load import _numbers
from wirewatch_enricher.gazetteer.spellings import spellings
from wirewatch_enricher.gazetteer.tables import read_table, several
from wirewatch_enricher.places.find import find_places

_CELL = 2.0


def _found(text: str) -> list[tuple[str, str]]:
    return [(span.entry.name, span.entry.country) for span in find_places(text) if not span.demonym]


def test_every_own_town_lies_in_its_country() -> None:
    """A slip in a coordinate would put a town far from all other towns of its country."""
    gazetteer = load_gazetteer()
    places = range(len(gazetteer))
    cells = {(gazetteer.country_of(at), *_cell(*gazetteer.point(at))) for at in places if gazetteer.population(at)}
    for line in read_table("towns.csv"):
        row, column = _cell(*_numbers(line, line["name"])[:2])
        around = [(line["country"], row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
        assert not cells.isdisjoint(around), line


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return round(lat / _CELL), round(lon / _CELL)


def test_own_towns_stand_once_and_are_found() -> None:
    """No name stands twice in a country, and each is a place of that country."""
    gazetteer, seen = load_gazetteer(), set()
    for line in read_table("towns.csv"):
        key = line["country"], fold_name(line["name"])
        assert key not in seen, line
        seen.add(key)
        for name in (line["name"], *several(line["aliases"])):
            there = [gazetteer.kind(at) for at in gazetteer.find(fold_name(name)) if gazetteer.country_of(at) == key[0]]
            assert Kind.CITY in there, (line, name)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"lat": "51.5N", "lon": "0", "population": "1"}, "towns.csv:7: lat is no number"),
        ({"lat": "51.5", "lon": "200", "population": "1"}, "towns.csv:7: lon is out of range"),
    ],
)
def test_a_bad_number_is_told_with_its_line(line: dict[str, str], told: str) -> None:
    """The start stops with file, line and field."""
    with pytest.raises(SettingsError, match=told):
        _numbers(line, "towns.csv:7")


@pytest.mark.parametrize(
    ("name", "country", "spelt"),
    [
        ("debre mark\u2019os", "ET", "debre markos"),
        ("dan sadau", "NG", "dansadau"),
        ("ash shaddadah", "SY", "al shaddada"),
        ("dayr al balah", "PS", "deir al balah"),
        ("lamitan city", "PH", "lamitan"),
    ],
)
def test_a_name_is_spelt_as_the_news_does(name: str, country: str, spelt: str) -> None:
    """Marks, articles and blanks are those of a transliteration, not of the name."""
    assert spelt in set(spellings(name, country))


def test_names_of_other_languages_keep_their_blanks_and_articles() -> None:
    """No "Sanjose" comes of "San Jose", and "Al" in America is no article."""
    assert list(spellings("san jose", "US")) == []
    assert list(spellings("al bondo", "US")) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Troops shelled the village of Robotyne, officials said.", ("Robotyne", "UA")),
        ("Shells fell on El-Fasher in Sudan's Darfur region.", ("El Fasher", "SD")),
        ("A mine killed two near Arbinda in northern Burkina Faso.", ("Aribinda", "BF")),
        ("Gunmen raided Mangina in eastern Congo.", ("Mangina", "CD")),
        ("A bomb went off in Mir Ali, North Waziristan.", ("Mir Ali", "PK")),
    ],
)
def test_towns_of_the_news_are_known(text: str, place: tuple[str, str]) -> None:
    """Frontline villages and small towns are found in the spelling of newsrooms."""
    assert place in _found(text)
