"""Examples of a page in `docs/`, and how they are run as a person would run them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import ROOT


def blocks(page: str, language: str) -> list[str]:
    """Return the examples of a language on a page, in their order."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def lines(page: str, program: str) -> list[str]:
    """Return the lines of a page's shell examples that run a program."""
    return [line for one in blocks(page, "sh") for line in one.splitlines() if line.startswith(f"{program} ")]


@contextmanager
def python(text: str, said: Path, **env: str) -> Iterator[None]:
    """Run an example in Python for the length of the block; what it says goes to a file."""
    with running([sys.executable, "-c", text], said, **env):
        yield


@contextmanager
def shell(line: str, said: Path, **env: str) -> Iterator[None]:
    """Run a line of a shell example for the length of the block, our program on the path."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with running(["bash", "-c", f"exec {line}" if "|" not in line else line], said, PATH=path, **env):
        yield


@contextmanager
def running(command: list[str], said: Path, **env: str) -> Iterator[None]:
    """Run a program for the length of the block."""
    with said.open("w") as output:
        child = subprocess.Popen(command, env={**os.environ, **env}, stdout=output, stderr=output)
        try:
            yield
        finally:
            child.kill()
            child.wait()
