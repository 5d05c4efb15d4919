"""Live blogs that tell of two incidents: each its own, with the figures of its own entries."""

import pytest

from enricher_reading import news

FIRST_COUNT = "09:20 A car bomb has exploded outside a bakery in Aleppo, Thursday morning. Four dead at first count."
ROCKETS = (
    "20:15 Two people were hurt when rockets landed near Kiryat Shmona this afternoon, the ambulance service says."
)


@pytest.mark.parametrize(
    ("expected", "title", "entries"),
    [
        (
            {"bombing": (6, 14), "missile_attack": (None, 2)},
            "Live: car bomb in Aleppo, rockets land near Kiryat Shmona",
            (
                ROCKETS,
                "17:30 The car bomb in Aleppo has killed six and wounded 14, the civil defence says.",
                FIRST_COUNT,
            ),
        ),
        (
            {"missile_attack": (7, 19), "drone_attack": (None, 2)},
            "Ukraine live: seven dead at Kharkiv factory, drone hits ambulance in Zmiiv",
            (
                "20:35 Rescuers have found the woman who was missing. Seven dead, then, and 19 injured.",
                "15:40 In Zmiiv a drone has struck an ambulance this afternoon. Medic and patient, both hurt, live.",
                "10:45 Explosions in Kharkiv, this Thursday. A missile is said to have come down on a factory.",
            ),
        ),
        (
            {"drone_attack": (None, 2), "missile_attack": (5, 11)},
            "Live: drones reach central Moscow, five dead in Kostiantynivka",
            (
                "19:15 The dead in Kostiantynivka number five, and eleven people are wounded. Russian forces shelled "
                "the queue with rocket artillery.",
                "09:30 Vietnam's diplomats in Moscow are well after windows of its embassy broke in drone debris.",
                "07:00 Good morning. Moscow's mayor reports two people hurt overnight by debris on a street there.",
            ),
        ),
        (
            {"drone_attack": (None, None)},
            "Live: oil and the Gulf, drone hits refinery in Abqaiq",
            ("18:00 Crude is up 4%.", "11:20 A drone has hit a refinery in Abqaiq this Thursday. A fire is out."),
        ),
    ],
)
def test_each_incident_of_a_live_blog_keeps_its_figures(
    expected: dict[str, tuple[int | None, int | None]], title: str, entries: tuple[str, ...]
) -> None:
    """What an entry tells is of the incident in its town, and not of the drone that the next entry names."""
    found = news("\n\n".join(entries), title=title)
    told = {one.type.value: (one.killed and one.killed.least, one.injured and one.injured.least) for one in found}
    assert told == expected
    assert len(found) == len(expected)
