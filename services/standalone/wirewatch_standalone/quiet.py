"""False alarms on quiet news: everyday items in, how many of a thousand are said to report an incident out."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch.incidents import Salience
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import Recognizer

_SEEN_AT = datetime(2005, 6, 1, tzinfo=UTC)


class QuietItem(Struct, frozen=True, kw_only=True):
    """A piece of everyday news without an incident."""

    id: str
    title: str
    text: str


def read_quiet(path: Path) -> Iterator[QuietItem]:
    """Read JSON lines with `id`, `title` and `text`."""
    for line in path.read_bytes().splitlines():
        if line.strip():
            yield msgspec.json.decode(line, type=QuietItem)


def false_alarms_per_1000(items: Iterable[QuietItem], recognizer: Recognizer | None = None) -> float:
    """Return how many of a thousand items give at least one foreground incident."""
    read = (enrich(_raw(item), recognizer=recognizer) for item in items)
    alarms = [any(one.salience is Salience.FOREGROUND for one in article.sightings) for article in read]
    return 1000 * sum(alarms) / len(alarms) if alarms else 0.0


def _raw(item: QuietItem) -> RawArticle:
    return RawArticle(
        article_id=item.id,
        revision="1",
        entry_id=item.id,
        source="",
        title=item.title,
        text=item.text,
        language="en",
        observed_at=_SEEN_AT,
    )
