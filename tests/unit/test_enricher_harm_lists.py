"""Whom a list, a company or an unsaid verb adds to the harmed; each table with counter-examples."""

import pytest

from harm_reading import Counts, counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three schoolgirls, the driver of their bus and his helper were killed by a car bomb.", (5, None)),
        ("Three Spanish tourists and an Afghan were shot dead in the market.", (4, None)),
        ("A Swede and a drummer were shot dead.", (2, None)),
        ("Retired general Omar Said and three others died in the assault.", (4, None)),
        ("Colonel Ali Hassan, his driver and a bodyguard were killed.", (3, None)),
        ("A mine killed the driver and the 19-year-old son of a brigadier.", (2, None)),
        ("Gunmen killed the wife and daughter of a police colonel.", (2, None)),
        ("Two people, a cook and a waiter, were killed.", (2, None)),
        ("The market caught fire and two men were killed.", (2, None)),
        ("Colonel Ali Hassan, a commander, and his guard were killed.", (2, None)),
        ("Ali Hassan, head of the council, and nine of his aides were killed.", (10, None)),
        ("The head of the council, Ali Hassan, and his deputy were killed.", (2, None)),
        ("Four boys and three girls, all of them pupils, a nurse and a cook died.", (9, None)),
        ("Two deminers, both from Jalalabad, their driver and a nurse were killed.", (4, None)),
        ("Her parents, husband and baby died when a shell hit the house.", (4, None)),
        ("Two soldiers and a Swiss lost their lives.", (3, None)),
        ("Both the pilot and the navigator died.", (2, None)),
        ("A poet, teacher and volunteer was killed on the front.", (1, None)),
    ],
)
def test_a_whole_list_is_counted(text: str, expected: Counts) -> None:
    """Definite, foreign and unknown persons of a list count one each; who a group is, is not counted again."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen shot dead a Frenchman, a Belgian and their guide.", (3, None)),
        ("The strike killed Hassan Ali, 45, his wife Amal, 40, and their son.", (3, None)),
        ("Injured in the blast were a policeman, a stoker and a passer-by.", (None, 3)),
        ("The shelling killed a woman, a boy of nine and his aunt in Kherson.", (3, None)),
        ("The shelling killed a woman and a boy of nine was hurt.", (1, 1)),
        ("A rocket killed a farmer and his horse.", (1, None)),
        ("A bomb killed a judge, and the governor of the province condemned it.", (1, None)),
    ],
)
def test_a_list_behind_its_verb_is_counted(text: str, expected: Counts) -> None:
    """Whatever their calling, those whom a verb is done to add up; who or what has a verb of its own does not."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister was killed with six of his bodyguards when a bomber struck.", (7, None)),
        ("A policeman was killed together with his wife and teenage son by a rocket.", (3, None)),
        ("The governor, along with five of his guards, was killed by the bomb.", (6, None)),
        ("Five soldiers were wounded, as was a woman who sold bread.", (None, 6)),
        ("A teacher was killed and so was a pupil.", (2, None)),
        ("The body of a girl was found beside those of her parents.", (3, None)),
        ("A man was killed with two shots to the head.", (1, None)),
        ("A guard was killed, as was feared.", (1, None)),
        ("Three policemen, along with a driver, were wounded.", (None, 4)),
        ("The blast took the life of Colonel Ali Hassan and that of his driver.", (2, None)),
        ("A mother is dead and her three kids hurt, a neighbour carried them to the hospital.", (1, 3)),
        ("The army counts a gendarme and three inhabitants dead, and 60 wounded.", (4, 60)),
        ("The bodies of a woman and her two sons lay in the yard.", (3, None)),
        ("The shelling cost a father and his three children their lives.", (4, None)),
    ],
)
def test_company_is_counted(text: str, expected: Counts) -> None:
    """Who was killed with another is one more; what he was killed with is not."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A woman of 70 died at the scene and a youth of 18 in hospital.", (2, None)),
        ("Nine people died at the scene and a woman of 54 later that day in hospital.", (10, None)),
        ("The driver died instantly, his passenger hours later in hospital.", (2, None)),
        ("Three people were hurt by the blast and two by falling glass.", (None, 5)),
        ("Two people were killed at the scene and three are in hospital with burns.", (2, 3)),
        ("One guard died at once, the other in hospital.", (2, None)),
        ("Two people died on the spot and the third on the operating table.", (3, None)),
        ("One died in the flat and one in the lift.", (2, None)),
        ("Two people died - one in the flat, one in the lift.", (2, None)),
        ("A guard was killed at the gate and a cook in the kitchen hid.", (1, None)),
        ("A priest was killed in his church and the bishop of the diocese called for calm.", (1, None)),
    ],
)
def test_a_group_shares_the_verb_before_it(text: str, expected: Counts) -> None:
    """A group with a place or time of its own and no verb suffered what the one before it did."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bombs killed 14 people: 12 shoppers and two traffic policemen.", (14, None)),
        ("A gunman killed three Americans - two soldiers and an interpreter - in an ambush.", (3, None)),
        ("The bomb killed eight people (six soldiers and two civilians) and injured two.", (8, 2)),
        ("A man armed with a knife stabbed five women and a male security guard to death.", (6, None)),
        ("The bomb killed a guard and injured a total of 16.", (1, 16)),
        ("A man of 30 was hit in the chest and died.", (1, None)),
        ("A guard was hit in the chest and a cook died.", (1, 1)),
    ],
)
def test_a_group_ends_where_it_is_explained(text: str, expected: Counts) -> None:
    """Who a group was is not added to it; what parts a verb from its ending does not part the group."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eight people were on board; the driver was killed and everyone else was injured.", (1, 7)),
        ("Of five men in the car two were killed and the others wounded.", (2, 3)),
        ("A family of five were buried under their house. None of them could be saved.", (5, None)),
        ("A guard was killed and the others fled.", (1, None)),
        ("The rest were injured.", (None, None)),
    ],
)
def test_the_rest_of_a_group_is_reckoned(text: str, expected: Counts) -> None:
    """What befell everyone else befell the whole less those told of; without a whole there is no figure."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The owner was bruised on the shoulder and a customer broke a wrist.", (None, 2)),
        ("Two soldiers have splinters in arms and legs.", (None, 2)),
        ("Saleh escaped with slight burns to his face; 30 others were wounded.", (None, 31)),
        ("Maria Ortiz was flown to hospital after being stabbed in the neck.", (None, 1)),
        ("Gunmen shot dead the head of its security on Friday.", (1, None)),
        ("At least 46 people were blown up as they prayed.", (46, None)),
        ("Two bridges were blown up.", (None, None)),
        ("The bomb killed the mood.", (None, None)),
    ],
)
def test_what_one_person_suffers(text: str, expected: Counts) -> None:
    """A break, a splinter or burns are of one person each, whatever the calling."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels killed the mayor and his deputy escaped.", (1, None)),
        ("The rebels killed the mayor and took his deputy and a clerk with them.", (1, None)),
        ("The rebels killed the mayor and his deputy and burned the town hall.", (2, None)),
        ("A guard was shot dead with an American rifle.", (1, None)),
        ("A guard was killed as two trucks and a car were burned.", (1, None)),
        ("A deminer was killed and four of his team were injured.", (1, 4)),
        ("The ambush killed seven soldiers, including their captain, and a civilian.", (8, None)),
        ("Wounded in the shelling were a nurse, a midwife and two patients.", (None, 4)),
        ("Among the five killed were a cleric and his two sons.", (5, None)),
        ("The first bomb killed three people, the second two.", (5, None)),
    ],
)
def test_a_list_ends_before_a_verb_of_its_own(text: str, expected: Counts) -> None:
    """Who escapes, is taken or does it himself is none of those killed beside him."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Drone kills mother and baby near Kherson", (2, None)),
        ("Police chief shot dead along with bodyguard", (2, None)),
        ("Colonel among seven soldiers killed in Kidal ambush", (7, None)),
        ("Bomb kills governor's son", (1, None)),
        ("A woman and child killed in Rafah", (2, None)),
        ("General Lee and aide die in blast", (2, None)),
        ("Consul Smith, wife and driver shot dead", (3, None)),
    ],
)
def test_headlines_list_bare_persons(title: str, expected: Counts) -> None:
    """A headline joins persons without an article."""
    assert counted(title, title=True) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("El alcalde y su escolta fueron asesinados.", "es", (2, None)),
        ("El general murió junto con tres de sus hombres.", "es", (4, None)),
        ("Le maire a été tué avec son chauffeur.", "fr", (2, None)),
        ("Погибли женщина и двое детей.", "ru", (3, None)),
        ("Загинули чоловік та жінка.", "uk", (2, None)),
        ("Постраждали 45-річний чоловік та 12-річна дівчинка.", "uk", (None, 2)),
        ("قتل ضابط وثلاثة جنود.", "ar", (4, None)),
        ("مقتل ثلاثة جنود وإصابة شرطي وخمسة مدنيين.", "ar", (3, 6)),
        ("Погиб мужчина, ранены двое.", "ru", (1, 2)),
        ("Осколками стекла порезало женщину.", "ru", (None, 1)),
        ("Уночі померла 72-річна жінка, яка дістала опіки.", "uk", (1, None)),
    ],
)
def test_lists_of_other_languages(text: str, language: str, expected: Counts) -> None:
    """Persons without articles and an "and" that is one word with its group are added as in English."""
    assert counted(text, language=language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three of those on the bus died.", (3, None)),
        ("Three of the eight on the bus died and the rest were hurt.", (3, 5)),
        ("Four workers who were on shift when a drone struck the substation died.", (4, None)),
        ("Four workers waiting for a bus when the rocket fell were killed.", (4, None)),
        ("A guard who was on shift said that two men died.", (2, None)),
        ("Eighteen people whose bodies were found in the store were from one village.", (18, None)),
        ("The reporter Ali Said, shot in the back, is stable.", (None, 1)),
        ("Two guards from the third car, which had stopped behind, were hurt.", (None, 2)),
        ("A mother, 29, and her children, aged 3 and 5, are being treated for burns.", (None, 3)),
        ("Police identified the dead as Ali Hassan, Omar Hassan and Zaid Karim.", (3, None)),
        ("The dead are Ali Hassan, 30, his brother Omar, 28, and a neighbour, 40.", (3, None)),
        ("Seven people were hurt: five in the tram and two on the pavement.", (None, 7)),
    ],
)
def test_a_subject_is_found_past_what_says_more_of_it(text: str, expected: Counts) -> None:
    """Relative clauses, participles and places stand between those harmed and what they suffered."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann and Jo Lee and their three sons, the smallest ten months old, were killed.", (5, None)),
        ("Rima, Tala, Lara and their grandmother were killed in their car.", (4, None)),
        ("In Kabul, Ann Lee was killed.", (1, None)),
        ("Olena, a nurse, was killed on her way to work.", (1, None)),
        ("The head of the office, Omar al-Said, was martyred with six of his brothers.", (7, None)),
        ("Hassan Ali stepped on a mine while herding sheep and was killed.", (1, None)),
        ("A shell killed 60-year-old Ann Lee.", (1, None)),
        ("A shell fell and killed her instantly.", (1, None)),
        ("Police killed him after gunmen had stormed the bank.", (None, None)),
        ("Lt. Col. Ali Hassan was killed and Sgt. Omar Said was wounded when a bomb exploded.", (1, 1)),
        ("The driver of bus No. 14 was killed. He said that 14 people were hurt.", (1, 14)),
    ],
)
def test_names_are_persons(text: str, expected: Counts) -> None:
    """First names that share a surname, names behind an office or before "who", and "her" count; places do not."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three persons, a man, his wife and their son, were killed by a mine.", (3, None)),
        ("A mine exploded, killing him and his brother and wounding three.", (2, 3)),
        ("A gunman killed one policeman and wounded another before being shot dead.", (1, 1)),
        ("A man has died after being stabbed outside a shop.", (1, None)),
        ("Rocket hits home, killing elderly couple; four lightly hurt.", (2, 4)),
        ("Six martyrs and more than 20 injured arrived at Al-Aqsa Martyrs Hospital.", (6, 20)),
        ("Two were KIA and five WIA when a mine went off.", (2, 5)),
        ("A car was riddled with bullets.", (None, None)),
        ("Three soldiers died and two civilians died too.", (5, None)),
        ("No fatalities; two guards were treated for minor injuries.", (0, 2)),
        ("No dead: one guard was hurt.", (0, 1)),
        ("Besides three soldiers, two cooks were killed.", (5, None)),
        ("The ministry named two pilots and three sailors who died.", (5, None)),
        ("The shelling killed two women, 61 and 84.", (2, None)),
        ("A mechanic's arm was broken and 52 mourners at a soldier's wake died.", (52, 1)),
    ],
)
def test_who_is_harmed_is_counted_once(text: str, expected: Counts) -> None:
    """Who a group is, and of what he died, adds nobody; who is named beside another does."""
    assert counted(text) == expected
