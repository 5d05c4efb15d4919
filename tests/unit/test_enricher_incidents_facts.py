"""When, where, how many, who: the facts of an incident, each beside a counter-example."""

import pytest

from enricher_reading import news
from wirewatch.incidents import Sighting, TargetClass
from wirewatch_enricher.incidents import is_flagship
from wirewatch_enricher.incidents.times.clock import clock


def one(text: str, *, title: str = "") -> Sighting:
    found = news(text, title=title)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2024-03-14", "today"),
        ("2024-03-13", "yesterday evening"),
        ("2024-03-13", "on Wednesday"),
        ("2024-03-11", "on Monday morning"),
        ("2024-03-12", "on 12 March"),
        ("2024-03-12", "the day before yesterday"),
        ("2024-03-14", "overnight"),
        ("2024-03-11", "three days ago"),
    ],
)
def test_time_words_give_a_day(day: str, words: str) -> None:
    """Days count from the day of publication, a Thursday."""
    when = one(f"A drone hit the Turkish consulate in Misrata {words}, police said.").when
    assert when is not None
    assert when.start.date().isoformat() == day


def test_the_day_of_speaking_is_not_the_day_of_the_event() -> None:
    """The words "said on Thursday" date the words; "the day before" counts from there."""
    when = one("Police said on Thursday that a drone had hit the consulate in Misrata the day before.").when
    assert when is not None
    assert when.start.date().isoformat() == "2024-03-13"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 4:30 a.m. on Monday", (4, 30)),
        ("at 9.20 p.m.", (21, 20)),
        ("at half past eight in the evening", (20, 30)),
        ("at 0430 hours", (4, 30)),
        ("some 4.30 metres wide", None),
        ("in 1998", None),
    ],
)
def test_clock_reads_times_of_day(text: str, expected: tuple[int, int] | None) -> None:
    """A time of day needs its sign; a measure or a year is none."""
    assert clock(text, {"eight": 8}) == expected


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("killing two people and injuring 11", 2, 11),
        ("killing at least three guards", 3, None),
        ("killing two members of its staff and at least one Afghan civilian", 3, None),
        ("wounding a guard", None, 1),
        ("killing four people, two children among them, and wounding nine others", 4, 9),
        ("but no one was hurt", 0, 0),
        ("but nobody was killed", 0, None),
        ("and the attacker was killed", None, None),
        ("damaging the roof", None, None),
    ],
)
def test_figures_belong_to_their_word_of_harm(text: str, killed: int | None, injured: int | None) -> None:
    """Zero is said, silence is None, attackers do not count."""
    found = one(f"A bomb exploded at the market in Quetta on Thursday, {text}.")
    assert (found.killed.least if found.killed else None) == killed
    assert (found.injured.least if found.injured else None) == injured


def test_a_toll_beats_the_figures_before_it() -> None:
    """A toll that rises to three is the newest figure, whatever the text told first."""
    found = one(
        "Two people died on the spot. A third has died in hospital, raising the death toll to three.",
        title="Toll of Thursday's bombing of the market in Quetta rises to three",
    )
    assert found.killed is not None
    assert found.killed.least == 3


def test_near_an_embassy_is_flagship_and_far_is_not() -> None:
    """Next to an embassy counts, twelve kilometres from it does not."""
    near = one("An explosive drone hit a garage next to the Turkish consulate in Misrata on Thursday.")
    far = one("An explosive drone hit a garage 12 kilometres from the Turkish consulate in Misrata on Thursday.")
    assert is_flagship(near)
    assert TargetClass.DIPLOMATIC not in {target.target for target in far.targets}


def test_an_embassy_that_only_speaks_is_no_target() -> None:
    """A statement by an embassy about an attack elsewhere is not flagship."""
    found = one("The Norwegian embassy said that a drone strike killed 12 people in a ward in El Fasher on Wednesday.")
    assert not is_flagship(found)


def test_drones_of_the_side_that_guards_the_site_are_not_flagship() -> None:
    """Police drones that strike a gang near an embassy are no attack on the embassy."""
    guard = one("Police drones killed four gang members near the US embassy in Port-au-Prince on Wednesday.")
    gang = one("A drone killed four people near the US embassy in Port-au-Prince on Wednesday.")
    assert guard.by_site_guard
    assert not is_flagship(guard)
    assert is_flagship(gang)


@pytest.mark.parametrize(
    ("things", "words", "told"),
    [
        (3, "destroyed three houses", "destroyed three houses and scorched crops"),
        (12, "damaged at least 12 parked cars", "damaged at least 12 parked cars"),
        (10, "wrecking seven cars, a bus and two sheds", "killed one man, wrecking seven cars, a bus and two sheds"),
        (8, "eight homes destroyed", "killed two people, with eight homes destroyed by the blast"),
        (7, "Four shops and three stalls were burnt", "hit a market. Four shops and three stalls were burnt"),
        (None, "burned", "hit a depot, which burned for two days"),
        (None, "destroyed", "killed a man and destroyed two villagers' hopes"),
        (None, "did no damage", "did no damage, though three windows were broken"),
    ],
)
def test_damage_counts_the_things_that_were_hit(things: int | None, words: str, told: str) -> None:
    """Lists add up; days, persons and what was not damaged are no count."""
    damage = one(f"A drone that flew into Odesa on Wednesday {told}.").damage
    assert damage is not None
    assert (damage.count and damage.count.least, damage.words, damage.said_none) == (things, words, "no " in words)


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        (True, "The Houthis claimed responsibility."),
        (False, "No group has claimed responsibility."),
        (None, "The army blamed the Houthis."),
    ],
)
def test_claims(claimed: bool | None, text: str) -> None:
    """Claimed, said to be unclaimed, and silence are three answers."""
    assert one(f"A drone hit the airport in Aden on Thursday. {text}").claimed is claimed


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("Houthi", "The army attributes it to Houthi fighters."),
        (None, "Such attacks have become rarer, but Washington attributes them to Houthi fighters."),
        (None, "The army attributes it to pro-Iranian factions."),
    ],
)
def test_blame_is_for_this_attack_and_for_whom_it_names(who: str | None, text: str) -> None:
    """Who is blamed for other attacks did not do this one, and a friend of Iran is not Iran."""
    assert one(f"A drone hit the airport in Aden on Thursday. {text}").attribution.who == who


def test_evidence_quotes_the_own_text() -> None:
    """Every quote stands where its offsets say, in the article's own title or text."""
    title, text = "Drone hits consulate in Misrata", "A drone hit the Turkish consulate in Misrata on Thursday."
    for proof in one(text, title=title).evidence:
        own = title if proof.part == "title" else text
        assert own[proof.start : proof.end] == proof.quote
