"""The console's own settings, from `WIREWATCH_*` environment variables."""

import ipaddress

from pydantic import Field, SecretStr

from wirewatch.settings_base import WirewatchSettings, load

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


class ConsoleSettings(WirewatchSettings):
    """What can be set; each field is the variable `WIREWATCH_` + its name in capitals."""

    serve_host: str = Field(default="127.0.0.1", pattern=r"^[^\s/]+$")
    """The address that `wirewatch serve` listens on; by default this machine alone reaches it."""
    serve_port: int = Field(default=8790, ge=0, le=65_535)
    """The port that `wirewatch serve` listens on; 0: one that is free."""
    serve_token: SecretStr | None = None
    """What a request must show, as a bearer or a password; without it everybody who reaches the port may read."""
    serve_readers: int = Field(default=2000, ge=1, le=50_000)
    """How many readers of the stream there may be at once."""
    serve_heartbeat_s: float = Field(default=15.0, gt=0, le=300)
    """How often a reader of the stream hears something, if only a comment."""

    @property
    def only_here(self) -> bool:
        """Tell whether only this machine reaches the port."""
        try:
            return ipaddress.ip_address(self.serve_host).is_loopback
        except ValueError:
            return self.serve_host == "localhost"


def load_console_settings() -> ConsoleSettings:
    """Read the settings from the environment; raises `SettingsError` naming each variable that is wrong."""
    return load(ConsoleSettings)
