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
