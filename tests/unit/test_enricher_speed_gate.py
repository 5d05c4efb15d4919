"""The gate turns nothing away that the stages behind it would keep, and most of what they would not."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher_reading import raw_article
from wirewatch.articles import RawArticle
from wirewatch_enricher.document import read
from wirewatch_enricher.entities import find_mentions
from wirewatch_enricher.incidents import find
from wirewatch_enricher.incidents.gate import may_give_type, may_report
from wirewatch_enricher.incidents.news import account
from wirewatch_enricher.incidents.text.cues import find_cues
from wirewatch_enricher.incidents.text.march import read_marches
from wirewatch_enricher.incidents.text.phrases import GATE_TAGS, find_matches, possible_tags
from wirewatch_enricher.incidents.text.reading import read_text
from wirewatch_enricher.incidents.types.triggers import find_reports
from wirewatch_enricher.lexicon import languages, load_lexicon

ROOT = Path(__file__).parents[2]
QUIET = ROOT.parent / "shared" / "eval" / "quiet" / "bbc.jsonl"
ITEMS = [*sorted((ROOT / "tests" / "eval").glob("*.jsonl")), ROOT.parent / "shared" / "eval" / "muc4" / "dev.jsonl"]
MOMENT = datetime(2024, 3, 5, 12, tzinfo=UTC)
FILLERS = ("the", "a", ".", ",", "in", "by", "on", "was", "were", "at", "and", "of", "monday", "two")


def phrases(language: str) -> list[tuple[str, ...]]:
    """Return the phrases that the gate looks at, and words beside them."""
    lexicon = load_lexicon(language)
    seen = (phrase for phrase, terms in lexicon.terms.items() if any(t.tag.startswith(GATE_TAGS) for t in terms))
    gaps = (f"{gap.head} it {gap.tail}" for gap in lexicon.gaps)
    return [tuple(phrase.split(" ")) for phrase in (*sorted(seen), *gaps, *FILLERS)]


SENTENCES = {
    language: st.lists(st.sampled_from(phrases(language)), max_size=8).map(lambda parts: sum(parts, ()))
    for language in sorted(languages())
}


@pytest.mark.parametrize("language", sorted(SENTENCES))
@settings(deadline=None)
@given(data=st.data())
def test_every_cue_has_a_tag_that_is_possible(language: str, data: st.DataObject) -> None:
    """What the gate sees of a sentence holds all that the lexicon finds in it."""
    words = data.draw(SENTENCES[language])
    end = len(words)
    cues = read_marches(words, find_cues(words, language, find_matches(words, language, 0, end)))
    possible = possible_tags(words, language, end, find_matches(words, language, 0, end, gate=True))
    marches = {"weapon.drone"} if "weapon.march" in possible else set()
    assert {cue.tag for cue in cues if cue.tag.startswith(GATE_TAGS)} <= possible | marches


@pytest.mark.parametrize("language", sorted(SENTENCES))
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_only_what_the_gate_lets_pass_has_a_type(language: str, data: st.DataObject) -> None:
    """No rule gives a type to what the gate says has none, whatever stands in three sentences."""
    sentences = data.draw(st.lists(SENTENCES[language], min_size=1, max_size=3))
    reading = read_text(". ".join(" ".join(words) for words in sentences) + ".", language)
    typed = {report.sentence.number for report in find_reports(reading) if report.type}
    assert typed <= {sentence.number for sentence in may_give_type(reading)}


@pytest.mark.parametrize("language", sorted(SENTENCES))
@settings(deadline=None)
@given(data=st.data(), dated=st.booleans())
def test_every_text_that_is_kept_passes_the_gate(language: str, data: st.DataObject, dated: bool) -> None:
    """What may be kept for its reports is not turned away before; a means beside them may give them a type."""
    sentences = data.draw(st.lists(SENTENCES[language], min_size=1, max_size=6))
    reading = read_text(". ".join(" ".join(words) for words in sentences) + ".", language)
    reports = find_reports(reading)
    kept = account.may_be_kept(reports, reading, dated=dated)
    told = {(one.sentence.number, one.clause.start) for one in account.reports_of(reading, dated=dated)}
    found = {(one.sentence.number, one.clause.start) for one in reports}
    assert not kept or (may_report(reading, dated=dated) and found <= told)


def raw(item: dict[str, str]) -> RawArticle:
    moment = datetime.fromisoformat(item["published"]) if item.get("published") else MOMENT
    title = item.get("title") or ""
    return raw_article(item.get("text") or "", title=title, at=moment, published=bool(title))


@pytest.mark.parametrize("path", ITEMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_gate_costs_no_incident(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On labelled items the records are the same with the gate and without."""
    if not path.exists():
        pytest.skip("the shared folder is not here")
    items = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    given = [(one := read(raw(item)), find_mentions(one)) for item in items]
    gated = [find.find_sightings(*one) for one in given]
    monkeypatch.setattr(account, "may_report", lambda *_, **__: True)
    monkeypatch.setattr(account, "may_be_kept", lambda *_, **__: True)
    assert [find.find_sightings(*one) for one in given] == gated


def test_the_gate_turns_most_quiet_news_away() -> None:
    """Of everyday news the gate lets less than half pass to where cues are sought."""
    if not QUIET.exists():
        pytest.skip("the shared folder is not here")
    items = [json.loads(line) for line in QUIET.read_text("utf-8").splitlines()]
    readings = [read_text(one.text, one.language, title_end=one.title_end) for one in map(read, map(raw, items))]
    passed = sum(may_report(one, dated=True) for one in readings)
    assert passed / len(readings) < 0.5
