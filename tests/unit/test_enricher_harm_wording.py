"""Wordings of killed and injured that news shortens or lists; each beside a counter-example."""

import pytest

from wirewatch_enricher.incidents.adding import settled
from wirewatch_enricher.incidents.casualties import harms, total
from wirewatch_enricher.incidents.persons import INJURED, KILLED
from wirewatch_enricher.incidents.reading import read_text

Counts = tuple[int | None, int | None]


def counted(text: str, *, title: bool = False) -> Counts:
    """Return the killed and injured that a text tells of."""
    reading = read_text(text, "en", title_end=len(text) if title else 0)
    told = [harm for sentence in reading.sentences for harm in harms(reading, sentence)]
    found = [(reading, harm) for harm in settled(reading, told)]
    killed, injured = total(found, KILLED), total(found, INJURED)
    return killed and killed[0].least, injured and injured[0].least


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
