"""Texts without a date of their own are judged by what they tell."""

from datetime import UTC, datetime

import pytest

from enricher_reading import raw_article
from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.incidents.news.undated import Group, load_groups, weigh_undated, weighs
from wirewatch_enricher.incidents.news.undated_deeds import deed_signs, deeds_in, load_words
from wirewatch_enricher.incidents.text.reading import read_text


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
    assert all(group.kinds and group.deeds and group.signs for group in groups)
    assert not weighs(IncidentType.PROTEST)


def test_every_deed_of_a_group_has_words() -> None:
    """A group names no kind of deed that the words do not know."""
    assert {deed for group in load_groups().values() for deed in group.deeds} == set(load_words().deeds)


@pytest.mark.parametrize(
    "text",
    [
        "guerrillas murdered a peasant.",
        "a peasant was murdered yesterday by guerrillas.",
        "the murder of a peasant by guerrillas was condemned.",
    ],
)
def test_who_did_it_to_whom_is_told_in_any_order(text: str) -> None:
    """An active verb, a passive one and a noun tell of the same doers and victims."""
    reading = read_text(text, "en")
    assert "kill by rebel of civilian" in deed_signs(deeds_in(reading), reading)["kill"]


def test_a_deed_without_parties_is_done_by_nobody() -> None:
    """Where no party stands near, none is made up; and a peasant who speaks of a murder did not do it."""
    reading = read_text("the murder was condemned. a peasant spoke.", "en")
    assert "kill by nobody of nobody" in deed_signs(deeds_in(reading), reading)["kill"]


def test_words_alone_may_tell_of_a_bombing() -> None:
    """Where no report tells of a bomb, the words of a text may, and a report is made of them; none of a speech."""
    told = "a bomb exploded today at a bank in lima, wounding three people. police said terrorists had planted it."
    (made,) = weigh_undated((), read_text(told, "en"))
    assert (made.report.type, made.foreground) == (IncidentType.BOMBING, True)
    assert not weigh_undated((), read_text("the minister said that the debt is a bomb. the economy must grow.", "en"))


def test_worth_is_the_same_in_any_order() -> None:
    """Sets come in another order in each process, and a sum of fractions depends on it."""
    group = Group(kinds=(IncidentType.BOMBING,), deeds=(), bias=0.0, signs={"a": 0.1, "b": 0.2, "c": 0.3})
    assert group.worth(("a", "b", "c")) == group.worth(("c", "b", "a"))
