"""Lists, parts and "nobody" among the killed and injured; each phenomenon beside a counter-example."""

import pytest

from enricher_reading import news

_HIT = "A drone hit a hotel in Misrata on Wednesday, "
_SHOT = "Gunmen opened fire on a car in Misrata on Wednesday. "


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        (_SHOT + "A diplomat, his wife and their driver were killed.", 3, None),
        (_SHOT + "A diplomat was killed; his wife and their driver had stayed at home.", 1, None),
        (_SHOT + "The driver and four women were wounded.", None, 5),
        (_HIT + "killing a mother and her daughter and injuring 15 people.", 2, 15),
        (_HIT + "killing four and wounding 19, police said.", 4, 19),
        (_HIT + "injuring eight others, among them two policemen and a cameraman.", None, 8),
        (_HIT + "police said. Three people, a father and his two sons, were killed.", 3, None),
        (_HIT + "police said. Three policemen, two cooks and a driver were killed.", 6, None),
        (_HIT + "killing a family of five.", 5, None),
        (_HIT + "police said. The dead were two soldiers and a truck driver.", 3, None),
        (_HIT + "police said. Of seven people four of whom died, one was a guest.", 4, None),
        (_HIT + "police said. No fewer than seven citizens were killed.", 7, None),
        (_HIT + "police said. Five people including the bomber were killed.", 4, None),
        (_HIT + "police said. Five people including the cook were killed.", 5, None),
        (_HIT + "police said. Two cooks injured in the blast have died.", 2, None),
        (_HIT + "killing no fewer than 20 people, two cooks said by telephone.", 20, None),
        (_HIT + "killing a woman and her four-year-old daughter.", 2, None),
    ],
)
def test_lists_add_up_and_parts_do_not(text: str, killed: int | None, injured: int | None) -> None:
    """A list of persons is a sum; who is among them, or who they are, adds nothing."""
    (found,) = news(text)
    assert (found.killed and found.killed.least, found.injured and found.injured.least) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        (_HIT + "police said. No soldier was injured.", 0, 0),
        (_HIT + "police said. No soldier was injured. Two cooks were wounded.", 0, 2),
        (_HIT + "without causing human or material losses.", 0, 0),
        (_HIT + "without serious injuries.", None, None),
        (_HIT + "killing two cooks. Nobody else was hurt.", 2, 0),
        (_HIT + "police said. A guard was wounded. No one else was hurt.", None, 1),
        (_SHOT + "The gunmen wounded a sergeant before both were shot dead.", None, 1),
    ],
)
def test_nobody_of_some_gives_way_to_a_figure(text: str, killed: int | None, injured: int | None) -> None:
    """What "no soldier" and "no one else" say is said of some; attackers do not count."""
    (found,) = news(text)
    assert (found.killed and found.killed.least, found.injured and found.injured.least) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        (_SHOT + "A cook was hurt. His wife and daughter were also wounded.", None, 3),
        (_SHOT + "A policeman was hurt. The officer was wounded in the leg.", None, 1),
        (_SHOT + "Four people were hurt and one of them later died.", 1, 3),
        (_SHOT + "Four people were hurt and one guard died.", 1, 4),
        (_SHOT + "Two soldiers and four militants were killed.", 2, None),
        (_SHOT + "Four militants were killed.", None, None),
        (_SHOT + "The driver, 61, was killed.", 1, None),
        (_SHOT + "The war has killed 6,000 people.", None, None),
        (_SHOT + "Two goats were killed. No people were hurt.", 0, 0),
        (_SHOT + "The statement made no mention of casualties.", None, None),
    ],
)
def test_victims_are_counted_once_and_only_this_times(text: str, killed: int | None, injured: int | None) -> None:
    """Later victims add up, the hurt who died move over; attackers, ages, beasts and a war's dead count for none."""
    (found,) = news(text)
    assert (found.killed and found.killed.least, found.injured and found.injured.least) == (killed, injured)
