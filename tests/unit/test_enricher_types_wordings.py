"""Wordings of plain news that name no weapon beside the deed, each family beside a text that only looks like it."""

import pytest

from enricher_reading import news, types
from wirewatch_enricher.incidents.flagship import is_flagship

ARMED = [
    "Three aid workers were killed when gunmen stopped their vehicle near Bor on Tuesday, the governor said.",
    "A teacher died on Monday after men fired at the bus in which she was travelling near Mandera, police said.",
    "Three employees were caught in crossfire and died in Kabkabiya on Tuesday, the agency said.",
    "The shooter who killed three people at a bank in Louisville on Monday was a former employee, police said.",
    "Police in Owerri have arrested two men over Sunday's killing of a priest.",
]
FORCES = [
    "Soldiers killed five villagers in North Kivu on Monday, residents said.",
    "Eleven soldiers were killed by Islamic State near Kirkuk on Monday night, the governor said.",
    "A police operation in Rio on Tuesday left 64 people dead, the governor said.",
    "Rebels surrounded a bus near Mayadin on Tuesday. Twenty-three soldiers were killed, a monitor said.",
    "Men on a motorcycle put five bullets into a colonel outside his house in Tehran on Sunday, police said.",
    "A patrol came under fire from both sides near Gao on Tuesday, and two soldiers were killed.",
    "Nine passengers were taken off a bus and shot dead near Barkhan on Tuesday, officials said.",
    "The army base at Mopti was overrun on Tuesday, and the army says that it lost 17 men.",
]
STRIKES = [
    "Three people lost their lives as a result of the strike on a church in Gaza on Tuesday, the bishop said.",
    "Strikes on Al-Hayjah in Yemen on Tuesday killed 31 civilians, the UN coordinator said.",
]
TAKEN = [
    "Four engineers were made to get out of their van by armed men near Kaduna on Monday and led away, police said.",
    "Two engineers were taken from a building site near Maiduguri on Monday by men with rifles, the firm said.",
    "Gunmen stopped a bus near Ndian on Monday and took six passengers into the bush, the mayor said.",
    "Two miners were removed on Tuesday by armed individuals from a site near Kenieba, the mayor said.",
    "Six men in military jackets ordered two engineers out of their jeep near Gwadar on Tuesday, police said.",
    "A missionary was lifted from outside his gate in Niamey by three men on Tuesday, his church said.",
]
CLOSED = [
    ("airspace_incursion", "Balloons with cigarettes closed Vilnius airport for an hour on Tuesday night."),
    ("airspace_incursion", "Three MiG-31s spent twelve minutes over Estonia on Tuesday, the ministry in Tallinn said."),
    (
        "airspace_incursion",
        "Two Russian Su-24s cut through Swedish airspace on Tuesday for three minutes, the army said.",
    ),
    (
        "riot",
        "Students and supporters of the ruling party fought with bricks and bamboo in Dhaka on Tuesday, police said.",
    ),
    ("threat", "Three schools in Minsk were emptied on Tuesday: a caller had said that they would blow up."),
    (
        "threat",
        "The US consulate in Adana is closed since Tuesday because of information about a planned attack, it said.",
    ),
]
ON = [
    "Ballistic missile on Rawdha quarter in Marib this Wednesday evening. Counted two bodies, staff say more.",
    "Rockets on Sderot on Wednesday night, two people wounded, says the ambulance service.",
    "12:05 Artillery on a displaced camp in Sake on Wednesday. At least six bodies, says our correspondent.",
]
BOMBER = "Soldiers shot a suicide bomber before he could blow himself up at a mosque in Maroua on Tuesday."
QUIET = [
    "Guides led sixty pupils into the hills near Bamenda on Tuesday to count birds.",
    "North Korea put a new ballistic missile on show at a parade in Pyongyang on Tuesday.",
    "Soldiers helped after a flood killed nine people in Valencia on Monday.",
    "The government killed the plan for an airport in Riga on Monday, and 40 others.",
    "Iran executed three men convicted of murder on Monday, the judiciary said.",
    "Visitors were struck by the beauty of the old arms in a museum in Graz on Monday.",
    "A strike by cabin crew in Rome on Monday left 900 passengers at the airport, the airline said.",
    "The bomb squad blew up a suitcase at Lyon station on Tuesday. It held a saxophone.",
    "No shells fell on the camps of Goma on Tuesday, for the first time in a month.",
    "The army held a drill at Parakou on Tuesday, in which a bus was seized and two men were shot.",
    "The minister was caught in the crossfire of two wings of his party on Tuesday over the budget.",
    "Dhaka attacked mosquitoes with drones near the Turkish embassy on Tuesday, the mayor said.",
    "The peace march ended near the embassy in Beirut on Tuesday at the minute of the explosion of 2020.",
]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("armed_attack", text) for text in (*ARMED, *FORCES)),
        *(("air_strike", text) for text in STRIKES),
        ("missile_attack", "A school in Izium struck by a missile on Tuesday night was empty, the governor said."),
        *(("abduction", text) for text in TAKEN),
        *(("missile_attack", text) for text in ON),
        *CLOSED,
        ("bombing", BOMBER),
        ("air_strike", "The army bombed the market of Kabkabiya on Monday, killing 100 people, lawyers said."),
        (
            "air_strike",
            "Myanmar's military dropped two bombs on a school on Monday, killing 17 pupils, residents said.",
        ),
        (
            "armed_attack",
            "Eight miners died and five are missing after a militia entered their camp on Tuesday, police said.",
        ),
    ],
)
def test_plain_news_is_found_without_its_weapon(kind: str, text: str) -> None:
    """Gunmen in the next clause, crossfire, men who take people away, and a post without a verb are news."""
    assert types(text) == [kind]


