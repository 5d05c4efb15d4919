"""A feed as a person lists it, and the key that stays the same however it is spelt or moved."""

import re
from hashlib import sha256

from msgspec import Struct

from wirewatch_fetcher.links import canonical_link

_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_].*)?$")


class Feed(Struct, frozen=True, kw_only=True):
    """One line of the feed list.

    `language` is ISO 639-1, `country` ISO 3166-1 alpha-2; `tier` says how far its word carries (`agency`, `official`,
    `national`, `regional`, `specialist`); `interval_s` is the shortest pause between polls that its owner asks for.
    `headers` are sent with every request to the feed's own host, and may be secret.
    """

    url: str
    title: str | None = None
    language: str | None = None
    country: str | None = None
    tier: str | None = None
    interval_s: int | None = None
    group: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def feed_id(self) -> str:
        """Return the feed's id, 16 hex digits: of the address as listed, http and https alike."""
        return sha256(canonical_link(self.url).encode()).hexdigest()[:16]


def iso_language(*said: str | None) -> str | None:
    """Return the first language that is said, as ISO 639-1: of `en-GB` the `en`; None where none has that form."""
    found = (_LANGUAGE.match(words.strip()) for words in said if words)
    return next((match[1].lower() for match in found if match), None)
