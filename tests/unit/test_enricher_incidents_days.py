"""The day of an event among other days of its text; each phenomenon beside a counter-example."""

import pytest

from enricher_reading import news


def day_of(text: str, *, title: str = "", published: str = "2025-05-14T18:00:00+00:00") -> str:
    """Return the day of the first event of a text, which is published on a Wednesday."""
    found = news(text, title=title, published=published)[0]
    assert found.when
    return found.when.start.date().isoformat()


_RAID = "raided a school outside Wukari, in Nigeria's Taraba state, late on Monday and took 22 pupils, police said."


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("12", "JALINGO, Nigeria, May 14 - Gunmen " + _RAID),
        (
            "12",
            "May 14 (Mekong News) - Two jets dropped bombs on Mogok on Monday, killing three, a rebel said.",
        ),
        ("12", "Nay Pyi Taw, 14 May - Jets bombed a building in Mogok on the night of 12 May, killing three."),
        ("12", "LA PAZ, May 14 - A bomb killed two people in La Paz on Monday, police said."),
        ("12", "May 14 - A jet dropped two bombs on Mogok on Monday evening, killing three, a rebel said."),
        (
            "12",
            "A drone hit the consulate in Basra the night before yesterday, a source said today, Wednesday.",
        ),
        ("12", "A man shot two people dead in Oslo on Monday; he had not been caught by Wednesday noon."),
        ("13", "The embassy in Juba is appalled by Tuesday's drone strike on a market there that killed 12."),
        (
            "13",
            "A cyber attack has kept the tax office in Tirana off line since Tuesday, the minister told viewers.",
        ),
    ],
)
def test_the_event_has_its_own_day(day: str, text: str) -> None:
    """Neither the dateline nor who spoke when nor the end of a stretch is the day of the event."""
    assert day_of(text) == f"2025-05-{day}"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (
            "12",
            "Poland summoned the envoy on Wednesday after a drone hit its embassy in Kyiv. It had struck on Monday.",
        ),
        ("14", "A drone hit the Polish embassy in Kyiv on Wednesday after Poland had closed a consulate, police said."),
        ("11", "A mosque in Lille was set on fire in the night between Saturday and Sunday, the police said."),
        ("10", "A mosque in Lille was set on fire on Saturday, and police searched a flat on Sunday, an officer said."),
        (
            "13",
            "Rebels said on Wednesday that they had nothing to do with a drone that blew up at the consulate of Uganda "
            "in Bunia the morning before, killing one.",
        ),
        ("14", "Bombs killed two people in Sofia on Wednesday, four days before Sunday's vote, police said."),
    ],
)
def test_a_day_of_something_else_does_not_count(day: str, text: str) -> None:
    """What came of an event, a count of the dead and a vote have days of their own; a night belongs to its end."""
    assert day_of(text) == f"2025-05-{day}"


def test_a_day_before_an_attack_is_its_own() -> None:
    """A day in front of what happened, “by Tuesday air strike”, is its own, and ends no stretch."""
    title = "UN rights office appalled by Tuesday air strike on wedding in Kanbalu that left 17 dead"
    assert day_of("", title=title, published="2023-06-29T12:20:00+02:00") == "2023-06-27"


def test_a_day_that_owns_the_attack_goes_before_that_of_a_count() -> None:
    """The toll rose on Monday, but it was Saturday's attack."""
    text = (
        "The toll of a missile strike in Kharkiv rose to 14 on Monday after two bodies were found, the mayor said. "
        "Fifty-one people were wounded in Saturday's attack."
    )
    title = "Toll of missile strike in Kharkiv rises to 14"
    assert day_of(text, title=title, published="2025-05-12T18:00:00+00:00") == "2025-05-10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two soldiers were hurt when rebels who rejected the 2016 peace deal dropped grenades from a drone.", 1),
        ("Two soldiers were hurt in the 2016 raid, when rebels dropped grenades from a drone.", 0),
    ],
)
def test_a_year_that_names_a_deal_dates_nothing(text: str, expected: int) -> None:
    """A year before a deal or a law tells which one is meant; before a deed it tells when."""
    assert len(news(f"{text} The army spoke on Wednesday of El Plateado.")) == expected


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (
            "12",
            "Two guards of the consulate in Misrata went home on Wednesday. They had been at its gate on Monday "
            "evening when a drone dropped a grenade there and wounded them.",
        ),
        (
            "12",
            "Worshippers prayed in the street in Lima on Wednesday. Their synagogue was gutted by arsonists on Monday.",
        ),
        (
            "12",
            "Mourners came to Sumy on Wednesday. A missile struck its town hall on Monday and killed two people.",
        ),
        ("14", "A drone hit the consulate in Misrata on Wednesday. The gate had been repaired on Monday."),
        ("14", "A drone hit the consulate in Misrata on Wednesday. On Monday a bomb had been found there."),
        ("10", "A street in Lima, occupied since Saturday by hundreds of peaceful protesters, stays closed today."),
        ("14", "A drone was shot down over the embassy in Misrata, it is the third since Sunday."),
    ],
)
def test_the_days_after_are_not_the_events(day: str, text: str) -> None:
    """What came of an event has a day of its own; a deed of another day does not move an event that has one."""
    assert day_of(text) == f"2025-05-{day}"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("14", "A drone hit the consulate in Misrata last night at 2:35, police said."),
        ("13", "A drone hit the consulate in Misrata last night at 22:35, police said."),
        ("14", "At 12:55 a missile hit a clinic in Sumy and killed two people."),
        ("12", "A bomb exploded on the overnight bus to Misrata on Monday and killed two people."),
        (
            "13",
            "The mayor condemns the raid launched last night by drones on the consulate in Misrata. We meet on Friday.",
        ),
    ],
)
def test_nights_and_hours_give_a_day(day: str, text: str) -> None:
    """Small hours of "last night" are of the day it is told, as is an hour alone; a night bus tells no night."""
    assert day_of(text) == f"2025-05-{day}"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (
            "13",
            "India on Wednesday deplored a drone bombing at its consulate in Sittwe that killed two the day before.",
        ),
        ("14", "A drone bombing killed two at the consulate in Sittwe on Wednesday, the day before a vote."),
        ("13", "In the night of 12/13 May drones hit the consulate in Misrata and killed two, police said."),
        ("12", "Mourning of three days began this Wednesday for the 21 people killed Monday in a raid in Misrata."),
        ("14", "Mourning for an old king began on Monday. A bomb killed 21 people on Wednesday in Misrata."),
    ],
)
def test_a_day_that_counts_back_or_stands_by_the_deed_goes_first(day: str, text: str) -> None:
    """What the day before an envoy spoke, at the end of a night or on a day beside "killed" was done has that day."""
    assert day_of(text) == f"2025-05-{day}"
