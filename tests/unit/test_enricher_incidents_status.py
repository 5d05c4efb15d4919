"""How sure an event is and whether it worked: each cue beside one that must not count."""

import pytest

from enricher_reading import news
from wirewatch.incidents import Outcome, Realis, Status
from wirewatch_enricher.incidents.status.verdict import status_of

SITE = "the Turkish consulate in Misrata"


def status(text: str) -> list[str]:
    return [one.status.value for one in news(text)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", f"A drone hit {SITE} on Thursday, police said."),
        ("thwarted", f"A drone laden with explosives was shot down near {SITE} on Thursday, police said."),
        ("thwarted", f"An explosive drone fell beside {SITE} on Thursday but did not go off, police said."),
        ("confirmed", f"Two of three explosive drones were shot down on Thursday but one got through to {SITE}."),
        ("alleged", f"A drone hit {SITE} on Thursday, residents say; there is no official confirmation."),
        ("denied", f"Police in Misrata denied reports that a drone had bombed {SITE} on Wednesday."),
        ("confirmed", f"A drone hit {SITE} on Thursday. The rebels denied any involvement."),
        ("planned", "Two men suspected of preparing a bomb attack on the embassy in Berlin were held on Thursday."),
        ("thwarted", f"Debris of a downed drone hurt a boy near {SITE} on Thursday; air defences had shot it down."),
        ("confirmed", f"Debris of a downed drone set fire to a house near {SITE} on Thursday."),
    ],
)
def test_status_follows_the_clause(expected: str, text: str) -> None:
    """A cue counts for the event whose clause or sentence it stands in."""
    assert status(text) == [expected]


def test_a_denied_part_is_no_denied_event() -> None:
    """Somebody who denies being behind it does not deny that it happened."""
    assert status(f"A drone hit {SITE} on Thursday. Militants denied responsibility.") == ["confirmed"]


@pytest.mark.parametrize(
    ("realis", "outcome", "unverified", "expected"),
    [
        (Realis.OCCURRED, Outcome.COMPLETED, False, Status.CONFIRMED),
        (Realis.ATTEMPTED, Outcome.INTERCEPTED, False, Status.THWARTED),
        (Realis.ATTEMPTED, Outcome.FAILED, False, Status.THWARTED),
        (Realis.OCCURRED, Outcome.COMPLETED, True, Status.ALLEGED),
        (Realis.DENIED, Outcome.UNKNOWN, True, Status.DENIED),
        (Realis.PLANNED, Outcome.UNKNOWN, False, Status.PLANNED),
        (Realis.THREATENED, Outcome.UNKNOWN, False, Status.PLANNED),
    ],
)
def test_status_is_a_table(realis: Realis, outcome: Outcome, unverified: bool, expected: Status) -> None:
    """Status is a pure function of realis, outcome and whether it is verified."""
    assert status_of(realis, outcome, unverified=unverified) is expected


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("thwarted", "An explosive drone fell near the embassy in Misrata on Thursday without exploding, police said."),
        ("confirmed", "An explosive drone hit the embassy in Misrata on Thursday without warning, police said."),
        ("thwarted", "Police foiled a plot to bomb the embassy in London on Thursday and arrested four men."),
        ("planned", "Police uncovered a plot to bomb the embassy in London on Thursday and arrested four men."),
    ],
)
def test_what_did_not_go_off_was_tried(status: str, text: str) -> None:
    """A weapon that fell dead and a foiled plot are attempts; a plot alone is a plan."""
    assert [one.status for one in news(text)] == [status]


POST = "Explosive drone just hit the wall of the Turkish consulate in Misrata, Thursday 4pm, all our windows shook"