@pytest.mark.parametrize("text", QUIET)
def test_what_only_looks_like_it_is_quiet(text: str) -> None:
    """Walks, parades, politics, pests and marches of people give nothing."""
    assert [kind for kind in types(text) if kind != "protest"] == []


def test_goods_that_are_carried_off_are_not_abducted() -> None:
    """Who shoots and takes flour has raided; who takes men has abducted them."""
    raid = "Fighters entered a village near Hasaheisa on Tuesday, shot at men and carried off {}, residents said."
    assert (types(raid.format("flour and money")), types(raid.format("two girls"))) == (["armed_attack"], ["abduction"])


def test_those_attacked_are_no_rioters() -> None:
    """A crowd that a man attacks does nothing itself, and villagers who bury the dead made no raid."""
    crowd = (
        "A man attacked the crowd with a knife at a market in Solingen on Tuesday, killing three people, police said."
    )
    dead = (
        "Villagers buried 20 people on Tuesday who were killed in Sunday's attack on a village in Benue, a priest said."
    )
    assert (types(crowd), types(dead)) == (["armed_attack"], ["armed_attack"])


def test_what_is_found_later_has_no_day_of_its_own() -> None:
    """A body that is found on Wednesday where a drone hit on Monday is of one attack."""
    text = "Rescuers found a fourth body on Wednesday in the flats in Sumy that a drone hit on Monday night."
    assert types(text) == ["drone_attack"]


@pytest.mark.parametrize(
    ("fires", "text"),
    [
        (
            False,
            "Special forces used an armed quadcopter to kill three men near the Turkish embassy in Kabul on Tuesday.",
        ),
        (True, "Militants used an armed quadcopter to kill three men near the Turkish embassy in Kabul on Tuesday."),
    ],
)
def test_the_state_that_guards_a_site_sets_off_no_alarm(fires: bool, text: str) -> None:
    """A force that uses a drone at home is the side that guards the embassies there."""
    assert any(is_flagship(one) for one in news(text)) is fires


def test_a_gate_in_a_name_is_no_month() -> None:
    """The gate in the name of a quarter of Tripoli is not read as "in August"."""
    text = "قُتل مسعفان وأُصيب 11 شخصا جراء سقوط صواريخ غراد على منطقة باب بن غشير في طرابلس ظهر الثلاثاء."
    assert [str(one.when.start.date()) for one in news(text, language="ar") if one.when] == ["2024-03-12"]


def test_a_shot_that_nobody_meant_is_an_accident() -> None:
    """A hunter whom a friend shot by mistake is no incident."""
    assert (
        types("He was hit by his friend's bullet near Umea on Tuesday in a hunting accident.", title="Hunter shot")
        == []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "An armed commando broke into a bar in Celaya on Wednesday night and executed eleven people.",
            ["armed_attack"],
        ),
        ("Fighters burst into the prison in Hasakah on Wednesday and killed two guards.", ["armed_attack"]),
        ("A crowd armed with sticks broke into a police station in Lahore on Wednesday.", ["riot"]),
        ("Rioters armed with knives looted shops in Port Moresby on Wednesday.", ["riot"]),
    ],
)
def test_an_armed_band_that_breaks_in_is_no_riot(text: str, expected: list[str]) -> None:
    """Who breaks in with arms attacks; a crowd riots, whatever it carries."""
    assert types(text) == expected


AROUND = [
    (
        "missile_attack",
        "An oiler died when a vessel was hit off Mokha on Tuesday. It was a ballistic missile, police said.",
    ),
    (
        "missile_attack",
        "Twenty people died at a market in Donetsk on Tuesday when 155-millimetre rounds landed in the crowd.",
    ),
    ("air_strike", "Two workers at the pumping station they bombed in Sanaa on Tuesday died. It was American planes."),
    ("air_strike", "At least 43 people died in Togoga on Tuesday under the bombs of a military plane, doctors said."),
    (
        "arson_vandalism",
        "A synagogue in Melbourne was gutted on Tuesday after two men were seen splashing liquid from jerrycans.",
    ),
    (
        "drone_attack",
        "Something fell on the gate in Bamako on Tuesday and two guards are dead. It was a quadcopter with a grenade.",
    ),
    ("bombing", "A stairwell in Malmo was torn apart on Tuesday. A flask with dynamite hung on a door, police said."),
]


@pytest.mark.parametrize(("kind", "text"), AROUND)
def test_means_that_stand_beside_the_harm(kind: str, text: str) -> None:
    """Where no clause has a type, the one means that a sentence beside it names gives it."""
    assert types(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Two pilots died when a helicopter hit a power line near Duhok on Tuesday. It was a training flight.",
        "A fire tore through a clothes market in Dhaka on Tuesday and hurt two firemen. A short circuit was to blame.",
        "A commander was killed on Tuesday in a helicopter crash in fog near Popayan.",
        "The new film by Loznitsa, in which rockets hit a school and nine children die, opened in Cannes on Tuesday.",
        "Survivors of the bombs of 1998 lit candles in Nairobi on Tuesday in memory of the 213 who were killed.",
        "A bus overturned near Rohri on Tuesday. Fourteen pilgrims were killed; the driver had dozed off.",
        "Heat killed 41 people in Karachi on Tuesday as the mercury hit 47.",
        "The frigate fired 12 rounds into the sea off Arran on Tuesday in her trials.",
        "A plan for an embassy in Stoke Park was shot down by councillors on Tuesday. A resident feared drones.",
    ],
)
def test_mishaps_have_no_means(text: str) -> None:
    """Crashes, fires, heat, trials at sea and votes are no attack."""
    assert types(text) == []
