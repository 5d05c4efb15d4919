"""The enricher's own settings, from `WIREWATCH_*` environment variables."""

from functools import lru_cache
from pathlib import Path

from wirewatch.settings import Settings
from wirewatch.settings_base import WirewatchSettings, load


class EnricherSettings(WirewatchSettings):
    """What can be set for the enricher; each field is the variable `WIREWATCH_` + its name in capitals."""

    sites: Path | None = None
    """A CSV or GeoJSON file of the user's own sites, beside those of the gazetteer."""
    spacy_model: str | None = None
    """Any installed spaCy pipeline, by its name or folder: its entities and sentences are used for every article."""
    cache: Path | None = None
    """Folder of tables prepared for a fast start; without it `cache` in `WIREWATCH_HOME`. It may be emptied."""

    def cache_folder(self) -> Path:
        """Return the folder of prepared tables."""
        return self.cache if self.cache is not None else load(_Home).home / "cache"


class _Home(WirewatchSettings):
    home: Path = Settings.model_fields["home"].default


@lru_cache(maxsize=1)
def enricher_settings() -> EnricherSettings:
    """Read the settings from the environment, once; raises `SettingsError` naming each variable that is wrong."""
    return load(EnricherSettings)
