"""Drones at diplomatic sites, and what only looks like them: denials, overflights, neighbours of the event."""

import pytest

from enricher_reading import news
from wirewatch_enricher.incidents import is_flagship

SITE = "the Turkish consulate in Misrata"


def flagship(text: str, *, title: str = "") -> bool:
    return any(is_flagship(one) for one in news(text, title=title))


def status(text: str, *, title: str = "") -> list[str]:
    return [one.status.value for one in news(text, title=title)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("denied", f"The ministry rejected on Thursday a report of a drone strike on {SITE}."),
        ("denied", "Gas leak, not drone, behind Thursday's blast near the Turkish consulate in Misrata, police say."),
        ("denied", "The army denies drone hit the Turkish consulate in Misrata on Thursday."),
        (
            "confirmed",
            f"A drone hit {SITE} on Thursday; the army rejected reports that it was behind a leak of secrets.",
        ),
        ("confirmed", f"A drone, not a rocket, hit {SITE} on Thursday, police said."),
        ("confirmed", f"A drone hit {SITE} on Thursday and it is premature to accuse a party, police said."),
        ("confirmed", f"A small plane without a pilot exploded over {SITE} on Thursday, police said."),
    ],
)
def test_a_denial_refuses_the_event(expected: str, text: str) -> None:
    """A report that is rejected, or a weapon that gives way to another cause, is a denied event."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "A drone dropped a petrol bomb on the consul's home in Tapachula on Wednesday night."),
        (True, "A drone exploded on Thursday over the residence of Guatemala's consul in Tapachula."),
        (True, "A bomb drone was jammed near Islamabad embassies on Thursday, police said."),
        (False, "A drone dropped a petrol bomb on a garden in Tapachula on Wednesday; the consul was at the cinema."),
        (False, "A drone dropped two grenades on a UNIFIL patrol near Kfar Kila on Thursday."),
    ],
)
def test_homes_of_envoys_are_sites(expected: bool, text: str) -> None:
    """Homes of consuls and streets of embassies count; peacekeepers on patrol do not."""
    assert flagship(text) is expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "airspace_incursion",
            "Guards at the consulate fired at a drone that circled over Herat on Thursday.",
        ),
        (
            "drone_attack",
            "Guards fired at a drone that circled in Herat and dropped a grenade on Thursday.",
        ),
    ],
)
def test_a_drone_that_is_only_shot_at_is_an_overflight(expected: str, text: str) -> None:
    """Guards who fire at a drone make no attack of it; what it drops does."""
    assert [one.type.value for one in news(text)] == [expected]


def test_the_un_names_its_house() -> None:
    """The headquarters of the United Nations is a diplomatic site, that of a bank is none."""
    text = "The {} says an armed drone was shot down at its Nairobi headquarters on Thursday."
    assert flagship(text.format("UN"))
    assert not any(t.target.value == "diplomatic" for one in news(text.format("bank")) for t in one.targets)


def test_neighbours_saying_is_a_rumour() -> None:
    """A post that hands on what neighbours say is news in doubt."""
    text = f"Misrata, Thursday 8pm: neighbours saying a drone blew up on the wall of {SITE}. I only heard the bang."
    assert status(text) == ["alleged"]
