"""Wordings of killed and injured that news shortens or lists; each beside a counter-example."""

import pytest

from harm_reading import Counts, counted


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It put the number of wounded at between 20 and 25.", (None, 20)),
        ("It put the bomb at the gate between 20 and 25 metres away.", (None, None)),
        ("Three people died in hospital overnight of wounds, taking the number of civilians killed to 40.", (40, None)),
        ("Three people died in hospital overnight and two have wounds.", (3, 2)),
        ("Ten guards were killed, the mayor said, after having put the number at eight.", (10, None)),
        ("Ten guards were killed, the mayor said, having put up a fight.", (10, None)),
        ("Three guards reached martyrdom and another who was wounded was flown out.", (3, 1)),
        ("The number of people killed rose to 40. More than 200 have been treated.", (40, 200)),
    ],
)
def test_a_toll_has_the_figure_it_leads_to(text: str, expected: Counts) -> None:
    """A toll is followed by its figure, which an old one beside it does not replace."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bomb killed the refugees minister, two of his bodyguards and a petitioner, officials said.", (4, None)),
        ("The bomb killed the minister, two of his guards said.", (1, None)),
        ("A Russian general and his assistant were killed.", (2, None)),
        ("A Russian general was killed and his house was searched.", (1, None)),
        ("Rebels shot dead a foreman on Saturday and led away the owner's son.", (1, None)),
        ("Rebels shot dead a foreman on Saturday and the owner's son.", (2, None)),
        ("All three, aged 15 to 20, died, correcting earlier reports of two dead.", (3, None)),
        ("A man who had kidnapped a pupil was killed by snipers.", (None, None)),
        ("A man who had missed a bus was killed by snipers.", (1, None)),
        ("At the hospital they say 1 dead 7 burned.", (1, 7)),
        ("In the town they say 7 burned.", (None, None)),
        ("The blast injured 54 people, none fatally.", (0, 54)),
        ("The blast injured 54 people; one man died.", (1, 54)),
    ],
)
def test_lists_name_each_victim_once(text: str, expected: Counts) -> None:
    """Persons listed by their role are added; what another verb was done to, a thing or a hijacker is no victim."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed a married couple and wounded nine other people.", (2, 9)),
        ("The blast killed a soldier and wounded a couple.", (1, 2)),
        ("Bombs killed three cooks this Wednesday and injured another, the head said.", (3, 1)),
        ("No damage or injuries were reported.", (0, 0)),
        ("No injuries were reported but two people died.", (2, 0)),
        ("No one among the crew was killed or wounded.", (0, 0)),
    ],
)
def test_couples_are_two_and_no_injuries_no_deaths(text: str, expected: Counts) -> None:
    """A couple is two whatever stands before it; who says only that nobody was hurt tells of no dead."""
    assert counted(text) == expected
