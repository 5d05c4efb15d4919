"""Casualties told in the days after: who died since, who is treated, what a live blog says last."""

import pytest

from enricher_reading import news
from harm_reading import Counts, counted
from wirewatch_enricher.incidents.casualties.counts import harms
from wirewatch_enricher.incidents.casualties.live_blog import newest_first
from wirewatch_enricher.incidents.text.reading import read_text


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
        ("Three members of the battalion who were in the car were brought to Raee hospital.", (None, 3)),
        ("Five persons are in the general hospital, the governor said.", (None, 5)),
        ("Forty residents asked doctors for help after the attack.", (None, 40)),
        ("Eleven remain under doctors' supervision.", (None, 11)),
        ("The bodies of two men were taken to the Assad Hospital.", (2, None)),
        ("The drone struck when 40 patients were in the Assad hospital.", (None, None)),
        ("The four adults who were taken from it to Barzilai hospital have gone home.", (None, 4)),
        ("The driver died. Three more in Thawra hospital.", (1, 3)),
        ("5 martyred, 3 critical.", (5, 3)),
        ("Ambulance crews gave first aid to three people.", (None, 3)),
        ("Doctors are fighting for the lives of four children.", (None, 4)),
        ("Ambulance crews gave way to three people.", (None, None)),
        ("A mother is dead and her three kids hurt, my cousin carried them to the hospital.", (1, 3)),
        ("Two persons perished, six more received wounds. In one district four persons were wounded.", (2, 6)),
    ],
)
def test_those_under_treatment_are_hurt(text: str, expected: Counts) -> None:
    """Who is treated is hurt; "both" and "he" go back to those told before, and attackers do not count."""
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


@pytest.mark.parametrize(
    "text",
    [
        "22:25 24 dead, 51 injured.\n16:40 The toll has gone up to 21.\n13:00 Cricket is called off.",
        "1:25pm: 24 dead, 51 injured.\n12:40pm: The toll has gone up to 21.\n11:50am: Cricket is called off.",
        "As of 14:00 - 4 dead and 17 wounded.\nUPD 14:15. There are 24 dead.",
    ],
)
def test_what_a_live_blog_says_last_is_the_toll(text: str) -> None:
    """The entry on top is the newest; in a diary that goes forward the toll stands below, and so does an update."""
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


def test_a_birth_makes_no_event_old() -> None:
    """When one of the dead was born says nothing of when he died, nor do the hurt told next belong to old times."""
    text = "A drone hit a house in Kabul on Thursday. The dead are two boys born in 2016. Nine people were injured."
    count = news(text)[0].injured
    assert count is not None
    assert count.least == 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("With five more bodies found overnight, the deaths from the strike now come to 40.", 40),
        ("Four more had succumbed, for a total of 15, the directorate announced.", 15),
        ("There was one dead. By evening the third, a courier of 22, had died in the ambulance.", 3),
        ("A nurse died on the operating table, the 35th victim.", 35),
        ("Two soldiers have now died of their wounds, so that 23 were killed.", 23),
        ("Six people died at the scene. Seven are now dead, the mayor said.", 7),
        ("The attack killed five; two of them are now dead and buried.", 5),
        ("One guard was killed. The rebels came to 12 houses.", 1),
        ("The fourth victim of the stabbing has been identified as Ali Said.", 4),
        ("The fourth victim of the stabbing is in hospital.", None),
        ("Four people were killed on Monday. The death on Tuesday of a fifth was announced.", 5),
        ("The thirty-fourth victim was identified by DNA.", 34),
        ("The attack has claimed its second victim.", 2),
        ("Four people were killed instantly, and doctors could not save a fifth.", 5),
        ("Doctors could save a fifth.", None),
        ("Seven coffins stood in the nave.", 7),
        ("Of the four occupants of the car only one survived, with burns.", 3),
        ("Neither of the two men survived.", 2),
        ("All four survived.", None),
        ("Drones killed four people. They hit a market. Two died at once, the third, a cook, died later.", 4),
        ("The body of a boy, found at dawn, was the 34th to be carried out.", 34),
        ("A nurse died in intensive care on Thursday, taking to three the number of lives lost.", 3),
        ("Two soldiers were martyred, so the number of martyrs becomes twenty.", 20),
        ("It brings the outcome to 9 martyrs. The outcome since the 7th of October rose to 41,467 martyrs.", 9),
        ("Her mother was a victim. They number eleven now, after two of the wounded died in hospital.", 11),
        ("The bomb killed his brother. There are seven of them now, after a porter died in hospital.", 7),
        ("Five are dead. The injured are now 30.", 5),
        ("The dead number 14, among them five children.", 14),
        ("Three soldiers died. They numbered forty when they set out.", 3),
        ("One of the five wounded reached martyrdom today, and with him the number of martyrs reached seven.", 7),
    ],
)
def test_the_dead_so_far_are_told_in_many_ways(text: str, expected: int) -> None:
    """What the deaths come to, who is the third of them and how many are now dead beats those of one day."""
    assert counted(text)[0] == expected
