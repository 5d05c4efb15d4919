"""Which group a figure of harm counts: wholes and parts, the dead among the hurt, names; each beside a counter."""

import pytest

from harm_reading import Counts, counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The reader was one of 13 people killed by the car bomb.", (13, None)),
        ("She is one of the two people who died; the other was a cook.", (2, None)),
        ("One of the seven died on arrival.", (1, None)),
        ("One of the 13 people was killed, the others fled.", (1, None)),
        ("Two of five hostages killed a guard.", (1, None)),
    ],
)
def test_one_of_the_dead_tells_how_many_died(text: str, expected: Counts) -> None:
    """Who is one of those killed stands for all of them; who of a group was killed is a part of it."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It mourned the death of two women hurt by a drone.", (2, None)),
        ("It mourned the death of two women; three others were hurt.", (2, 3)),
        ("One of the two wounded guards gave up the ghost.", (1, 1)),
        ("Four died on the spot, and one of seven who were airlifted died on arrival.", (5, 6)),
        ("Four died on the spot, one of the four at his desk.", (4, None)),
        ("Five soldiers were wounded. One of them, a lieutenant, was flown out with a bullet in the spine.", (None, 5)),
        ("Five soldiers were wounded. A waiter was grazed by a ricochet.", (None, 6)),
        ("A bomb killed two guards. Near the gate of the camp, three more people were killed.", (5, None)),
    ],
)
def test_the_dead_among_the_hurt_count_once(text: str, expected: Counts) -> None:
    """Wounds of the dead are no others' wounds; the one of whom more is told is no other one."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sergeant Ana Paz and Patrolman Luis Cruz, who were killed by a grenade, were mourned.", (2, None)),
        ("The dead were identified as Ali Hassan, 34, and Omar Said, 27.", (2, None)),
        ("The dead were identified as cooks.", (None, None)),
        ("The bomb killed Ali Hassan, 14 soldiers and a cook.", (16, None)),
        ("The slain guard was weeks from retirement.", (1, None)),
        ("The slain guards were weeks from retirement.", (None, None)),
    ],
)
def test_those_named_are_counted(text: str, expected: Counts) -> None:
    """Names of the dead count them."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Raiders killed one teacher, took 140 pupils", (1, None)),
        ("Raiders killed one teacher, 14 pupils", (15, None)),
        ("Blast kills policeman, his son", (2, None)),
        ("Blast kills policeman, his son says", (1, None)),
        ("Soldier, two civilians killed", (3, None)),
        ("Two cops, civilian killed in blast", (3, None)),
        ("Two cops hurt, civilian killed in blast", (1, 2)),
        ("Father, son killed in strike", (2, None)),
        ("Gunmen seize three surveyors on Dori road, driver killed", (1, None)),
        ("Four nurses taken from ambulance outside Kumbo, driver found dead", (1, None)),
        ("Strike kills couple in car, son hurt", (2, 1)),
        ("Shelling kills 62-year-old man, injures two women", (1, 2)),
    ],
)
def test_lists_of_headlines(text: str, expected: Counts) -> None:
    """A headline's list needs no article, and ends where another verb begins."""
    assert counted(text, title=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The attack killed or wounded 20 people.", (None, None)),
        ("The attack killed nine and wounded 20 people.", (9, 20)),
        ("Five people were killed, among them the two attackers.", (3, None)),
        ("Five people were killed, among them the two cooks.", (5, None)),
        ("A mayor said he had seen 17 corpses; the police said that 12 people were killed.", (12, None)),
        ("A mayor said he had seen 17 corpses.", (17, None)),
        ("A colleague fired one shot and fled.", (None, None)),
        ("Troops opened fire and shot five protesters.", (None, 5)),
        ("Two were hit, one shot in the leg.", (None, 1)),
        ("Two people were lightly and one seriously injured.", (None, 3)),
    ],
)
def test_what_a_figure_does_not_count(text: str, expected: Counts) -> None:
    """Harm of either kind, attackers, one man's own count, and shots are no figures of victims."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four drivers were buried. A cook was buried elsewhere. That makes six, said the union.", (6, None)),
        ("Four drivers were hurt. That makes six attacks this year.", (None, 4)),
        ("His death raises to four the number of those killed: three soldiers and a rider.", (4, None)),
        ("The number of the dead as a result of the strike on the college has grown to ten persons.", (10, None)),
        ("The army toll is three; five people were killed.", (5, None)),
        ("The toll is three; five villagers of another place were killed last week.", (3, None)),
        ("He is the second journalist killed in the city this year.", (1, None)),
        ("A woman passed away and three of her children were injured.", (1, 3)),
        ("The toll passed three.", (3, None)),
        ("A missile hit a cafe. By noon the count had reached 11, including twin sisters.", (11, None)),
        ("By noon the count of votes had reached 11, the clerk said.", (None, None)),
        ("A bomb hurt two. The vote count reached 4,000 by night.", (None, 2)),
        ("The tally stood at 11 goals.", (None, None)),
        ("The blast injured between 10 and 15 people.", (None, 10)),
    ],
)
def test_tolls_and_ranges(text: str, expected: Counts) -> None:
    """A toll counts all of an event: no part of them, and not the dead of a year."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Red Cross said it had treated 26 people.", (None, 26)),
        ("The clinic treated two goats.", (None, None)),
        ("Two women with burns were carried to the ward.", (None, 2)),
        ("Three members of the force laid down their lives.", (3, None)),
        ("Three members of the force laid down their arms.", (None, None)),
        ("Four soldiers fell in the ambush.", (4, None)),
        ("Four soldiers fell in behind the band.", (None, None)),
    ],
)
def test_words_for_harm(text: str, expected: Counts) -> None:
    """Those treated, those with burns, those who fell."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two other members of the Filipino crew were severely injured.", (None, 2)),
        ("Two other drones over the Filipino crew were shot down.", (None, None)),
        ("Of the 14 people who were on the bus, two were killed, five hurt and seven unharmed.", (2, 5)),
        ("The 14 people who were on the bus were killed.", (14, None)),
        ("One out of five injured people has died.", (1, 4)),
        ("A cook was killed by a man who also shot two guards.", (1, 2)),
        ("Three fishermen seized by armed militants were executed.", (3, None)),
        ("Three militants seized by fishermen were executed.", (None, None)),
        ("It told of the death of an officer and injuries among three sailors.", (1, 3)),
        ("One ranger died instantly and another on the way to hospital.", (2, None)),
        ("The gunmen killed all but one of the six aid workers.", (5, None)),
        ("The gunmen killed all of the six aid workers.", (6, None)),
        ("Eight guards and their civilian driver were killed.", (9, None)),
        ("Eight guards and their civilian vehicle were hit, hurting a cook.", (None, 1)),
        ("Eleven cooks suffered injuries and one of them, a mother of three, succumbed.", (1, 10)),
        ("Eleven cooks suffered injuries and a guard, a father of three, died.", (1, 11)),
        ("Six people lost their lives, 22 people were injured.", (6, 22)),
        ("Three people were killed and the number of wounded is unknown.", (3, None)),
    ],
)
def test_the_head_of_a_group_is_counted(text: str, expected: Counts) -> None:
    """A figure counts the head of its phrase, through "of the crew", "who were", "out of" and "by"."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ship mourned the deaths of two cooks. It was towed in. Tugs came. A sailor also perished.", (3, None)),
        ("A bomb killed nine. Another two people died in hospital.", (11, None)),
        ("A bomb hurt nine. The other two people died in hospital.", (2, 9)),
        (
            "A drone killed a boy and hurt twelve. In the year so far the army has counted such attacks, in which "
            "eight soldiers have died.",
            (1, 12),
        ),
        ("A drone killed a boy and hurt twelve. In one such village eight soldiers have died.", (8, 12)),
        ("He received injuries. Eighteen civilians were also injured.", (None, 18)),
        ("The attack wounded 110 people. Another was among the wounded, the agency said.", (None, 110)),
        ("The attack wounded 11 people, two of them fatally.", (2, 9)),
        ("It gave no casualty figures. Two guards were killed.", (2, None)),
        ("A guard was killed. There were no other casualties.", (1, 0)),
        ("Strikes left 80 dead, raising the figures of 38 dead and 102 hurt given before.", (80, None)),
        ("The Resistance Committees said that thirteen citizens were martyred.", (13, None)),
        (
            "A resistance group said that thirteen citizens were martyred. Police said two people were killed.",
            (2, None),
        ),
    ],
)
def test_later_sentences_add_or_do_not(text: str, expected: Counts) -> None:
    """The word "also" adds others; he who was told of, those among the wounded, and an older figure add none."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "مقتل ستة جنود وإصابة أحد عشر آخرين", (6, 11)),
        ("ar", "أصيب أحد الجنود يوم الأحد", (None, 1)),
        ("ar", "قُتل مدنيان وأُصيب سبعة آخرون", (2, 7)),
        ("es", "No hubo víctimas mortales. Seis personas, entre ellas dos uniformados, resultaron lesionadas.", (0, 6)),
        ("es", "No hubo víctimas.", (0, 0)),
        ("es", "Cuatro personas resultaron heridas. Entre los heridos hay dos mujeres.", (None, 4)),
        ("fr", "Un gardien a été tué et deux de ses collègues ont été blessés.", (1, 2)),
    ],
)
def test_other_languages_count_alike(language: str, text: str, expected: Counts) -> None:
    """Compound numbers, nobody killed but some hurt, and the forms that mean one person."""
    assert counted(text, language=language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three fishermen died at dawn.", (3, None)),
        ("A watchman and two tribesmen were wounded.", (None, 3)),
        ("Three Germans died at dawn.", (3, None)),
    ],
)
def test_plurals_in_men(text: str, expected: Counts) -> None:
    """Nouns in "man" have their plural in "men", but for a few."""
    assert counted(text) == expected
