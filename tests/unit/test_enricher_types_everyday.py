"""Shows, archives, lorries, burnt workers and storming gunmen: each beside the incident that looks like it."""

import pytest

from enricher_reading import sightings, types


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        (
            [],
            "Tarnow goes for record with drones",
            "Five hundred drones took off in Tarnow on Wednesday to draw a dragon that breathed fire and exploded. "
            "Nobody was hurt except the dragon, the mayor said.",
        ),
        (
            ["drone_attack"],
            "Drones hit depot in Tarnow",
            "Five drones hit a depot in Tarnow on Wednesday night and exploded. Nobody was hurt, the mayor said.",
        ),
        (
            [],
            "From our archive: this week in 1946",
            "Jerusalem. At 12.37 today the southern wing of a hotel was destroyed by an explosion. Those killed "
            "are put at 41. Milk churns filled with explosive had been carried into the basement.",
        ),
        (
            [],
            "Gas depot fire: three dead",
            "A lorry loaded with gas cylinders exploded in Embakasi on Wednesday, and three people were killed.",
        ),
        (
            ["bombing"],
            "Lorry bomb: three dead",
            "A lorry loaded with explosives exploded in Embakasi on Wednesday, and three people were killed.",
        ),
        (
            ["armed_attack"],
            "Nine dead in assault on police station",
            "Militants armed with rifles and rocket-propelled grenades stormed a police station in Lakki Marwat on "
            "Wednesday, setting off a gun battle in which nine people died, police said.",
        ),
        (
            ["missile_attack"],
            "Two dead as rockets hit police station",
            "Militants fired rockets at a police station in Lakki Marwat on Wednesday and killed two officers.",
        ),
        (
            ["riot"],
            "Consulate mob: hospital revises toll to one",
            "Only one person was killed in Tuesday's storming of the German consulate in Karachi, the surgeon said "
            "on Wednesday. The second body was that of a man who had died in a traffic accident.",
        ),
        (
            ["drone_attack"],
            "Iraq as it happened: refinery blaze out",
            "19:35 One of the three workers burned at the refinery in Baiji this morning has died, his union says.\n\n"
            "11:00 The governor: the fire that the drones caused is out.\n\n"
            "09:15 The ministry tells us that three are in hospital with burns.",
        ),
        (
            ["riot"],
            "Serbia as it happened: party office burned",
            "19:35 Protesters burned the party office in Nis this evening and fought with police.\n\n"
            "11:00 The mayor: the square is full.",
        ),
    ],
)
def test_like_words_tell_unlike_things(expected: list[str], title: str, text: str) -> None:
    """Who does it, and with what, says which it is."""
    assert types(text, title=title) == expected


def test_a_sentence_ends_behind_an_hour() -> None:
    """What follows "2:15 a.m." with a capital of its own is told of another day."""
    text = (
        "The embassy in Baghdad shot down an explosive drone on Thursday. It was hit at 2:15 a.m. On Wednesday 14 "
        "rockets were fired at the air base at Ain al-Asad, wounding two soldiers, the army said."
    )
    told = sightings(text, title="Embassy in Baghdad destroys drone")
    assert [one.type.value for one in told] == ["drone_attack", "missile_attack"]
