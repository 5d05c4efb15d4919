"""Which entry is which article: ids that stay the same over polls, edits, restarts and a change to https. Pure.

The ladder, for each entry: the feed's own id, unless it is no id at all or the feed repeats it; else its link, unless
the feed repeats that; else a hash of its words. Wholly equal entries are numbered. So no entry is lost, and no two in
one document share an id. An entry that was published keeps the name that it had, whatever its neighbours are now.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from wirewatch_fetcher.documents import Entry
from wirewatch_fetcher.links import canonical_link, is_web_address

IsPublished = Callable[[str, str], bool]
MAX_ID_CHARS = 2_000
_AS_LINK = "link "
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
    entries: Iterable[Entry],
    *,
    feed_id: str,
    known_bad: frozenset[str] = frozenset(),
    is_published: IsPublished | None = None,
) -> tuple[Identity, ...]:
    """Return the identity of each entry, in order.

    Args:
        entries: those of one document.
        feed_id: the feed's; equal entries of two feeds have different ids.
        known_bad: the names that this feed has repeated before (`repeated_names`): once bad, a name is not trusted
            again, or an entry would change its name when its twin leaves the feed.
        is_published: says whether an article was published, by its id and revision; None: none was.
    """
    found = tuple(entries)
    rungs = _rungs(found, _held(found, feed_id, is_published), known_bad)
    names = [_name(entry, rung) for entry, rung in zip(found, rungs, strict=True)]
    return tuple(
        Identity(
            article_id=_article_id(feed_id, folded, nth),
            entry_id=spelt if nth == 1 else f"{spelt}#{nth}",
            revision=revision_of(entry),
            rung=rung,
        )
        for entry, rung, (spelt, folded), nth in zip(found, rungs, names, _occurrence(names), strict=True)
    )


def repeated_names(entries: Iterable[Entry], known_bad: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the names that more than one entry of this document has: ids, folded, and links marked as such."""
    found = tuple(entries)
    ids = Counter(_usable_id(entry) for entry in found)
    bad = frozenset(name for name, count in ids.items() if name and count > 1) | known_bad
    names = Counter(_usable_id(one) if _usable_id(one) not in (bad | {None}) else _link(one) for one in found)
    links = {_link(one) for one in found if _usable_id(one) in (bad | {None})}
    return (bad - known_bad) | {_AS_LINK + link for link in links if link and names[link] > 1}


def revision_of(entry: Entry) -> str:
    """Return a hash of the entry's words, 16 hex digits: another hash, another revision."""
    return _digest(entry.title, entry.text)[:16]


def _rungs(entries: tuple[Entry, ...], held: list[IdRung | None], known_bad: frozenset[str]) -> list[IdRung]:
    bad = repeated_names(entries, known_bad) | known_bad
    taken = {_name(entry, rung)[1] for entry, rung in zip(entries, held, strict=True) if rung}
    return [rung or _rung(entry, bad, taken) for entry, rung in zip(entries, held, strict=True)]


def _rung(entry: Entry, bad: frozenset[str], taken: set[str]) -> IdRung:
    name = _usable_id(entry)
    if name is not None and name not in bad and name not in taken:
        return IdRung.ID
    link = _link(entry)
    return IdRung.LINK if link and _AS_LINK + link not in bad and link not in taken else IdRung.CONTENT


def _held(entries: tuple[Entry, ...], feed_id: str, is_published: IsPublished | None) -> list[IdRung | None]:
    """Return the rung that each entry, as it is, was published on; the first of several has the name."""
    if is_published is None:
        return [None for _ in entries]
    taken: set[str] = set()
    return [_held_rung(entry, feed_id, is_published, taken) for entry in entries]


def _held_rung(entry: Entry, feed_id: str, is_published: IsPublished, taken: set[str]) -> IdRung | None:
    revision = revision_of(entry)
    for rung in IdRung:
        if (rung is IdRung.ID and _usable_id(entry) is None) or (rung is IdRung.LINK and not _link(entry)):
            continue
        folded = _name(entry, rung)[1]
        if folded not in taken and is_published(_article_id(feed_id, folded, 1), revision):
            taken.add(folded)
            return rung
    return None


def _article_id(feed_id: str, folded: str, nth: int) -> str:
    return _digest(feed_id, folded, str(nth))[:32]


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
