"""Casualties that several sentences give together, who died later, who lies in hospital, and nobody hurt."""

import pytest

from enricher_reading import news
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
        ("A drone hit the gate. No blood was shed.", (0, 0)),
        ("A man took hostages. The six employees are free and unhurt.", (0, 0)),
        ("It damaged the consulate general. There is no personnel casualty.", (0, 0)),
        ("A bomb went off, wounding 157, hospital officials said.", (None, 157)),
        ("There were no fatalities, but a woman was cut by glass.", (0, 1)),
        ("There were no casualties but a guard was slightly hurt.", (0, 1)),
        ("A drone hit the embassy. All our officials and their families are safe.", (None, None)),
        ("A drone hit the embassy. No employee was hurt. Three passers-by were injured.", (None, 3)),
        ("A drone hit the embassy. There are no fatalities among the embassy's personnel.", (None, None)),
        ("A drone hit the ship. All 21 sailors were unharmed.", (0, 0)),
        ("A guard was hurt, contrary to what was published that there are no losses.", (None, 1)),
        ("A drone wounded two guards. No Turkish citizens were among the casualties.", (None, 2)),
        ("Officials denied the attack, saying a guard was killed.", (1, None)),
        ("A guard died. The other passengers were not injured.", (1, 0)),
        ("A guard died. The passengers were not injured.", (1, None)),
    ],
)
def test_nobody_hurt_is_told_in_many_ways(text: str, expected: Counts) -> None:
    """Nobody, not a soul, the only casualty and hurt who are alive leave no dead; the rest gives way to any figure."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A drone hit the gate. One of them died there. Another died in hospital. Two are being treated.", (2, 2)),
        ("He died at once. Rosa Pabon, 70, who had come for a passport, died in surgery.", (2, None)),
        ("Ali Hassan was killed in the yard. His wife died in hospital.", (2, None)),
        ("Ali Hassan, 34, was killed. Omar Said, 20, was also killed.", (2, None)),
        ("Ali Hassan, 34, was killed. Hassan died at once.", (1, None)),
        ("A trader died. A porter was killed. A butcher died later. Five were hurt.", (3, 5)),
        ("A trader died. A porter was killed. The porter was 30. Five were hurt.", (2, 5)),
        ("One of the men died in his cab. The other was pulled out alive and died in hospital.", (2, None)),
        ("The driver of a tram that was hit on Monday died of burns on Tuesday. A conductor died at once.", (2, None)),
        ("A cook died. A doctor at the clinic to which the wounded were brought said that two had died.", (2, None)),
        ("Two diners were killed. A child who had been playing outside died on the way.", (3, None)),
        ("Five soldiers were killed. A civilian driver was killed as well.", (6, None)),
        ("A drone injured six passengers. The driver was also taken to hospital.", (None, 7)),
        ("Two cooks were killed. A guard also died. Three were hurt. A nurse was hurt as well.", (3, 4)),
        ("Gunmen killed three farmers. The attackers then killed a motorcyclist.", (4, None)),
        ("Rebels shot dead a chief. His two wives were hacked to death.", (3, None)),
        ("Three traders died at once. Two customers died later in hospital.", (5, None)),
        ("A bomb killed three people. A shopkeeper was killed by a wall.", (3, None)),
        ("Two people were killed. A nurse was killed in her kitchen.", (2, None)),
        ("A soldier was killed. Corporal Ali Hassan died at once.", (1, None)),
        ("Five people died. The attackers, a man and a woman, were also killed.", (5, None)),
        ("The driver got out and was treated for injuries that were not serious.", (None, 1)),
        ("A man killed five people and injured 17 with gunfire. One more person was hurt.", (5, 18)),
        ("Four were burned, three of them severely.", (None, 4)),
        ("A guard was cut by flying glass and a gardener broke his wrist.", (None, 2)),
        ("Two soldiers have splinters in arms and legs.", (None, 2)),
        ("The bodies of two men were raised from the strait. On Sunday divers found two more.", (4, None)),
        ("Four bodies lay in the yard. A fifth was found in the cellar.", (5, None)),
        ("The aide of a general died of injuries. The officer himself was killed at once.", (2, None)),
        ("Mourners buried eleven miners in Quetta on Sunday.", (11, None)),
        ("Two hundred mourners followed the funeral of the driver.", (None, None)),
        ("A car bomb killed three policemen. Minutes later a second bomb killed two rescuers.", (5, None)),
        ("A double strike killed five. A second missile killed two rescuers.", (5, None)),
        ("A mother and her daughter were killed in the kitchen. The father died in the yard.", (3, None)),
        ("The police lost 15 men, the mayor of the town said, and five civilians perished as well.", (20, None)),
        ("Rescuers found 35 bodies at the office, hit by a Russian missile, and one more person died.", (36, None)),
        ("The police found two bodies at the post. They also found two more rifles.", (2, None)),
        ("Rescuers found two bodies. They found two more alive.", (2, None)),
        ("Two officers were shot dead. Three civilians are also among the victims.", (5, None)),
        ("Five people were killed. Two children were also among the dead.", (5, None)),
        ("Nineteen were wounded; the manager, who is one of them, is in hospital.", (None, 19)),
    ],
)
def test_one_more_may_come_in_the_next_sentence(text: str, expected: Counts) -> None:
    """Another person than those counted is one more; one whom the figure may count, or a name for him, is not."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One of three guards wounded in the attack has died.", (1, 2)),
        ("A nurse who was among eight people injured in the strike has died.", (1, 7)),
        ("It killed one guard and wounded four. One of the wounded has since lost his life.", (2, 3)),
        ("It killed two people and wounded six. One of the six later died.", (3, 5)),
        ("Of 19 people hit, ten died.", (10, 9)),
        ("Of the 25 casualties five were dead.", (5, 20)),
        ("Of the 23 injured, 22 are alive; nine have left.", (None, 22)),
        ("Gunmen wounded eight people. Two did not survive.", (2, 6)),
        ("A clerk was stabbed at the gate; she died on the spot.", (1, None)),
        ("A boy was badly wounded. The boy died later.", (1, None)),
        ("A boy died of his wounds. He was the third victim.", (3, None)),
        ("A teacher died of wounds she suffered in the bombing.", (1, None)),
        ("It wounded six. One of the four houses collapsed.", (None, 6)),
        ("Police found three bodies with bullet wounds.", (3, None)),
        ("Seven people were wounded. A day later one was dead.", (1, 6)),
        ("Of 30 passengers, eight died. The rest are in hospital.", (8, 22)),
        ("One person died on the spot and eleven were wounded, one of whom died later.", (2, 10)),
        ("The strike wounded a couple. The woman died in the ambulance.", (1, 1)),
        ("The strike wounded a couple. The woman died in her bed.", (1, 2)),
        ("A driver and a clerk were killed and three wounded. The clerk died in the ambulance.", (2, 3)),
        ("Sixteen died. Nine wounded were brought in; three of them died and are counted among them.", (16, 6)),
        ("Two, a guard and a courier, were treated on the spot.", (None, 2)),
        ("Twenty people died there, by the count of the mayor, and twelve were hurt.", (20, 12)),
        ("Five people died on the spot. Of the five wounded brought in two had succumbed.", (7, 3)),
        ("Two of the five officers who had been wounded died in hospital.", (2, 3)),
        ("The hospital said that of the five wounded brought there two had succumbed.", (2, 3)),
        ("Four of six children hurt by an explosion had come with their parents.", (None, 6)),
        ("Medics pronounced six victims dead at the scene and one in hospital.", (7, None)),
        ("One of the seven people wounded in the attack was declared dead.", (1, 6)),
        ("With the death of a girl in hospital, three people have now been killed.", (3, None)),
        ("The toll was revised to 38 died and 11 wounded, and six of the wounded succumbed.", (38, 11)),
        (
            "Four guards were wounded. One of the Kenyans is in a critical condition. A cleaner also was hurt.",
            (None, 5),
        ),
        ("One of the three wounded in the raid on a car was martyred affected by his wounds.", (1, 2)),
        ("One of the four wounded women of the bombardment reached martyrdom last night.", (1, 3)),
        ("Doctors lost the fight for a girl wounded in Monday's strike. Nineteen are in hospital.", (1, 19)),
        ("The army lost the battle for Mariupol. Five soldiers were wounded.", (None, 5)),
        ("A woman of 44 who had been in intensive care since the strike died, the fifth victim.", (5, None)),
        ("Nine are dead and 18 hurt after two of the wounded died in the night.", (9, 18)),
        ("The raid led to two dead and three hurt, after one of the wounded was martyred.", (2, 3)),
    ],
)
def test_who_has_died_is_no_longer_hurt(text: str, expected: Counts) -> None:
    """Those of the hurt who died are dead, and were counted among the hurt before."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kabul hospitals admitted 22 people after the explosion.", (None, 22)),
        ("Eight people are dead and 17 are in the wards of the hospital.", (8, 17)),
        ("The attack left a dozen people in wards.", (None, 12)),
        ("Fourteen patients were shifted to the hospital.", (None, 14)),
        ("Ambulances took 30 people to four hospitals.", (None, 30)),
        ("Doctors were caring for the more than 150 injured.", (None, 150)),
        ("The hospital admitted its mistake.", (None, None)),
        ("Sixty-one are still in hospital and 26 have been sent home.", (None, 87)),
        ("A boy died. Of the 11 injured, seven were discharged and three are still admitted.", (1, 10)),
        ("Of the 12 injured, seven were discharged and four are still admitted.", (None, 12)),
        ("The rest of the wounded, seven persons, went home.", (None, 7)),
        ("Five people remain in hospital, two in intensive care.", (None, 5)),
        ("Forty patients were moved to another hospital.", (None, None)),
        ("The injured, 20 in all, were taken to two hospitals.", (None, 20)),
        ("The injured, eight at the last count, are home.", (None, 8)),
        ("It killed five worshippers, sending 20 to hospital.", (5, 20)),
        ("Five people were taken to hospital, where one was declared dead.", (1, 4)),
        ("It killed four and wounded 30. Twelve of the wounded have gone home and five are in care.", (4, 30)),
        ("The policeman is one of seven people in hospital.", (None, 7)),
        ("With the death of two of the wounded the dead reached five. Fourteen are under treatment.", (5, 14)),
        ("The number of the dead grew to three, in hospitals remain 11 victims, two more were let go home.", (3, 13)),
        ("Nine persons are receiving treatment at the General Hospital.", (None, 9)),
        ("The count of 19 dead was revised after the death of two wounded. Eleven still receive care.", (19, 11)),
        ("There is no truth to the news of the martyrdom of a child. A guard was hurt.", (None, 1)),
        ("It killed 16 people who were going home, two survivors and a hospital worker said.", (16, None)),
        ("The assessment, which was of one dead, passed to two, a doctor indicates.", (2, None)),
    ],
)
def test_hospitals_count_the_hurt(text: str, expected: Counts) -> None:
    """Who is admitted, lies in the wards or was taken to hospitals is hurt."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A missile killed two people. The body of another resident was found.", (3, None)),
        ("A missile killed two people. Rescuers recovered the bodies of two more people.", (4, None)),
        ("A missile killed two people. The body of a third was found in the cellar.", (3, None)),
        ("A missile killed two people. The body of one of them was found in the cellar.", (2, None)),
        ("The only fatality was a cleaner who was passing by.", (1, None)),
        ("The dead man was a cleaner.", (1, None)),
        ("Four bodies lay in the hospital's mortuary.", (4, None)),
    ],
)
def test_bodies_are_counted(text: str, expected: Counts) -> None:
    """Another body is one more dead, a third one the third; the only fatality is one."""
    assert counted(text) == expected


