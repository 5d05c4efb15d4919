"""Where a backtest's articles come from: an archive or a topic in, enriched articles since some moment out."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

from wirewatch import kafka
from wirewatch.articles import EnrichedArticle
from wirewatch.clock import Clock, wall_clock
from wirewatch.errors import SettingsError
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_ENRICHED
from wirewatch.wire import decode
from wirewatch_alerts.rules_past import Past
from wirewatch_enricher.enrich import enrich
from wirewatch_standalone.archive import read_archive

_SPAN = re.compile(r"(\d+)([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_POLL_MS = 500


def moment(since: str, *, until: datetime) -> datetime:
    """Read `7d`, `36h` or `2w` before a moment, or a date with or without time and offset; raises `SettingsError`."""
    if match := _SPAN.fullmatch(since):
        return until - timedelta(hours=int(match.group(1)) * _HOURS[match.group(2)])
    try:
        found = datetime.fromisoformat(since)
    except ValueError as error:
        raise SettingsError(f"--since: {since!r} is neither a span such as 7d nor a date such as 2022-01-03") from error
    return found if found.tzinfo else found.replace(tzinfo=until.tzinfo)


async def read_past(
    past: Past,
    on: str,
    since: str | None,
    settings: Settings,
    *,
    told: Callable[[str], None],
    clock: Clock = wall_clock,
) -> None:
    """Read what `--on` names into a past: the topic, or else a file or folder; `told` hears what is unreadable."""
    if on != ARTICLES_ENRICHED.name:
        for article in from_archive(Path(on), since, told):
            past.read(article)
        return
    start = moment(since, until=clock()) if since else None
    async for article in from_topic(settings, start):
        past.read(article)


def from_archive(path: Path, since: str | None, told: Callable[[str], None]) -> list[EnrichedArticle]:
    """Return an archive's articles, read by the real extraction; a span counts back from the last of them."""
    archive = read_archive(path)
    for problem in archive.problems:
        told(problem.told())
    if since is None or not archive.articles:
        return [enrich(one) for one in archive.articles]
    start = moment(since, until=archive.articles[-1].observed_at)
    return [enrich(one) for one in archive.articles if one.observed_at >= start]


async def from_topic(settings: Settings, start: datetime | None) -> AsyncIterator[EnrichedArticle]:
    """Yield the articles of `articles.enriched` up to its present end that were observed since a moment."""
    async with kafka.consumer(settings, ARTICLES_ENRICHED) as client:
        ends = await client.end_offsets(client.assignment())
        if start is not None:
            places = await client.offsets_for_times({place: int(start.timestamp() * 1000) for place in ends})
            for place, at in places.items():
                client.seek(place, at.offset if at else ends[place])
        while [place for place, end in ends.items() if await client.position(place) < end]:
            fetched = await client.getmany(timeout_ms=_POLL_MS)
            for record in (one for place, batch in fetched.items() for one in batch if one.offset < ends[place]):
                article = decode(EnrichedArticle, kafka.message_of(record))
                if start is None or article.observed_at >= start:
                    yield article
