"""Texts that tell of thousands of acts: read in bounded time."""

import time

import pytest

from enricher_reading import raw_article
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.gazetteer.tables import read_table


@pytest.mark.parametrize("act", ["attack\n", "A bomb attack.\n", "Gunmen killed two in Kabul. "])
def test_thousands_of_acts_are_read_in_bounded_time(act: str) -> None:
    """What holds of a text is found once, not anew for each of its events."""
    article = raw_article(act * 3000, title="Attack in Kyiv kills three")
    began = time.process_time()
    enrich(article)
    assert time.process_time() - began < 8


def test_each_town_of_hundreds_has_its_own_dead_in_bounded_time() -> None:
    """What a sentence tells of victims is found once, not anew for each attack in another town."""
    towns = [line["name"] for line in read_table("towns.csv") if line["name"].isalpha()][::3][:300]
    text = "".join(f"A drone killed {number % 7 + 2} men in {town} on Monday. " for number, town in enumerate(towns))
    began = time.process_time()
    found = enrich(raw_article(text)).sightings
    assert time.process_time() - began < 5
    assert len({one.place.name for one in found if one.place and one.killed}) > 200
