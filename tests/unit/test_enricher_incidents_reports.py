"""What follow-up reports tell: claims, denials, hours, corrected figures; each rule beside what it must not touch."""

import pytest

from enricher_reading import news, types

BOMB = "A bomb exploded in a market in Mosul on Wednesday, killing three people."


def only(text: str, *, title: str = "") -> str:
    """Return day and hour of the one incident of a text."""
    (found,) = news(text, title=title)
    assert found.when is not None
    return found.when.start.strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        (True, "Hackers said on Thursday that they were responsible for the cyber attack on the hospital in Tartu."),
        (True, f"{BOMB} A rebel group said in a video on Thursday that its men had planted it."),
        (True, "A cell claimed on Thursday the drone attack on the U.S. consulate in Peshawar."),
        (False, f"{BOMB} Nobody had claimed the attack by the morning."),
        (False, f"{BOMB} No group has so far said that it was responsible."),
        (None, f"{BOMB} Police said that they had shot the attacker."),
        (None, f"{BOMB} The army said that it had been attacked by rebels."),
        (None, f"{BOMB} The government said that it had carried out no raids."),
        (None, f"{BOMB} The governor claimed that rebels had planted it."),
    ],
)
def test_a_claim_is_somebodys_own_deed(claimed: bool | None, text: str) -> None:
    """Who says that he did it claims it; nobody, a bystander and a victim do not."""
    (found,) = news(text)
    assert found.claimed is claimed


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("denied", "The rumour that the consulate in Erbil was attacked by a drone on Wednesday has no truth."),
        (
            "denied",
            "The army says that reports of a drone attack on the US consulate in Erbil on Wednesday were false.",
        ),
        (
            "confirmed",
            "Police report that a drone attacked the consulate in Erbil on Wednesday and that it was no accident.",
        ),
        ("alleged", "Neighbours swear it was a drone that hit the US consulate in Erbil on Wednesday."),
        (
            "alleged",
            "Residents say that a drone hit the consulate in Erbil on Wednesday, which police declined to confirm.",
        ),
        (
            "thwarted",
            "Soldiers shot down an explosive drone near the consulate in Gao on Thursday. The wreck fell in a field.",
        ),
    ],
)
def test_status_follows_what_is_said_of_a_report(status: str, text: str) -> None:
    """What is said of a rumour behind it denies it; who will not confirm it leaves it in doubt."""
    assert [found.status.value for found in news(text)] == [status]


@pytest.mark.parametrize(
    ("hour", "text"),
    [
        ("14 16:30", "A bomb exploded in a market in Mosul shortly after 4.30 this afternoon, killing two people."),
        ("14 05:20", "A bomb exploded in a market in Mosul at 5.20 this Thursday morning, killing two people."),
        ("14 00:00", "As of 9:30 on Thursday two people were killed by a bomb in a market in Mosul."),
        ("14 00:00", "A bomb killed two people in a market in Mosul on Thursday. (Updated 21:20.)"),
        ("14 00:00", "A bomb killed two people in Mosul on Thursday, the mayor said shortly before 3 a.m."),
        ("14 03:00", "A bomb killed two people in Mosul on Thursday shortly before 3 a.m., the mayor said."),
    ],
)
def test_an_hour_is_the_events_own(hour: str, text: str) -> None:
    """When somebody counted, wrote or spoke is not when it happened."""
    assert only(text) == hour


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("13", "Two days after Monday's explosion a drone hit the consulate in Erbil again, killing a guard."),
        ("12", "The consulate in Erbil opened again on Thursday, two days after a bomb killed a guard there."),
        (
            "11",
            "The market in Mosul opened on Thursday for the first time since Monday's bombing, which killed a guard.",
        ),
    ],
)
def test_a_day_is_counted_from_its_own_anchor(day: str, text: str) -> None:
    """Days count on from a named day, and a day that owns an attack dates it."""
    assert only(text)[:2] == day


def test_a_year_to_the_day_is_no_news() -> None:
    """An anniversary is told as old, whatever day it falls on."""
    assert types("Lanterns hung in Erbil on Thursday, a year to the day after a drone hit the consulate.") == []


@pytest.mark.parametrize(
    ("killed", "text"),
    [
        (7, "The toll of Wednesday's bomb in a market in Mosul rose to seven dead, up from four dead and ten wounded."),
        (
            9,
            "Nine people were killed by a bomb in Mosul on Thursday, police said, instead of the twelve given before.",
        ),
        (6, "Six people and not eight were killed by a bomb in a market in Mosul on Thursday, the mayor said."),
        (4, "Two people were killed at once by a bomb in Mosul on Thursday and the toll rose to four dead."),
    ],
)
def test_a_figure_that_is_taken_back_does_not_count(killed: int, text: str) -> None:
    """Of "seven, up from four" seven is told; a plain figure is."""
    (found,) = news(text)
    assert found.killed is not None
    assert found.killed.least == killed


