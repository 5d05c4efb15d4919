"""`wirewatch evaluate` on items of any kind, in any folder, with the user's own pipeline."""

import json
from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner, Result

from enricher_reading import raw_article
from wirewatch.articles import RawArticle
from wirewatch.errors import SettingsError
from wirewatch_alerts.rules import load_rules
from wirewatch_enricher.document import Document
from wirewatch_enricher.entities import Recognized
from wirewatch_enricher.settings import enricher_settings
from wirewatch_standalone.evaluate import evaluate
from wirewatch_standalone.evaluate_commands import evaluate as command
from wirewatch_standalone.rules_place import SHIPPED, own_or_shipped

ITEM = {
    "id": "a",
    "title": "Drone hits US embassy in Baghdad",
    "text": "A drone hit the US embassy in Baghdad on Sunday night, killing two guards, police said.",
    "published": "2024-05-06T10:00:00+02:00",
}


def items(path: Path, *rows: object) -> Path:
    file = path / "items.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)


def test_the_shipped_rules_stand_in_outside_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without rules, an embassy that a drone hit is flagship all the same."""
    monkeypatch.delenv("WIREWATCH_RULES", raising=False)
    monkeypatch.chdir(tmp_path)
    result = run(items(tmp_path, ITEM))
    assert (result.exit_code, json.loads(result.stdout)["flagship"]) == (0, True)


def test_rules_that_are_told_or_set_go_before_the_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that the user names is taken, even where it is not there: the error then tells."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIREWATCH_RULES", "mine")
    assert (own_or_shipped(None), own_or_shipped(Path("told"))) == (Path("mine"), Path("told"))
    with pytest.raises(SettingsError, match="mine"):
        run(items(tmp_path, ITEM))


def test_rules_without_the_flagship_are_told(tmp_path: Path) -> None:
    """Where no rule can call an item flagship, stderr says so."""
    rule = SHIPPED / "mass-casualty-attack.yaml"
    assert "drone-attack-near-diplomatic-site" in run(items(tmp_path, ITEM), "--rules", rule).stderr


@pytest.mark.parametrize(
    "odd",
    [
        {"title": None},
        {"text": "<p>A drone hit the <b>US embassy</b> in Baghdad on Sunday night, killing two guards.</p>"},
        {"lang": "xx", "style": None, "labels": 7, "cluster": 7},
        {"published": "0001-01-01T00:00:00Z"},
        {"published": "9999-12-31T23:59:59-12:00"},
    ],
    ids=["title", "html", "unknown words", "first year", "last year"],
)
def test_an_odd_item_is_answered(tmp_path: Path, odd: dict[str, object]) -> None:
    """What an item lacks or has too much of does not keep its incident from being found."""
    result = run(items(tmp_path, {**ITEM, **odd}), "--rules", SHIPPED)
    assert (result.exit_code, [one["type"] for one in json.loads(result.stdout)["incidents"]]) == (0, ["drone_attack"])


def test_items_without_words_are_answered(tmp_path: Path) -> None:
    """An item whose title and text are empty has no incident; it is no error."""
    result = run(items(tmp_path, {"id": "b", "title": "", "text": ""}), "--rules", SHIPPED)
    assert json.loads(result.stdout) == {"id": "b", "flagship": False, "incidents": [], "cluster": None}


def test_what_cannot_be_read_is_told_and_the_others_are_answered(tmp_path: Path) -> None:
    """A line that is no item costs its own answer only, and the exit code."""
    result = run(items(tmp_path, ITEM, [], {**ITEM, "id": "c"}), "--rules", SHIPPED)
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 2)
    assert f"{tmp_path}/items.jsonl:2: " in result.stderr


def test_progress_goes_to_stderr(tmp_path: Path) -> None:
    """Where stderr is no terminal, a line says how many items are read; stdout has the answers alone."""
    result = run(items(tmp_path, ITEM, {**ITEM, "id": "b"}), "--rules", SHIPPED)
    assert ("items: 2 of 2" in result.stderr, len(result.stdout.splitlines())) == (True, 2)


def test_an_item_that_stands_twice_is_one_report(tmp_path: Path) -> None:
    """Twins, and a third item about the same event, are one incident."""
    result = run(items(tmp_path, ITEM, ITEM, {**ITEM, "id": "z", "text": f"{ITEM['text']} ."}), "--rules", SHIPPED)
    assert len({json.loads(line)["cluster"] for line in result.stdout.splitlines()}) == 1


class Failing:
    """A recogniser that fails on one article, or sees every article."""

    def __init__(self) -> None:
        self.seen = 0

    def recognize(self, document: Document) -> Recognized:
        """Count the article; fail on the one that says so."""
        self.seen += 1
        if "fail" in document.text:
            raise OverflowError("too much")
        return Recognized()


def test_an_article_that_raises_costs_its_own_answer_only() -> None:
    """The error is told, the article is answered as quiet, and the next is read."""
    failed: list[str] = []

    def note(article: RawArticle, error: Exception) -> None:
        failed.append(f"{article.title}: {error}")

    articles = [raw_article("", title="fail"), raw_article(ITEM["text"], title=ITEM["title"])]
    answers = evaluate(articles, load_rules(SHIPPED), recognizer=Failing(), failed=note)
    assert (failed, [len(answer.incidents) for answer in answers]) == (["fail: too much"], [0, 1])


def test_an_error_ends_an_evaluation_that_nobody_hears_of_it() -> None:
    """Without somebody who is told, nothing is swallowed."""
    with pytest.raises(OverflowError):
        evaluate([raw_article("", title="fail")], load_rules(SHIPPED), recognizer=Failing())


def test_the_users_pipeline_reads_the_items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`WIREWATCH_SPACY_MODEL` holds for an evaluation as for the service; a pipeline that is not there ends it."""
    spacy.blank("en").to_disk(tmp_path / "pipeline")
    enricher_settings.cache_clear()
    monkeypatch.setenv("WIREWATCH_SPACY_MODEL", str(tmp_path / "pipeline"))
    assert run(items(tmp_path, ITEM), "--rules", SHIPPED).exit_code == 0
    enricher_settings.cache_clear()
    monkeypatch.setenv("WIREWATCH_SPACY_MODEL", "no_such_pipeline")
    with pytest.raises(SettingsError, match="no_such_pipeline"):
        run(items(tmp_path, ITEM), "--rules", SHIPPED)
    enricher_settings.cache_clear()


