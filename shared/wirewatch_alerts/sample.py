"""The alert that channels, templates and documents are tried with."""

from functools import cache
from pathlib import Path

import msgspec

from wirewatch.alerts import Alert


@cache
def sample_alert() -> Alert:
    """Return the sample: an exercise."""
    return msgspec.json.decode(Path(__file__).with_name("sample_alert.json").read_bytes(), type=Alert)
