"""Texts without a date of their own are judged by what they tell."""

from datetime import UTC, datetime

from enricher_reading import raw_article
from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.incidents.undated import load_groups, weighs


def _news(text: str) -> set[IncidentType]:
    raw = raw_article(text, at=datetime(2026, 1, 1, tzinfo=UTC), published=False, language="en")
    return {one.type for one in enrich(raw).sightings if one.salience is Salience.FOREGROUND}


def test_an_undated_bombing_told_as_news_is_news() -> None:
    """A text without a date that opens with a bomb, a place and its victims tells of a bombing."""
    text = "a bomb exploded today at a bank in lima, wounding three people. police said terrorists had planted it."
    assert IncidentType.BOMBING in _news(text)


def test_an_undated_speech_on_bombs_is_no_news() -> None:
    """A text without a date that only argues about bombs and murders tells of no event."""
    text = (
        "we must discuss what the congress is doing. our economy grows, and our exports with it. we shall go on with "
        "reforms. we believe that bombs and murders will not solve our problems. dialogue, the president said, is the "
        "way to a lasting peace, and his government will not give in. we must ask ourselves what kind of country we "
        "want. should we let fear decide? our laws are just, and we shall defend them. those who want reforms will "
        "find our door open, but they must respect the constitution."
    )
    assert not _news(text)


def test_every_group_of_types_has_weights() -> None:
    """Each group that the file names has types of its own and weights for its signs."""
    groups = load_groups().values()
    assert all(group.kinds and group.text and group.report for group in groups)
    assert not weighs(IncidentType.PROTEST)


def test_a_death_squad_is_an_actor_and_no_death() -> None:
    """That there are death squads tells of no killing; that one killed somebody does."""
    assert not _news("the officer had ties to the death squads. he has opposed the death penalty.")
    assert _news("a death squad shot dead a union leader in san salvador today, and wounded his two bodyguards.")
