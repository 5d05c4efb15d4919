"""Wordings of killed and injured in the news; each beside a counter-example."""

import pytest

from harm_reading import Counts, counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen kill 10, wound 3 at market", (10, 3)),
        ("Gunmen kill 10, three wounded at market", (10, 3)),
        ("Two cooks killed by shell, a third injured", (2, 1)),
        ("Two cooks killed by shell, a dozen injured", (2, 12)),
        ("One killed, other wounded as two guards shot", (1, 1)),
        ("As many as two guards wounded", (None, 2)),
    ],
)
def test_headlines_count_each_verb_for_itself(text: str, expected: Counts) -> None:
    """A verb in the present has what stands behind it, an ordinal or "other" is one person."""
    assert counted(text, title=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were killed and another wounded in the village.", (2, 1)),
        ("A shell hit the yard and another killed four.", (4, None)),
        (
            "The bodies of two more cooks were found, taking the number of dead to 22: twenty cooks and two guards.",
            (22, None),
        ),
        ("The dead were found at 22:30 and two guards were hurt.", (None, 2)),
    ],
)
def test_one_more_is_one_and_an_hour_is_no_toll(text: str, expected: Counts) -> None:
    """Who is only "another" is one person; a figure before a colon counts unless it is an hour."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It put the number of wounded at between 20 and 25.", (None, 20)),
        ("It put the bomb at the gate between 20 and 25 metres away.", (None, None)),
        ("Three people died in hospital overnight of wounds, taking the number of civilians killed to 40.", (40, None)),
        ("Three people died in hospital overnight and two have wounds.", (3, 2)),
        ("Ten guards were killed, the mayor said, after having put the number at eight.", (10, None)),
        ("Ten guards were killed, the mayor said, having put up a fight.", (10, None)),
        ("Three guards reached martyrdom and another who was wounded was flown out.", (3, 1)),
        ("The number of people killed rose to 40. More than 200 have been treated.", (40, 200)),
    ],
)
def test_a_toll_has_the_figure_it_leads_to(text: str, expected: Counts) -> None:
    """A toll is followed by its figure, which an old one beside it does not replace."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bomb killed the refugees minister, two of his bodyguards and a petitioner, officials said.", (4, None)),
        ("The bomb killed the minister, two of his guards said.", (1, None)),
        ("A Russian general and his assistant were killed.", (2, None)),
        ("A Russian general was killed and his house was searched.", (1, None)),
        ("Rebels shot dead a foreman on Saturday and led away the owner's son.", (1, None)),
        ("Rebels shot dead a foreman on Saturday and the owner's son.", (2, None)),
        ("All three, aged 15 to 20, died, correcting earlier reports of two dead.", (3, None)),
        ("A man who had kidnapped a pupil was killed by snipers.", (None, None)),
        ("A man who had missed a bus was killed by snipers.", (1, None)),
        ("At the hospital they say 1 dead 7 burned.", (1, 7)),
        ("In the town they say 7 burned.", (None, None)),
        ("The blast injured 54 people, none fatally.", (0, 54)),
        ("The blast injured 54 people; one man died.", (1, 54)),
    ],
)
def test_lists_name_each_victim_once(text: str, expected: Counts) -> None:
    """Persons listed by their role are added; what another verb was done to, a thing or a hijacker is no victim."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed a married couple and wounded nine other people.", (2, 9)),
        ("The blast killed a soldier and wounded a couple.", (1, 2)),
        ("Bombs killed three cooks this Wednesday and injured another, the head said.", (3, 1)),
        ("No damage or injuries were reported.", (0, 0)),
        ("No injuries were reported but two people died.", (2, 0)),
        ("No one among the crew was killed or wounded.", (0, 0)),
    ],
)
def test_couples_are_two_and_no_injuries_no_deaths(text: str, expected: Counts) -> None:
    """A couple is two whatever stands before it; who says only that nobody was hurt tells of no dead."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men died of gunshot wounds.", (2, None)),
        ("Two men died and three suffered gunshot wounds.", (2, 3)),
        ("Two patients lost their lives and fourteen people were injured.", (2, 14)),
        ("The army lost two soldiers.", (2, None)),
        ("Gunmen kidnap five aid workers and kill their driver.", (1, None)),
        ("Air strikes kill family of seven.", (7, None)),
        ("Air strikes kill five of a family.", (5, None)),
        ("It killed a farmer, his two wives and four guards.", (7, None)),
        ("Leaving three dead and thirty-odd injured.", (3, 30)),
        ("Besides the soldiers who died, three civilians waiting for a bus were wounded.", (None, 3)),
        ("A woman in the camp for displaced people was injured.", (None, 1)),
        ("A teacher is the fourth to die.", (4, None)),
        ("The fourth bomb was to kill.", (None, None)),
        ("Gunmen killed at least 17 people. He put the number of dead at 23.", (17, None)),
        ("A bomb killed at least 17 people. The mayor put the number of dead at 23.", (23, None)),
        ("He denied the existence of dead.", (None, None)),
        ("Two guards confirmed the deaths of three cooks.", (3, None)),
        ("Three cooks were killed and six wounded. The hospital received all nine casualties.", (3, 6)),
        ("Three cooks were killed and six wounded. The hospital received all nine wounded.", (3, 9)),
        ("A guard was killed and three were injured. An earlier statement put the injured at two.", (1, 3)),
        ("A guard was killed and three were injured. A new statement put the injured at four.", (1, 4)),
        ("Seventeen people are now counted among the injured.", (None, 17)),
        ("The injured are now 30.", (None, 30)),
        ("Shelling has killed 13 people in the province since the start of the year.", (None, None)),
        ("Shelling has killed 13 people in the province since dawn.", (13, None)),
        ("It killed an officer. The group said that five mercenaries had died.", (1, None)),
        ("It killed an officer. A rights group said that five villagers had died.", (5, None)),
        ("Five others are cared for at the hospital.", (None, 5)),
        ("Nobody died, said an officer, who put the crowd at 200.", (0, None)),
        ("The number of injured has been put at 32.", (None, 32)),
        ("Seven people who had fled from fighting died and at least 10 were hurt.", (7, 10)),
        ("Three cooks died on Thursday, after a man of 58 did not survive an operation.", (3, None)),
        ("Three cooks died on Thursday, and a man of 58 did not survive an operation.", (4, None)),
        ("A bomb killed at least nine, wounding dozens.", (9, None)),
        ("A bomb killed at least nine, wounding a dozen.", (9, 12)),
        ("Clashes left 12 officers and at least 30 demonstrators injured.", (None, 42)),
        ("Clashes left 12 dead and at least 30 demonstrators injured.", (12, 30)),
        ("It killed Hassan Ali, a commander, and his bodyguard.", (2, None)),
        ("It killed Hassan Ali, a commander, in his bedroom.", (1, None)),
        ("Seven were killed and the rest wounded.", (7, None)),
        ("17 people needed medical treatment.", (None, 17)),
        ("Four protesters were shot dead and scores wounded.", (4, None)),
        ("Four protesters were shot dead and six wounded.", (4, 6)),
        ("A man born in 1961 died; a woman born in 1970 was injured.", (1, 1)),
        ("A 60-year-old man died from his injuries in hospital.", (1, None)),
        ("The consul's driver was among 14 people hurt.", (None, 14)),
        ("Fourteen people were hurt, among them a driver.", (None, 14)),
        ("Paramedics took two people to hospital.", (None, 2)),
        ("Paramedics took two ambulances to hospital.", (None, None)),
        ("ACCRA, July 11 - Twenty people lost their lives.", (20, None)),
        ("Some 11-12 people lost their lives.", (11, None)),
        ("Shells killed three people. A monitoring group gave the number of dead as four.", (3, None)),
        ("Shells killed three people. The ministry gave the number of dead as four.", (4, None)),
        ("One student, hit by a stone, died, a doctor said, and at least 15 people were injured.", (1, 15)),
        ("A doctor and at least 15 people were injured.", (None, 16)),
        ("A driver, left for dead with a bullet in his hip, was found.", (None, 1)),
        ("The government put the toll at ten, including the bomber.", (9, None)),
        ("Two of the wounded, a cook and a guard, died. Sixteen others are being treated.", (2, 16)),
        ("No one was injured in the fire.", (0, 0)),
        ("No one was injured in the hospital, but three were injured outside.", (None, 3)),
        ("A stray bullet slightly injured a cobbler.", (None, 1)),
        ("A cobbler was slightly injured and a baker fled.", (None, 1)),
        ("It badly wounded a guard outside. A visitor was grazed on the ear.", (None, 2)),
        ("It badly wounded a guard outside. The guard was grazed on the ear.", (None, 1)),
        (
            "Two officers, one of whom has lost the sight of an eye, and a woman who sold tea to clerks were injured.",
            (None, 3),
        ),
        ("Two officers fled, and a woman who sold tea to clerks was injured.", (None, 1)),
        ("A man stabbed two people who were in the queue and was shot dead.", (None, 2)),
        ("A man who stood near two people in the queue was shot dead.", (1, None)),
        ("Ali Said, who was wounded on Monday, was martyred on Friday. Nine of the injured remain.", (1, 9)),
        ("It killed two Iraqis, a gardener and a guard.", (2, None)),
        ("It killed two soldiers, a gardener and a guard.", (4, None)),
        ("It killed three women, two men and an infant.", (6, None)),
        ("A contractor wounded when drones bombed the camp died on Saturday. Five others remain hurt.", (1, 5)),
        ("A contractor was wounded when drones bombed the camp. Two others died on Saturday.", (2, 1)),
        ("He corrected himself, correcting reports that a fisherman had died.", (None, None)),
        ("The watchman burned both hands.", (None, 1)),
        ("The blasts claimed no lives.", (0, None)),
        ("The blasts claimed two lives.", (2, None)),
        ("According to posts, five people perished. There are no dead.", (0, None)),
        ("According to police, five people perished. There are no wounded.", (5, 0)),
        ("Two other wounded have lost their lives; 19 people are under cure in Kabul.", (2, 19)),
        ("The march followed the death of a fisherman.", (None, None)),
        ("The blast caused the death of a fisherman.", (1, None)),
        ("A second driver, shot in the arm, hid until dark.", (None, 1)),
    ],
)
def test_wordings_of_harm(text: str, expected: Counts) -> None:
    """Each wording beside one that only looks like it."""
    assert counted(text) == expected
