"""Labelled news as the weights of `judging.csv` see it. In: files of items, captured news. Out: `Item`s, their events.

Each event of an item is a `Candidate`: the signs that it shows, and the type that it should be given, if any.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch_enricher.document import read
from wirewatch_enricher.entities import recognize
from wirewatch_enricher.incidents.events.linking import Event, default_type, event_type
from wirewatch_enricher.incidents.find import events_in
from wirewatch_enricher.incidents.news.account import account_of
from wirewatch_enricher.incidents.news.account_signs import account_signs
from wirewatch_enricher.incidents.news.deciding import signs_of
from wirewatch_enricher.incidents.news.judging import NONE
from wirewatch_standalone.archive import read_archive
from wirewatch_standalone.captured import read_captured

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "eval"
SHARED = ROOT.parent / "shared"
QUIET = SHARED / "eval" / "quiet" / "bbc.jsonl"
CAPTURED = {SHARED / "feeds" / "captured": OWN / "feeds.json", SHARED / "eval" / "lgl.xml": OWN / "local.json"}
"""Real news beside the project, and its labels."""
UNSEEN = "unseen"
"""The folder of items that nothing is ever fitted to, so that their figures are honest."""
NOT_FITTED = frozenset({"harm-c.jsonl", "harm-d.jsonl"})
"""Short texts of nothing but attacks: fitted to them, the weights take what has no title for news."""
_EARLY = 2


class Candidate(Struct, frozen=True, kw_only=True):
    """An event of an item: its signs, the type that the rules give it, whether they take it for news, and its class."""

    signs: frozenset[str]
    kind: str
    news: bool
    label: str


class Item(Struct, frozen=True, kw_only=True):
    """An item: what keeps it together with others, the types of its incidents, and its events."""

    group: str
    gold: frozenset[str]
    candidates: tuple[Candidate, ...]


def known_files() -> list[Path]:
    """Return all that the weights are fitted to; what lies beside the project is left out where it is not there."""
    own = sorted(path for path in OWN.rglob("*.jsonl") if path.parent.name != UNSEEN and path.name not in NOT_FITTED)
    return [*own, *(path for path in (QUIET, *CAPTURED) if path.exists())]


def read_items(path: Path) -> Iterator[Item]:
    """Read a file of items, of which those without labels are quiet, or captured news."""
    if path not in CAPTURED:
        yield from _labelled(path)
        return
    for one in read_captured(path, CAPTURED[path]):
        yield _item(one.article, sorted(one.types), group=one.article.source or one.key)


def _labelled(path: Path) -> Iterator[Item]:
    gold_of_stream = path.with_name("gold.json")
    told = _stream_labels(gold_of_stream) if gold_of_stream.exists() else None
    rows = {(row := json.loads(line))["id"]: row for line in path.read_text(encoding="utf-8").splitlines() if line}
    for article in read_archive(path).articles:
        row = rows[article.entry_id]
        gold = [one["type"] for one in row.get("labels", {}).get("incidents", ())]
        if told is not None:
            if article.entry_id not in told:
                continue
            gold = told[article.entry_id]
        yield _item(article, gold, group=row.get("cluster") or row["id"])


def _stream_labels(path: Path) -> dict[str, list[str]]:
    """Return the types that each item of a labelled stream tells; follow-ups are left out, they may go either way."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    told: dict[str, list[str]] = {key: [] for key in gold["quiet"]}
    for incident in gold["incidents"]:
        for key in incident["items"]:
            told.setdefault(key, []).append(incident["type"])
    return told


def _item(article: RawArticle, gold: Sequence[str], *, group: str) -> Item:
    return Item(group=group, gold=frozenset(gold), candidates=_candidates(article, gold))


def _candidates(article: RawArticle, gold: Sequence[str]) -> tuple[Candidate, ...]:
    document = read(article)
    account = account_of(document, recognize(document, None).mentions)
    if account is None:
        return ()
    events, around = events_in(account), account_signs(account)
    return tuple(
        Candidate(
            signs=signs_of(event, account, around),
            kind=_kind(event),
            news=event.foreground and _kind(event) != NONE,
            label=label,
        )
        for event, label in zip(events, _labels(events, gold), strict=True)
    )


def _kind(event: Event) -> str:
    kind = event_type(event) or default_type(event)
    return kind.value if kind else NONE


def _labels(events: Sequence[Event], gold: Sequence[str]) -> list[str]:
    """Return what each event should be: its type as often as the item has it, then the one type that none has."""
    left = Counter(gold)
    labels = [NONE] * len(events)
    for at in sorted(range(len(events)), key=lambda at: not events[at].foreground):
        if left[kind := _kind(events[at])] > 0:
            labels[at] = kind
            left[kind] -= 1
    rest = [kind for kind in left if kind not in labels]
    for at, event in enumerate(events):
        early = min(one.report.sentence.number for one in event.told) <= _EARLY
        if labels[at] == NONE and len(rest) == 1 and _kind(event) not in gold and (event.foreground or early):
            labels[at] = rest[0]
    return labels
