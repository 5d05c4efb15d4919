"""Captured news and its labels: each title once, what is unsure left out."""

import json
from pathlib import Path

import pytest

from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType
from wirewatch_standalone.captured import key_of, read_captured

FEED = """<rss version="2.0"><channel><title>News</title>
<item><title>Bus burnt</title><guid>1</guid><pubDate>Mon, 02 Jan 2017 10:00:00 GMT</pubDate></item>
<item><title>Bus burnt</title><guid>2</guid><pubDate>Mon, 02 Jan 2017 11:00:00 GMT</pubDate></item>
<item><title>Fair opens</title><guid>3</guid><pubDate>Mon, 02 Jan 2017 12:00:00 GMT</pubDate></item>
<item><title>Suspect in court</title><guid>4</guid><pubDate>Mon, 02 Jan 2017 13:00:00 GMT</pubDate></item>
</channel></rss>"""
PAPER = """<articles><article docid="7"><title>Fair opens</title><domain>example.org</domain>
<dltime>2009-03-20 12:24:52.002364-05</dltime><text>Fair opens. All are welcome.</text></article></articles>"""


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """A file of labels: one title reports arson, one may go either way."""
    path = tmp_path / "labels.json"
    told = {"reported": {key_of("Bus burnt"): ["arson_vandalism"]}, "unsure": [key_of("Suspect in court")]}
    path.write_text(json.dumps(told), "utf-8")
    return path


def test_each_title_comes_once_with_its_types(tmp_path: Path, labels: Path) -> None:
    """A title that comes twice counts once, one without a label is quiet, an unsure one is left out."""
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "news.xml").write_text(FEED, "utf-8")
    told = {one.article.title: one.types for one in read_captured(folder, labels)}
    assert told == {"Bus burnt": {IncidentType.ARSON_VANDALISM}, "Fair opens": frozenset()}


def test_a_local_paper_is_dated(tmp_path: Path, labels: Path) -> None:
    """An article of a corpus of local news has its title, text and the moment when it was taken."""
    path = tmp_path / "paper.xml"
    path.write_text(PAPER, "utf-8")
    (one,) = read_captured(path, labels)
    assert one.article.published is not None
    assert one.article.published.isoformat() == "2009-03-20T12:24:52.002364-05:00"


@pytest.mark.parametrize("text", ["{", '{"reported": {"0": ["hail"]}, "unsure": []}'])
def test_wrong_labels_name_their_file(tmp_path: Path, text: str) -> None:
    """A file of labels that can't be read, or names an unknown type, says so."""
    path = tmp_path / "labels.json"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"labels\.json: no labels"):
        list(read_captured(tmp_path, path))
