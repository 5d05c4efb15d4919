"""Archives: every format read, in order, and what can't be read told with file, line and field."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.articles import ContentType
from wirewatch.errors import SettingsError
from wirewatch_standalone.archive import read_archive

ITEM = {"title": "Two drones", "text": "They fell.", "published": "2024-03-01T10:00:00+02:00"}


def write(path: Path, *items: object) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    return path


def test_items_are_sorted_by_publication_then_file_order(tmp_path: Path) -> None:
    """An archive is replayed in the order in which the world saw it."""
    late, early = {**ITEM, "id": "late"}, {**ITEM, "id": "early", "published": "2024-03-01T07:59:00Z"}
    archive = read_archive(write(tmp_path / "a.jsonl", late, {**ITEM, "id": "also late"}, early))
    assert [article.entry_id for article in archive.articles] == ["early", "late", "also late"]


def test_an_items_own_id_stays_as_entry_id(tmp_path: Path) -> None:
    """The id of an item is found again in the alert's sources."""
    (article,) = read_archive(write(tmp_path / "a.jsonl", {**ITEM, "id": 7})).articles
    assert article.entry_id == "7"


def test_an_edit_is_a_revision_of_the_first_edition(tmp_path: Path) -> None:
    """`revision_of`, however often it is chained, keeps one article id with another revision."""
    items = [{**ITEM, "id": "1"}, {**ITEM, "id": "2", "revision_of": "1", "text": "Three fell."}]
    items.append({**ITEM, "id": "3", "revision_of": "2", "text": "Four fell."})
    articles = read_archive(write(tmp_path / "a.jsonl", *items)).articles
    assert (len({a.article_id for a in articles}), len({a.revision for a in articles})) == (1, 3)


def test_revisions_in_a_circle_end(tmp_path: Path) -> None:
    """Two items that say they revise each other are still two articles read."""
    items = [{**ITEM, "id": "1", "revision_of": "2"}, {**ITEM, "id": "2", "revision_of": "1"}]
    assert len(read_archive(write(tmp_path / "a.jsonl", *items)).articles) == 2


def test_a_bad_line_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    """A field of the wrong kind is told with its file, line and name."""
    archive = read_archive(write(tmp_path / "a.jsonl", ITEM, {**ITEM, "published": "yesterday"}, ITEM))
    assert len(archive.articles) == 2
    assert archive.problems[0].told() == f"{tmp_path}/a.jsonl:2: published: Invalid RFC3339 encoded datetime"


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    """An item without a title and a text says so; one of them is enough."""
    headline = {"title": "x", "text": None, "published": ITEM["published"]}
    archive = read_archive(write(tmp_path / "a.jsonl", headline, {"published": ITEM["published"]}))
    assert ([one.text for one in archive.articles], archive.problems[0].line) == ([""], 2)
    assert "title, text" in archive.problems[0].why


def test_a_date_that_cannot_be_is_none(tmp_path: Path) -> None:
    """The first year there is stands for "not known": such an item can't be placed in time."""
    archive = read_archive(write(tmp_path / "a.jsonl", {**ITEM, "published": "0001-01-01T00:00:00+14:00"}))
    assert "can't be" in archive.problems[0].why


@pytest.mark.parametrize(
    "line", [b'{"title": "caf\xe9", "text": "\\ud83d!"}', b'\xef\xbb\xbf{"title": "x", "text": "!"}']
)
def test_bytes_in_another_charset_cost_their_characters_only(tmp_path: Path, line: bytes) -> None:
    """Wrong bytes, halves of surrogate pairs and a mark of order are no reason to lose the item."""
    (tmp_path / "a.jsonl").write_bytes(line + b"\n")
    (article,) = read_archive(tmp_path / "a.jsonl", undated_at=datetime(2025, 1, 1, tzinfo=UTC)).articles
    assert article.text.endswith("!")


def test_an_item_without_a_date_is_told_unless_a_time_is_given(tmp_path: Path) -> None:
    """A replay needs to know when; an evaluation may say when it reads."""
    path = write(tmp_path / "a.jsonl", ITEM, {"title": "x", "text": "y"})
    assert read_archive(path).problems[0].told() == f"{path}:2: published: the item does not say when"
    (_, undated) = read_archive(path, undated_at=datetime(2025, 1, 1, tzinfo=UTC)).articles
    assert (undated.published, undated.observed_at.year) == (None, 2025)


