"""Texts that tell of thousands of acts: read in bounded time."""

import time

import pytest

from enricher_reading import raw_article
from wirewatch_enricher.enrich import enrich


@pytest.mark.parametrize("act", ["attack\n", "A bomb attack.\n", "Gunmen killed two in Kabul. "])
def test_thousands_of_acts_are_read_in_bounded_time(act: str) -> None:
    """What holds of a text is found once, not anew for each of its events."""
    article = raw_article(act * 3000, title="Attack in Kyiv kills three")
    began = time.process_time()
    enrich(article)
    assert time.process_time() - began < 8
