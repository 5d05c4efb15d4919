"""How the signs of an event are weighed, and what a wrong file of weights says."""

import math

import pytest

from enricher_reading import news, sightings
from wirewatch.errors import SettingsError
from wirewatch_enricher.incidents.news.judging import CLASSES, judge, load_weights, parse_weights, softmax

HEAD = ",".join(("sign", *CLASSES))
BIAS = "bias" + "," * len(CLASSES)


def test_probabilities_sum_to_one() -> None:
    """Worths of any size give shares of one, the greatest the greatest."""
    shares = softmax([1000.0, 0.0, -1000.0])
    assert math.isclose(sum(shares), 1.0)
    assert shares[0] > shares[1] >= shares[2]


def test_unknown_signs_say_nothing() -> None:
    """A sign without weights leaves the judgement as it was."""
    assert judge({"own weapon.drone", "no such sign"}) == judge({"own weapon.drone"})


def test_signs_for_and_against_are_told() -> None:
    """The strongest signs are named, each on its own side."""
    told = judge({"type drone_attack news", "own weapon.drone", "title sport", "enough"})
    assert told is not None
    assert set(told.spoke_for) & {"type drone_attack news", "enough"}
    assert not set(told.spoke_for) & set(told.spoke_against)


def test_the_weights_have_a_bias_and_all_classes() -> None:
    """The file that is shipped holds together."""
    assert len(load_weights()["bias"]) == len(CLASSES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sign,none\n", "columns"),
        (f"{HEAD}\nown say,x{',' * (len(CLASSES) - 1)}\n", "own say"),
        (f"{HEAD}\nown say,1\n{BIAS}\n", "weights, not 1"),
        (f"{HEAD}\nown say{',0' * len(CLASSES)}\n", "no row 'bias'"),
    ],
)
def test_a_wrong_file_is_named(text: str, words: str) -> None:
    """A file of weights that is wrong names itself and the row."""
    with pytest.raises(SettingsError, match=rf"weights\.csv.*{words}"):
        parse_weights(text, name="weights.csv")


def test_the_confidence_is_the_probability() -> None:
    """A plain report of an attack is surer than the same words in a feature on a game."""
    attack = news("Gunmen opened fire on a bus in Quetta on Wednesday, killing two passengers, police said.")
    game = sightings(
        "In the new video game, gunmen open fire on a bus in Quetta. Players score points.", title="Game of the week"
    )
    assert attack[0].confidence > max((one.confidence for one in game), default=0.0)


def test_the_reasons_tell_the_weighing() -> None:
    """A sighting says how likely it is news, and which signs spoke for it."""
    (one,) = news("Gunmen opened fire on a bus in Quetta on Wednesday, killing two passengers, police said.")
    assert any(reason.startswith("weighed: ") for reason in one.reasons)
    assert any(reason.startswith("for it: ") for reason in one.reasons)
