"""Settings, from `WIREWATCH_*` environment variables: every one, its default and what it means."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from wirewatch.errors import SettingsError


class Settings(BaseSettings):
    """What can be set; each field is the variable `WIREWATCH_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", frozen=True, extra="ignore")

    namespace: str = Field(default="wirewatch", pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    """Prefix of topics, consumer groups and Redis keys."""
    kafka: str = "127.0.0.1:9092"
    """Kafka's bootstrap servers, `host:port,host:port`."""
    redis: str = "redis://127.0.0.1:6379/0"
    """Redis' address."""
    home: Path = Path(".wirewatch")
    """Folder for the local Kafka, Redis, logs and Faust's own files."""
    rules: Path = Path("seeds/rules")
    """Folder or file of alert rules."""
    log_format: Literal["auto", "text", "json"] = "auto"
    """How log lines look; `auto` is text on a terminal, else JSON."""
    commit_interval_s: float = Field(default=1.0, gt=0, le=60)
    """How often a hop commits what it has finished."""


def load_settings() -> Settings:
    """Read the settings from the environment; raises `SettingsError` naming each variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_told(one) for one in error.errors())) from error


def _told(error: object) -> str:
    assert isinstance(error, dict)
    name = "WIREWATCH_" + "_".join(str(part) for part in error["loc"]).upper()
    return f"{name}={error['input']!r}: {error['msg']}"
