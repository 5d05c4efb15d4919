"""What holds for the whole repository: who imports whom, what lies at the top, what no committed file may say."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("fetcher", "enricher", "alerter", "dispatcher", "console")
REQUIRED_AT_TOP = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "docker-compose.yml",
    "docs",
    "pyproject.toml",
    "requirements.lock",
    "seeds",
    "services",
    "shared",
    "tests",
}
ALLOWED_AT_TOP = REQUIRED_AT_TOP | {"benchmarks", "deploy"}
REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("maven", "apache.org"),
    ("repo1.maven", "org"),
    ("npmjs", "org"),
    ("crates", "io"),
    ("proxy.golang", "org"),
    ("deb.debian", "org"),
)
NAMES_REGISTRY = re.compile("|".join(rf"\b{re.escape('.'.join(parts))}\b" for parts in REGISTRIES))
MACHINES = ("work/(?:main|shared)", "root/", "tmp/scratch", "home/")
NAMES_MACHINE = re.compile(r"(?<![\w.~-])/(?:" + "|".join(MACHINES) + ")")


@cache
def committed() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def committed_lines() -> Iterator[tuple[str, str]]:
    """Give every line of every committed text file, with its place."""
    for path in committed():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
                yield f"{path.relative_to(ROOT)}:{number}", line


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def modules(folder: str) -> tuple[Path, ...]:
    return tuple(path for path in committed() if path.suffix == ".py" and path.is_relative_to(ROOT / folder))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_no_other(service: str) -> None:
    """Services share topics and the shared packages, never each other's code."""
    others = {f"wirewatch_{name}" for name in (*SERVICES, "standalone") if name != service}
    assert {str(path): found for path in modules(f"services/{service}") if (found := imported(path) & others)} == {}


def test_shared_code_imports_no_service() -> None:
    """What all services share knows none of them."""
    others = {f"wirewatch_{name}" for name in (*SERVICES, "standalone")}
    assert {str(path): found for path in modules("shared") if (found := imported(path) & others)} == {}


def test_only_the_enricher_imports_spacy() -> None:
    """SpaCy is large and slow to load: one service has it."""
    elsewhere = [path for path in (*modules("services"), *modules("shared")) if "enricher" not in path.parts]
    assert [str(path) for path in elsewhere if "spacy" in imported(path)] == []


def test_the_top_level_is_the_agreed_one() -> None:
    """A reader finds at the top what the architecture says, and nothing else."""
    top = {path.relative_to(ROOT).parts[0] for path in committed()}
    assert {name for name in top if not name.startswith(".")} - ALLOWED_AT_TOP == set()
    assert REQUIRED_AT_TOP - top == set()


def test_no_committed_file_names_a_registry() -> None:
    """Packages are named by name alone: where they come from is the machine's own setting."""
    assert [place for place, line in committed_lines() if NAMES_REGISTRY.search(line)] == []


def test_no_committed_file_names_a_path_of_a_machine() -> None:
    """What is committed works wherever it is cloned."""
    assert [place for place, line in committed_lines() if NAMES_MACHINE.search(line)] == []


def test_no_module_is_too_long() -> None:
    """A module that does not fit in a head is two modules."""
    code = (*modules("services"), *modules("shared"))
    assert {str(path): count for path in code if (count := len(path.read_text().splitlines())) > 300} == {}
