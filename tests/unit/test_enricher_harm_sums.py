"""Casualties that several sentences give together, who died later, who lies in hospital, and nobody hurt."""

import pytest

from harm_reading import Counts, counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A drone fell on the hall. It did not break a single person.", (0, 0)),
        ("A drone hit the hall without touching anybody.", (0, 0)),
        ("Rockets hit the airport. All personnel were accounted for and none had been injured.", (0, 0)),
        ("Rockets hit the airport. Not a soul was hurt.", (0, 0)),
        ("A drone was shot down. There is no one who died, he said.", (0, None)),
        ("The sole casualty of the rockets was a soldier who suffered a broken arm.", (0, 1)),
        ("Rockets injured three people. All are alive.", (0, 3)),
        ("Rockets killed a guard. There were no other victims.", (1, 0)),
        ("Rockets wounded three guards. No one else was hurt.", (None, 3)),
        ("Rockets killed two guards. No other deaths have been reported.", (2, None)),
        ("It was shot down without casualties, denying what was circulated about the killing of a guard.", (0, 0)),
        ("Officials denied the attack, saying a guard was killed.", (1, None)),
    ],
)
def test_nobody_hurt_is_told_in_many_ways(text: str, expected: Counts) -> None:
    """Nobody, not a soul, the only casualty and hurt who are alive leave no dead; the rest gives way to any figure."""
    assert counted(text) == expected
