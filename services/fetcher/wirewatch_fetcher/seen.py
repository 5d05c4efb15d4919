"""Which entries of a feed have been published: what is new, what is an edit, and what may be forgotten. Pure.

An entry takes 20 bytes: 10 of its article id as the field, 8 of its revision and 2 of the day it was last in the feed.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from msgspec import Struct

from wirewatch_fetcher.identity import Identity

Seen = Mapping[bytes, bytes]
_ID_HEX = 20
_DAY_ZERO = date(2020, 1, 1).toordinal()


class SeenChange(Struct, frozen=True, kw_only=True):
    """What to write to the remembered entries and what to delete from them."""

    write: tuple[tuple[bytes, bytes], ...] = ()
    delete: tuple[bytes, ...] = ()


def is_new(identity: Identity, seen: Seen) -> bool:
    """Return whether this entry, at this revision, has yet to be published."""
    return not is_published(identity.article_id, identity.revision, seen)


def is_published(article_id: str, revision: str, seen: Seen) -> bool:
    """Return whether an article was published at a revision."""
    known = seen.get(bytes.fromhex(article_id[:_ID_HEX]))
    return known is not None and known[:8] == bytes.fromhex(revision)


def remember(identities: Iterable[Identity], seen: Seen, *, now: datetime, keep_days: int) -> SeenChange:
    """Return the change that makes these entries known and forgets those that left the feed `keep_days` ago."""
    today = _day(now)
    current = {_field(one): bytes.fromhex(one.revision) + today.to_bytes(2, "big") for one in identities}
    return SeenChange(
        write=tuple((field, value) for field, value in current.items() if seen.get(field) != value),
        delete=tuple(
            field for field, value in seen.items() if field not in current and _is_old(value, today, keep_days)
        ),
    )


def _field(identity: Identity) -> bytes:
    return bytes.fromhex(identity.article_id[:_ID_HEX])


def _is_old(value: bytes, today: int, keep_days: int) -> bool:
    return today - int.from_bytes(value[8:10], "big") > keep_days


def _day(now: datetime) -> int:
    return max(0, now.astimezone(UTC).date().toordinal() - _DAY_ZERO)
