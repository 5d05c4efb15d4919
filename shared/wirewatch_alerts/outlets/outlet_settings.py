"""What the documents say of who publishes them, from `WIREWATCH_*` environment variables."""

from pydantic import Field

from wirewatch.settings_base import WirewatchSettings, load
from wirewatch_alerts.outlets.publisher import Publisher


class OutletSettings(WirewatchSettings):
    """What can be set; each field is the variable `WIREWATCH_` + its name in capitals."""

    sender: str = Field(default="wirewatch", pattern=r"^[^\s,<&]{1,200}$")
    """Who the CAP messages and feeds are from: a name that nobody else has, such as a domain name of yours."""
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s<>\"]+$")
    """Where readers reach `wirewatch serve`, for links in CAP and feeds; without it as each request named it."""


def load_publisher(url: str | None = None) -> Publisher:
    """Return who publishes; `url` is where `wirewatch serve` is, where the settings do not say.

    Raises `SettingsError` naming each variable that is wrong.
    """
    settings = load(OutletSettings)
    return Publisher(sender=settings.sender, url=(settings.public_url or url or "").rstrip("/") or None)