def test_a_headline_may_tell_of_one_whom_the_body_adds_to() -> None:
    """The general of the title and "three bystanders were also hurt" are four; three whom the title names are not."""
    general, bystanders = "Bomb wounds general. ", "Bomb wounds three bystanders. "
    text = "It killed his driver. Three bystanders were also hurt."
    assert counted(general + text, title=len(general)) == (1, 4)
    assert counted(bystanders + text, title=len(bystanders)) == (1, 3)


def test_the_dead_of_one_who_was_hurt_is_one_in_french() -> None:
    """A policeman who was hurt and has died is not among the hurt."""
    text = "Un policier, grièvement blessé jeudi dans l'attaque, a succombé. Cinq personnes restent hospitalisées."
    assert counted(text, language="fr")[1] == 5


@pytest.mark.parametrize(
    ("title", "expected"), [("Nearly 20 killed in Goma strike", 18), ("20 killed in Goma strike", 20)]
)
def test_a_round_figure_of_the_headline_gives_way(title: str, expected: int) -> None:
    """The lead's figure is taken where the headline's is only about it."""
    (sighting,) = news("A drone hit a market in Goma on Thursday, killing 18 people, doctors said.", title=title)
    assert sighting.killed is not None
    assert sighting.killed.least == expected


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("Seis personas resultaron heridas. Dos de los heridos son menores.", 6),
        ("Dos personas resultaron heridas. Los heridos son un guardia privado y un repartidor.", 2),
        ("Dos personas resultaron heridas. Un guardia también resultó herido.", 3),
    ],
)
def test_the_wounded_of_a_spanish_text_are_those_told_of(text: str, injured: int) -> None:
    """Who is of the wounded adds nothing; who was hurt as well does."""
    assert counted(text, language="es")[1] == injured
