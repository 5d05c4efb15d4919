"""The enricher's own settings, from `WIREWATCH_*` environment variables."""

from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from wirewatch.errors import SettingsError


class EnricherSettings(BaseSettings):
    """What can be set for the enricher; each field is the variable `WIREWATCH_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", frozen=True, extra="ignore")

    sites: Path | None = None
    """A CSV or GeoJSON file of the user's own sites, beside those of the gazetteer."""
    spacy_model: str | None = None
    """Any installed spaCy pipeline, by its name or folder; its entities are used beside the gazetteers'."""


@lru_cache(maxsize=1)
def enricher_settings() -> EnricherSettings:
    """Read the settings from the environment, once; raises `SettingsError` naming each variable that is wrong."""
    try:
        return EnricherSettings()
    except ValidationError as error:
        raise SettingsError(
            "; ".join(f"WIREWATCH_{one['loc'][0]}".upper() + f": {one['msg']}" for one in error.errors())
        ) from error
