"""Crowds, fires, knives and advice: the type that plain words give, and what only sounds like it."""

import pytest

from enricher_reading import news, types


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            ["protest"],
            "About 600 fishermen sat on the pavement opposite the Indian High Commission in Colombo on Wednesday.",
        ),
        ([], "Two tourists sat on a bench in Colombo on Wednesday and ate mangoes."),
        (["riot"], "Protesters invaded and depredated the consulate of Brazil in Santa Cruz on Wednesday."),
        (["riot"], "Calm was back on Thursday after the sacking of the embassy in Conakry by a crowd on Wednesday."),
        ([], "The minister, sacked the day before by the president, flew home from Conakry on Thursday."),
        (
            ["riot"],
            "Angry youths burned cars and threw stones at the Turkish embassy in Bern on Wednesday, police said.",
        ),
        (
            ["armed_attack"],
            "A man with a knife went for people in the queue at the Spanish consulate in Nador on Wednesday.",
        ),
    ],
)
def test_plain_words_give_a_type(expected: list[str], text: str) -> None:
    """Sitting down before an embassy is a protest, and who goes for people with a knife attacks them."""
    assert types(text) == expected


@pytest.mark.parametrize(
    ("expected", "title"),
    [
        (["arson_vandalism"], "Driver held over fire at Malawi's mission in South Africa"),
        (["armed_attack"], "Gunmen open fire at Malawi's mission in South Africa"),
    ],
)
def test_a_fire_is_no_shooting(expected: list[str], title: str) -> None:
    """Who is held over fire at a house burned it; who opens fire at it shoots."""
    lead = "JOHANNESBURG - Police arrested a man on Thursday on suspicion of having burned its minibus on Tuesday."
    shots = "JOHANNESBURG - Gunmen fired at the high commission of Malawi in Pretoria on Wednesday, police said."
    assert types(lead if "held" in title else shots, title=title) == expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            ["bombing"],
            "On Wednesday, 13 March an explosive device detonated on a bus in Kidapawan City, killing two people.",
        ),
        ([], "Bombs have exploded on buses in Kidapawan City in the past."),
    ],
)
def test_advice_that_tells_of_an_event(expected: list[str], text: str) -> None:
    """Travel advice tells of an event where it gives it a day."""
    advice = f"We have updated our advice to reflect the following: {text} We advise against all travel to Mindanao."
    assert types(advice, title="Travel advice update: Philippines") == expected


def test_the_shooting_is_that_of_the_raid() -> None:
    """Who was wounded "in the shooting" and lies in another town's hospital was hurt in what was told."""
    text = (
        "Gunmen raided a school near Anka in Nigeria overnight and kidnapped 34 pupils, police said on Thursday. "
        "A teacher who was wounded in the shooting is in hospital in Gusau."
    )
    assert types(text) == ["abduction"]


def test_entries_of_a_live_blog_are_leads() -> None:
    """Each entry of a live blog tells of the day; a paragraph far down another text does not."""
    text = (
        "18:30 Two glide bombs dropped by Russian aircraft on Kramatorsk this afternoon have killed three people.\n\n"
        "15:45 A veto is lifted.\n\n13:00 The council meets.\n\n"
        "11:10 In Kherson a drone has dropped a munition on a minibus. Driver killed, eight passengers wounded."
    )
    assert types(text, title="Ukraine war live") == ["air_strike", "drone_attack"]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([], "Poland will buy 40 jammers to bring down drones over the embassies in Warsaw, it said on Thursday."),
        (
            ["drone_attack"],
            "Police fired to bring down a drone with a grenade over the embassies in Warsaw on Thursday.",
        ),
    ],
)
def test_what_is_only_bought(expected: list[str], text: str) -> None:
    """What is bought to bring drones down has brought none down."""
    assert types(text) == expected


def test_entries_that_only_claim_lend_no_place() -> None:
    """An entry of a live blog that passes a claim on says nothing of where the attack was that others tell of."""
    text = (
        "15:20 Fire at the Wadi Seidna air base under control. Two conscripts killed, six injured by the drones.\n\n"
        '14:45 A channel asserts that "the embassies street" in Khartoum was bombed. Nothing has happened there.\n\n'
        "14:10 Several drones have attacked Wadi Seidna this Thursday, a military source says."
    )
    assert [len(one.targets) for one in news(text, title="Sudan war: latest") if "diplomatic" in str(one.targets)] == []


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        (["arson_vandalism"], "Fire at embassy", "A man poured petrol over the embassy's steps in Brest on Thursday."),
        (["armed_attack"], "Men fire at embassy", "Gunmen fired at the embassy in Brest on Thursday, police said."),
        (["arson_vandalism"], "", "A drunk threw a bottle of petrol at an embassy door in Quito on Wednesday night."),
        (["riot"], "", "Protesters threw bottles of petrol at police in Athens on Thursday, injuring four officers."),
        (["armed_attack"], "", "A guard was knifed at the embassy in Sofia on Wednesday. The suspect is being held."),
        (["abduction"], "", "Gunmen took three nuns from a convent near Owerri on Wednesday; they are being held."),
        (["riot"], "", "A tailor was shot during Wednesday's invasion of the Consulate of Niger in Kano, police said."),
        (["arson_vandalism"], "", "Someone put bricks through three windows of the consulate in Graz on Wednesday."),
        (["protest"], "", "About thirty women stood before the embassy in Lusaka for an hour on Thursday and sang."),
        (["cyber_attack"], "", "The compromise of the e-mail service of the Ministry in Riga was detected on Monday."),
        (["drone_attack"], "", "It had sent a drone against the UAE embassy in Aden on Wednesday, the group said."),
        (
            ["armed_attack"],
            "",
            "Commandos ended a siege by gunmen of a hotel in Mogadishu on Thursday in which eight guests lost their "
            "lives, police said.",
        ),
        (
            ["drone_attack"],
            "Minister regrets loss of life",
            "Poland handed over a note on Thursday over the drone raid of Tuesday that damaged its embassy in Kyiv. "
            '"We regret the loss of life," the ministry said.',
        ),
        ([], "Nigeria score three, Lagos explodes in joy", ""),
        (
            [],
            "Canada puts sanctions on makers of drones",
            "Canada imposed sanctions on nine people on Thursday for making drones that Russia has launched against "
            "cities. The drones had killed civilians in their beds, the minister said.",
        ),
        (
            [],
            "Shells found under school",
            "Engineers carried 900 shells out of the cellar of a school in Ruse on Thursday, where they had lain since "
            "1916.",
        ),
    ],
)
def test_who_did_it_and_how(expected: list[str], title: str, text: str) -> None:
    """One thrower is no crowd, a fire is no shot, who is held for a deed was not abducted, and joy is no bomb."""
    assert types(text, title=title) == expected
