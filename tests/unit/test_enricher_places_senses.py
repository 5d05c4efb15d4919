"""Which of several places a name means: region or town, whose mission, which capital, and names with case endings."""

import pytest

from wirewatch_enricher.gazetteer import Kind, load_gazetteer
from wirewatch_enricher.places.find import PlaceSpan, find_places


def _of(text: str, name: str) -> PlaceSpan | None:
    return next((span for span in find_places(text) if text[span.start : span.end].startswith(name)), None)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("A drone fell near Klimovo in Russia's Bryansk region on Monday.", "Bryansk", Kind.REGION),
        ("Gunmen rode through Kaduna state at night.", "Kaduna", Kind.REGION),
        ("Shells fell in the Idlib countryside.", "Idlib", Kind.REGION),
        ("A drone fell in Bryansk on Monday.", "Bryansk", Kind.CITY),
        ("In Kaduna state television showed the wreck.", "Kaduna", Kind.CITY),
        ("A fire broke out in the Baltic port of Gdynia.", "Baltic", Kind.AREA),
        ("A storm passed over Patagonia at night.", "Patagonia", Kind.AREA),
        ("Farmers met in Baltic, Connecticut.", "Baltic", Kind.CITY),
    ],
)
def test_the_words_around_a_name_say_which_kind_it_is(text: str, name: str, kind: Kind) -> None:
    """A town bears the name of a division, sea or land: the words behind it decide, and seas go before villages."""
    span = _of(text, name)
    assert span is not None
    assert span.entry.kind is kind


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A bomb went off by the Iranian consulate in Herat, the Iranian consul said.", "Herat", "AF"),
        ("Fire damaged the Russian consular building in Varna.", "Varna", "BG"),
        ("Paint was thrown at the Spanish embassy in La Paz.", "La Paz", "BO"),
        ("A grenade hit the consulate of the Islamic Republic of Iran in Herat.", "Herat", "AF"),
        ("The Spanish village of La Paz was cut off by snow.", "La Paz", "ES"),
    ],
)
def test_whose_mission_it_is_says_not_where_it_is(text: str, name: str, country: str) -> None:
    """A nation that only runs the mission has no vote on the place; one that holds the town has."""
    span = _of(text, name)
    assert span is not None
    assert span.entry.country == country


def test_a_country_has_one_capital() -> None:
    """Of the towns that bear the capital's name the largest is the capital, so Chicago makes no other Washington."""
    span = _of("Police in Washington held a man of 30 from Chicago.", "Washington")
    assert span is not None
    assert (span.entry.kind, round(span.entry.lat)) == (Kind.CAPITAL, 39)
    gazetteer = load_gazetteer()
    capitals = [at for at in gazetteer.find("washington") if gazetteer.kind(at) is Kind.CAPITAL]
    assert len([at for at in capitals if gazetteer.country_of(at) == "US"]) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Diyarbak\u0131r'\u0131n Ba\u011flar il\u00e7esinde sald\u0131r\u0131 oldu.", "Diyarbak\u0131r"),
        ("Erbil'de bir ara\u00e7 yand\u0131.", "Erbil"),
        ("Shells fell on Sana'a airport.", "Sana'a"),
    ],
)
def test_case_endings_behind_an_apostrophe_are_no_part_of_the_name(text: str, name: str) -> None:
    """Turkish cases go, an apostrophe within a name stays."""
    span = _of(text, name)
    assert span is not None
    assert text[span.start : span.end] == name


def test_a_town_named_after_a_common_thing_is_a_town_behind_city_of() -> None:
    """Tyre is a city behind "the city of", and a part of a car elsewhere."""
    assert _of("A car was hit in the city of Tyre today.", "Tyre") is not None
    assert _of("Tyre makers met in Lyon.", "Tyre") is None


def test_a_division_lies_where_its_seat_of_the_same_name_does() -> None:
    """Who speaks of a province that bears its capital's name means the land around it."""
    span = _of("Six soldiers died in Sumy region.", "Sumy")
    assert span is not None
    assert (span.entry.kind, round(span.entry.lat, 1), round(span.entry.lon, 1)) == (Kind.REGION, 50.9, 34.8)


def test_a_quarter_that_nothing_speaks_for_is_no_town_elsewhere() -> None:
    """A quarter of Odesa is no town in Russia, and a district that fits the text's other names is one of them."""
    assert _of("Ten died in Odesa, in the city's Suvorov district.", "Suvorov") is None
    assert _of("Ten died in Baku and in Azerbaijan's Terter district.", "Terter") is not None


def test_words_of_faith_and_alliances_are_no_villages() -> None:
    """There is a village called Koran, and the book is never it."""
    assert _of("Anger over Koran burning spread.", "Koran") is None
    assert _of("Shots fell near the village of Koran in Bosnia.", "Koran") is not None


def test_a_title_speaks_of_the_region_that_the_text_tells_of() -> None:
    """Where the text says "Sagaing region", the title's Sagaing is it; where it does not, it is the town."""
    told = _of("Jets bomb wedding in Sagaing\nJets bombed Kanbalu in the Sagaing region.", "Sagaing")
    town = _of("Jets bomb wedding in Sagaing\nJets bombed the city on Monday.", "Sagaing")
    assert told is not None
    assert town is not None
    assert (told.entry.kind, town.entry.kind) == (Kind.REGION, Kind.CITY)


def test_arabic_towns_are_known_behind_the_word_for_town() -> None:
    """Behind "the city of" any town of the gazetteer is one; "the city" itself is not Medina."""
    daraa = "\u0641\u064a \u0645\u062f\u064a\u0646\u0629 \u062f\u0631\u0639\u0627 \u0635\u0628\u0627\u062d\u0627"
    assert [span.entry.country for span in find_places(daraa, language="ar")] == ["SY"]
