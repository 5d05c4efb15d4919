"""The settings that all services share, from `WIREWATCH_*` environment variables: every one, its default and meaning.

A service's own settings are in its own package; `settings_table.py` finds them all.
"""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, FilePath, SecretStr, model_validator

from wirewatch.settings_base import WirewatchSettings, load
from wirewatch.settings_table import warn_of_unknown


class Settings(WirewatchSettings):
    """What can be set; each field is the variable `WIREWATCH_` + its name in capitals."""

    namespace: str = Field(default="wirewatch", pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    """Prefix of topics, consumer groups and Redis keys: small letters, digits and `-`."""
    kafka: str = Field(default="127.0.0.1:9092", pattern=r"^[^\s:,/]+:\d{1,5}(,[^\s:,/]+:\d{1,5})*$")
    """Kafka's bootstrap servers, `host:port,host:port`."""
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How to connect to Kafka: with TLS (`SSL`), with a user and password (`SASL`), with both, or with neither."""
    kafka_ca: FilePath | None = None
    """File of the certificates (PEM) that sign Kafka's; without it those that the machine trusts."""
    kafka_cert: FilePath | None = None
    """File of our own certificate (PEM), where Kafka asks for one."""
    kafka_key: FilePath | None = None
    """File of our certificate's private key (PEM)."""
    kafka_key_password: SecretStr | None = None
    """The private key's password, where it has one."""
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    """How Kafka is told user and password."""
    kafka_user: str | None = None
    """Kafka's user, with `SASL_PLAINTEXT` and `SASL_SSL`."""
    kafka_password: SecretStr | None = None
    """Kafka's password, with `SASL_PLAINTEXT` and `SASL_SSL`."""
    redis: str = Field(default="redis://127.0.0.1:6379/0", pattern=r"^(rediss?|unix)://.+")
    """Redis' address, `redis://host:port/0`, or `rediss://…` with TLS."""
    redis_ca: FilePath | None = None
    """File of the certificates (PEM) that sign Redis', with `rediss://`; without it those that the machine trusts."""
    redis_user: str | None = None
    """Redis' user, unless the address has one."""
    redis_password: SecretStr | None = None
    """Redis' password, unless the address has one."""
    home: Path = Path(".wirewatch")
    """Folder for the local Kafka, Redis, logs, health states and Faust's own files."""
    rules: Path = Path("seeds/rules")
    """Folder or file of alert rules."""
    feeds: Path = Path("seeds/feeds.opml")
    """The feed list, in OPML."""
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
    partitions_raw: int = Field(default=4, ge=1, le=1000)
    """Partitions of `articles.raw`: so many enrichers share the work. The other topics need one, for their order."""
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

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        """Refuse settings that mean nothing without one another."""
        wrong = (*_wrong_of_kafka(self), *_wrong_of_redis(self))
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def _wrong_of_kafka(settings: Settings) -> tuple[str, ...]:
    how = f"WIREWATCH_KAFKA_SECURITY={settings.kafka_security}"
    user, password = settings.kafka_user, settings.kafka_password
    tls = settings.kafka_ca or settings.kafka_cert or settings.kafka_key
    wrong = {
        f"{how} needs WIREWATCH_KAFKA_USER and WIREWATCH_KAFKA_PASSWORD (or WIREWATCH_KAFKA_PASSWORD_FILE)": (
            settings.kafka_security.startswith("SASL") and not (user and password)
        ),
        f"{how} takes no user and password: set SASL_SSL or SASL_PLAINTEXT to use them": (
            not settings.kafka_security.startswith("SASL") and (user or password)
        ),
        f"{how} takes no certificates: set SSL or SASL_SSL to use them": (
            not settings.kafka_security.endswith("SSL") and tls
        ),
        "WIREWATCH_KAFKA_CERT and WIREWATCH_KAFKA_KEY go together: set both": (
            (settings.kafka_cert is None) != (settings.kafka_key is None)
        ),
    }
    return tuple(words for words, holds in wrong.items() if holds)


def _wrong_of_redis(settings: Settings) -> tuple[str, ...]:
    if settings.redis_ca and not settings.redis.startswith("rediss://"):
        return ("WIREWATCH_REDIS_CA needs an address with TLS: WIREWATCH_REDIS=rediss://host:port/0",)
    if settings.redis_user and not settings.redis_password:
        return ("WIREWATCH_REDIS_USER needs WIREWATCH_REDIS_PASSWORD (or WIREWATCH_REDIS_PASSWORD_FILE)",)
    return ()


def load_settings() -> Settings:
    """Read the settings from the environment; warns of variables that are none of ours.

    Raises:
        SettingsError: names each variable that is wrong.
    """
    warn_of_unknown(Settings)
    return load(Settings)
