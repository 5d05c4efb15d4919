"""Words of violence in texts about something else, each beside a text that must stay news."""

import pytest

from enricher_reading import types

QUIET = [
    ("", "The opposition's march fell apart at the Opera in Yerevan on Monday, and the bomb squad went home."),
    ("", "The office was flooded with requests for tickets in Almaty on Wednesday."),
    (
        "Senate passes drone bill",
        "The upper house on Wednesday adopted a bill that bans drones, after striking a clause.",
    ),
    (
        "Washington to sell drone killers",
        "It approved the possible sale of gear to shoot down drones; spare parts come too.",
    ),
    ("Warriors gunned down by rookie's late triple", "The playoff was lost in Miami on Wednesday."),
    ("", "A police drone was brought down by herring gulls in Leith on Wednesday."),
    ("", "The minister accused colleagues in Rome on Wednesday of having “kidnapped” the reform."),
    ("Former hostage elected mayor", "She was held in the Sahel and has won the vote in Ragusa."),
    ("Valencia flats explosion: fire service says gas, not bomb", "Two people were hurt on Thursday."),
]
NEWS = [
    ("bombing", "A hand grenade was lobbed at a stall in Quetta on Wednesday, hurting four people."),
    ("cyber_attack", "The ministry's portal was flooded with requests in a cyber attack in Astana on Wednesday."),
    ("threat", "A jet was escorted to Ahmedabad on Wednesday after a bomb note was found aboard, police said."),
    ("drone_attack", "A senate committee was told that a drone hit a depot near Basra on Thursday, police said."),
    ("drone_attack", "A police post in Quetta was hit by a drone on Wednesday; gulls scattered."),
    ("abduction", "Armed men kidnapped the minister in Kaduna on Wednesday, police said."),
    ("bombing", "A bomb exploded in a block of flats in Valencia on Thursday, killing two people; gas pipes held."),
]


@pytest.mark.parametrize(("title", "text"), QUIET)
def test_another_subject_is_no_incident(title: str, text: str) -> None:
    """Laws, purchases, sport, birds and words in quotation marks give nothing."""
    assert types(text, title=title) == []


@pytest.mark.parametrize(("kind", "text"), NEWS)
def test_the_same_words_in_news_still_count(kind: str, text: str) -> None:
    """One word of such a subject does not silence an incident."""
    assert types(text) == [kind]


REPORTED = [
    (
        "armed_attack",
        "Two Danish football supporters were shot dead in Vienna on Wednesday before the match, police said.",
    ),
    ("armed_attack", "A novelist was stabbed four times on stage at a book festival in Leeds on Monday, police said."),
    ("missile_attack", "Four actors died when a missile struck the theatre in Kharkiv on Tuesday, the mayor said."),
    ("bombing", "A bomb at the museum in Tunis wounded a singer and two tourists on Tuesday, the ministry said."),
]
STAGED = [
    "A gunman shoots two players dead in the film, which opens the festival in Vienna on Wednesday, the director said.",
    "The striker shot twice before half-time in Vienna on Wednesday, and the match was over, the coach said.",
]


@pytest.mark.parametrize(("kind", "text"), REPORTED)
def test_a_match_or_a_stage_may_be_where_it_happened(kind: str, text: str) -> None:
    """Where an office says in the lead who was harmed these days, sport and fiction are only the scene."""
    assert types(text, title="At the festival") == [kind]


@pytest.mark.parametrize("text", STAGED)
def test_what_is_played_is_no_incident(text: str) -> None:
    """Without an office that says so, a film and a match stay what they are."""
    assert types(text) == []
