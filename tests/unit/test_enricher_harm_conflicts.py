"""Which of several counts holds, and what they count: rival counts, multiples, attackers; each beside a counter."""

from datetime import UTC, datetime

import pytest

from enricher_reading import raw_article
from harm_reading import Counts, counted
from wirewatch.incidents import Salience
from wirewatch_enricher.enrich import enrich

LEAD = "Gunmen attacked a village in Nigeria's Plateau state on Wednesday, killing at least 12 people. "


def killed(text: str, title: str = "") -> int | None:
    """Return the dead of the first incident of an article of Thursday, 12 September 2024."""
    read = enrich(raw_article(text, title=title, at=datetime(2024, 9, 12, 18, tzinfo=UTC), language="en"))
    count = next(one for one in read.sightings if one.salience is Salience.FOREGROUND).killed
    return count.least if count else None


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("Police put the number of dead at seven.", 12),
        ("A resident put the number of dead at 23.", 12),
        ("The governor now puts the number of dead at 23.", 23),
        ("A nurse put the number of dead at 14, after two of the wounded died.", 14),
        ("A claim by the gunmen that 40 policemen were dead was false.", 12),
        ("The toll rose to 23 in the evening.", 23),
        ("Two policemen were killed, bringing to 31 the number lost since October.", 12),
    ],
)
def test_a_report_stands_by_its_own_count(behind: str, expected: int) -> None:
    """A count that somebody puts beside the lead's is a rival, one that is called newer is not."""
    assert killed(LEAD + behind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The toll rose to 49 civilians and 15 soldiers.", (64, None)),
        ("The toll rose to five martyrs and 32 wounded.", (5, 32)),
        ("The toll passes thirty. Rescuers have pulled 35 bodies from the wreck.", (35, None)),
        ("Eleven people were wounded. The wounded were brought to three hospitals.", (None, 11)),
        ("Police confirmed the death of six persons and injury to 15.", (6, 15)),
        ("The casualties rose to 18, he said: four people were killed and 14 others wounded.", (4, 14)),
        ("The number of victims rose to seven: two killed, five wounded, the mayor wrote.", (2, 5)),
        ("The statistics of the victims reached five people after two wounded had died.", (5, None)),
        ("He put the number of those killed in Sunday's attack by bandits at fourteen.", (14, None)),
        ("The dead are five guests, who had come to arrange a wedding, and three employees.", (8, None)),
        ("The outcome of the raid became two martyrs and two wounded.", (2, 2)),
        ("It killed four people, two of them brothers aged 6 and 9.", (4, None)),
    ],
)
def test_tolls_count_persons(text: str, expected: Counts) -> None:
    """A toll sums its groups, is more than what it passes, and counts no hospitals."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five people were killed and twice as many wounded.", (5, 10)),
        ("A gunman killed three Americans and wounded as many.", (3, 3)),
        ("A bomb killed four people and injured three times as many.", (4, 12)),
        ("A bomb killed four people and injured as many as nine.", (4, 9)),
        ("A bomb killed four people, three times this week.", (4, None)),
    ],
)
def test_multiples_are_reckoned(text: str, expected: Counts) -> None:
    """A multiple is reckoned from the figure before it."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine people, two of them assailants, were killed.", (7, None)),
        ("Nine people, two of them women, were killed when gunmen came.", (9, None)),
        ("A shooting left seven people dead, including the suspected gunman.", (6, None)),
        ("Nine people died, counting the three suspected assailants.", (6, None)),
        ("Five people, not including the attacker, were killed.", (5, None)),
        ("Twelve people are dead, including the bomber and his accomplice.", (10, None)),
        ("Of the nine killed, two were the attackers.", (7, None)),
        ("The death toll of 12 includes two attackers.", (10, None)),
        ("The raid left 19 people dead. Eleven were policemen and eight were gunmen.", (11, None)),
        ("Eight people died in the raid. Three of the dead were attackers, police said.", (5, None)),
        ("Eight died in all. The bomber was among the dead.", (7, None)),
        ("Five soldiers died. Two militants were among the dead.", (5, None)),
        ("Four people died, among them a nurse and the attacker.", (3, None)),
        ("Four people died, among them a nurse, and the attacker fled.", (4, None)),
        ("Police shot dead a man who ran at officers with a knife.", (None, None)),
        ("Police drones killed four suspected members.", (4, None)),
        ("Guards killed two men armed with axes.", (None, None)),
        ("Police shot dead two protesters who refused to leave.", (2, None)),
        ("Four terrorists were killed and two others were wounded.", (None, None)),
        ("Four soldiers were killed and two others were wounded.", (4, 2)),
        ("The bodies of six people, two of whom police said were the attackers, were found.", (4, None)),
    ],
)
def test_attackers_among_the_dead_are_taken_off(text: str, expected: Counts) -> None:
    """A figure that includes attackers is told without them."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen seized 34 pupils and shot dead a teacher.", (1, None)),
        ("A soldier shot dead four colleagues before killing himself.", (4, None)),
        ("Two officers shot dead by a gunman were mourned.", (2, None)),
        ("Two men were shot dead a day after the raid.", (2, None)),
    ],
)
def test_who_was_shot_dead_stands_behind_the_shooter(text: str, expected: Counts) -> None:
    """The dead stand behind the one who shot, or before the verb."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More than 460 people had been killed in Lebanon in eight months of exchanges.", (None, None)),
        ("Drones have killed 38 residents of the district over the past year.", (None, None)),
        ("Drones have killed 38 residents of the district.", (38, None)),
        ("The number of dead from the shelling is given as 15, up from 12.", (15, None)),
        ("What was first reported as five dead is now confirmed as three dead.", (3, None)),
        ("A third medic, earlier reported dead, was pulled out alive.", (None, None)),
        ("A third medic died.", (3, None)),
        ("Earlier reports of a second death were wrong, the director said.", (None, None)),
        ("A boy was killed there in July 2024, the first death by drone.", (1, None)),
        ("Officials first said there had been no victims; three of them were hurt.", (None, 3)),
    ],
)
def test_older_counts_are_left_out(text: str, expected: Counts) -> None:
    """The dead of months, and what was told before, are no count of today."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Families buried the six victims of the strike.", (6, None)),
        ("Mourners came to the funeral of the four victims.", (4, None)),
        ("The six victims of the strike were at prayer.", (None, None)),
    ],
)
def test_victims_who_are_buried_are_dead(text: str, expected: Counts) -> None:
    """Victims are the dead where they are buried."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "فارتفعت الحصيلة إلى شهيدين وثلاثة جرحى.", (2, 3)),
        ("ar", "ارتفاع حصيلة الغارة إلى خمسة شهداء و12 جريحا.", (5, 12)),
        ("fr", "Une attaque a tué trois soldats et blessé sept autres.", (3, 7)),
        ("fr", "Une attaque a tué trois soldats et sept ont été blessés.", (3, 7)),
    ],
)
def test_what_an_and_joins_has_its_own_figure(language: str, text: str, expected: Counts) -> None:
    """An "and" may be a letter of the number, and join a verb without a helper of its own."""
    assert counted(text, language=language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three people were wounded in the courtyard on Monday, the governor of Abéché and a nurse said.", (None, 3)),
        ("A man was killed in the attack, the son of a judge.", (1, None)),
        (
            "Russian shelling killed a pensioner in Nikopol. A woman of 80 was killed at home, officials said.",
            (1, None),
        ),
        ("Thirty people were wounded. Two were in intensive care and five were discharged.", (None, 30)),
        ("A nurse caring for two children was killed in Kherson.", (1, None)),
        ("Soldiers killed two children who approached a checkpoint in Hebron.", (2, None)),
        ("A bomb near the police station in Quetta killed a man who tried to flee.", (1, None)),
        ("A drone killed three workers at a refinery and oil jumped to 90 dollars.", (3, None)),
        ("A drone wounded a bus driver", (None, 1)),
        ("Police found the bodies of", (None, None)),
        ("Six people died, not", (6, None)),
        ("Injuries", (None, None)),
    ],
)
def test_what_stands_beside_victims_is_no_victim(text: str, expected: Counts) -> None:
    """Speakers, appositions, those cared for and prices count nobody, and a text may end anywhere."""
    assert counted(text) == expected
