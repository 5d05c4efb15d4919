"""Who was hurt and how sure it is, in the wire's many ways of saying it; each beside a counter-example."""

import pytest

from enricher_reading import news

_HIT = "A drone hit a market in Misrata on Wednesday, "


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        (_HIT + "killing a pensioner and her grandson; eight neighbours were hurt, police said.", 2, 8),
        (_HIT + "killing a lieutenant and two of his bodyguards, police said.", 3, None),
        (_HIT + "killing 12 people, the rescue service and two residents said.", 12, None),
        (_HIT + "killing ten people, seven of them pupils, a councillor and a monk said.", 10, None),
        (_HIT + "police said. There was neither damage nor casualties.", 0, 0),
        (_HIT + "police said. Nine officers suffered bruises.", None, 9),
        (_HIT + "police said. A chorister was killed.", 1, None),
        (_HIT + "police said. A number of shops were closed.", None, None),
    ],
)
def test_groups_and_bare_words_are_counted(text: str, killed: int | None, injured: int | None) -> None:
    """Lists add up, those who speak do not; bruises are injuries, closed shops are not."""
    (found,) = news(text)
    assert (found.killed and found.killed.least, found.injured and found.injured.least) == (killed, injured)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("confirmed", "Two drones were shot down over the embassy in Misrata on Wednesday and one damaged its wall."),
        ("thwarted", "Two drones were shot down over the embassy in Misrata on Wednesday, the army said."),
        ("alleged", "A drone hit the embassy in Misrata on Wednesday, allegedly fired by rebels."),
        ("confirmed", "A drone hit the embassy in Misrata on Wednesday. Pigeons were moved, apparently for good."),
    ],
)
def test_one_of_several_and_doubt_elsewhere(status: str, text: str) -> None:
    """One that gets through makes it completed; a word of doubt counts only where the event is told."""
    assert [one.status for one in news(text)] == [status]