def test_a_wrong_setting_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of sites that is wrong ends the evaluation: it is no fault of the items."""
    (tmp_path / "sites.csv").write_text("name,lat,lon\nA,932,13\n", "utf-8")
    enricher_settings.cache_clear()
    monkeypatch.setenv("WIREWATCH_SITES", str(tmp_path / "sites.csv"))
    with pytest.raises(SettingsError, match=r"sites\.csv:2: lat"):
        run(items(tmp_path, ITEM), "--rules", SHIPPED)
    enricher_settings.cache_clear()


def test_documents_of_muc_4_need_a_text_alone(tmp_path: Path) -> None:
    """Blank lines, ids that are numbers or missing, and no types are read; stderr says that nothing is compared."""
    file = items(tmp_path, {"id": 7, "text": "a bomb exploded in lima yesterday."}, {"text": "rain"})
    file.write_text(f"\ufeff{file.read_text('utf-8')}\n\n", "utf-8")
    result = run("--types", file)
    assert (result.exit_code, "nothing to compare" in result.stderr) == (0, True)
    assert json.loads(result.stdout)["types"] == {"p": 0.0, "r": 0.0, "f1": 0.0}


def test_types_of_documents_are_scored(tmp_path: Path) -> None:
    """A bombing that is labelled is right, whatever case the label has; a document without any is not relevant."""
    told = {"id": "1", "text": "a bomb exploded at the bank in lima yesterday, killing 2 policemen."}
    result = run("--types", items(tmp_path, {**told, "incident_types": ["BOMBING"]}, {"text": "rain is expected."}))
    assert json.loads(result.stdout)["types"]["f1"] == 1.0


@pytest.mark.parametrize("option", ["--places", "--types"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, option: str) -> None:
    """A missing corpus is a wrong setting, not a crash."""
    with pytest.raises(SettingsError, match=r"absent\.file"):
        run(option, tmp_path / "absent.file")


def test_toponyms_are_read_from_kin_of_the_form(tmp_path: Path) -> None:
    """Points outside a `gaztag`, a namespace and blanks around numbers do not matter."""
    toponym = "<toponym><start> 9 </start><end>14</end><lat>33.66</lat><lon> -95.55</lon></toponym>"
    text = "<text>A man of Paris, Texas, met Zorblax.</text>"
    file = tmp_path / "kin.xml"
    file.write_text(f'<articles xmlns="http://example.org"><article>{text}{toponym}</article></articles>', "utf-8")
    assert json.loads(run("--places", file).stdout)["end_to_end_recall_161km"] == 1.0


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", r"no list of sets: there is no \[\[set\]\]"), (b"\xc5\xe6", r"no list of sets: 'utf-8' codec")],
)
def test_a_file_that_lists_no_sets_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    """A list of sets that is empty, or no text, is a wrong setting, not a crash."""
    (tmp_path / "sets.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=rf"sets\.toml: {told}"):
        run("--sets", tmp_path / "sets.toml")


def test_a_corpus_without_toponyms_is_told(tmp_path: Path) -> None:
    """A corpus with nothing to compare is not passed over in silence."""
    (tmp_path / "corpus.xml").write_text("<articles/>")
    assert "no article has a toponym" in run("--places", tmp_path / "corpus.xml").stderr


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_items_is_an_error(tmp_path: Path, content: str) -> None:
    """Who names a file wants answers: one without items is a wrong argument, not an empty answer."""
    (tmp_path / "items.jsonl").write_text(content)
    with pytest.raises(SettingsError, match=r"items\.jsonl: holds no item"):
        run(tmp_path / "items.jsonl")


def test_items_and_sets_do_not_go_together(tmp_path: Path) -> None:
    """One of the two would not be looked at, so both are refused."""
    (tmp_path / "sets.toml").touch()
    result = run(items(tmp_path, ITEM), "--sets", tmp_path / "sets.toml")
    assert (result.exit_code, "--sets" in result.stderr, result.stdout) == (2, True, "")


@pytest.mark.parametrize("own_id", [7, "7"])
def test_an_answer_has_the_id_of_its_item(tmp_path: Path, own_id: int | str) -> None:
    """An id that is a number stays one; a text of digits stays a text."""
    assert json.loads(run(items(tmp_path, {**ITEM, "id": own_id}), "--rules", SHIPPED).stdout)["id"] == own_id


def labelled(path: Path, item: dict[str, object]) -> Path:
    items(path, item)
    (path / "sets.toml").write_text('[[set]]\nname = "mine"\nitems = ["items.jsonl"]\n')
    return path / "sets.toml"


def test_labelled_items_may_have_numbers_for_ids(tmp_path: Path) -> None:
    """A set is scored whatever its ids are."""
    sets = labelled(tmp_path, {**ITEM, "id": 7, "labels": {"flagship": True, "incidents": []}})
    assert run("--sets", sets, "--rules", SHIPPED).exit_code == 0


def test_a_label_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    """A set with a wrong label is a wrong setting, not a crash."""
    with pytest.raises(SettingsError, match=r"items\.jsonl:1: no labelled item: .*labels"):
        run("--sets", labelled(tmp_path, {**ITEM, "labels": 7}), "--rules", SHIPPED)


def test_a_toponym_without_offsets_names_its_article(tmp_path: Path) -> None:
    """What is no number is told with the file and the article."""
    file = tmp_path / "kin.xml"
    file.write_text('<articles><article docid="5"><text>x</text><toponym/></article></articles>', "utf-8")
    with pytest.raises(SettingsError, match=r"kin\.xml: article 5"):
        run("--places", file)


def test_an_evaluation_needs_something_to_read() -> None:
    """Without a file the command says what it takes."""
    assert run().exit_code == 2
