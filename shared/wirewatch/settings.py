"""Settings, from `WIREWATCH_*` environment variables: every one, its default and what it means."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from wirewatch.errors import SettingsError


class Settings(BaseSettings):
    """What can be set; each field is the variable `WIREWATCH_` + its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="WIREWATCH_", frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    namespace: str = Field(default="wirewatch", pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    """Prefix of topics, consumer groups and Redis keys: small letters, digits and `-`."""
    kafka: str = Field(default="127.0.0.1:9092", pattern=r"^[^\s:,/]+:\d+(,[^\s:,/]+:\d+)*$")
    """Kafka's bootstrap servers, `host:port,host:port`."""
    redis: str = Field(default="redis://127.0.0.1:6379/0", pattern=r"^(rediss?|unix)://.+")
    """Redis' address, `redis://host:port/0`, or `rediss://…` with TLS."""
    home: Path = Path(".wirewatch")
    """Folder for the local Kafka, Redis, logs and Faust's own files."""
    rules: Path = Path("seeds/rules")
    """Folder or file of alert rules."""
    log_format: Literal["auto", "text", "json"] = "auto"
    """How log lines look; `auto` is text on a terminal, else JSON."""
    instance: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]{1,100}$")
    """A name of this process, unique in its service, that it keeps over restarts: it then takes up its work at once."""
    session_timeout_s: float = Field(default=10.0, ge=6, le=300)
    """After so long without a sign of life a hop's process is taken for dead, and others take over its partitions."""
    commit_interval_s: float = Field(default=1.0, gt=0, le=60)
    """How often a hop commits what it has finished."""
    replication_factor: int = Field(default=1, ge=1, le=10)
    """How many brokers keep each topic that `topics create` makes."""
    batch_size: int = Field(default=64, ge=1, le=1000)
    """How many messages a hop takes at once."""
    handler_timeout_s: float = Field(default=60.0, gt=0, le=3600)
    """A handler that takes longer over one attempt is taken for hanging: its process is killed and starts again."""
    watchdog_s: float = Field(default=300.0, gt=0, le=86_400)
    """A hop that has messages to read but does not move for so long ends its process."""
    shutdown_s: float = Field(default=8.0, gt=0, le=60)
    """How long a hop may take to finish its batch once it is told to stop."""
    rejected_run: int = Field(default=100, ge=1)
    """More dead letters than this in a row stop a hop."""
    rejected_window: int = Field(default=1000, ge=1)
    """How many of its last messages a hop counts its dead letters in."""
    rejected_share: float = Field(default=0.2, gt=0, le=1)
    """More dead letters than this share of the window stop a hop."""


def load_settings() -> Settings:
    """Read the settings from the environment; raises `SettingsError` naming each variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_told(one) for one in error.errors())) from error


def _told(error: ErrorDetails) -> str:
    """Say which variable is wrong, what it got, and what it takes."""
    field = str(error["loc"][0])
    takes = (Settings.model_fields[field].description or "").rstrip(".")
    wrong = "" if error["type"] == "string_pattern_mismatch" else f"{error['msg']}. "
    return f"WIREWATCH_{field.upper()}={error['input']!r} is wrong. {wrong}It takes: {takes}"
