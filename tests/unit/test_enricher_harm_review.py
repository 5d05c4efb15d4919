"""Casualties where readings went wrong: each construction beside a counter-example."""

import pytest

from harm_reading import Counts, counted
from wirewatch_enricher.incidents.text.reading import read_text, word_before


def test_no_word_stands_before_the_first() -> None:
    """Before the first word stands none, not the text's last."""
    reading = read_text("Two guards died", "en")
    assert (word_before(reading, 0), word_before(reading, 1)) == ("", "two")


@pytest.mark.parametrize("last", ["earlier", "previous", "now"])
def test_a_toll_that_opens_a_text_is_told(last: str) -> None:
    """A text's last word says nothing of a toll that opens it."""
    assert counted(f"Death toll rises to nine as rescuers dig where the market stood {last}") == (9, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two more officers were killed on Thursday. The bomb killed five officers.", (5, None)),
        ("Two officers were killed on Thursday. The bomb killed five officers.", (2, None)),
    ],
)
def test_more_that_open_a_text_are_more(text: str, expected: Counts) -> None:
    """Who is "more" comes to others, at the head of a text as elsewhere."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not one but two soldiers were killed by a roadside bomb in Helmand on Tuesday.", (2, None)),
        ("Not a soldier was killed by the bomb.", (0, None)),
        ("Not one of the passengers was hurt.", (0, 0)),
    ],
)
def test_not_one_but_two_are_two(text: str, expected: Counts) -> None:
    """What "but" sets right is told; a plain "not one" is nobody."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Half of the 60 passengers were hurt when a bomb hit a bus in Quetta on Tuesday.", (None, 30)),
        ("A bomb killed half the 60 passengers.", (30, None)),
        ("A third of the 60 passengers were hurt when a bomb hit a bus.", (None, 20)),
        ("Two-thirds of the 60 passengers were hurt when a bomb hit a bus.", (None, 40)),
        ("One in four of the 60 passengers was hurt when a bomb hit a bus.", (None, 15)),
        ("A quarter of the 50 passengers were hurt when a bomb hit a bus.", (None, None)),
        ("Most of the 60 passengers were hurt when a bomb hit a bus.", (None, None)),
        ("Nearly half of the 60 passengers were hurt when a bomb hit a bus.", (None, None)),
        ("All of the 60 passengers were hurt.", (None, 60)),
        ("Half a dozen people were hurt.", (None, 6)),
        ("Half of the 60 wounded are children.", (None, 60)),
    ],
)
def test_a_share_counts_for_the_whole(text: str, expected: Counts) -> None:
    """A share of a counted group counts as it comes out, and nothing where it does not; a whole stays whole."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three children aged 5, 7 and 9 were killed by a rocket in Donetsk on Tuesday.", (3, None)),
        ("Three children aged five, seven and nine were killed by a rocket.", (3, None)),
        ("Two boys aged 5 and 7, and 9 women were killed by a rocket.", (11, None)),
        ("A boy aged 5 and 9 women were killed by a rocket.", (10, None)),
    ],
)
def test_all_of_a_list_of_ages_are_ages(text: str, expected: Counts) -> None:
    """Each figure of a list behind "aged" is an age; one that counts persons is none."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb killed two soldiers, bringing to 45 the number of troops killed this year.", (2, None)),
        ("A bomb killed two soldiers, bringing the number of troops killed in 2024 to 45.", (2, None)),
        ("A bomb killed two soldiers, bringing the toll to 45 since January.", (2, None)),
        ("A policeman was shot dead, the tenth killed in the province this month.", (1, None)),
        ("A guard was hurt. He had survived an attack that killed nine of his colleagues.", (None, 1)),
        ("A guard was hurt. The mayor spoke of an attack that killed nine.", (9, 1)),
        ("A bomb killed two soldiers, bringing the death toll to 45.", (45, None)),
        ("The death toll rose to nine in the deadliest attack this year.", (9, None)),
        ("The death toll rose by two to 9 after a bomb in Mosul on Tuesday.", (9, None)),
        ("Two to nine people were killed.", (2, None)),
    ],
)
def test_a_toll_of_a_year_is_not_the_events(text: str, expected: Counts) -> None:
    """A toll counts the dead of the event; one of a year or since a month does not."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb killed Governor Ali Hassan and his driver in Mosul on Tuesday.", (2, None)),
        ("A bomb killed Ali Hassan and two other people in Mosul on Tuesday.", (3, None)),
        ("A bomb killed Ali Hassan, Omar Said and Karim Aziz in Mosul on Tuesday.", (3, None)),
        ("A bomb killed Ali Hassan and wounded two other people in Mosul on Tuesday.", (1, 2)),
        ("A bomb killed Ali Hassan and two other people were wounded.", (1, 2)),
        ("A bomb killed Ali Hassan, a teacher, in Mosul on Tuesday.", (1, None)),
        ("A bomb killed Ali Hassan, Omar Said told reporters.", (1, None)),
    ],
)
def test_each_name_of_a_list_is_one_more(text: str, expected: Counts) -> None:
    """Names and groups that an "and" joins add up; who speaks, and who was only hurt, does not count."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 25-year-old was stabbed and killed in London on Tuesday.", (1, None)),
        ("A 25-year-old woman was stabbed 14 times and killed in London on Tuesday.", (1, None)),
        ("A 25-year-old woman was stabbed in London on Tuesday.", (None, 1)),
        ("Two men were shot and one was killed.", (1, 1)),
        ("The driver was wounded and killed two guards.", (2, 1)),
    ],
)
def test_who_was_stabbed_and_killed_is_dead(text: str, expected: Counts) -> None:
    """One who was stabbed and killed is dead and no longer hurt; one only stabbed is hurt."""
    assert counted(text) == expected
