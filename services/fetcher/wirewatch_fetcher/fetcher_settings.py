"""The fetcher's own settings, from `WIREWATCH_FETCHER_*` environment variables."""

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

import wirewatch
from wirewatch.guard import Network, parse_networks
from wirewatch.settings_base import WirewatchSettings, load


class FetcherSettings(WirewatchSettings):
    """What can be set; each field is the variable `WIREWATCH_FETCHER_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_FETCHER_")

    contact: str = ""
    """An address that a publisher can turn to; it goes into the User-Agent."""
    allow_networks: str = ""
    """Private networks that feeds may be on all the same, as CIDR with commas: `127.0.0.0/8,10.1.0.0/16`."""
    max_body_bytes: int = Field(default=15_000_000, ge=1_000)
    """The most bytes that a body may have once it is decompressed."""
    timeout_s: float = Field(default=20.0, gt=0, le=300)
    """The longest that one feed's retrieval may take, redirects included."""
    max_redirects: int = Field(default=5, ge=0, le=20)
    """The most redirects that are followed."""
    polls: int = Field(default=32, ge=1, le=1_000)
    """How many feeds are polled at once."""
    min_interval_s: int = Field(default=300, ge=1)
    """The shortest pause between two polls of a feed."""
    max_interval_s: int = Field(default=86_400, ge=1)
    """The longest pause between two polls of a feed."""
    host_interval_s: float = Field(default=5.0, ge=0)
    """The pause between two requests to one host, over all fetchers."""
    host_connections: int = Field(default=2, ge=1)
    """How many connections one fetcher has to one host."""
    lease_s: float = Field(default=45.0, ge=1)
    """How long a feed belongs to the fetcher that took it, unless it says again that it is alive."""
    parsers: int = Field(default=2, ge=1, le=64)
    """How many parser processes there are."""
    parse_timeout_s: float = Field(default=10.0, gt=0)
    """A parser that takes longer over one body is ended."""
    parse_memory_mb: int = Field(default=768, ge=128)
    """A parser that needs more address space than this is ended."""
    parser_bodies: int = Field(default=2_000, ge=1)
    """After so many bodies a parser process is replaced by a fresh one."""
    keep_days: int = Field(default=30, ge=1)
    """How long an entry that has left its feed is remembered."""

    older_pages: int = Field(default=5, ge=0, le=1_000)
    """How many older pages of a feed (RFC 5005) are read when it is new, or when a poll held nothing known."""

    full_text: bool = False
    """Whether `wirewatch up` runs the worker that reads the articles' own pages; it needs the extra `full-text`."""
    page_below_chars: int = Field(default=1_500, ge=0)
    """An article's page is read where the feed gave less text than this."""
    page_bytes: int = Field(default=5_000_000, ge=1_000)
    """The most bytes that a page may have once it is decompressed."""
    pages_per_host: int = Field(default=12, ge=1)
    """How many pages of one host are read of each batch; the other articles keep the feed's text."""

    websub_callback: str = ""
    """The public address at which hubs reach this fetcher, such as `https://wire.example/websub`; empty: no WebSub."""
    websub_listen: str = "127.0.0.1:8475"
    """Where the fetcher listens for hubs, behind that address."""

    @field_validator("allow_networks")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        parse_networks(value)
        return value

    @field_validator("websub_callback")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("should be an http(s) address")
        return value

    @field_validator("websub_listen")
    @classmethod
    def _is_host_and_port(cls, value: str) -> str:
        if not value.rpartition(":")[2].isdigit():
            raise ValueError("should be host:port")
        return value

    @property
    def networks(self) -> tuple[Network, ...]:
        """Return the private networks that are allowed."""
        return parse_networks(self.allow_networks)

    @property
    def user_agent(self) -> str:
        """Return what the fetcher calls itself to servers."""
        contact = f" (+{self.contact})" if self.contact else ""
        return f"wirewatch/{wirewatch.__version__}{contact}"


def load_fetcher_settings() -> FetcherSettings:
    """Read the settings from the environment; raises `SettingsError` naming each variable that is wrong."""
    return load(FetcherSettings)
