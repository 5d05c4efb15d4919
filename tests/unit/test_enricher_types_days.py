"""Days: what dates an attack, beside what only dates what was said or done of it."""

import pytest

from enricher_reading import news


def _days(text: str, published: str = "2024-03-14T18:00:00+02:00", title: str = "") -> list[str | None]:
    found = news(text, title=title, published=published)
    return [str(one.when.start.date()) if one.when else None for one in found]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (
            "2024-03-12",
            "Rescuers in Kharkiv on Wednesday pulled the body of a student from the wreckage of a dormitory hit by "
            "Russian drones early on Tuesday.",
        ),
        ("2024-03-13", "Kharkiv mourned this Thursday, the day after the drone attack on the hospital killed two."),
        (
            "2024-03-13",
            "Gunmen killed nine people in an overnight raid on Kubat, officials said. The attackers arrived around 9 "
            "p.m. on Wednesday, shooting at people in the street.",
        ),
        (
            "2024-03-14",
            "Gunmen killed nine people in an overnight raid on Kubat, officials said. The mayor arrived on Wednesday.",
        ),
        (
            "2024-03-13",
            "The police chief said to reporters on Thursday that yesterday's drone attack on the consulate in Herat "
            "wounded five people.",
        ),
        ("2024-03-12", "Students marched to the US embassy in Jakarta on Tuesday to call for a ceasefire."),
        (
            "2024-03-12",
            "On Tuesday the guns of Baghdad fired at something. A woman was hurt by the drone that the embassy in "
            "Baghdad shot down that night.",
        ),
    ],
)
def test_the_day_is_that_of_the_deed(day: str, text: str) -> None:
    """What was found, said or asked on another day dates nothing."""
    assert _days(text) == [day]


def test_a_live_blog_tells_of_the_night() -> None:
    """A part of the day dates what the title tells, though it stands far down."""
    text = (
        "13:02 The mayor gives the latest figures. One student has still not been found.\n\n"
        "11:47 Warsaw says it has handed over a note.\n\n10:30 Zelenskiy is due to land in Rome.\n\n"
        "06:05 Good morning. Two people were killed in Lviv, where drones hit a dormitory during the night."
    )
    assert _days(text, title="Ukraine live: Russian drones hit Lviv dormitory") == ["2024-03-14"]


@pytest.mark.parametrize(("many", "told"), [(1, "in May"), (2, "on May 30")])
def test_a_month_that_is_over_is_no_news(many: int, told: str) -> None:
    """Whoever names the last month early in the next speaks of no event of these days."""
    text = (
        "Four rockets were fired at the camp in Kidal on Saturday, a spokesman said. A soldier was killed and three "
        f"were wounded {told} when gunmen opened fire on their convoy near Gao."
    )
    assert len(_days(text, "2022-06-04T18:00:00+00:00")) == many
