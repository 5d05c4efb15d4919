"""Which reports of an incident still stand, and what they say of its status: records in order in, a verdict out. Pure.

A source that takes its report back takes along whoever only copies or quotes it. What others report stands.
"""

from collections.abc import Sequence

from msgspec import Struct

from wirewatch.incidents import Status
from wirewatch_alerts.copies import copied
from wirewatch_alerts.records import Record, Report, by_news
from wirewatch_alerts.wording import source_words

STATUS_STRENGTH = {
    Status.PLANNED: 0,
    Status.ALLEGED: 1,
    Status.DENIED: 2,
    Status.THWARTED: 3,
    Status.CONFIRMED: 4,
}


class Credence(Struct, frozen=True, kw_only=True):
    """The status, whether the report was taken back, and the records that stand, by when they were said."""

    status: Status
    retracted: bool
    standing: tuple[Record, ...]


def credence_of(told: Sequence[Record]) -> Credence:
    """Return what the records that say what happened are worth together."""
    news = by_news(told)
    withdrawals = [record for number, record in enumerate(news) if _withdraws(record, news[:number])]
    standing = tuple(one for one in news if not any(_falls_with(one, withdrawal) for withdrawal in withdrawals))
    words: dict[str, list[Status]] = {}
    for record in standing:
        words.setdefault(record.report.source, []).append(record.sighting.status)
    status = max((_last_word(said) for said in words.values()), key=STATUS_STRENGTH.__getitem__)
    return Credence(status=status, retracted=bool(withdrawals) and status is Status.DENIED, standing=standing)


def _last_word(said: Sequence[Status]) -> Status:
    return Status.DENIED if said[-1] is Status.DENIED else max(said, key=STATUS_STRENGTH.__getitem__)


def _withdraws(record: Record, before: Sequence[Record]) -> bool:
    """Tell whether a record takes a report back: in so many words, or as the first to deny what its source reported."""
    if record.sighting.status is not Status.DENIED:
        return False
    denied = any(one.sighting.status is Status.DENIED for one in before)
    own = any(one.report.source == record.report.source for one in before)
    return record.report.withdraws or (own and not denied)


def _falls_with(record: Record, withdrawal: Record) -> bool:
    """Tell whether a record says nothing of its own once another is taken back."""
    if record.sighting.status is Status.DENIED:
        return False
    one, other = record.report, withdrawal.report
    if one.source == other.source:
        return one.observed_at <= other.observed_at
    return quotes(one, other.source)


def quotes(report: Report, source: str) -> bool:
    """Tell whether a report names another source."""
    words = source_words(source)
    return bool(words) and words <= frozenset(report.names)


def count_sources(records: Sequence[Record]) -> int:
    """Return how many sources tell of it: those that have copied one text count as one."""
    by_source: dict[str, list[Report]] = {}
    for record in records:
        by_source.setdefault(record.report.source, []).append(record.report)
    heads: list[list[Report]] = []
    for _, reports in sorted(by_source.items()):
        alike = [one for one in heads if _share_a_text(one, reports)]
        heads = [one for one in heads if one not in alike]
        heads.append([report for one in (*alike, reports) for report in one])
    return len(heads)


def _share_a_text(some: Sequence[Report], others: Sequence[Report]) -> bool:
    return any(copied(one.copy_mark, other.copy_mark) for one in some for other in others)
