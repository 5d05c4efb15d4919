"""Casualties told in the days after: who died since, who is treated, what a live blog says last."""

import pytest

from enricher_reading import news
from harm_reading import Counts, counted
from wirewatch_enricher.incidents.casualties import harms
from wirewatch_enricher.incidents.live_blog import newest_first
from wirewatch_enricher.incidents.reading import read_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One of two guards wounded when a drone hit the consulate on Sunday has died.", (1, 1)),
        ("Two of the nine villagers injured in the shelling died in hospital.", (2, 7)),
        ("The two guards wounded on Sunday have gone home.", (None, 2)),
        ("Of the 66 injured, 40 have been sent home.", (None, 66)),
        ("Of the five others injured, two are home, while a woman remains in intensive care.", (None, 5)),
        ("Five were injured, while a woman remains in intensive care with two others.", (None, 5)),
    ],
)
def test_those_of_a_group_who_died_are_taken_from_it(text: str, expected: Counts) -> None:
    """Part of a counted group died; who is only told of as one of them adds nobody."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ten persons continue receiving treatment.", (None, 10)),
        ("Two children are still in the intensive care unit.", (None, 2)),
        ("19 of the wounded are still receiving treatment, five of them in critical condition.", (None, 19)),
        ("A clerk and a cook were wounded; both have been released from hospital.", (None, 2)),
        ("A clerk and a cook were wounded; two others have been released from hospital.", (None, 4)),
        ("A guard put out the flames. He was treated for burns.", (None, 1)),
        ("A gunman fled. He was treated for burns.", (None, None)),
    ],
)
def test_those_under_treatment_are_hurt(text: str, expected: Counts) -> None:
    """Who is treated is hurt; "both" and "he" go back to those told before, and attackers do not count."""
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


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Seven dead in attack on post", "Three officers were killed. Four attackers were eliminated.", 3),
        ("Seven dead in attack on post", "Three officers were killed. The attackers fled.", 7),
        ("Three dead, among them both gunmen, in attack", "Two gunmen attacked guards.", 1),
        ("Five dead in suicide attack", "He blew himself up, killing four policemen and himself.", 4),
        ("Five dead in suicide attack", "He blew himself up, killing three policemen and himself.", 5),
        ("Three soldiers, five gunmen killed in clash", "", 3),
        ("Three soldiers, five villagers killed in clash", "", 8),
        ("Drones kill watchman, injure six", "", 1),
        ("Drones kill time for hobby pilots", "", None),
    ],
)
def test_headlines_may_count_the_attackers(title: str, text: str, expected: int | None) -> None:
    """A title's sum of victims and attackers gives way to the victims; one of victims alone stands."""
    assert counted(f"{title}\n{text}", title=len(title))[0] == expected


def test_what_a_live_blog_says_last_is_the_toll() -> None:
    """The entry on top is the newest; in a diary that goes forward the toll stands below."""
    text = "22:25 24 dead, 51 injured.\n16:40 The toll has gone up to 21.\n13:00 Cricket is called off."
    reading = read_text(text, "en")
    found = [harm for sentence in reading.sentences for harm in harms(reading, sentence)]
    strongest = max(newest_first(reading, found), key=lambda one: (one.kind == "harm.kill", one.strength))
    assert strongest.value == 24


def test_two_shot_dead_are_not_two_attacks() -> None:
    """Victims counted before an act are no count of acts; bombs are."""
    text = "Two men died in Karachi on Thursday when a crowd tore down a gate. Fourteen people were injured by stones."
    riot = news(text, title="Crowd breaks into consulate in Karachi, two shot dead")[0]
    assert (riot.killed and riot.killed.least, riot.injured and riot.injured.least) == (2, 14)


def test_the_dead_of_an_old_event_are_not_added() -> None:
    """A sentence that names only days long past tells of other victims."""
    text = "Guards shot down a drone over the embassy in Kabul on Thursday. In January a drone killed four men there."
    assert news(text)[0].killed is None
