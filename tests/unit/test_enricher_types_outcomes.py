"""How attacks end, told part by part, and whose word is doubted: each beside what must not count."""

import pytest

from enricher_reading import news
from wirewatch.incidents import TargetClass


def _statuses(text: str, title: str = "") -> list[str]:
    return [one.status.value for one in news(text, title=title)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "confirmed",
            "A drone dropped two charges on the army base in Bosaso on Thursday. The second failed to explode. A "
            "soldier was killed and three were wounded.",
        ),
        (
            "confirmed",
            "A quadcopter dropped three grenades on the police station in Tirah on Thursday, and one of them was "
            "neutralised by sappers. Two policemen were wounded.",
        ),
        ("thwarted", "An explosive drone was flown at the consulate in Davao on Thursday. It failed to explode."),
        (
            "thwarted",
            "A drone with a pipe bomb crashed into a wall of the consulate in Davao on Thursday. The bomb did not "
            "explode and nobody was hurt, police said.",
        ),
        (
            "confirmed",
            "A drone with a pipe bomb crashed into a wall of the consulate in Davao on Thursday. The bomb went off and "
            "nobody was hurt, police said.",
        ),
        ("thwarted", "A drone with a bomb got stuck in the tree outside the consulate in Davao on Thursday."),
        ("thwarted", "The defences of Merowe dealt on Thursday with a number of suicide drones over the dam."),
        ("thwarted", "Soldiers felled a bomb drone near the consulate in Nuevo Laredo on Thursday, officials said."),
        (
            "thwarted",
            "Police made the plan of the terrorists fail in Bannu on Thursday and defused a bomb in a motorcycle.",
        ),
    ],
)
def test_a_part_that_fails_is_not_the_whole(expected: str, text: str) -> None:
    """One dud of several stops nothing where people were hit; one that hurts nobody was but tried."""
    assert _statuses(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "confirmed",
            "Four lime pickers were killed by a drone near Tepalcatepec on Wednesday, prosecutors said. They could not "
            "confirm a higher number.",
        ),
        (
            "confirmed",
            "A drone killed two soldiers at the gate of the Russian embassy in Yangon on Wednesday, the authorities "
            "said. The Night Owls claimed responsibility and spoke of six dead. The claim could not be verified.",
        ),
        (
            "alleged",
            "The Night Owls claimed responsibility for a drone attack on the Russian embassy in Yangon on Wednesday. "
            "The claim could not be verified.",
        ),
        (
            "confirmed",
            "The attention of the government was drawn to the abduction of students in Jalingo on Thursday. The media "
            "are asked to refrain from publishing unverified figures.",
        ),
        ("alleged", "Unverified figures speak of nine students abducted in Jalingo on Thursday."),
    ],
)
def test_a_doubt_of_a_figure_is_none_of_the_event(expected: str, text: str) -> None:
    """What an office tells stands against a doubt of a count or a boast; nobody's word does not."""
    assert _statuses(text) == [expected]


@pytest.mark.parametrize(
    ("diplomatic", "text"),
    [
        (True, "The Mission confirms that a drone dropped two charges over its headquarters in Bangui on Thursday."),
        (True, "The Embassy reports that an explosive drone fell in its garden in Chisinau on Thursday."),
        (False, "The bank reports that an explosive drone fell on its headquarters in Odesa on Thursday."),
        (
            True,
            "Venezuela denounces the aggression committed on Thursday with an armed drone against its consular seat.",
        ),
    ],
)
def test_a_mission_has_a_house(diplomatic: bool, text: str) -> None:
    """What a mission calls its own is diplomatic; what others call so is not."""
    assert [any(t.target is TargetClass.DIPLOMATIC for t in one.targets) for one in news(text)] == [diplomatic]
