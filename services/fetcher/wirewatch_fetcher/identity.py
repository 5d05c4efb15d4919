"""Which entry is which article: ids that stay the same over polls, edits, restarts and a change to https. Pure.

The ladder, for each entry: the feed's own id, unless it is no id at all or the feed repeats it; else its link, unless
the feed repeats that; else a hash of its words. Wholly equal entries are numbered. So no entry is lost, and no two in
one document share an id.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from wirewatch_fetcher.documents import Entry
from wirewatch_fetcher.links import canonical_link, is_web_address

MAX_ID_CHARS = 2_000
_NO_ID = frozenset({"", "0", "-1", "null", "none", "undefined", "nan", "n/a", "guid", "id"})


class IdRung(StrEnum):
    """How an entry's id was chosen, the best way first."""

    ID = "id"
    LINK = "link"
    CONTENT = "content"


class Identity(Struct, frozen=True, kw_only=True):
    """An entry's ids: `entry_id` unique in its feed, `article_id` unique everywhere, `revision` a hash of its words."""

    article_id: str
    entry_id: str
    revision: str
    rung: IdRung


def identify(
    entries: Iterable[Entry], *, feed_id: str, known_bad: frozenset[str] = frozenset()
) -> tuple[Identity, ...]:
    """Return the identity of each entry, in order.

    `known_bad` are the ids (folded) that this feed has repeated before: once bad, an id is not trusted again, or an
    entry would change its name when its twin leaves the feed.
    """
    found = tuple(entries)
    rungs = _rungs(found, known_bad)
    names = [_name(entry, rung) for entry, rung in zip(found, rungs, strict=True)]
    return tuple(
        Identity(
            article_id=_digest(feed_id, folded, str(nth))[:32],
            entry_id=spelt if nth == 1 else f"{spelt}#{nth}",
            revision=revision_of(entry),
            rung=rung,
        )
        for entry, rung, (spelt, folded), nth in zip(found, rungs, names, _occurrence(names), strict=True)
    )


def repeated_ids(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids, folded, that more than one entry of this document has."""
    counts = Counter(_usable_id(entry) for entry in entries)
    return frozenset(name for name, count in counts.items() if name and count > 1)


def revision_of(entry: Entry) -> str:
    """Return a hash of the entry's words, 16 hex digits: another hash, another revision."""
    return _digest(entry.title, entry.text)[:16]


def _rungs(entries: tuple[Entry, ...], known_bad: frozenset[str]) -> list[IdRung]:
    bad = repeated_ids(entries) | known_bad
    by_id = [_usable_id(entry) not in (bad | {None}) for entry in entries]
    links = Counter(_usable_id(e) if good else _link(e) for e, good in zip(entries, by_id, strict=True))
    return [_rung(entry, good=good, links=links) for entry, good in zip(entries, by_id, strict=True)]


def _rung(entry: Entry, *, good: bool, links: Counter[str | None]) -> IdRung:
    if good:
        return IdRung.ID
    link = _link(entry)
    return IdRung.LINK if link and links[link] == 1 else IdRung.CONTENT


def _name(entry: Entry, rung: IdRung) -> tuple[str, str]:
    """Return the name as it is shown, and folded as it is hashed."""
    match rung:
        case IdRung.ID:
            return _shown(entry.id or ""), _usable_id(entry) or ""
        case IdRung.LINK:
            return _shown(entry.link or ""), _link(entry) or ""
        case IdRung.CONTENT:
            digest = "sha256:" + _digest(entry.title, entry.text, _link(entry) or "")[:32]
            return digest, digest


def _occurrence(names: list[tuple[str, str]]) -> list[int]:
    """Return, for each name, how many times it has come up so far; all 1 unless two entries are wholly equal."""
    seen: Counter[str] = Counter()
    out = []
    for spelt, _ in names:
        seen[spelt] += 1
        out.append(seen[spelt])
    return out


def _usable_id(entry: Entry) -> str | None:
    """Return the feed's id, folded, or None where it is no id."""
    if entry.id is None or entry.id.strip().lower() in _NO_ID:
        return None
    return canonical_link(entry.id) if is_web_address(entry.id) else entry.id.strip()


def _link(entry: Entry) -> str | None:
    return canonical_link(entry.link) if entry.link else None


def _shown(name: str) -> str:
    return name if len(name) <= MAX_ID_CHARS else "sha256:" + _digest(name)[:32]


def _digest(*parts: str) -> str:
    hasher = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()
