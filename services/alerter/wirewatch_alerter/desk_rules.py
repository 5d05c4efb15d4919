"""The rules that people's actions are decided by: those that the alerter works with, wherever the command is given."""

from pathlib import Path

from wirewatch.errors import SettingsError
from wirewatch.settings import Settings
from wirewatch_alerts.rules import RuleSet, load_rules
from wirewatch_alerts.rules_status import RulesStatus, read_status
from wirewatch_alerts.store import Store, transient


async def rules_at_work(store: Store, settings: Settings) -> RuleSet:
    """Return the alerter's rules: read where it reads them, else where the settings say; the settings' if none ran.

    With other rules an action would close the alerts of those that are missing. So raises `SettingsError` where neither
    place has them, and `TransientError` where Redis is away.
    """
    async with transient():
        status = await read_status(store.redis, store.keys)
    if status is None:
        return load_rules(settings.rules)
    return _same(status, settings.rules)


def _same(status: RulesStatus, path: Path) -> RuleSet:
    wrong = status.broken
    for place in dict.fromkeys((Path(status.path), path)):
        try:
            rules = load_rules(place)
        except SettingsError as error:
            wrong = wrong or str(error)
            continue
        if rules.hash == status.hash:
            return rules
    because = f": {wrong}" if wrong else ""
    raise SettingsError(
        f"the alerter works with rules of {status.path} (hash {status.hash}) that are neither there any more nor in "
        f"{path}; let WIREWATCH_RULES name them{because}"
    )
