"""The hop, and the command that shows one article."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from enricher_reading import raw_article
from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch.errors import MalformedError, SettingsError
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_ENRICHED, ARTICLES_RAW
from wirewatch.wire import TRACE_HEADER, Message, decode, encode
from wirewatch_enricher.article_file import read_article
from wirewatch_enricher.commands import analyze
from wirewatch_enricher.raw_to_enriched import enrich_hop

MOMENT = datetime(2022, 1, 3, 6, tzinfo=UTC)
STORY = (
    "Drone downed near embassy\nTRIPOLI, Jan 3 - A drone was shot down near the Italian embassy in Tripoli on Monday.\n"
)


def article() -> RawArticle:
    title, _, text = STORY.partition("\n")
    return raw_article(text, title=title)


async def test_a_raw_article_becomes_an_enriched_one() -> None:
    """The handler gives one message, keyed by the article, on the trace of its cause."""
    hop = enrich_hop()
    cause = encode(article())
    async with hop.open_handler(Settings()) as handle:
        (message,) = await handle(cause)
    trace = (message.header(TRACE_HEADER) or "").split("-")[1]
    assert (message.key, trace) == (b"a", (cause.header(TRACE_HEADER) or "").split("-")[1])
    assert decode(EnrichedArticle, message).entities


async def test_bytes_that_are_no_article_are_malformed() -> None:
    """What is no raw article is rejected, not tried again."""
    async with enrich_hop().open_handler(Settings()) as handle:
        with pytest.raises(MalformedError):
            await handle(Message(key=b"a", value=b"{}"))


def test_the_hop_reads_raw_and_writes_enriched() -> None:
    """The hop's topics are those of the flow."""
    hop = enrich_hop()
    assert (hop.source, hop.target) == (ARTICLES_RAW, ARTICLES_ENRICHED)


def test_analyze_prints_the_article_as_json(tmp_path: Path) -> None:
    """`analyze --json` prints what would go on the wire."""
    file = tmp_path / "story.txt"
    file.write_text(STORY)
    result = CliRunner().invoke(analyze, [str(file), "--json"])
    found = msgspec.json.decode(result.stdout, type=EnrichedArticle)
    assert "embassy:it:tripoli" in {one.gazetteer_id for one in found.entities}


def test_analyze_shows_text_and_writes_a_page(tmp_path: Path) -> None:
    """`analyze` shows the text and, where asked, writes a page with the same names."""
    file, page = tmp_path / "story.txt", tmp_path / "story.html"
    file.write_text(STORY)
    result = CliRunner().invoke(analyze, [str(file), "--html", str(page)])
    assert (result.exit_code, "Drone downed near embassy" in result.stdout) == (0, True)
    assert "FACILITY" in page.read_text()


def test_json_html_and_text_are_read(tmp_path: Path) -> None:
    """A JSON item keeps its id and time, HTML is known by its name, a text's first line is its title."""
    item = tmp_path / "a.json"
    item.write_text(json.dumps({"id": "x1", "title": "T", "text": "B", "published": "2022-01-03T09:00:00+03:00"}))
    page = tmp_path / "a.html"
    page.write_text("<p>B</p>")
    found = read_article(item, now=MOMENT)
    assert (found.entry_id, found.observed_at, read_article(page, now=MOMENT).content_type) == (
        "x1",
        MOMENT,
        "text/html",
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", "{", "no JSON article"),
        ("a.json", '{"title": "T", "text": "B", "published": "yesterday"}', "published"),
        ("missing.txt", None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: str | None, told: str) -> None:
    """An error names the file and what is wrong with it."""
    file = tmp_path / name
    if content is not None:
        file.write_text(content)
    with pytest.raises(SettingsError, match=told) as error:
        read_article(file, now=MOMENT)
    assert name in str(error.value)
