"""The day of an event among other days of its text; each phenomenon beside a counter-example."""

from datetime import date

import pytest

from enricher_reading import news

_RAID = "raided a school outside Wukari, in Nigeria's Taraba state, late on Monday and took 22 pupils, police said."


@pytest.mark.parametrize(
    ("back", "text"),
    [
        ("2025-05-12", "JALINGO, Nigeria, May 14 - Gunmen " + _RAID),
        ("2025-05-12", "LA PAZ, May 14 - A bomb killed two people in La Paz on Monday, police said."),
        ("2025-05-12", "May 14 - A jet dropped two bombs on Mogok on Monday evening, killing three, a rebel said."),
        (
            "2025-05-12",
            "A drone hit the consulate in Basra the night before yesterday, a source said today, Wednesday.",
        ),
        ("2025-05-12", "A man shot two people dead in Oslo on Monday; he had not been caught by Wednesday noon."),
        ("2025-05-13", "The embassy in Juba is appalled by Tuesday's drone strike on a market there that killed 12."),
        (
            "2025-05-13",
            "A cyber attack has kept the tax office in Tirana off line since Tuesday, the minister told viewers.",
        ),
    ],
)
def test_the_event_has_its_own_day(back: str, text: str) -> None:
    """Neither the dateline nor who spoke when nor the end of a stretch is the day of the event."""
    found = news(text, published="2025-05-14T18:00:00+00:00")[0]
    assert found.when
    assert found.when.start.date() == date.fromisoformat(back)
