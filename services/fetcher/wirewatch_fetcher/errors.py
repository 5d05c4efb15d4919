"""What can go wrong with one feed: every error says whose fault it is, so that the schedule knows how to go on.

WirewatchError
├── PostponedError       no trouble: a host that the feed redirects to has its turn later
└── FeedError            one feed's trouble; other feeds are unaffected
     ├── NotAFeedError    the bytes are no feed of any format we know
     ├── ParseKilledError the parser took too long or too much memory and was ended
     └── RetrieveError    no body: the network, the server or a limit of ours
          ├── RefusedAddressError   a private address, or a scheme that is not http(s)
          ├── RedirectError         more than the allowed hops, or a redirect to nowhere
          ├── BodyTooLargeError     more decompressed bytes than the cap
          └── BrokenBodyError       a body that is cut short or wrongly compressed
"""

from wirewatch.errors import WirewatchError


class PostponedError(WirewatchError):
    """A host that a feed redirects to may be asked only later: `due` is when, in Unix seconds."""

    def __init__(self, host: str, due: float) -> None:
        super().__init__(f"{host} has its turn later")
        self.due = due


class FeedError(WirewatchError):
    """One feed's trouble; the message names the feed's address."""


class NotAFeedError(FeedError):
    """The bytes are no feed of any format that we know."""


class ParseKilledError(FeedError):
    """The parser process took too long or too much memory on this body, and was ended."""


class RetrieveError(FeedError):
    """There is no body, because of the network, the server or one of our limits."""


class RefusedAddressError(RetrieveError):
    """The address is private, or is not http(s)."""


class RedirectError(RetrieveError):
    """Too many redirects, or a redirect without a place to go."""


class BodyTooLargeError(RetrieveError):
    """More decompressed bytes than the cap allows."""


class BrokenBodyError(RetrieveError):
    """A body that is cut short, or not compressed the way its header says."""
