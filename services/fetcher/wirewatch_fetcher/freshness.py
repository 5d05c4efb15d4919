"""What an answer means: whether there is anything to parse, and what has become of the feed. Pure."""

from enum import StrEnum
from hashlib import sha256

from wirewatch_fetcher.retrieve import Answer


class Freshness(StrEnum):
    """What one answer says about its feed."""

    NOT_MODIFIED = "not_modified"
    SAME_BODY = "same_body"
    NEW_BODY = "new_body"
    GONE = "gone"
    MISSING = "missing"
    BUSY = "busy"
    FAILED = "failed"

    @property
    def is_good(self) -> bool:
        """Return whether the server did its work."""
        return self in {Freshness.NOT_MODIFIED, Freshness.SAME_BODY, Freshness.NEW_BODY}


def judge(answer: Answer, *, known_hash: str | None) -> Freshness:
    """Return what an answer says, given the hash of the body that was handled last.

    Only a 304 or an equal body count as unchanged: validators that stay the same on a 200 say nothing, for servers
    exist that never change theirs, and dates inside the feed are not looked at.
    """
    match answer.status:
        case 304:
            return Freshness.NOT_MODIFIED if known_hash else Freshness.FAILED
        case 410:
            return Freshness.GONE
        case 404:
            return Freshness.MISSING
        case 429 | 503:
            return Freshness.BUSY
    if answer.body is None:
        return Freshness.FAILED
    return Freshness.SAME_BODY if body_hash(answer.body) == known_hash else Freshness.NEW_BODY


def body_hash(body: bytes) -> str:
    """Return the hash that two equal bodies share, 32 hex digits."""
    return sha256(body).hexdigest()[:32]
