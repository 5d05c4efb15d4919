"""What stopped and failed in part, what was doubted, and what only sounds like it."""

import pytest

from enricher_reading import news

SITE = "the Turkish consulate in Misrata"


def _statuses(text: str, *, title: str = "") -> list[str]:
    return [one.status.value for one in news(text, title=title)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", f"A drone dropped three grenades on {SITE} on Wednesday. Two burst; the third did not go off."),
        ("thwarted", f"A drone dropped a grenade on {SITE} on Wednesday. It did not go off, police said."),
        (
            "confirmed",
            f"Men threw two firebombs at {SITE} on Wednesday. One set a bin on fire, the other did not ignite.",
        ),
        ("thwarted", f"A man threw a petrol bomb at {SITE} on Wednesday. It did not ignite, police said."),
        ("thwarted", f"A bomb drone sent against {SITE} exploded prematurely on Wednesday. Splinters hurt two girls."),
        ("confirmed", f"A bomb drone sent against {SITE} exploded on Wednesday. Splinters hurt two girls."),
    ],
)
def test_one_that_went_off_makes_an_attack(expected: str, text: str) -> None:
    """One dud of several stops nothing where another burst; one that was alone, or burst too early, failed."""
    assert _statuses(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("thwarted", f"Guards shot down a drone at {SITE} on Wednesday. It fell on a house and killed a woman."),
        ("confirmed", f"Guards shot down one of two drones at {SITE} on Wednesday. The other killed a woman."),
        (
            "confirmed",
            f"A drone hit {SITE} on Wednesday, killing a guard. Police shot down a second drone over the port.",
        ),
    ],
)
def test_what_one_felled_drone_does(expected: str, text: str) -> None:
    """What a drone that came alone does where it falls, shot down, is no hit; that of another drone is."""
    assert _statuses(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "title"),
    [
        ("thwarted", "Drone debris lands beside US consulate in Jeddah, road shut"),
        ("confirmed", "Drone debris falls on embassy in Kyiv, two hurt"),
    ],
)
def test_debris_alone(expected: str, title: str) -> None:
    """Debris that only comes down is that of a drone that was stopped; debris that hurts people is a hit."""
    assert _statuses("", title=title) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", "Parliament's website in Tirana was knocked out by a cyber attack on Wednesday, it said."),
        ("thwarted", "A cyber attack on Albania's parliament was stopped on Wednesday, the agency in Tirana said."),
    ],
)
def test_what_a_cyber_attack_stops(expected: str, text: str) -> None:
    """A site that is knocked out by an attack was hit; an attack that is stopped was not."""
    assert _statuses(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "confirmed",
            "Gunmen took four nuns near Enugu on Wednesday. There was no trace of the kidnapped nuns on Thursday.",
        ),
        (
            "denied",
            "There was no drone attack on the depot in Bosaso on Wednesday; there was no trace of one, police said.",
        ),
        ("alleged", f"A militia said on Thursday that its drones hit {SITE} on Wednesday. The message gave no proof."),
        ("confirmed", f"A drone hit {SITE} on Wednesday, the ministry said. The men who sent it gave no reason."),
        ("alleged", f"Residents said a drone hit {SITE} on Wednesday. The ministry declined to confirm it."),
    ],
)
def test_what_is_doubted_and_what_is_only_missing(expected: str, text: str) -> None:
    """Who is not found was taken all the same; a message without proof is a claim."""
    assert _statuses(text) == [expected]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("confirmed", "Militants using a drone to halt a convoy bombed the UN base in Goma on Monday."),
        (
            "thwarted",
            "Police downed a drone over the embassy in Kabul on Monday. The drone's debris killed a man there.",
        ),
    ],
)
def test_who_stops_whom(status: str, text: str) -> None:
    """What attackers halt with a drone is no attack halted; a possessive is no plural."""
    assert [one.status.value for one in news(text)][:1] == [status]
