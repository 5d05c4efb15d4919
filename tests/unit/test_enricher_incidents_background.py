"""What is not the news keeps its own record: when it was, and whether it is one event or many."""

import pytest

from enricher_reading import sightings
from wirewatch.incidents import IncidentType, Salience, Sighting

LEAD = "A drone hit the US embassy in Baghdad on Monday, police said. Two guards were wounded. The fire was put out. "


def background(told: str) -> Sighting:
    """Return the first sighting that is not news of an article that ends with a sentence."""
    found = sightings(LEAD + told, title="Drone hits US embassy in Baghdad", published="2022-01-03T18:00:00+03:00")
    return next(one for one in found if one.salience is not Salience.FOREGROUND)


def test_what_comes_again_and_again_is_generic() -> None:
    """Attacks that "have been" made "sometimes" are no event of their own."""
    one = background("Since the war, American interests in Iraq have been targeted with missiles or drones sometimes.")
    assert (one.salience, "generic: it comes again and again" in one.reasons) == (Salience.GENERIC, True)


def test_an_old_event_with_a_day_is_no_generic_one() -> None:
    """A counter-example: an old attack with its day is an event, however often its site was hit."""
    one = background(
        "The embassy, which is often attacked, was hit by rockets on March 3, 2020, the ministry recalled."
    )
    assert one.salience is Salience.BACKGROUND


@pytest.mark.parametrize(
    ("words", "precision", "first", "last"),
    [
        ("in June 2019", "month", "2019-06-01", "2019-06-30"),
        ("in 2019", "year", "2019-01-01", "2019-12-31"),
        ("on June 5, 2019", "day", "2019-06-05", "2019-06-05"),
    ],
)
def test_an_old_event_has_its_month_or_year(words: str, precision: str, first: str, last: str) -> None:
    """Where no day is told, the record says the month or the year and how exact that is; a day goes before."""
    when = background(f"Iran shot down a US drone near Bandar Abbas {words}, the Pentagon recalled.").when
    assert when is not None
    assert (when.precision.value, when.start.date().isoformat(), when.end.date().isoformat()) == (
        precision,
        first,
        last,
    )


def test_a_stretch_of_years_is_no_time() -> None:
    """A counter-example: words for a decade tell neither a month nor a year."""
    when = background("Iran shot down a US drone near Bandar Abbas ten years ago, the Pentagon recalled.").when
    assert when is None or (when.end - when.start).days <= 366


def test_attackers_without_a_count_of_victims_are_read() -> None:
    """Attackers are neither killed nor injured; a text that counts them alone is read to its end."""
    told = "Two gunmen attacked a match at Kabul on Monday and killed the coach, police said."
    (one,) = sightings(told, published="2022-01-03T18:00:00+03:00")
    assert one.type is IncidentType.ARMED_ATTACK


def test_a_verb_of_saying_may_end_a_text() -> None:
    """What stands after the last word is asked for nowhere."""
    (one,) = sightings("A drone hit the airport on Sunday said", published="2022-01-03T18:00:00+03:00")
    assert one.type is IncidentType.DRONE_ATTACK
