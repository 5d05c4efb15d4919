"""Names: persons, organisations, groups, weapons and dates, and what wins where they overlap."""

# ruff: noqa: RUF001  (texts in scripts of their own)

import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher_reading import raw_article
from wirewatch.articles import EntityLabel
from wirewatch.errors import SettingsError
from wirewatch.incidents import Part
from wirewatch_enricher.document import Document, read
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import find_mentions, load_recognizer
from wirewatch_enricher.settings import EnricherSettings

MOMENT = datetime(2022, 1, 3, 6, tzinfo=UTC)


def document(text: str) -> Document:
    return Document(text=text, title_end=0, language="en", published=MOMENT, observed_at=MOMENT, source="x")


def names(text: str, label: EntityLabel) -> list[str]:
    return [one.text for one in find_mentions(document(text)) if one.label is label]


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("Iranian President Ibrahim Raisi spoke.", EntityLabel.PERSON, ["Ibrahim Raisi"]),
        ("Donald Trump left. Then Trump spoke.", EntityLabel.PERSON, ["Donald Trump", "Trump"]),
        ("Police in Green Park were there.", EntityLabel.PERSON, []),
        ("The Interior Ministry denied it.", EntityLabel.ORGANISATION, ["Interior Ministry"]),
        ("The UN and NATO met.", EntityLabel.ORGANISATION, ["UN", "NATO"]),
        ("Al-Shabaab and the Taliban did it.", EntityLabel.GROUP, ["Al-Shabaab", "Taliban"]),
        ("The eta was unknown.", EntityLabel.GROUP, []),
        ("Two booby-trapped drones and an RPG.", EntityLabel.WEAPON, ["booby-trapped drones", "RPG"]),
        ("On Monday, January 3, 2022, it rained.", EntityLabel.DATE, ["Monday, January 3, 2022"]),
        ("They march on in May.", EntityLabel.DATE, []),
    ],
)
def test_names_are_found_by_form_and_table(text: str, label: EntityLabel, expected: list[str]) -> None:
    """Titles, given names, words such as "Ministry" and the tables tell what a name is."""
    assert names(text, label) == expected


def test_mentions_do_not_overlap() -> None:
    """Mentions are sorted, and no two share a character."""
    found = find_mentions(
        document("The US embassy in Baghdad's Green Zone and the Iranian Revolutionary Guard Corps of Iran.")
    )
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_entities_count_in_their_own_part() -> None:
    """The offsets of an entity count in the kept title or text, whose words they give."""
    article = enrich(raw_article("<p>KABUL - A bomb exploded near Herat.</p>", title="Blast in  Kabul &amp; Herat"))
    parts = {Part.TITLE: article.title, Part.TEXT: article.text}
    assert article.entities
    assert all(parts[one.part][one.start : one.end] == one.text for one in article.entities)


def test_enriching_is_a_pure_function() -> None:
    """The same article gives the same result."""
    article = raw_article("A drone was shot down over Erbil on Monday.", title="Drone shot down")
    assert enrich(article) == enrich(article)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a tiny pipeline for a few steps, with a ruler before it, and save it."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    assert isinstance(ruler, spacy.pipeline.EntityRuler)
    ner = nlp.add_pipe("ner")
    assert isinstance(ner, spacy.pipeline.EntityRecognizer)
    ner.add_label("PERSON")
    words = [spacy.training.Example.from_dict(nlp.make_doc("Zed Quux left"), {"entities": [(0, 8, "PERSON")]})]
    nlp.initialize(lambda: words)
    ruler.add_patterns([{"label": "ORG", "pattern": "Zanthor Works"}, {"label": "GPE", "pattern": "Tripoli"}])
    for _ in range(10):
        nlp.update(words)
    path = tmp_path_factory.mktemp("model")
    nlp.to_disk(path)
    return path


def test_any_spacy_pipeline_adds_its_names(pipeline: Path) -> None:
    """A saved pipeline named by the setting is used beside rules and gazetteers."""
    recognizer = load_recognizer(EnricherSettings(spacy_model=str(pipeline)))
    found = find_mentions(document("The Zanthor Works in Tripoli closed, Libya said."), recognizer=recognizer)
    assert ("Zanthor Works", EntityLabel.ORGANISATION) in {(one.text, one.label) for one in found}


def test_the_gazetteer_keeps_its_places(pipeline: Path) -> None:
    """Where a pipeline finds the same place, the mention that knows its coordinates stays."""
    recognizer = load_recognizer(EnricherSettings(spacy_model=str(pipeline)))
    found = find_mentions(document("The Zanthor Works in Tripoli closed, Libya said."), recognizer=recognizer)
    assert [one.place is not None for one in found if one.text == "Tripoli"] == [True]


def test_an_unknown_pipeline_stops_the_start() -> None:
    """A pipeline that is not installed is a wrong setting, and the message names it."""
    with pytest.raises(SettingsError, match="no_such_model"):
        load_recognizer(EnricherSettings(spacy_model="no_such_model"))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "US",
                "embassy",
                "in",
                "Baghdad",
                "of",
                "Iraq",
                "the",
                "airport",
                "General",
                "consulate",
                ",",
                ".",
                "\n",
                "'s",
                "UN",
                "mission",
                "al-Asad",
                "МОСКВА",
                "بغداد",
                "السفارة",
                "😀",
                "\u202e",
                "St.",
                "-",
            ]
        ),
        max_size=30,
    ).map(" ".join)
)
def test_any_order_of_words_is_read(text: str) -> None:
    """No order of names, facility words and marks breaks the reading; offsets always give the words."""
    for one in find_mentions(document(text)):
        assert text[one.start : one.end] == one.text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=600))
def test_any_text_is_enriched(title: str, text: str) -> None:
    """Any string at all is read without an error."""
    kept = read(raw_article(text, title=title))
    assert kept.text[: kept.title_end] == kept.title


@pytest.mark.parametrize(
    "words",
    [
        "US embassy in Baghdad, ",
        "Baghdad airport. The airport ",
        "Green Zone embassy ",
        "Paris Hilton ",
        "a",
        "Al-",
        "London\n",
    ],
)
def test_hostile_texts_are_read_in_bounded_time(words: str) -> None:
    """200,000 characters of nothing but names take seconds, not their square."""
    text = (words * (200_000 // len(words)))[:200_000]
    began = time.process_time()
    find_mentions(document(text))
    assert time.process_time() - began < 20
