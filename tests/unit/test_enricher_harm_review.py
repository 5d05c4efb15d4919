"""Casualties where readings went wrong: each construction beside a counter-example."""

import pytest

from harm_reading import Counts, counted
from wirewatch_enricher.incidents.text.reading import read_text, word_before


def test_no_word_stands_before_the_first() -> None:
    """Before the first word stands none, not the text's last."""
    reading = read_text("Two guards died", "en")
    assert (word_before(reading, 0), word_before(reading, 1)) == ("", "two")


@pytest.mark.parametrize("last", ["earlier", "previous", "now"])
def test_a_toll_that_opens_a_text_is_told(last: str) -> None:
    """A text's last word says nothing of a toll that opens it."""
    assert counted(f"Death toll rises to nine as rescuers dig where the market stood {last}") == (9, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two more officers were killed on Thursday. The bomb killed five officers.", (5, None)),
        ("Two officers were killed on Thursday. The bomb killed five officers.", (2, None)),
    ],
)
def test_more_that_open_a_text_are_more(text: str, expected: Counts) -> None:
    """Who is "more" comes to others, at the head of a text as elsewhere."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not one but two soldiers were killed by a roadside bomb in Helmand on Tuesday.", (2, None)),
        ("Not a soldier was killed by the bomb.", (0, None)),
        ("Not one of the passengers was hurt.", (0, 0)),
    ],
)
def test_not_one_but_two_are_two(text: str, expected: Counts) -> None:
    """What "but" sets right is told; a plain "not one" is nobody."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Half of the 60 passengers were hurt when a bomb hit a bus in Quetta on Tuesday.", (None, 30)),
        ("A bomb killed half the 60 passengers.", (30, None)),
        ("A third of the 60 passengers were hurt when a bomb hit a bus.", (None, 20)),
        ("Two-thirds of the 60 passengers were hurt when a bomb hit a bus.", (None, 40)),
        ("One in four of the 60 passengers was hurt when a bomb hit a bus.", (None, 15)),
        ("A quarter of the 50 passengers were hurt when a bomb hit a bus.", (None, None)),
        ("Most of the 60 passengers were hurt when a bomb hit a bus.", (None, None)),
        ("Nearly half of the 60 passengers were hurt when a bomb hit a bus.", (None, None)),
        ("All of the 60 passengers were hurt.", (None, 60)),
        ("Half a dozen people were hurt.", (None, 6)),
        ("Half of the 60 wounded are children.", (None, 60)),
    ],
)
def test_a_share_counts_for_the_whole(text: str, expected: Counts) -> None:
    """A share of a counted group counts as it comes out, and nothing where it does not; a whole stays whole."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three children aged 5, 7 and 9 were killed by a rocket in Donetsk on Tuesday.", (3, None)),
        ("Three children aged five, seven and nine were killed by a rocket.", (3, None)),
        ("Two boys aged 5 and 7, and 9 women were killed by a rocket.", (11, None)),
        ("A boy aged 5 and 9 women were killed by a rocket.", (10, None)),
    ],
)
def test_all_of_a_list_of_ages_are_ages(text: str, expected: Counts) -> None:
    """Each figure of a list behind "aged" is an age; one that counts persons is none."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb killed two soldiers, bringing to 45 the number of troops killed this year.", (2, None)),
        ("A bomb killed two soldiers, bringing the number of troops killed in 2024 to 45.", (2, None)),
        ("A bomb killed two soldiers, bringing the toll to 45 since January.", (2, None)),
        ("A policeman was shot dead, the tenth killed in the province this month.", (1, None)),
        ("A guard was hurt. He had survived an attack that killed nine of his colleagues.", (None, 1)),
        ("A guard was hurt. The mayor spoke of an attack that killed nine.", (9, 1)),
        ("A bomb killed two soldiers, bringing the death toll to 45.", (45, None)),
        ("The death toll rose to nine in the deadliest attack this year.", (9, None)),
        ("The death toll rose by two to 9 after a bomb in Mosul on Tuesday.", (9, None)),
        ("Two to nine people were killed.", (2, None)),
    ],
)
def test_a_toll_of_a_year_is_not_the_events(text: str, expected: Counts) -> None:
    """A toll counts the dead of the event; one of a year or since a month does not."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb killed Governor Ali Hassan and his driver in Mosul on Tuesday.", (2, None)),
        ("A bomb killed Ali Hassan and two other people in Mosul on Tuesday.", (3, None)),
        ("A bomb killed Ali Hassan, Omar Said and Karim Aziz in Mosul on Tuesday.", (3, None)),
        ("A bomb killed Ali Hassan and wounded two other people in Mosul on Tuesday.", (1, 2)),
        ("A bomb killed Ali Hassan and two other people were wounded.", (1, 2)),
        ("A bomb killed Ali Hassan, a teacher, in Mosul on Tuesday.", (1, None)),
        ("A bomb killed Ali Hassan, Omar Said told reporters.", (1, None)),
    ],
)
def test_each_name_of_a_list_is_one_more(text: str, expected: Counts) -> None:
    """Names and groups that an "and" joins add up; who speaks, and who was only hurt, does not count."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 25-year-old was stabbed and killed in London on Tuesday.", (1, None)),
        ("A 25-year-old woman was stabbed 14 times and killed in London on Tuesday.", (1, None)),
        ("A 25-year-old woman was stabbed in London on Tuesday.", (None, 1)),
        ("Two men were shot and one was killed.", (1, 1)),
        ("The driver was wounded and killed two guards.", (2, 1)),
    ],
)
def test_who_was_stabbed_and_killed_is_dead(text: str, expected: Counts) -> None:
    """One who was stabbed and killed is dead and no longer hurt; one only stabbed is hurt."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three workers lost their lives and an unknown number were injured.", (3, None)),
        ("Three workers died and quite a few were wounded.", (3, None)),
        ("Killing three workers and injuring an unspecified number of people, it fled.", (3, None)),
        ("Nine soldiers were killed and 13 wounded when dozens of gunmen attacked.", (9, 13)),
        ("Three workers died and two others were hurt.", (3, 2)),
    ],
)
def test_an_uncounted_group_takes_no_other_figure(text: str, expected: Counts) -> None:
    """Hurt whom nobody counted are not as many as the dead before them."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It exploded, injuring no diplomats but two gardeners asleep in a hut.", (None, 2)),
        ("No one was hurt apart from two guards.", (None, 2)),
        ("The bomb killed nobody except the man who carried it.", (1, None)),
        ("The blast killed nobody but injured two people.", (0, 2)),
        ("No one was killed but five people were injured.", (0, 5)),
        ("The house was empty apart from two guards, who weren't hurt.", (0, 0)),
    ],
)
def test_those_taken_out_of_nobody_count(text: str, expected: Counts) -> None:
    """Of no diplomats but two gardeners the two count; a "but" before a verb takes out nobody."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three soldiers, Shahid Nawaz, Imran Khan and Asif Ali, were killed.", (3, None)),
        ("Three soldiers, Sergeant Shahid Nawaz (38), Corporal Imran Khan (31, Mardan) and Asif Ali, died.", (3, None)),
        ("Two soldiers, Sergeant Ali Hassan and Corporal Omar Said, and their driver were killed.", (3, None)),
        ("Three soldiers, a cook, a driver and a clerk were killed.", (6, None)),
        ("The four who died here were a tailor, two brothers and a student of nineteen.", (4, None)),
        ("Those who died were a tailor, two brothers and a student.", (4, None)),
    ],
)
def test_names_that_say_who_a_group_is_add_nobody(text: str, expected: Counts) -> None:
    """As many names as a figure counts are that group; a list of others adds to it."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The names of those who lost their lives on Saturday: Ma Saw, 34; her daughter, 9; and Tun Aung.", (3, None)),
        ("The dead were named as Ali Hassan, 34, a baker; his wife, Amina; and two of their sons.", (4, None)),
        ("The wounded are: a baker, 40; his two sons; and a nurse.", (None, 4)),
        ("The names of the dead: Ali Hassan, Omar Said and Amina Yusuf.", (3, None)),
        ("Among the wounded are two children. In all, seven people sought medical help.", (None, 7)),
        ("The dead were buried: a cook said so; the mayor wept.", (None, None)),
    ],
)
def test_a_list_by_semicolons_is_counted(text: str, expected: Counts) -> None:
    """Of a list of the dead each group between semicolons counts."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It led to the martyrdom of two fighters and the wounding of a third with serious wounds.", (2, 1)),
        ("A drone killed two farmers, leaving another with serious wounds.", (2, 1)),
        ("The army killed eleven people, two of them teachers, in a drone strike.", (11, None)),
        ("A woman lost her life and six members of her family, including four boys, were hurt.", (1, 6)),
        ("A third man was left for dead.", (None, None)),
        ("The more seriously injured of the two guards died overnight.", (1, None)),
        ("Two of the caretaker's three daughters were wounded.", (None, 2)),
        ("The mine killed a farmer's two sons and 11 goats.", (2, None)),
        ("Two teachers were killed, as well as a cook, and five more people suffered burns.", (3, 5)),
        ("Doctors could save neither; Olena, a nurse, died of cancer.", (None, None)),
    ],
)
def test_a_word_of_harm_finds_its_own(text: str, expected: Counts) -> None:
    """Wounds are of those right before them; a strike, a split word and an illness harm nobody."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ten generators were delivered to hospitals.", (None, None)),
        ("Ten miners were delivered to hospitals.", (None, 10)),
        ("The hospital received two new scanners.", (None, None)),
        ("The clinic treats 90 patients a day.", (None, None)),
        ("The blast killed a stray dog and wounded two dog handlers.", (None, 2)),
        ("It left five persons dead, a number of others injured and 20 houses burnt.", (5, None)),
        ("A bomb left five families in mourning and 17 people in hospital.", (None, 17)),
        ("Three ministers fell in a no-confidence vote.", (None, None)),
        ("The shop sold 40 coffins.", (None, None)),
        ("Of the four icons only one survived.", (None, None)),
        ("The charity gave medical aid to 400 villagers.", (None, None)),
    ],
)
def test_wares_votes_and_beasts_are_no_victims(text: str, expected: Counts) -> None:
    """What is brought, sold or voted out is not hurt."""
    assert counted(text) == expected


