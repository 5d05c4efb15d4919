"""Which rules a command that only reads takes: those it is told, those of the settings, else those that are shipped.

Services take no rules but those of the settings: what would alert somebody must have been chosen.
"""

from pathlib import Path

from wirewatch.settings import load_settings
from wirewatch_alerts.rules import RuleSet, load_rules

SHIPPED = Path(__file__).parents[3] / "seeds" / "rules"
"""The project's own rules, where it is installed from its folder."""


def own_or_shipped(told: Path | None) -> Path:
    """Return a rule file or folder.

    The shipped rules stand in where nothing is told, nothing is set, and the folder that the settings then name is not
    there: the command is run outside the project.
    """
    if told is not None:
        return told
    settings = load_settings()
    by_default = "rules" not in settings.model_fields_set
    return SHIPPED if by_default and not settings.rules.exists() and SHIPPED.exists() else settings.rules


def load_own_or_shipped(told: Path | None, *, every: bool = False) -> RuleSet:
    """Read the rules of `own_or_shipped`, as `load_rules` does."""
    return load_rules(own_or_shipped(told), every=every)
