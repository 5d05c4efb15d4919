"""The evaluation of toponyms, on a small corpus and, where it is present, on LGL."""

from pathlib import Path

import pytest

from wirewatch.errors import SettingsError
from wirewatch_enricher.evaluate_places import read_articles, score_places

LGL = Path(__file__).parents[2].parent / "shared" / "eval" / "lgl.xml"
CORPUS = """<?xml version="1.0"?><articles><article><feedid>1</feedid>
<text>A man of Paris, Texas, met Zorblax.</text>
<toponyms>
<toponym><start>9</start><end>14</end><gaztag><lat>33.66</lat><lon>-95.55</lon></gaztag></toponym>
<toponym><start>16</start><end>21</end><gaztag><lat>31.25</lat><lon>-99.25</lon></gaztag></toponym>
<toponym><start>27</start><end>34</end></toponym></toponyms></article></articles>"""


def test_the_figures_are_those_of_the_corpus(tmp_path: Path) -> None:
    """Both places are found and placed; the one without a point counts in recognition only."""
    file = tmp_path / "corpus.xml"
    file.write_text(CORPUS)
    scores = score_places(read_articles(file))
    assert (scores.recognition.p, scores.recognition.r) == (1.0, 0.6667)
    assert (scores.accuracy_161km, scores.end_to_end_recall_161km) == (1.0, 1.0)


def test_a_file_that_is_no_xml_is_named(tmp_path: Path) -> None:
    """A wrong corpus is a wrong file, and the message names it."""
    file = tmp_path / "corpus.xml"
    file.write_text("articles")
    with pytest.raises(SettingsError, match=r"corpus\.xml"):
        list(read_articles(file))


@pytest.mark.skipif(not LGL.exists(), reason="the corpus is not part of the project")
def test_toponyms_of_local_news_are_found_and_placed() -> None:
    """The figures on LGL do not fall below their floors."""
    scores = score_places(read_articles(LGL))
    assert scores.end_to_end_recall_161km >= 0.79
    assert scores.recognition.f1 >= 0.81
