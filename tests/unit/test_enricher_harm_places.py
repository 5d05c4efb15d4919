"""Casualties of texts that tell of several towns: each construction beside a counter-example."""

import pytest

from enricher_reading import news
from harm_reading import Counts


def news_counts(text: str, *, title: str = "") -> list[Counts]:
    """Return the killed and injured of each incident that a text tells as news."""
    both = [(one.killed, one.injured) for one in news(text, title=title)]
    return [(killed.least if killed else None, injured.least if injured else None) for killed, injured in both]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drones killed two people in Kherson and one in Odesa on Thursday.", (2, None)),
        ("Drones struck Kherson: two people were killed in the north and three in the south on Thursday.", (5, None)),
        ("A drone killed seven people in Kherson on Thursday and another killed four in Odesa.", (7, None)),
        ("Drones struck Kherson on Thursday. Four people died there, one of them in a hospital in Odesa.", (4, None)),
    ],
)
def test_victims_of_another_town_are_not_added(text: str, expected: Counts) -> None:
    """Those harmed in another town are of another attack; those of another quarter or in hospital are of this one."""
    assert news_counts(text)[0] == expected


def test_a_total_of_two_towns_is_of_neither() -> None:
    """The sum in the title gives way to what each town is told to have lost."""
    text = "Drones struck a market in Kherson on Thursday. Six people died in Kherson. Three were killed in Odesa."
    assert news_counts(text, title="Nine killed in drone attacks on Kherson and Odesa")[0][0] == 6


def test_a_total_of_one_town_stands() -> None:
    """The sum in the title is the figure where the text tells of one town alone."""
    text = "Drones struck a market in Kherson on Thursday. Six people died at once."
    assert news_counts(text, title="Nine killed in drone attack on Kherson")[0][0] == 9
