"""A sighting together with the article that it comes from, and what was seen of an article so far."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Instant, Salience, Sighting

Order = tuple[datetime, str, int]


class Report(Struct, frozen=True, kw_only=True):
    """An article at its newest revision, without its text.

    `observed_at` is when this revision was first seen, `first_observed_at` when any revision of the article was.
    """

    article_id: str
    entry_id: str
    revision: str
    source: str
    url: str | None = None
    title: str
    published: Instant | None = None
    observed_at: Instant
    first_observed_at: Instant
    exercise: bool = False


class Record(Struct, frozen=True, kw_only=True):
    """One sighting and the article that reports it; `number` counts the article's sightings that are news, from 1."""

    report: Report
    number: int
    sighting: Sighting

    @property
    def id(self) -> str:
        """What names the sighting: its article and number, so that an edit of the article keeps it."""
        return f"{self.report.article_id}#{self.number}"

    @property
    def order(self) -> Order:
        """Where the record stands among others: by time of observation, then article; an edit keeps its place."""
        return self.report.first_observed_at, self.report.article_id, self.number

    @property
    def key(self) -> str:
        """The id under which an incident holds this sighting at this revision."""
        return f"{self.id}@{self.report.revision}"


class SeenRevision(Struct, frozen=True, kw_only=True):
    """One revision of an article and when it was first seen."""

    revision: str
    observed_at: Instant


class Seen(Struct, frozen=True, kw_only=True):
    """What was seen of one article: its revisions."""

    article_id: str
    revisions: tuple[SeenRevision, ...] = ()

    @property
    def newest(self) -> str | None:
        """The revision that counts: the one first seen last."""
        found = max(self.revisions, key=lambda one: (one.observed_at, one.revision), default=None)
        return found.revision if found else None

    @property
    def first_observed_at(self) -> datetime:
        """When any revision was first seen."""
        return min(one.observed_at for one in self.revisions)


def see(seen: Seen, article: EnrichedArticle) -> Seen:
    """Return what is known of an article after this delivery of it; the same value where it tells nothing new."""
    known = {one.revision: one.observed_at for one in seen.revisions}
    known[article.revision] = min(article.observed_at, known.get(article.revision, article.observed_at))
    ordered = sorted(known.items(), key=lambda one: (one[1], one[0]))
    revisions = tuple(SeenRevision(revision=name, observed_at=at) for name, at in ordered)
    return replace(seen, revisions=revisions)


def records_of(article: EnrichedArticle, seen: Seen) -> tuple[Record, ...]:
    """Return the article's foreground sightings; background and generic ones join nothing."""
    report = Report(
        article_id=article.article_id,
        entry_id=article.entry_id,
        revision=article.revision,
        source=article.source,
        url=article.url,
        title=article.title,
        published=article.published,
        observed_at=next(one.observed_at for one in seen.revisions if one.revision == article.revision),
        first_observed_at=seen.first_observed_at,
        exercise=article.exercise,
    )
    news = (sighting for sighting in article.sightings if sighting.salience is Salience.FOREGROUND)
    return tuple(Record(report=report, number=number, sighting=one) for number, one in enumerate(news, start=1))


def moved(record: Record, seen: Seen) -> Record:
    """Return a record of an article whose first observation turned out to be earlier."""
    return replace(record, report=replace(record.report, first_observed_at=seen.first_observed_at))


def in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return records in the order that all decisions are made in."""
    return tuple(sorted(records, key=lambda record: record.order))
