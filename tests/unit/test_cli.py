"""The `wirewatch` program as a shell runs it: what it says of itself, and of a call that can't work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

WIREWATCH = Path(sys.executable).with_name("wirewatch")


def said(call: str, *, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell's line in a folder, `wirewatch` being the program under test."""
    return subprocess.run(
        call.replace("wirewatch", str(WIREWATCH), 1),
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_unknown_command_is_told_with_its_likes(tmp_path: Path) -> None:
    """A mistyped sub-command is answered with the one that was meant."""
    result = said("wirewatch analyse story.txt", folder=tmp_path)
    assert (result.returncode, "Did you mean 'analyze'?" in result.stderr) == (2, True)


def test_the_version_is_told(tmp_path: Path) -> None:
    """`--version` names the program and its version."""
    assert said("wirewatch --version", folder=tmp_path).stdout.startswith("wirewatch 0.")


@pytest.mark.parametrize("call", ["wirewatch settings --docs", "wirewatch feeds list --json --feeds list.opml"])
def test_a_closed_stdout_is_no_error(call: str, tmp_path: Path) -> None:
    """A caller that wants no output gets none, and no error."""
    (tmp_path / "list.opml").write_text('<opml><body><outline xmlUrl="http://a.example/feed"/></body></opml>')
    assert said(f"{call} >&-", folder=tmp_path).returncode == 0


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """What can't be written is told in one line."""
    result = said("wirewatch settings --docs > /dev/full", folder=tmp_path)
    assert (result.returncode, result.stderr) == (1, "error: No space left on device\n")


def test_a_file_that_is_in_the_way_is_named(tmp_path: Path) -> None:
    """A folder that can't be made is one line with its name."""
    (tmp_path / "taken").touch()
    result = said("wirewatch schema write taken", folder=tmp_path)
    assert (result.returncode, result.stderr) == (1, "error: taken: File exists\n")


@pytest.mark.parametrize("command", ["channels", "rules", "replay"])
def test_completion_is_the_whole_programs(command: str, tmp_path: Path) -> None:
    """Only `wirewatch` itself offers to install completion: that of a sub-command would complete nothing."""
    assert "completion" not in said(f"wirewatch {command} --help", folder=tmp_path).stdout


def test_what_a_command_logs_is_on_stderr(tmp_path: Path) -> None:
    """A folder that can't be written is a warning, and stdout has the answer alone."""
    (tmp_path / "story.txt").write_text("Rain\nRain fell.\n")
    (tmp_path / "taken").touch()
    result = said("WIREWATCH_CACHE=taken wirewatch analyze story.txt --json", folder=tmp_path)
    assert (json.loads(result.stdout)["title"], "gazetteer can't be cached" in result.stderr) == ("Rain", True)
