"""`docs/quickstart.md`: every command of the page in its order, in one shell, in a folder of the test's own."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import HOME, ROOT
from running_up import Home, end_all
from wirewatch_standalone.ports import free_ports

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

PAGE = ROOT / "docs" / "quickstart.md"
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## \d\. (.*)$", re.MULTILINE)
BOUND_S = 240


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Keep what the page makes inside of the test's folder, on ports that nobody has."""
    made = Home(tmp_path / "my-watch" / ".wirewatch", HOME / "cache")
    for name in ("RULES", "FEEDS", "HOME", "FETCHER_ALLOW_NETWORKS"):
        del made.env[f"WIREWATCH_{name}"]
    made.env |= {"HOME": str(tmp_path)}
    try:
        yield made
    finally:
        made.env["WIREWATCH_HOME"] = str(made.folder)
        end_all(made)


def script(port: int) -> str:
    """Return the page's commands as one script; each step says its heading first."""
    parts = re.split(r"(?=^## )", PAGE.read_text(), flags=re.MULTILINE)
    lines = ["set -euo pipefail"]
    for part in parts:
        heading = _HEADING.search(part)
        lines += [f"echo '== {heading[1]}'"] if heading else []
        lines += _BLOCK.findall(part)
    return "\n".join(lines).replace("8765", str(port))


def test_every_command_of_the_page_works(home: Home, tmp_path: Path) -> None:
    """The page's commands give an alert on the feed's article, in the channel's file and on the terminal."""
    (port,) = free_ports(1)
    program = [shutil.which("bash") or "bash", "-c", script(port)]
    with (tmp_path / "said.txt").open("w") as said:
        shell = subprocess.Popen(
            program, cwd=ROOT, env=home.env, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = shell.wait(BOUND_S)
        finally:
            if shell.poll() is None or (tmp_path / "my-watch").exists():
                _end_group(shell.pid)
    printed = (tmp_path / "said.txt").read_text()
    assert code == 0, printed
    assert "== End it" in printed
    assert "Thwarted drone attack" in printed
    assert "drones-in-iraq" in (tmp_path / "my-watch" / "alerts.jsonl").read_text()


def test_the_page_takes_five_steps_and_an_end() -> None:
    """Every heading has a command under it: no step is only told."""
    parts = re.split(r"(?=^## )", PAGE.read_text(), flags=re.MULTILINE)[1:]
    assert [bool(_BLOCK.search(part)) for part in parts] == [True] * 6


def _end_group(group: int) -> None:
    """End what the shell left behind, such as the site of the feed."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
