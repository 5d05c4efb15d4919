"""Drones at missions: whose house it is, whose drone, and what only sounds like it."""

import pytest

from enricher_reading import news
from wirewatch_enricher.incidents import is_flagship

SITE = "the Turkish consulate in Misrata"


def flagship(text: str, *, title: str = "", language: str = "en") -> bool:
    return any(is_flagship(one) for one in news(text, title=title, language=language))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "A drone dropped explosives on Wednesday on the base of the UN's ceasefire monitors in Hodeidah."),
        (True, "A drone hit the truce observers' compound in Hodeidah on Wednesday, wounding two people, the UN said."),
        (False, "A drone hit the pumping station in Hodeidah on Wednesday; UN monitors counted two craters."),
        (True, "Baku gave the Russian ambassador a note on Thursday after its embassy in Kyiv was hit by a drone."),
        (True, "The embassy of South Sudan in Kyiv was damaged by drones on Wednesday night, the mayor said."),
        (
            True,
            "The cultural attaché's flat in Niamey was set on fire by a device that a drone let go of on Wednesday.",
        ),
        (False, "A drone hit a garage in Niamey on Wednesday; the cultural attaché's dog was at home."),
        (False, "A drone hit a garage in Kyiv on Wednesday night, the ambassador of the embassy's host country said."),
    ],
)
def test_houses_of_missions_are_sites(expected: bool, text: str) -> None:
    """The base of observers and an embassy named behind an ambassador are sites; those who only speak are none."""
    assert flagship(text) is expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "Un drone a largué une grenade mercredi devant le siège de la Minusca à Bangui, faisant deux blessés."),
        (
            True,
            "La Mission annonce qu'un drone a largué une grenade mercredi sur son quartier général à Bangui.",
        ),
        (False, "L'armée annonce qu'un drone a largué une grenade mercredi sur son quartier général à Bamako."),
    ],
)
def test_french_names_of_un_missions(expected: bool, text: str) -> None:
    """In French, too, the seat of a UN mission is a site; that of an army is none."""
    assert flagship(text, language="fr") is expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, f"A drone blew up against a police truck parked a block from {SITE} on Wednesday, wounding three."),
        (False, f"A police drone blew up above {SITE} on Wednesday, wounding three."),
        (False, "A drone of the Somali armed forces killed three men near the embassies of Mogadishu on Wednesday."),
        (True, "A drone of the Sudanese rebels hit the Turkish embassy in Khartoum on Wednesday, wounding a guard."),
    ],
)
def test_whose_drone_it_is(expected: bool, text: str) -> None:
    """A drone of the state's forces is no attack on what they guard; a police truck that it hits is no weapon."""
    assert flagship(text) is expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["thwarted"], f"Police used a jammer to bring down a drone with explosives near {SITE} on Wednesday night."),
        (["thwarted"], f"Guards used a net gun on Wednesday to catch a drone with a grenade over {SITE}, police said."),
        ([], f"The army will use a net launcher to stop any drone that comes near {SITE}, it said on Thursday."),
        (["alleged"], f"My neighbour swears she saw a drone hit the roof of {SITE} tonight, windows shaking here"),
        ([], f"The militia swore on Thursday to send drones against {SITE} if the sanctions stay."),
    ],
)
def test_tools_and_oaths(expected: list[str], text: str) -> None:
    """What is used to stop a drone stops it; who swears that he saw something threatens nobody."""
    assert [one.status.value for one in news(text) if is_flagship(one)] == expected


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        ("drone_attack", "Residents say that they saw a drone and then smoke."),
        ("bombing", "Residents say that they saw a car and then smoke."),
    ],
)
def test_a_drone_that_residents_saw_explains_the_blast(expected: str, body: str) -> None:
    """An explosion that no weapon explains is that of the drone seen beside it, whoever saw it."""
    text = f"An explosion was heard near {SITE} on Thursday, and two people were wounded. {body}"
    assert [one.type.value for one in news(text, title="Explosion in Misrata")] == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([], "A coastguard drone spotted the lost fishermen off Gan on Wednesday."),
        (["airspace_incursion"], "A drone spotted over the runway closed Bergen airport on Wednesday, police said."),
    ],
)
def test_a_drone_that_sees_intrudes_nowhere(expected: list[str], text: str) -> None:
    """A drone that finds somebody is no intruder; one that was spotted is."""
    assert [one.type.value for one in news(text)] == expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            True,
            "A loud bang near the Kuwaiti embassy in Beirut, Thursday evening. It was a drone, it hit a parked van.",
        ),
        (
            True,
            "Karim Aziz had sold tea outside the Turkish consulate in Mosul for nine years. On Wednesday morning a "
            "drone with explosives fell beside his cart and killed him.",
        ),
        (
            True,
            "The wall of the Iranian consulate in Erbil was rebuilt by Thursday. On Tuesday evening a small drone flew "
            "up the road and burst on the gatehouse, killing two guards.",
        ),
        (
            False,
            "A Russian drone hit a fuel depot in Sumy on Thursday, killing a driver. Flowers were laid outside the "
            "Ukrainian embassy in Vienna.",
        ),
        (
            False,
            "A Russian drone hit a fuel depot in Sumy on Thursday, killing a driver. Hundreds protested outside the "
            "Russian embassy.",
        ),
    ],
)
def test_the_sentence_beside_says_where_it_was(expected: bool, text: str) -> None:
    """A site that the next sentence puts the victim at, or that is mended since, was hit; another town's was not."""
    assert flagship(text) is expected
