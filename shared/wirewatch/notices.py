"""Notices about feeds: that one, or a whole country or language, went quiet against its own rhythm, or is back."""

from enum import StrEnum

from msgspec import Struct

from wirewatch.incidents import Instant


class Scope(StrEnum):
    """What a notice is about."""

    FEED = "feed"
    COUNTRY = "country"
    LANGUAGE = "language"


class NoticeKind(StrEnum):
    """Whether it went quiet, or is back."""

    QUIET = "quiet"
    BACK = "back"


class FeedNotice(Struct, frozen=True, kw_only=True):
    """One notice, as the `feeds.notices` topic has it.

    `name` is a feed's address as listed, an ISO 3166-1 or an ISO 639-1 code; `title` is for people; `since` is when
    something new last came, or, of what is back, since when it was quiet; `reason` says against which rhythm.
    """

    scope: Scope
    name: str
    kind: NoticeKind
    title: str
    since: Instant
    reason: str
    at: Instant

    @property
    def key(self) -> str:
        """What it is about, such as `country:SY`."""
        return f"{self.scope.value}:{self.name}"
