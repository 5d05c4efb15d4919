"""The compose file as a test reads it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "docker-compose.yml"
_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")
_IF_SET = re.compile(r"\$\{\w+:\+[^}]*\}")


def compose() -> dict[str, Any]:
    """Return the compose file, its anchors resolved, as where no variable of its own is set."""
    unset = _IF_SET.sub("", _DEFAULT.sub(r"\1", COMPOSE.read_text()))
    return dict(yaml.safe_load(unset))


def built() -> dict[str, dict[str, Any]]:
    """Return the services of our own images, by name."""
    return {name: service for name, service in compose()["services"].items() if "build" in service}


def commands_of(service: str) -> set[str]:
    """Return the commands of a service's image: its own package's and the shared one's."""
    packages = (ROOT / "services" / service, ROOT / "shared" / "wirewatch")
    projects = [tomllib.loads((package / "pyproject.toml").read_text())["project"] for package in packages]
    return {name for project in projects for name in project["entry-points"]["wirewatch.commands"]}
