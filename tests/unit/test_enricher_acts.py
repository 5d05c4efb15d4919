"""Sentences that report an act without a plain word for it, and their twins in which nothing happens."""

import pytest

from wirewatch_enricher.incidents.text.reading import read_text
from wirewatch_enricher.incidents.types.triggers import find_reports
from wirewatch_enricher.language import identify

ACTS = [
    ("armed_attack", "Gunmen on a scooter fired at a car of the Greek consulate."),
    ("armed_attack", "Fighters took the mining town of Walikale after hours of fighting."),
    ("armed_attack", "Two priests were found with their throats cut."),
    ("bombing", "Somebody put a charge into the post-box of the embassy."),
    ("air_strike", "Warplanes demolished a hospital in Idlib."),
    ("abduction", "Two drivers were picked up by armed men at Tambura."),
    ("arson_vandalism", "Red hands were painted on the wall of the memorial."),
    ("riot", "Clashes between mourners and police broke out at a funeral."),
    ("protest", "Six exiles began a hunger strike outside the consulate."),
    ("cyber_attack", "The account of the embassy was taken over by unknown persons."),
    ("threat", "All courts were evacuated owing to a report about mining."),
    ("airspace_incursion", "A drone without a load was found in a field."),
]
QUIET = [
    "The goalkeeper took the ball and fired it at the bar.",
    "The painter took the town hall as his subject.",
    "The charge for parking was put on the bill.",
    "Two drivers were picked up by a bus at Tambura.",
    "The candles in the museum are of wax.",
]


def kinds(text: str) -> set[str | None]:
    return {report.type for report in find_reports(read_text(text, "en"))}


@pytest.mark.parametrize(("kind", "text"), ACTS)
def test_an_act_without_a_plain_word_is_a_report(kind: str, text: str) -> None:
    """A verb of a class with a thing of a class tells of an act."""
    assert kind in kinds(text)


@pytest.mark.parametrize("text", QUIET)
def test_the_same_words_apart_report_nothing(text: str) -> None:
    """Neither the verb nor the thing tells of anything alone."""
    assert not kinds(text) - {None}


def test_a_headline_of_which_no_language_is_sure_is_english() -> None:
    """The classifier is half sure of Dutch; English is the commonest."""
    assert (identify("Jets flatten market in Zamzam: 22 dead"), identify("Drone abattu à Bagdad")) == ("en", "fr")