_NEWS = "A drone dropped a grenade at the consulate in Kherson on Monday, injuring two policemen. It burned. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Its drones killed three soldiers in the first four months of the year.", (None, 2)),
        ("At least 80 people were killed north of the city in the fighting of that month.", (None, 2)),
        ("So far this year 31 people were killed in the city.", (None, 2)),
        ("Three people were killed in the deadliest attack in years.", (3, 2)),
        ("A man who had joined the police this year was killed.", (1, 2)),
    ],
)
def test_harm_of_a_stretch_of_time_is_no_news(text: str, expected: Counts) -> None:
    """Below the lead what was done in months or years is not the news; the worst attack in years is."""
    assert counted(_NEWS + text) == expected


@pytest.mark.parametrize(
    ("killed", "text"),
    [
        (
            2,
            "Two women fell victim to a drone in Sochi on Thursday. One was found at home, the other died in hospital.",
        ),
        (2, "Two guards were hit by a drone in Sochi on Thursday. One died there, the other died in hospital at noon."),
        (
            14,
            "In Lima 14 victims had died of the shots, revising an earlier count of 15 that included the attacker.",
        ),
        (4, "A gunman killed people in Lima on Thursday: five died, a number that included the attacker."),
    ],
)
def test_the_other_and_an_earlier_count(killed: int, text: str) -> None:
    """The other of two is counted already, the other of one is not; what an earlier count held is no part of this."""
    assert counted(text)[0] == killed


@pytest.mark.parametrize(
    ("killed", "text"),
    [
        (1, "A drone hit a truck carrying petrol near Kherson. The driver was killed."),
        (1, "A soldier who tried to defuse a bomb was killed in Mosul."),
        (1, "A man who fired at a drone was killed in Kharkiv when it exploded."),
        (None, "A man who threw a grenade was killed in Kharkiv when it exploded."),
        (6, "A bomb hit a market in Mosul. Smoke rose. Shops burned. Roads closed. It killed six in half an hour."),
        (0, "A missile hit a hospital in Kharkiv. There were no casualties among patients or staff."),
    ],
)
def test_victims_near_arms_and_staff_count(killed: int | None, text: str) -> None:
    """Who carries fuel, disarms or shoots at a weapon is no attacker; patients who are safe are more than staff."""
    assert counted(text)[0] == killed