def test_items_of_a_json_array_are_told_by_their_line(tmp_path: Path) -> None:
    """In a JSON array the line is that on which the item begins."""
    (tmp_path / "a.json").write_text(f'[\n{json.dumps(ITEM)},\n\n{{"title": 1}},\n{json.dumps(ITEM)}]', "utf-8")
    archive = read_archive(tmp_path / "a.json")
    assert (len(archive.articles), archive.problems[0].line) == (2, 4)


def test_text_has_its_title_first_and_may_be_dated(tmp_path: Path) -> None:
    """A text file is a title, a body, and optionally when it was published."""
    (tmp_path / "a.txt").write_text("Published: 2024-03-01T10:00:00+02:00\nTwo drones\n\nThey fell.\n", "utf-8")
    (article,) = read_archive(tmp_path / "a.txt").articles
    assert (article.title, article.text) == ("Two drones", "They fell.")
    assert article.observed_at.isoformat() == "2024-03-01T08:00:00+00:00"


def test_a_page_gives_heading_time_and_html(tmp_path: Path) -> None:
    """A saved page is read by its heading and its own time of publication."""
    page = (
        '<meta property="article:published_time" content="2024-03-01T10:00:00+02:00"><h1>Two drones</h1><p>They fell.'
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    (article,) = read_archive(tmp_path / "a.html").articles
    assert (article.title, article.content_type) == ("Two drones", ContentType.HTML)


def test_a_saved_feed_gives_its_entries_and_tells_those_without_a_date(tmp_path: Path) -> None:
    """An entry that can't be placed in time is told by its id; the others are read."""
    dated = "<item><guid>1</guid><title>Two drones</title><pubDate>Fri, 01 Mar 2024 10:00:00 +0200</pubDate></item>"
    undated = "<item><guid>2</guid><title>x</title></item>"
    feed = f"<rss version='2.0'><channel><title>Wire</title>{dated}{undated}</channel></rss>"
    (tmp_path / "a.rss").write_text(feed, "utf-8")
    archive = read_archive(tmp_path)
    assert [(a.entry_id, a.source) for a in archive.articles] == [("1", "Wire")]
    assert archive.problems[0].why == "published: entry '2' gives no date"


def test_compressed_files_are_read(tmp_path: Path) -> None:
    """Each format may be compressed."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(ITEM).encode()))
    assert len(read_archive(tmp_path).articles) == 1


def test_a_broken_gzip_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    """What only looks compressed is told."""
    (tmp_path / "a.jsonl.gz").write_bytes(b"no gzip")
    assert "can't be read" in read_archive(tmp_path).problems[0].why


def test_golden_files_are_no_articles(tmp_path: Path) -> None:
    """The expected records beside a seed are not replayed."""
    write(tmp_path / "a.jsonl", ITEM)
    (tmp_path / "a.expected.json").write_text("[]", "utf-8")
    assert len(read_archive(tmp_path).articles) == 1


@pytest.mark.parametrize("name", ["nowhere", "picture.png"])
def test_nothing_to_read_is_an_error(tmp_path: Path, name: str) -> None:
    """A path that is not there, or of no known format, stops the start."""
    (tmp_path / "picture.png").write_bytes(b"")
    with pytest.raises(SettingsError, match=name):
        read_archive(tmp_path / name)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json"])
@pytest.mark.parametrize(("body", "why"), [(b" \n", "is empty"), (b"PK\3\4\0\0\0", "is no text: ")])
def test_a_file_without_text_is_a_problem(tmp_path: Path, name: str, body: bytes, why: str) -> None:
    """An empty file and one of another kind are told, instead of read as a quiet article."""
    (tmp_path / name).write_bytes(body)
    archive = read_archive(tmp_path / name)
    assert archive.articles == ()
    assert archive.problems[0].why.startswith(why if name != "a.json" or why == "is empty" else "not JSON: ")


def test_text_in_an_older_encoding_is_read(tmp_path: Path) -> None:
    """What is not UTF-8 is read as Western text, as `wirewatch analyze` does."""
    (tmp_path / "a.txt").write_bytes("Café bombed\nA bomb hit a café.".encode("cp1252"))
    (article,) = read_archive(tmp_path / "a.txt").articles
    assert (article.title, article.text) == ("Café bombed", "A bomb hit a café.")


@given(body=st.binary(max_size=200), ending=st.sampled_from(["json", "jsonl", "txt", "html", "xml", "rss", "json.gz"]))
def test_any_bytes_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, body: bytes, ending: str) -> None:
    """No file can stop a replay of the others."""
    path = tmp_path_factory.mktemp("archive") / f"a.{ending}"
    path.write_bytes(body)
    archive = read_archive(path)
    assert all(problem.why for problem in archive.problems)
