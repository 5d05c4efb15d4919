"""The dispatcher's own settings, from `WIREWATCH_*` environment variables."""

from pydantic import FilePath

from wirewatch.settings_base import WirewatchSettings, load


class DispatcherSettings(WirewatchSettings):
    """What can be set; each field is the variable `WIREWATCH_` + its name in capitals."""

    channels: FilePath | None = None
    """The file of channels and routes, in YAML; without it everything goes to the console."""


def load_dispatcher_settings() -> DispatcherSettings:
    """Read the settings from the environment; raises `SettingsError` naming each variable that is wrong."""
    return load(DispatcherSettings)