def test_a_post_alone_proves_no_attack() -> None:
    """What only the writer of a short post tells of an attack is alleged; what he has from an office is not."""
    told = [one.status.value for text in (POST, f"{POST}. Police said nobody was hurt") for one in news(text)]
    assert told == ["alleged", "confirmed"]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", f"A drone hit {SITE} on Thursday, the ministry said, but it had no proof of who had sent it."),
        ("alleged", f"A drone apparently hit {SITE} on Thursday, neighbours wrote."),
        ("alleged", f"Unconfirmed: a drone hit {SITE} on Thursday, friends say. Anyone who can confirm?"),
        ("confirmed", f"A drone dropped two bombs on {SITE} on Thursday. The first struck a car, one did not explode."),
        ("thwarted", f"A drone with a bomb was shot down near {SITE} on Thursday, police said. It burst in a hedge."),
        ("confirmed", f"A drone was shot down near {SITE} on Thursday, police said. Another hit the ministry of oil."),
        ("confirmed", f"An unidentified drone that had filmed {SITE} on Thursday was shot down at sea, police said."),
    ],
)
def test_who_tells_it_and_what_was_hit_decide(expected: str, text: str) -> None:
    """An office stands against a weak doubt; after a stop only what hits something counts; a stray is no attack."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        (
            "thwarted",
            "Bahrain intercepts drones over Manama, fragments strike villa",
            f"Fragments hit a villa near {SITE} on Thursday and injured a maid after drones were intercepted.",
        ),
        (
            "confirmed",
            "Debris of downed drone sets consulate roof on fire",
            f"Wreckage of a drone that had been shot down set fire to the roof of {SITE} on Thursday, the mayor said.",
        ),
        (
            "thwarted",
            "Kuwait shoots down two explosive drones near Turkish consulate",
            f"Kuwait shot down two explosive drones near {SITE} on Thursday, the army said.",
        ),
    ],
)
def test_a_stop_that_the_title_tells_stands(expected: str, title: str, text: str) -> None:
    """What a title says was shot down was, whatever debris did; "a downed drone" only says which drone is meant."""
    assert [one.status.value for one in news(text, title=title)] == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", "It was not immediately clear if anyone was hurt in the missile strike on Kharkiv on Tuesday."),
        ("confirmed", "It was not known whether anyone was hurt in the missile strike on Kharkiv on Tuesday."),
        ("denied", "It was not a missile that hit the embassy in Kharkiv on Tuesday, police said."),
    ],
)
def test_an_open_question_denies_nothing(expected: str, text: str) -> None:
    """What is not yet clear is not denied; what was not so is."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("alleged", f"A militia said on Thursday that it had sent a drone against {SITE}. The army did not comment."),
        ("alleged", f"A rebel spokesman said on Thursday that the group's drone had struck {SITE}."),
        ("confirmed", "A militia on Thursday claimed the drone attack that killed two people in Misrata on Wednesday."),
        ("confirmed", f"Rebels said they had sent a drone against {SITE} on Thursday. Police said it wounded a guard."),
        ("alleged", f"People in the quarter say a drone dropped a grenade on {SITE} tonight. Nothing from police yet"),
        ("confirmed", f"A drone hit {SITE} on Thursday, police said. They linked it to a gang but gave no evidence."),
    ],
)
def test_a_claim_alone_is_one_side_s_word(expected: str, text: str) -> None:
    """What only a group or people on the spot tell is alleged; doubt of whom an office blames is not of the attack."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", f"A drone hit a hotel 300 metres short of {SITE} on Thursday, killing two people."),
        ("thwarted", f"A drone with a bomb came down in a field 300 metres short of {SITE} on Thursday."),
        (
            "confirmed",
            "A drone hit a market in Misrata on Thursday. Nine people were buried before they could be named.",
        ),
        (
            "confirmed",
            "A bomb-laden drone was intercepted near Misrata on Thursday; a second one, sent later, hit a jet.",
        ),
        ("thwarted", f"Drones with bombs were dealt with in the air over {SITE} on Thursday, the army said."),
        (
            "thwarted",
            f"Guards fired at a drone with a grenade that flew over {SITE} on Thursday, and it fell into a pond.",
        ),
        ("confirmed", f"Guards fired at a drone on Thursday but it hit the roof of {SITE} and wounded a cook."),
        ("thwarted", f"Failed drone strike on {SITE} on Thursday leaves two slightly hurt."),
    ],
)
def test_a_stop_is_one_of_the_attack(expected: str, text: str) -> None:
    """A wall hit on the way is a hit, and what the victims could not do is no failure of the attack."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Iran denies drone attack on plant",
            'Officials dismissed as "psychological warfare" reports that drones bombed a plant in Isfahan on Thursday.',
        ),
        (
            'Bomb in mosque "fake news" - police',
            "Police in Jos described as fake news messages that a bomb had gone off in a mosque on Thursday.",
        ),
    ],
)
def test_a_title_and_its_body_deny_together(title: str, text: str) -> None:
    """A denial that the title tells shortly is that of the event where the body denies the event."""
    assert [one.status.value for one in news(text, title=title)] == ["denied"]


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        (
            "alleged",
            "Junta jets kill 21, rebels say",
            "Army jets killed 21 people in Mogok on Thursday, an armed group said. The junta could not be reached.",
        ),
        (
            "confirmed",
            "Israeli strikes kill 14 in Rafah",
            "Israeli air strikes killed 14 people in Rafah on Thursday, the Hamas-run health ministry said."
            " Israel did not comment.",
        ),
        (
            "confirmed",
            "Letter bomb wounds guard in Lisbon, second parcel defused in Porto",
            "A letter bomb wounded a guard of an embassy in Lisbon on Thursday, police said.",
        ),
        (
            "confirmed",
            "Jets destroy last aircraft at Sanaa airport",
            "Air force jets bombed Sanaa airport on Thursday and destroyed an airliner, its director said.",
        ),
    ],
)
def test_who_accuses_and_what_was_hit_decide(expected: str, title: str, text: str) -> None:
    """What a group tells of its enemy is alleged where nobody else speaks; what jets destroy stopped no attack."""
    assert [one.status.value for one in news(text, title=title)][:1] == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("thwarted", "A drone came at the port of Odesa on Thursday; gunners hit it over the sea and nobody was hurt."),
        ("thwarted", "A drone was destroyed over the runway of Abha airport on Thursday; glass cut two travellers."),
        ("thwarted", "A bomb was found under a bus in Cali on Thursday. Sappers needed two hours to make it harmless."),
        ("confirmed", "A bomb exploded at a bus stop in Cali on Thursday, killing two. Sappers made the area safe."),
        ("thwarted", "The attack by drones on the airport of Naypyitaw on Thursday was prevented, the military said."),
        ("confirmed", "After a bomb attack in Kaduna killed two on Thursday, traffic on the bridge was stopped."),
        ("confirmed", "A man stabbed two on Thursday in Bonn; one who tried to come between him and a boy was killed."),
        (
            "thwarted",
            "A man with a knife who tried to stab a guard at the embassy in Ankara on Thursday was overpowered.",
        ),
        ("confirmed", "A bomb killed two in Kaduna on Thursday; police stopped short of naming a group."),
        ("thwarted", "A missile aimed at Eilat on Thursday fell short of the city."),
    ],
)
def test_what_stops_an_attack_is_told_in_many_words(expected: str, text: str) -> None:
    """What is hit on its way or made harmless did not get there; who stops something else stopped nothing."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", "The army is investigating Friday's air strike in Kaduna, in which ten were reportedly killed."),
        ("alleged", "Ten people were reportedly killed in an air strike in Kaduna on Thursday."),
        (
            "confirmed",
            "Ten were killed in an air strike in Kaduna on Thursday, the emergency agency said. The army said that "
            "it had hit a camp of bandits. It gave no evidence.",
        ),
        ("alleged", "The rebels said that they had shelled a base in Kaduna on Thursday. They gave no evidence."),
        ("alleged", "A drone killed two near Deir ez-Zor on Thursday, tribal media say. No photos, one source only."),
        ("confirmed", "We are saddened by the loss of two of our nationals, who were shot at in Reasi on Thursday."),
        ("alleged", "I saw a drone hit the roof in Kyiv on Thursday, my hands still shake."),
    ],
)
def test_a_doubt_is_of_what_it_stands_beside(expected: str, text: str) -> None:
    """A doubt of the harm, or of what another side says, doubts no attack; an office may say "we" as well."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("confirmed", f"Rescuers dismantled the rubble beside {SITE}, which a rocket hit on Thursday, killing two."),
        ("thwarted", f"Police dismantled a bomb left beside {SITE} on Thursday."),
        ("confirmed", f"A tea house near {SITE} was destroyed by Thursday's car bomb, which killed two people."),
        (
            "confirmed",
            "Gunmen took 34 pupils in Kontagora on Thursday. A guard who tried to bar the gate was shot dead.",
        ),
        (
            "thwarted",
            f"Police defused a car bomb near {SITE} on Thursday. Its driver was shot dead as he tried to flee.",
        ),
        ("thwarted", f"A drone with three bags of nails and two rockets was stopped by a net at {SITE} on Thursday."),
        ("confirmed", f"A drone struck a house near {SITE} on Thursday, and traffic was stopped by the police."),
        ("thwarted", f"An explosive drone fell on the roof of {SITE} on Thursday, no blast."),
        ("thwarted", f"A man set fire to his own coat instead of {SITE} on Thursday; his petrol bomb failed to burn."),
        ("thwarted", f"A drone was shot down over {SITE} on Thursday. Its debris lightly hurt a guard in the street."),
        (
            "confirmed",
            "Jets bombed a school in Loikaw on Thursday, killing seven. Of four bombs one lay without exploding.",
        ),
    ],
)
def test_a_stop_is_that_of_the_weapon(expected: str, text: str) -> None:
    """What becomes of rubble, of bystanders, of who flees and of who hurts himself is no outcome of the attack."""
    assert status(text) == [expected]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "confirmed",
            f"Rockets hit a station near {SITE} on Thursday, killing 14, officials said. The army claimed that they "
            "hit soldiers, without providing evidence.",
        ),
        ("alleged", f"The army claimed that rockets hit {SITE} on Thursday, without providing evidence."),
        ("confirmed", f"A drone hit {SITE} on Thursday and hurt two. Three theories are making the rounds."),
        ("alleged", f"A drone hit {SITE} on Thursday and hurt two, say reports that are making the rounds."),
        ("confirmed", f"What we know from the hospital: a drone hit {SITE} on Thursday, and two are dead."),
        ("alleged", f"A drone hit {SITE} on Thursday, my neighbour tells me, and two are dead."),
        (
            "alleged",
            f"A drone hit {SITE} on Thursday, residents said. The monitoring group could not verify the report.",
        ),
        (
            "confirmed",
            f"A strike by a drone near {SITE} killed three on Thursday, the ministry said. The group has not confirmed "
            "that its commander was among them.",
        ),
    ],
)
def test_doubt_of_something_else_leaves_the_event_sure(expected: str, text: str) -> None:
    """Who did it, what an army boasts of and what a group keeps silent of are other questions."""
    assert status(text) == [expected]
