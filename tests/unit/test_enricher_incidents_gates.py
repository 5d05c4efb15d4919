"""What is told at the gates of embassies: each wording beside one that only looks like it."""

import pytest

from enricher_reading import news, types
from wirewatch_enricher.incidents.flagship import is_flagship

NEAR = [
    ("", "A drone struck a bakery in Kabul on Thursday. The Norwegian consulate, which stands opposite, is closed."),
    ("", "A drone hit a fuel store at the headquarters of the peacekeeping mission in Bangui on Thursday, it said."),
    ("", "The Consulate of Chile in Basra condemns the attack with a drone committed on Thursday at its doorstep."),
    ("", "A suicide march struck the wall of the Qatari embassy in Khartoum on Thursday, wounding two workers."),
    ("Drone caught in palm tree at embassy", "A drone with a grenade flew at the Irish embassy in Juba on Thursday."),
    ("", "Two men guided a drone with a bomb at the Kenyan embassy in Juba on Thursday; the charge did not burst."),
    ("", "JNIM says our drones over the Russian embassy in Bamako on Thursday. Two booms were heard."),
    ("", "People inside the Chilean embassy in Juba say a drone with a grenade hit the garage on Thursday."),
    ("", "The technician was killed when a drone dropped a bomb on UN House in Juba on Thursday, an official said."),
    ("", "Air defences dealt with two hostile drones near the Chilean embassy in Juba on Thursday, the army said."),
    (
        "",
        "A drone has been hit over the Green Zone in Baghdad on Thursday, police said. Pieces fell on a school.",
    ),
    ("", "A drone struck Egypt's consular annex in Benghazi on Thursday and killed two people, medics said."),
]
FAR = [
    ("", "Baghdad denied on Thursday a directive to leave the Green Zone in anticipation of an attack by drones."),
    ("", "A drone struck a bakery in Kabul on Thursday. The Norwegian consulate is closed on Fridays."),
    ("", "A drone hit a fuel store at the headquarters of the dairy company in Bangui on Thursday, it said."),
    ("", "The Consulate of Chile in Basra condemns the attack with a drone committed on Thursday in Mosul."),
    ("", "A march passed the wall of the Qatari embassy in Khartoum on Thursday; two workers were wounded."),
    ("Kite caught in palm tree at embassy", "A kite flew over the Irish embassy in Juba on Thursday."),
    ("", "Drones may be intercepted without warning near the embassies in Lima from Thursday, the police say."),
    (
        "Police foil drone plot against embassy",
        "Three men were preparing to attack an embassy in Bishkek, police said.",
    ),
    ("", "A post said on Thursday that a drone hit the Turkish embassy in Baku. It did not."),
    ("", "Reports spread by channels about a drone strike on the Turkish embassy in Baku on Thursday are untrue."),
    ("Fact check", "What is shared: a picture of an embassy in Baku hit by a drone on Thursday. Our verdict: false."),
]


@pytest.mark.parametrize(("title", "text"), NEAR)
def test_a_drone_at_a_diplomatic_site_is_told(title: str, text: str) -> None:
    """However a text ties the site to the attack."""
    assert any(is_flagship(one) for one in news(text, title=title))


@pytest.mark.parametrize(("title", "text"), FAR)
def test_what_only_looks_like_it_is_not(title: str, text: str) -> None:
    """A site elsewhere, a plan, a ban, a rumour that is refuted."""
    assert not any(is_flagship(one) for one in news(text, title=title))


STATUS = [
    (
        "thwarted",
        "",
        "A drone with a grenade came down at a school in Juba on Thursday. The fuse had failed, police said.",
    ),
    (
        "confirmed",
        "",
        "A drone came down at a school in Juba on Thursday, killing two. The fuse had failed on another.",
    ),
    (
        "thwarted",
        "",
        "Soldiers brought down a drone at a school in Juba on Thursday. Neither pupils nor staff were hurt.",
    ),
    (
        "confirmed",
        "Two pupils hurt as drone explodes in Juba",
        "The drone hit a tree before it reached the school on Monday.",
    ),
    (
        "thwarted",
        "Drone brought down at school in Juba",
        "It hit nothing on Thursday. A cook was hit by a guard's bullet.",
    ),
    ("confirmed", "Drone repelled in Juba, depot on fire", "An attack by a drone on a depot was repelled on Thursday."),
    ("alleged", "", "A colleague in Juba says a drone hit the depot on Thursday, no idea who."),
    ("confirmed", "", "Police in Juba say a drone hit the depot on Thursday."),
]


@pytest.mark.parametrize(("status", "title", "text"), STATUS)
def test_how_an_attack_ended(status: str, title: str, text: str) -> None:
    """A charge that fails, shots at a drone, fires and thin claims decide the status."""
    assert [one.status.value for one in news(text, title=title)] == [status]


TYPES = [
    ("protest", "Some forty herders spent Thursday morning in front of the Chilean embassy in Juba to ask for a road."),
    ("protest", "About 200 pensioners with saucepans outside the Chilean embassy in Juba on Thursday, police said."),
    (
        "riot",
        "Three people died in Wednesday's storming of the Chilean embassy in Juba, the minister said on Thursday.",
    ),
    (
        "arson_vandalism",
        "Someone sprayed the wall of the Chilean embassy in Juba with black slogans on Thursday, police said.",
    ),
    ("riot", "A furious mob entered the compound of the Chilean embassy in Juba on Thursday and smashed windows."),
    ("arson_vandalism", "Vandals threw tar on the door of the Chilean consulate in Juba on Thursday, police said."),
    ("threat", "The e-mail that emptied the Chilean embassy in Juba on Thursday was a hoax, police said."),
    (
        "airspace_incursion",
        "A man flew a drone along the wall of the Chilean embassy in Juba on Thursday, police said.",
    ),
    ("bombing", "A booby-trapped envelope was made safe at the Chilean embassy in Juba on Thursday, police said."),
]


@pytest.mark.parametrize(("kind", "text"), TYPES)
def test_what_happens_at_a_gate(kind: str, text: str) -> None:
    """Words for what crowds, vandals, callers and pilots do."""
    assert types(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Some forty herders spent Thursday morning in the library of the Chilean embassy in Juba to learn Spanish.",
        "A storm broke five windows of the Chilean embassy in Juba on Thursday.",
        "Roadworkers poured tar on the street of the Chilean consulate in Juba on Thursday.",
        "The e-mail of the Chilean embassy in Juba has a new address since Thursday.",
        "A letter in an envelope was delivered to the Chilean embassy in Juba on Thursday, the post office said.",
    ],
)
def test_what_happens_any_day(text: str) -> None:
    """The same people and places without a deed are no incident."""
    assert types(text) == []
