"""Which types the words of an event support, and what a wrong file of tags says."""

import pytest

from enricher_reading import news
from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.news.judging import judge
from wirewatch_enricher.incidents.news.support import load_support, parse_support, supported


def test_a_type_needs_a_word_of_its_own() -> None:
    """A missile attack needs a missile in the report, title or lead; one elsewhere in the text is not enough."""
    assert IncidentType.MISSILE_ATTACK in supported({"own weapon.missile"})
    assert IncidentType.MISSILE_ATTACK not in supported({"text weapon.missile", "own weapon.vehicle"})


def test_what_no_type_has_a_word_for_is_not_weighed() -> None:
    """Signs that everything in the news has give no judgement; with a word of shooting they give one."""
    assert judge({"in title", "dated", "enough", "own victim"}) is None
    assert judge({"in title", "dated", "enough", "own victim", "own act.shoot"}) is not None


def test_each_type_but_the_story_has_tags() -> None:
    """The file that is shipped knows every type that an article may report."""
    assert set(load_support()) == set(IncidentType) - {IncidentType.STORY}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('drone_attack = ["weapon.drone"]', "no tags for air_strike"),
        ('hail = ["weapon.drone"]', "hail"),
        ("drone_attack = [", "Invalid value"),
    ],
)
def test_a_wrong_file_is_named(text: str, words: str) -> None:
    """A file of tags that is wrong names itself and what is wrong."""
    with pytest.raises(SettingsError, match=rf"tags\.toml.*{words}"):
        parse_support(text, name="tags.toml")


def test_a_crash_is_no_missile_attack() -> None:
    """A train that strikes a lorry fires nothing; a rocket that strikes it does."""
    text = "A {} struck a lorry near Lyon on Wednesday, killing one person and injuring four, police said."
    assert all(one.type is not IncidentType.MISSILE_ATTACK for one in news(text.format("train")))
    assert [one.type for one in news(text.format("rocket"))] == [IncidentType.MISSILE_ATTACK]
