"""Which acts of a text are events of their own: each rule beside a text that must stay one event."""

import pytest

from enricher_reading import news, types
from wirewatch_enricher.incidents.text.reading import read_text
from wirewatch_enricher.incidents.types.triggers import find_reports


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        (
            ["air_strike", "missile_attack"],
            "Jets hit Baalbek as rocket wounds two in Nahariya",
            "An air strike killed five people in Baalbek on Thursday, officials said. Hours later a rocket wounded two "
            "men in Nahariya, the ambulance service said.",
        ),
        (
            ["bombing"],
            "Suicide bomber kills nine in Bannu",
            "A suicide bomber drove a rickshaw into the gate of a police compound in Bannu on Tuesday, killing nine "
            "people, an officer said.",
        ),
        (
            ["drone_attack"],
            "Drone strikes kill 40 in Kadugli",
            "Drones killed 40 people in Kadugli, officials said on Saturday. The first missile hit a school on Friday.",
        ),
        (
            ["armed_attack", "drone_attack"],
            "",
            "Police shot down a drone with explosives near the French embassy in Port-au-Prince on Wednesday evening. "
            "Hours later, gunmen opened fire on a bus in the suburb of Carrefour, killing five people, police said.",
        ),
    ],
)
def test_what_is_told_apart_is_an_event_of_its_own(expected: list[str], title: str, text: str) -> None:
    """Other types in another place or at another hour are other events; a title told again in the lead is not."""
    assert sorted(types(text, title=title)) == expected


def test_the_same_day_is_that_of_the_sentence_not_of_the_dateline() -> None:
    """A day that counts from another counts from the one the sentence names, not from its dateline."""
    text = (
        "AL-BAB, Syria, June 27 - A motorcycle bomb went off at the market in al-Bab on Monday, killing four people, "
        "and hours later gunmen opened fire on a checkpoint near Manbij, wounding two policemen, doctors said."
    )
    days = {one.when.start.date().isoformat() for one in news(text, published="2023-06-27T12:00:00+03:00") if one.when}
    assert days == {"2023-06-26"}


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            ["drone_attack", "missile_attack"],
            "Russia hit Dnipro with 40 drones and six missiles on Wednesday night, killing six people, officials said.",
        ),
        (
            ["drone_attack"],
            "A drone fired two missiles at a car on the road to Tyre on Wednesday, killing two people, officials said.",
        ),
    ],
)
def test_a_salvo_of_drones_and_missiles_is_both(expected: list[str], text: str) -> None:
    """Drones and missiles that come together are two reports; missiles that a drone fires are its own."""
    assert sorted({str(one.type) for one in find_reports(read_text(text, "en")) if one.type}) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The outcome of the massacre of Rawdha: 5 martyrs", ["missile_attack"]),
        ("Gunmen kill nine in Taiz", ["armed_attack", "missile_attack"]),
    ],
)
def test_a_title_is_the_event_of_its_type_below(title: str, expected: list[str]) -> None:
    """A title that says no more than the text is its event; one that names another place and deed is another."""
    text = (
        "The office of health in Marib announced that the number of victims of the ballistic missile with which the "
        "militia targeted the neighborhood of Rawdha on Wednesday evening rose to five martyrs and 32 wounded."
    )
    assert sorted(types(text, title=title)) == expected
