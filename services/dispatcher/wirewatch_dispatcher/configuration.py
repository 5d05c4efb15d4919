"""What `channels.yaml` says, once it was read and found right: plain values, and the JSON Schema that they make.

The types are the schema: a field here is a field of the file, its docstring and bounds included.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta, Struct

from wirewatch.alerts import Severity

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Hours = Annotated[
    str,
    Meta(
        pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$",
        description="From and to, such as `22:00-06:00`; past midnight where the end is not after the start.",
    ),
]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2, such as `IQ`.")]
Name = Annotated[str, Meta(pattern="^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Address = Annotated[str, Meta(pattern="^https?://[^\\s/]+", description="An http(s) address.")]
SecretFile = Annotated[str, Meta(min_length=1, description="A file that holds the secret, from this file's folder.")]
Network = Annotated[str, Meta(pattern=r"^[0-9A-Fa-f.:]+(/\d{1,3})?$", description="A network, such as `10.1.0.0/16`.")]
Mailbox = Annotated[str, Meta(pattern="^[^@\\s]+@[^@\\s]+$", description="A mail address, such as `desk@example.org`.")]

FORMS: tuple[Any, ...] = (Hours, Country, Address, Network, Mailbox)
"""Texts of a form: an error tells the form's description rather than its pattern."""


class Quiet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours in which a channel keeps still: notices wait for their end, unless their route names their severity."""

    hours: Hours
    days: tuple[Day, ...] = DAYS
    zone: str = "UTC"


class Common(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every channel may say.

    `budget`: the most messages a minute, more become digests of at most `digest` alerts; `exercises`: drills and
    replays go there too; `title` and `text`: Jinja2 templates in place of ours.
    """

    exercises: bool = False
    budget: Annotated[int, Meta(ge=1, le=1_000)] | None = 30
    digest: Annotated[int, Meta(ge=2, le=1_000)] = 200
    timeout_s: Annotated[float, Meta(gt=0, le=120)] = 10.0
    quiet: Quiet | None = None
    title: str = ""
    text: str = ""


class Console(Common, frozen=True, kw_only=True, tag="console"):
    """Prints cards where the dispatcher runs."""

    budget: Annotated[int, Meta(ge=1, le=1_000)] | None = None
    exercises: bool = True


class File(Common, frozen=True, kw_only=True, tag="file"):
    """Appends a line of JSON for each alert; `keep` files of at most `max_mb` stay beside the one written to."""

    budget: Annotated[int, Meta(ge=1, le=1_000)] | None = None
    path: str
    max_mb: Annotated[float, Meta(gt=0, le=10_000)] = 50.0
    keep: Annotated[int, Meta(ge=1, le=1_000)] = 5


class Webhook(Common, frozen=True, kw_only=True, tag="webhook"):
    """Posts JSON, signed to the Standard Webhooks spec with every secret of `secret_files`, the newest first.

    Private addresses are refused but those in `allow_networks`; `ca_file` are certificates (PEM) to trust beside
    those of the machine.
    """

    url: Address | None = None
    url_file: SecretFile | None = None
    secret_files: Annotated[tuple[SecretFile, ...], Meta(min_length=1)]
    allow_networks: tuple[Network, ...] = ()
    ca_file: str | None = None


class Slack(Common, frozen=True, kw_only=True, tag="slack"):
    """Posts as a Slack app (`chat:write`), edits its message when the alert changes and tells the change below it."""

    token_file: SecretFile
    channel: Annotated[str, Meta(min_length=1, description="The channel's id, such as `C0123456789`.")]
    digest: Annotated[int, Meta(ge=2, le=150)] = 150
    base_url: Address = "https://slack.com/api"
    allow_networks: tuple[Network, ...] = ()


class Mail(Common, frozen=True, kw_only=True, tag="mail"):
    """Sends text and HTML by SMTP; the mails of one alert make one thread. `password_file` goes with `user`."""

    host: Annotated[str, Meta(min_length=1)]
    port: Annotated[int, Meta(ge=1, le=65_535)] = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    sender: Mailbox
    to: Annotated[tuple[Mailbox, ...], Meta(min_length=1)]
    user: str | None = None
    password_file: SecretFile | None = None
    ca_file: str | None = None
    timeout_s: Annotated[float, Meta(gt=0, le=120)] = 30.0


class Apprise(Common, frozen=True, kw_only=True, tag="apprise"):
    """Any other service that apprise knows: `urls_file` holds its addresses, one a line, which are secrets."""

    urls_file: SecretFile
    digest: Annotated[int, Meta(ge=2, le=1_000)] = 50
    timeout_s: Annotated[float, Meta(gt=0, le=120)] = 30.0


Spec = Console | File | Webhook | Slack | Mail | Apprise
KINDS: Mapping[str, type[Spec]] = {
    "console": Console,
    "file": File,
    "webhook": Webhook,
    "slack": Slack,
    "mail": Mail,
    "apprise": Apprise,
}


class Route(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where notices go besides the channels that their rule names: to `to` where all that is given here holds.

    `names`: what a rule calls its channel; `rules`: ids, `*` stands for anything; `countries`: where it happened;
    `hours` and `days`: when it is told, by the clock of `zone`.
    """

    to: Annotated[tuple[str, ...], Meta(min_length=1)]
    names: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    severity: tuple[Severity, ...] = ()
    countries: tuple[Country, ...] = ()
    hours: Hours | None = None
    days: tuple[Day, ...] = DAYS
    zone: str = "UTC"


class Configuration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file; `quiet` counts for every channel without hours of its own."""

    TOP: ClassVar[tuple[str, ...]] = ("channels", "routes", "quiet")

    channels: Mapping[Name, Spec] = {}
    routes: tuple[Route, ...] = ()
    quiet: Quiet | None = None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file, for editors."""
    schema = msgspec.json.schema(Configuration)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "wirewatch channels", **schema}
