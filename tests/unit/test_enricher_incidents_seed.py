"""The seed article: one foreground incident, and nothing from its background."""

from pathlib import Path

import pytest

from enricher_reading import news, sightings
from wirewatch_enricher.incidents import is_flagship

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "baghdad-airport-2022.txt"
PUBLISHED = "2022-01-03T18:00:00+03:00"


@pytest.fixture
def seed() -> tuple[str, str]:
    """Title and text of the seed."""
    if not SEED.exists():
        pytest.skip("the shared folder is not here")
    title, _, text = SEED.read_text("utf-8").partition("\n\n")
    return title, text


def test_seed_has_one_foreground_incident(seed: tuple[str, str]) -> None:
    """The thwarted attack is the only news in the seed, told at half past four in the morning."""
    title, text = seed
    found = news(text, title=title, published=PUBLISHED)
    assert [(one.type.value, one.status.value, one.claimed) for one in found] == [("drone_attack", "thwarted", False)]
    assert found[0].when is not None
    assert found[0].when.start.isoformat() == "2022-01-03T04:30:00+03:00"


def test_seed_is_flagship_with_two_drones(seed: tuple[str, str]) -> None:
    """Two drones, two marches and two planes are the same two, aimed at a diplomatic site."""
    title, text = seed
    found = news(text, title=title, published=PUBLISHED)
    assert is_flagship(found[0])
    assert [(use.weapon.value, use.count and use.count.least) for use in found[0].weapons] == [("drone", 2)]


def test_seed_background_is_not_news(seed: tuple[str, str]) -> None:
    """The strike of 2020 and the drone of June 2019 are background, what has come "since then" is generic."""
    title, text = seed
    found = sightings(text, title=title, published=PUBLISHED)
    assert [one.type.value for one in found if one.salience.value == "generic"] == ["drone_attack"]
    told = {(one.type.value, one.when.start.date().isoformat(), one.when.precision.value) for one in found if one.when}
    assert told >= {("drone_attack", "2020-01-03", "day"), ("drone_attack", "2019-06-01", "month")}
