"""How a sentence tells of killed and injured, construction by construction; each beside a counter-example."""

import pytest

from harm_reading import Counts, counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five or six people were hurt.", (None, 5)),
        ("Five people were killed or six.", (5, None)),
        ("Between three and five people were wounded.", (None, 3)),
        ("From three the number of dead rose to five.", (5, None)),
        ("An unknown number of protesters were hurt.", (None, None)),
        ("Eleven officers and an unknown number of protesters were hurt.", (None, 11)),
        ("Two men aged 23 and 45 were injured.", (None, 2)),
        ("A girl, eight, was wounded.", (None, 1)),
        ("A 16-year-old was killed.", (1, None)),
        ("Bomb kills five, wounds 12 in a market.", (5, 12)),
        ("The strike killed 12.", (12, None)),
    ],
)
def test_the_lower_end_counts_and_ages_do_not(text: str, expected: Counts) -> None:
    """Of a range its lower end counts, ages and groups that nobody counted give no figure."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One of two guards was wounded.", (None, 1)),
        ("Two guards were wounded.", (None, 2)),
        ("Two of the 12 kidnapped villagers were killed.", (2, None)),
        ("Two of the five wounded are in a critical condition.", (None, 5)),
        ("The dead include two Americans.", (2, None)),
        ("The dead include two Americans. Nine people were killed.", (9, None)),
        ("A Briton and two Germans were among the dead.", (3, None)),
        ("A Briton and two Germans were among the ten dead.", (10, None)),
        ("Dozens were injured, including at least 14 policemen.", (None, 14)),
        ("Dozens were injured in the blast.", (None, None)),
        ("Four people were stabbed, two of them to death.", (2, 2)),
        ("Four people were stabbed, two of them badly.", (None, 4)),
    ],
)
def test_a_part_is_no_whole(text: str, expected: Counts) -> None:
    """A part that is taken of a whole counts for itself; one named of all is only a lower bound."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seven people - four of them children - were killed.", (7, None)),
        ("Seven people - four more were hurt - had gathered.", (None, 4)),
        ("Seven people (four of them children) were killed.", (7, None)),
        ("The driver, trapped in his cab, died.", (1, None)),
        ("Citizens, not less than seven, were martyred.", (7, None)),
        ("A soldier who was shot near the gate on Monday has died.", (1, None)),
        ("A soldier who saw it was shot.", (None, 1)),
        ("Five died, among them a mother and her infant, and 11 others were wounded.", (5, 11)),
    ],
)
def test_asides_are_looked_past(text: str, expected: Counts) -> None:
    """What stands between dashes, brackets or commas, and a relative clause, is looked past to the subject."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two people were killed in the north and three in the south.", (5, None)),
        ("Five people were killed, two in the north and three in the south.", (5, None)),
        ("One person was critically injured and four slightly.", (None, 5)),
        ("Five people were injured, three seriously.", (None, 5)),
        ("One person died at the scene and two others died in hospital.", (3, None)),
        ("One person died at the scene and police shot dead two others.", (1, None)),
        ("Two people died instantly, three more later.", (5, None)),
        ("The governor was killed along with three bodyguards.", (4, None)),
        ("The governor was killed with a knife.", (1, None)),
    ],
)
def test_groups_that_share_a_word_of_harm_add_up(text: str, expected: Counts) -> None:
    """Others hurt in the same event are added; who is a part of those told before is not."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It killed nine and injured 20; two of the wounded died later.", (11, 18)),
        ("It injured 20. The toll rose to nine after two of the wounded died.", (9, 20)),
        ("Two more people died of their injuries, bringing the toll to eight.", (8, None)),
        ("Two more bodies were found, so that all four aboard were killed.", (4, None)),
        ("Mosque attack toll rises to 30.", (30, None)),
        ("Officials put the earlier toll at 12.", (None, None)),
        ("Officials had earlier put the toll at 12 but lowered it to nine.", (9, None)),
        ("The 7th victim of the pub bomb dies.", (7, None)),
        ("On the 7th of May a victim died.", (1, None)),
        ("The dead are eight, a boy having died on Monday.", (8, None)),
    ],
)
def test_the_newest_total_wins(text: str, expected: Counts) -> None:
    """Tolls, ordinals and "all four" count everybody so far; the wounded who die move to the dead."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An air strike killed five militants in the valley.", (5, None)),
        ("The army killed five militants in the valley.", (None, None)),
        ("Five people were killed, including the bomber.", (4, None)),
        ("Five people were killed, not including the bomber.", (5, None)),
        ("Nine people died, two of them the bombers.", (7, None)),
        ("Nine people died, two of them children.", (9, None)),
        ("Five officers and a dozen militants were left dead.", (5, None)),
        ("Five officers and a dozen children were left dead.", (17, None)),
        ("Two robbers were killed.", (None, None)),
        ("A guard was stabbed. Police shot the suspect in the leg. Both were taken to hospital.", (None, 1)),
        ("Gunmen shot two policemen. Both died in hospital.", (2, None)),
        ("Police stopped a van laden with explosives. The driver was shot dead as he fled.", (None, None)),
        ("A truck loaded with explosives hit a bus. The driver of the bus was killed.", (1, None)),
        ("A man who poured petrol over a van burned himself and was taken to hospital.", (None, None)),
        ("A woman who threw herself on the grenade was killed.", (1, None)),
    ],
)
def test_attackers_do_not_count_unless_the_attack_was_on_them(text: str, expected: Counts) -> None:
    """Attackers are left out of any figure; militants hit from the air are its victims."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed nobody but injured two people.", (0, 2)),
        ("No one aboard was hurt.", (0, 0)),
        ("No one who was aboard says who was hurt.", (None, None)),
        ("The blast caused material damage only.", (0, 0)),
        ("The blast caused material damage and killed two people.", (2, None)),
        ("It did not cause any casualties.", (0, 0)),
        ("It was not clear whether there were any casualties.", (None, None)),
        ("He tried to kill the minister.", (None, None)),
        ("He went on to kill the minister.", (1, None)),
    ],
)
def test_nobody_hurt_is_said_not_asked(text: str, expected: Counts) -> None:
    """Nobody may stand anywhere before the word of harm; what is asked, wanted or possible says nothing."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ahmed Khalil was killed and his brother was wounded.", (1, 1)),
        ("The Old Bridge was destroyed and his brother was wounded.", (None, 1)),
        ("Ali Hassan and Omar Said were killed.", (2, None)),
        ("Ali Said, 20, of Basra, the owner of a shop, was shot dead.", (1, None)),
        ("On Monday, in Basra, the shop was closed.", (None, None)),
        ("It led to the martyrdom of the driver.", (1, None)),
        ("It led to two policemen of the guard being wounded.", (None, 2)),
    ],
)
def test_persons_may_have_names(text: str, expected: Counts) -> None:
    """One who is named, far from the verb or after a noun of harm, is one person; things and days are none."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were shot outside a bar, one of them fatally.", (1, 1)),
        ("Police fired two shots.", (None, None)),
        ("Two journalists were hit by pellets.", (None, 2)),
        ("Two houses were hit by pellets.", (None, None)),
        ("Drones burned four tanks; a fireman died and two were injured.", (1, 2)),
        ("A guard lost two fingers.", (None, 1)),
        ("Two people suffered smoke poisoning.", (None, 2)),
        ("Two firms suffered losses.", (None, None)),
        ("A spokesman claimed that 20 soldiers were killed. Two soldiers were killed, the army said.", (2, None)),
        ("The bombing claimed six lives.", (6, None)),
    ],
)
def test_only_persons_are_hurt_and_claims_give_way(text: str, expected: Counts) -> None:
    """Things that are hit or burn count for nothing; what is claimed counts where nothing else is said."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It killed two people, a worker and a policeman, and left three others wounded.", (2, 3)),
        ("It killed two policemen, a worker and a cook, and left three others wounded.", (4, 3)),
        ("Nobody was injured in the hospital. In the street a boy was wounded.", (None, 1)),
        ("Nobody was injured in the attack. In the street a car was damaged.", (0, 0)),
        ("The suspect, 27, was taken to hospital.", (None, None)),
        ("The barber, 27, was taken to hospital.", (None, 1)),
        ("Bombs dropped on Nyala, a town in Sudan, have killed at least 32 people.", (32, None)),
        ("Two people hurt in a bombing in Quetta have died. Fourteen remained under treatment.", (2, 14)),
        ("Two people hurt in a bombing in Quetta have gone home.", (None, 2)),
        ("One went astray and one killed four soldiers.", (4, None)),
        ("Two died, one of them hit by a bullet, and three are in hospital.", (2, 3)),
    ],
)
def test_who_they_are_and_where(text: str, expected: Counts) -> None:
    """A list may say who was counted, "nobody" speak of one place, and the hurt have died since."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soldier, two civilians killed in blast", (3, None)),
        ("Soldier says two civilians killed in blast", (2, None)),
        ("Two shot, one fatally, outside carry-out", (1, 1)),
        ("Five hostages, one policeman dead in bank siege", (6, None)),
    ],
)
def test_headlines_leave_words_out(text: str, expected: Counts) -> None:
    """A headline's list has neither articles nor "and", its passive no "were"."""
    assert counted(text, title=True) == expected


def test_who_is_bombed_is_a_victim_wherever_it_is_told() -> None:
    """A sentence without a weapon counts militants where its event is an air raid, and else does not."""
    text = "Eleven militants were killed, the army said."
    assert (counted(text, air_raid=True), counted(text)) == ((11, None), (None, None))
