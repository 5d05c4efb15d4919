"""Where a facility stands that the text puts nowhere, or only elsewhere; and "the capital"."""

from datetime import UTC, datetime

import pytest

from wirewatch_enricher.document import Document, Mention
from wirewatch_enricher.entities import find_mentions
from wirewatch_enricher.gazetteer import fold_name

_MOMENT = datetime(2026, 3, 5, 6, tzinfo=UTC)


def _mentions(text: str) -> tuple[Mention, ...]:
    document = Document(text=text, title_end=0, language="en", published=_MOMENT, observed_at=_MOMENT, source="x")
    return find_mentions(document)


def _town(text: str, word: str) -> str | None:
    found = next((one for one in _mentions(text) if word in one.text), None)
    return found.place.name if found and found.place else None


@pytest.mark.parametrize(
    ("text", "word", "town"),
    [
        ("Guards hurt near Ugandan mission.\nA blast shook Uganda's consulate in Bunia.", "mission", "Bunia"),
        ("Guards hurt near Ugandan mission.\nA blast shook Kenya's consulate in Bunia.", "mission", "Bunia"),
        ("Rockets over the Green Zone. The US embassy told all to hide.", "Green", "Green Zone, Baghdad"),
        ("Bombs near Embassy Row. Washington police came.", "Row", "Embassy Row, Washington"),
        ("Mortars hit the airport of the southwestern Somali city of Baidoa.", "airport", "Baidoa Airport"),
        ("RIYADH - Flights from Abha resumed. Glass fell at the airport.", "airport", "Abha International Airport"),
        ("RIYADH - A drone hit the airport.", "airport", "Riyadh"),
        ("A mine hit the UN mission in Yemen's Red Sea port of Hodeidah, Aden said.", "UN mission", "Hodeidah"),
        ("A mine hit the UN mission. The port of Hodeidah, in Yemen, was calm.", "UN mission", "Hodeidah"),
        ("A guard from Eldoret smelt petrol at the Sudanese embassy, Kenyan police said.", "embassy", "Nairobi"),
        ("A guard from Eldoret smelt petrol at the Sudanese consulate, Kenyan police said.", "consulate", "Eldoret"),
        ("A caller from Kandy threatened the Australian High Commission in Sri Lanka.", "Commission", "Colombo"),
        ("Students from Kano broke windows of the French embassy in Lagos.", "embassy", "Lagos"),
    ],
)
def test_a_facility_stands_where_the_text_or_custom_puts_it(text: str, word: str, town: str) -> None:
    """One operator's mission is one house, embassies stand in capitals, and what the text says goes before both."""
    assert fold_name(town) in fold_name(_town(text, word) or "")


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Kuwait's army shot down two drones over the capital.", "Kuwait City"),
        ("Rain fell in Kano; in Nigeria a bomb went off in the capital.", "Abuja"),
    ],
)
def test_the_capital_is_that_of_the_country_named_last(text: str, town: str) -> None:
    """Where something is put in "the capital", the country named before it says which."""
    assert _town(text, "the capital") == town


@pytest.mark.parametrize(
    "text",
    [
        "Nigeria put more money in the capital of its bank.",
        "A bomb went off in the capital, Abuja, in Nigeria.",
        "Nigeria debates the capital punishment.",
    ],
)
def test_other_capitals_are_no_place_of_their_own(text: str) -> None:
    """Money is no town, and a capital that is named stands for itself."""
    assert _town(text, "the capital") is None


def test_whose_embassy_it_is_says_nothing_of_where_a_quarter_is() -> None:
    """A text that names but the owner of an embassy puts the quarter beside it nowhere."""
    assert _town("Gunmen came to the diplomatic quarter. The US embassy told all to stay away.", "quarter") is None


def test_belgian_airports_stand_where_they_are() -> None:
    """Points that the table gives in minutes and seconds are turned into degrees; those in degrees stay."""
    found = [one for one in _mentions("Drones closed Brussels Airport and Munich airport.") if one.place]
    assert [(round(one.place.lat, 1), round(one.place.lon, 1)) for one in found if one.place] == [
        (50.9, 4.5),
        (48.4, 11.8),
    ]
