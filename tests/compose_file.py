"""The compose file as a test reads it."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "docker-compose.yml"


def compose() -> dict[str, Any]:
    """Return the compose file, its anchors resolved."""
    return dict(yaml.safe_load(COMPOSE.read_text()))


def built() -> dict[str, dict[str, Any]]:
    """Return the services of our own images, by name."""
    return {name: service for name, service in compose()["services"].items() if "build" in service}
