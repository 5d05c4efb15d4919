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


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            ["alleged"],
            "MISRATA: two blasts close to Turkish consulate just now (Thu, 7pm). Taxi guys saying drone, they heard "
            "the buzz first. Soldiers everywhere",
        ),
        (
            ["thwarted"],
            "Explosive drone stuck in a tree right outside the Turkish consulate in Misrata, Thursday 4pm, our office "
            "is out on the street",
        ),
        (
            ["alleged"],
            "Explosive drone just hit the wall of the Turkish consulate in Misrata, Thursday 4pm, our windows shook",
        ),
    ],
)
def test_a_post_tells_a_drone_by_its_sound(expected: list[str], text: str) -> None:
    """Blasts beside a drone that was heard are its attack, one side's word; what got stuck was tried."""
    assert [one.status.value for one in news(text) if one.type.value == "drone_attack"] == expected


@pytest.mark.parametrize(
    ("many", "text"),
    [
        (
            0,
            "In our Sunday edition we wrote that a bomb had been found at the Chinese consulate in Hue on Friday. "
            "There was no bomb. We regret the error.",
        ),
        (1, "A bomb was found at the Chinese consulate in Chiang Mai on Wednesday and defused, police said."),
        (0, "3 papers down. mom's going to launch a missile from Lucknow today"),
        (1, "They launched a missile at Lucknow today, it hit a school and killed two, police said"),
        (1, "An envelope burst into flame in the hands of a clerk at the Ukrainian embassy in Madrid on Wednesday."),
        (0, "The minister burst into laughter at the Ukrainian embassy in Madrid on Wednesday and hit the table."),
    ],
)
def test_what_is_taken_back_or_joked_is_no_news(many: int, text: str) -> None:
    """What an outlet takes back, and what somebody is going to do to the neighbours, did not happen."""
    assert len(news(text)) == many


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        (
            ["drone_attack"],
            "",
            "Soldiers in Nuevo Laredo shot at two drones packed with explosives on Thursday. The second was felled "
            "three blocks from the American consulate.",
        ),
        (
            [],
            "",
            "Plans for an embassy in Stoke Park were shot down by councillors on Thursday. A retired officer spoke of "
            "drones.",
        ),
        ("drone_attack thwarted", "Hostile drones destroyed over Merowe", "It was told on Thursday in Merowe."),
        ("drone_attack confirmed", "Hostile drones destroyed school in Merowe", "It was told on Thursday in Merowe."),
    ],
)
def test_what_falls_was_flown(expected: list[str] | str, title: str, text: str) -> None:
    """A drone that is felled is an attack, a plan that is shot down none; a headline leaves words out."""
    found = [one for one in news(text, title=title) if one.type.value == "drone_attack"]
    if isinstance(expected, str):
        assert [f"{one.type.value} {one.status.value}" for one in found] == [expected]
    else:
        assert [one.type.value for one in found] == expected


@pytest.mark.parametrize(
    ("diplomatic", "text"),
    [
        (True, "A drone slammed into the terrace of the Japanese mission in Port Sudan on Tuesday."),
        (False, "A drone slammed into the hangar of the Japanese mission to the moon in Port Sudan on Tuesday."),
        (
            True,
            "An attack with unpiloted apparatus against the embassy in Port-au-Prince left one guard dead on Tuesday.",
        ),
    ],
)
def test_a_nation_has_a_mission(diplomatic: bool, text: str) -> None:
    """What is named by its nation alone is diplomatic, unless it goes somewhere."""
    told = [one for one in news(text) if one.type.value == "drone_attack"]
    assert [any(t.target is TargetClass.DIPLOMATIC for t in one.targets) for one in told] == [diplomatic]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["drone_attack"], "Russia said on Wednesday that it shot down nine drones over Sevastopol."),
        (["airspace_incursion"], "Police said that they saw two drones over the airport in Oslo on Wednesday."),
        (["drone_attack"], "The army repelled a raid of drones on Kherson on Wednesday, the governor said."),
    ],
)
def test_what_is_shot_down_is_more_than_seen(expected: list[str], text: str) -> None:
    """Drones over a town are seen; drones shot down over it came to attack."""
    assert [one.type.value for one in news(text)] == expected
