"""What is news and what is only told beside it."""

import pytest

from enricher_reading import news, sightings, types

NEWS = [
    "A drone hit the Turkish consulate in Misrata on Thursday, police said.",
    "Two drones were shot down near the embassy in Baghdad, on the second anniversary of the general's killing, today.",
    "A bomb exploded in Quetta on Wednesday in the latest of a string of attacks.",
    "A man was arrested on Thursday over a bomb threat that emptied the consulate in Istanbul on Monday.",
]

NOT_NEWS = [
    "A drone hit the Turkish consulate in Misrata two years ago.",
    "In December 2021 a drone hit the American consulate in Erbil.",
    "Families marked the anniversary of the bombing of the embassy in Nairobi on Thursday.",
    "A court in Erbil jailed two men on Thursday for a drone attack on the consulate in 2021.",
    "Firemen practised for a drone attack on the consulate in Abuja on Wednesday; it was a drill.",
    "A drone could strike the embassy in Vienna, a former general warned on Thursday.",
    "If a drone hit the embassy in Vienna on Friday, who would know what to do?",
    "The group threatened to bomb the embassy in Vienna on Thursday.",
    "Since then embassies in Baghdad have been targeted with drones from time to time.",
    "In the film a drone smashes into the consulate and kills the hero in the second act.",
]


@pytest.mark.parametrize("text", NEWS)
def test_a_recent_event_is_news(text: str) -> None:
    """What the words date in the last seven days is news, whatever is remembered beside it."""
    assert len(types(text)) == 1


@pytest.mark.parametrize("text", NOT_NEWS)
def test_context_is_not_news(text: str) -> None:
    """Old, imagined, rehearsed, feared and repeated events are not news."""
    assert types(text) == []


def test_an_old_event_stays_old_in_the_next_sentence() -> None:
    """A sentence without a time goes on with the time of the one before it."""
    text = "On August 7, 1998, a lorry drove up to the embassy in Nairobi. A bomb exploded and killed 213 people."
    assert types(text) == []


def test_background_is_kept_with_its_reason() -> None:
    """A candidate that is no news is still a sighting, and says why."""
    found = sightings("In December 2021 a drone hit the American consulate in Erbil.")
    assert [one.salience.value for one in found] == ["background"]
    assert "before the news window" in found[0].reasons[0]


def test_a_retraction_of_today_denies() -> None:
    """A report that is withdrawn on the day is denied, one of weeks ago is nothing."""
    today = "We withdraw our report of a bomb at the station in Timisoara today. There was no bomb, police said."
    old = "On 11 January we reported a bomb at the station in Timisoara. The report was wrong. There was no bomb."
    assert [one.status.value for one in news(today, title="Correction")] == ["denied"]
    assert types(old, title="Correction and apology") == []