def test_who_is_shot_dead_is_not_hurt_as_well() -> None:
    """The words of a death are no injury besides."""
    (found,) = news("A driver was shot dead by gunmen near Kumbo on Thursday, officials said.")
    assert (found.killed and found.killed.least, found.injured) == (1, None)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            ["abduction"],
            "Men with rifles halted an ambulance near Kumbo on Thursday and led four nurses into the hills.",
        ),
        ([], "A guide led four nurses into the hills near Kumbo on Thursday to see the waterfall."),
        (["airspace_incursion"], "Bergen airport was closed on Thursday after the tower saw drones off the runway."),
        ([], "Bergen airport was closed on Thursday after a storm. Students saw drones at a fair."),
        (["missile_attack"], "Rockets on the market of Idlib on Thursday. Three dead so far."),
    ],
)
def test_more_ways_to_tell_an_incident(expected: list[str], text: str) -> None:
    """People led away at gunpoint, airports that drones shut, posts without a verb."""
    assert types(text) == expected


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("denied", "The Mosul Times has withdrawn its report of a bomb at the station in Mosul on Thursday."),
        ("denied", "The report of an explosion at the Mosul bus station that we published on Thursday was wrong."),
        ("denied", "Our item of this morning about an explosion in Mosul market has been deleted."),
        ("denied", "What circulates about a drone attack on the consulate in Mosul on Thursday is devoid of truth."),
        (
            "confirmed",
            "Rebels withdrew after a bomb killed two guards at the station in Mosul on Thursday, reports said.",
        ),
        (
            "confirmed",
            "The rebels denied that they had carried out Wednesday's drone attack on the consulate in Mosul.",
        ),
        ("confirmed", "Damascus did not mention the raid of Wednesday on a market in Idlib, which killed nine people."),
        ("denied", "The army denied that its post in Mosul had been attacked on Wednesday."),
    ],
)
def test_who_takes_a_report_back_denies_it(status: str, text: str) -> None:
    """An outlet that takes its report back denies the event; who denies a deed of his own does not."""
    assert [found.status.value for found in news(text)] == [status]


@pytest.mark.parametrize(
    ("killed", "injured", "text"),
    [
        (8, None, "Three of the wounded have died, so that Wednesday's car bomb in Mosul has now cost eight lives."),
        (2, 31, "A car bomb killed two people in Mosul on Thursday. The injured number 31."),
        (None, 2, "A drone hit the consulate in Mosul on Thursday. Two policemen of the guard were injured."),
        (None, 1, "A drone hit the consulate in Mosul on Thursday. The guard was injured."),
        (5, 9, "A car bomb in Mosul on Thursday killed five people and hurt nine. Two of the dead are policemen."),
    ],
)
def test_a_part_is_no_count(killed: int | None, injured: int | None, text: str) -> None:
    """Of "three of the wounded" nobody knows how many were wounded."""
    (found,) = news(text)
    assert (found.killed and found.killed.least, found.injured and found.injured.least) == (killed, injured)


def test_a_retraction_of_shots_is_a_denial() -> None:
    """An outlet that takes its report of shots back denies them."""
    text = "The Courier retracts its report of Thursday about shots in the mall in Brno. No shot was fired."
    assert [found.status.value for found in news(text, title="Retraction")] == ["denied"]


@pytest.mark.parametrize(
    ("killed", "injured", "text"),
    [
        (1, None, "Four nurses were kidnapped and their driver was shot dead near Kumbo on Thursday, officials said."),
        (2, None, "A nurse and their driver were shot dead near Kumbo on Thursday, officials said."),
        (0, 0, "A drone hit the UN compound in Hodeidah on Thursday. Three vehicles burned and nobody was hurt."),
        (None, 3, "A drone hit the UN compound in Hodeidah on Thursday. Three guards were burned."),
    ],
)
def test_only_people_are_hurt(killed: int | None, injured: int | None, text: str) -> None:
    """Things that burn are not injured, and who is taken is not killed with those who are."""
    (found,) = news(text)
    assert (found.killed and found.killed.least, found.injured and found.injured.least) == (killed, injured)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Maiduguri", "A bomb killed two people at Muna Garage on the edge of Maiduguri on Thursday."),
        ("Tripoli", "A drone exploded in Tripoli on Thursday; the blast was heard in Gargaresh and Siyahiya."),
        (
            "Hay al-Andalus, Tripoli",
            "A drone exploded in Gargaresh in Tripoli on Thursday; the blast was heard far away.",
        ),
    ],
)
def test_a_place_is_where_it_happened(place: str, text: str) -> None:
    """A market named after a town abroad, and a quarter that heard it, are not the place."""
    (found,) = news(text)
    assert found.place is not None
    assert found.place.name == place


TWO = "Nine people were killed in Mosul on Wednesday in two bomb attacks. "
EACH = "A bomb killed six and wounded 21 in a bazaar in the morning. In the afternoon a blast at a bus station left {}."


def test_an_article_may_tell_of_two_attacks() -> None:
    """Where the lead counts two and the rest tells the harm of each, each has its own figures and the common day."""
    found = news(TWO + EACH.format("three people dead"))
    assert [one.killed and one.killed.least for one in found] == [6, 3]
    assert {one.when.start.day for one in found if one.when} == {13}


def test_one_attack_told_twice_stays_one() -> None:
    """Without a count of attacks, or with the harm of only one, there is one incident."""
    assert len(news("A bomb killed six people in a bazaar in Mosul on Wednesday. " + EACH.format("cars on fire"))) == 1
    assert len(news(TWO + EACH.format("cars on fire"))) == 1
