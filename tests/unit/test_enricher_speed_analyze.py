"""`wirewatch analyze` on what people give it: files of all kinds, good and bad."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from wirewatch.errors import SettingsError
from wirewatch_enricher.commands import analyze

STORY = "Two drones shot down near the US embassy in Baghdad"


def run(*arguments: str, given: bytes = b"") -> str:
    result = CliRunner().invoke(analyze, list(arguments), input=given, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_title_alone_is_an_article(tmp_path: Path) -> None:
    """One line of text is enough for an incident."""
    (tmp_path / "story.txt").write_text(STORY)
    assert "drone_attack · thwarted" in run(str(tmp_path / "story.txt"))


def test_a_page_on_standard_input_has_its_title(tmp_path: Path) -> None:
    """HTML is known without a file name, and its tags are not shown."""
    page = f"<html><head><title>{STORY}</title></head><body><p>BAGHDAD - {STORY}, police said.</p></body></html>"
    output = run("-", "--html", str(tmp_path / "page.html"), given=page.encode())
    assert STORY in output
    assert "<p>" not in output
    assert STORY in (tmp_path / "page.html").read_text()


def test_an_old_encoding_is_read(tmp_path: Path) -> None:
    """A file in the Western encoding of old is no garbage."""
    (tmp_path / "story.txt").write_bytes(
        "Fête à Orléans\nUne fête, rien de plus, a eu lieu à Orléans.".encode("cp1252")
    )
    assert "Orléans" in run(str(tmp_path / "story.txt"))


def test_what_was_cut_off_is_told(tmp_path: Path) -> None:
    """A text past the limit is read to the limit, and says so."""
    (tmp_path / "long.txt").write_text("Long\n" + "The rain was heavy. " * 11_000)
    assert "characters at the end were cut off" in run(str(tmp_path / "long.txt"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("noise.dat", bytes(range(256)) * 20, "is no text"),
        ("empty.txt", b" \n", "is empty"),
        ("half.json", b'{"title": "x", ', "no JSON article"),
        ("wrong.json", b'{"title": "x", "text": 5}', r"\$\.text"),
    ],
)
def test_what_is_no_article_is_named(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """The error says which file, and what is wrong with it."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SettingsError, match=f"{name}.*{told}"):
        run(str(tmp_path / name))


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A folder that is not there is told in one line."""
    (tmp_path / "story.txt").write_text(STORY)
    with pytest.raises(SettingsError, match="No such file"):
        run(str(tmp_path / "story.txt"), "--html", str(tmp_path / "no" / "page.html"))


SEED = Path(__file__).parents[2] / "seeds" / "articles" / "baghdad-airport-2022.json"


@pytest.mark.parametrize("told", ["no, as said", "did not result in damage", "Disrupted weapons use", "'shot down'"])
def test_every_field_of_an_incident_is_shown(told: str) -> None:
    """Who claimed it, the damage, the codes and the cue that made it thwarted stand beside type and place."""
    assert told in " ".join(run(str(SEED)).replace("│", " ").split())


def test_a_page_marks_the_title_and_lists_the_fields(tmp_path: Path) -> None:
    """The page has the names of the title in colour, and the fields that the terminal shows."""
    page = tmp_path / "page.html"
    run(str(SEED), "--html", str(page))
    before_text, _, told = page.read_text("utf-8").partition("security source confirmed")
    assert (before_text.count("<mark"), "Disrupted weapons use" in told) == (5, True)  # four in the title, "Iraqi"


def test_a_page_of_arabic_runs_from_right_to_left(tmp_path: Path) -> None:
    """The text of a page has its language's direction."""
    arabic = "قالت الشرطة إن طائرة مسيرة استهدفت السفارة الأمريكية في بغداد يوم الأحد وقتل حارسان.\n"
    run("-", "--html", str(tmp_path / "page.html"), given=(arabic * 2).encode())
    assert "direction: rtl" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize("text", ["\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50, "\u202e\u05e2\u200f" * 50])
def test_marks_of_direction_and_joined_emoji_are_text(text: str) -> None:
    """Signs that can't be seen but belong to texts make no file one of noise."""
    assert "no incident found" in run("-", given=text.encode())
