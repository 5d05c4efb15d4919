"""A user's own spaCy pipeline: its sentences and entities are what the incident stages read, for every article."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from enricher_reading import raw_article
from wirewatch.articles import EnrichedArticle, EntityLabel
from wirewatch.incidents import Status
from wirewatch_enricher.document import Document, read
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import Recognized, Recognizer, load_recognizer
from wirewatch_enricher.incidents.text.reading import read_text
from wirewatch_enricher.settings import EnricherSettings

TEXT = "Gunmen from Zanthor stormed the depot / Police said four guards were killed"
WORDS = TEXT.split()
LEAD = "Gunmen from Zanthor stormed the depot in Tripoli on Monday. Police said four guards were killed."


def trained(nlp: Language, example: Example, folder: Path, *, steps: int) -> Recognizer:
    """Train a pipeline for a few steps on one text; save it and load it as a user's own."""
    nlp.initialize(lambda: [example])
    for _ in range(steps):
        nlp.update([example])
    nlp.to_disk(folder)
    loaded = load_recognizer(EnricherSettings(spacy_model=str(folder)))
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def recognizer(tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    """Return a pipeline of entities and sentences; those of its text begin behind a slash."""
    nlp = spacy.blank("en")
    nlp.add_pipe("senter")
    nlp.add_pipe("ner").add_label("ORG")  # type: ignore[attr-defined]
    starts = [at == 0 or WORDS[at - 1] == "/" for at in range(len(WORDS))]
    told = {"sent_starts": starts, "entities": [(12, 19, "ORG")]}
    example = Example.from_dict(Doc(nlp.vocab, words=WORDS), told)
    return trained(nlp, example, tmp_path_factory.mktemp("pipeline"), steps=30)


def organisations(article: EnrichedArticle) -> list[str]:
    return [one.text for one in article.entities if one.label is EntityLabel.ORGANISATION]


def test_the_pipelines_names_are_among_the_entities(recognizer: Recognizer) -> None:
    """A name that no table has is found by the pipeline alone."""
    assert "Zanthor" in organisations(enrich(raw_article(TEXT), recognizer=recognizer))
    assert "Zanthor" not in organisations(enrich(raw_article(TEXT)))


def test_the_pipeline_reads_articles_without_an_incident(recognizer: Recognizer) -> None:
    """The gate spares the incident stages, not the pipeline."""
    quiet = TEXT.replace("Gunmen", "Farmers").replace("stormed", "visited").replace("killed", "thanked")
    assert "Zanthor" in organisations(enrich(raw_article(quiet), recognizer=recognizer))


def test_incident_stages_read_the_pipelines_sentences(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slash, which ends no sentence by the rules, ends one as the pipeline has learnt."""
    from wirewatch_enricher.incidents.news import account as stages

    seen: list[list[str]] = []

    def noting(*args: object, **options: object) -> object:
        found = read_text(*args, **options)  # type: ignore[arg-type]
        seen.append([found.text(sentence.start, sentence.end) for sentence in found.sentences])
        return found

    monkeypatch.setattr(stages, "read_text", noting)
    enrich(raw_article(TEXT), recognizer=recognizer)
    assert [sentences[-1].split()[0] for sentences in seen] == ["Police"]


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    """Return a pipeline with a dependency parser that knows one sentence."""
    nlp = spacy.blank("en")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    example = Example.from_dict(Doc(nlp.vocab, words=PARSED.split()), {"heads": HEADS, "deps": DEPS.split()})
    return trained(nlp, example, tmp_path_factory.mktemp("parser"), steps=60)


PARSED = "The drone which guards had tried to shoot down struck the embassy in Tripoli on Monday"
HEADS = [1, 9, 5, 5, 5, 1, 7, 5, 7, 9, 11, 9, 11, 12, 9, 14]
DEPS = "det nsubj dobj nsubj aux relcl aux xcomp prt ROOT det dobj prep pobj prep pobj"


def test_clauses_end_where_the_pipelines_parse_says(parser: Recognizer) -> None:
    """The end of a relative clause without a comma is seen by the parse alone."""
    doc = parser.recognize(read(raw_article(PARSED))).doc
    parsed, plain = read_text(PARSED, "en", doc=doc), read_text(PARSED, "en")
    assert [parsed.text(clause.start, clause.end) for clause in parsed.sentences[0].clauses][-1].startswith("struck")
    assert len(parsed.sentences[0].clauses) == len(plain.sentences[0].clauses) + 1


def test_status_is_bound_to_the_clauses_of_the_pipelines_parse(parser: Recognizer) -> None:
    """What was tried in a relative clause says nothing of what the drone did."""
    assert [one.status for one in enrich(raw_article(PARSED), recognizer=parser).sightings] == [Status.CONFIRMED]


def test_a_pipeline_without_sentences_gets_them_by_rule(tmp_path: Path) -> None:
    """Entities alone are enough: the incident is found as without the pipeline."""
    spacy.blank("en").to_disk(tmp_path)
    bare = load_recognizer(EnricherSettings(spacy_model=str(tmp_path)))
    assert enrich(raw_article(LEAD), recognizer=bare) == enrich(raw_article(LEAD))
    assert enrich(raw_article(LEAD)).sightings


def test_an_article_in_another_language_is_left_to_the_rules(recognizer: Recognizer) -> None:
    """An English pipeline says nothing of an Arabic text."""
    document = read(
        raw_article("هاجمت طائرة مسيرة السفارة الأميركية في بغداد يوم الاثنين من دون إصابات.", language="ar")
    )
    assert recognizer.recognize(document) == Recognized()


def test_a_long_text_is_read_in_part(recognizer: Recognizer) -> None:
    """A pipeline's time is bounded: it gets the beginning of a very long text."""
    document: Document = read(raw_article(f"{LEAD} " * 2000))
    doc = recognizer.recognize(document).doc
    assert doc is not None
    assert len(doc.text) == 16_000
