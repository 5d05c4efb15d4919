"""Everyday news that looks like an attack: each beside a sentence of the same words that does tell of one."""

import pytest

from enricher_reading import types

PAIRS = [
    (
        "The State Department on Tuesday cleared a sale of missiles to Poland, and the deal goes to Congress.",
        "missile_attack",
        "A sale of fish was on in Poland's port on Tuesday when missiles struck the pier, killing two, police said.",
    ),
    (
        "Nurses walked out in Lisbon on Tuesday for two days in a dispute over pay, their union said.",
        "protest",
        "Hundreds of students walked out of their lectures in Lisbon on Tuesday and rallied outside the ministry.",
    ),
    (
        "A Soyuz rocket with three cosmonauts lifted off from Baikonur on Saturday.",
        "missile_attack",
        "A rocket hit a police station in Baiji on Saturday, killing two officers.",
    ),
    (
        "A blast of methane in a coal mine near Katowice killed three miners on Monday, the owner said.",
        "bombing",
        "A blast of a roadside bomb near Kandahar killed three soldiers on Monday, the army said.",
    ),
    (
        "A cyclist was struck and killed by a taxi in Dublin on Wednesday, police said.",
        "armed_attack",
        "A cyclist was shot and killed by a gunman in Dublin on Wednesday, police said.",
    ),
    (
        "The ministry's website is down for maintenance on Sunday.",
        "cyber_attack",
        "The ministry's website was knocked offline by hackers on Sunday.",
    ),
    (
        "Flying a drone within five kilometres of the marathon in Boston is prohibited on Monday, police said.",
        "airspace_incursion",
        "A drone was seen above the runway in Boston on Monday, and the airport stopped all flights, police said.",
    ),
    (
        "Both sides have laid down their arms, the mediator in the port strike of Durban said on Saturday.",
        "armed_attack",
        "Both sides opened fire with small arms in the port of Durban on Saturday, killing four people.",
    ),
    (
        "Two children die in a house fire in Leeds on Friday, no foul play is suspected.",
        "protest",
        "Two hundred students held a die-in outside the town hall in Leeds on Friday.",
    ),
]


@pytest.mark.parametrize(("text", "kind"), [(quiet, kind) for quiet, kind, _ in PAIRS])
def test_everyday_news_is_quiet(text: str, kind: str) -> None:
    """A strike, a launch, an accident, a rule: the words are there, the attack is not."""
    assert kind not in types(text)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for _, kind, text in PAIRS])
def test_the_same_words_tell_of_an_attack(kind: str, text: str) -> None:
    """The same words give their type where somebody attacks, marches or intrudes."""
    assert types(text) == [kind]
