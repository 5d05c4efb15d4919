"""A sighting together with the article that it comes from, and what was seen of an article so far."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.alerts import SourceRef
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Evidence, Instant, Place, Salience, Sighting
from wirewatch_alerts.copies import copy_mark
from wirewatch_alerts.wording import hints_of, names_of, withdraws

_DATELINE = re.compile(r"\)?\s*[-\u2013\u2014]\s*$")

Order = tuple[datetime, str, int]


class Report(Struct, frozen=True, kw_only=True):
    """An article at its newest revision, without its text.

    `observed_at` is when this revision was first seen, `first_observed_at` when any revision of the article was.
    `names` are all that its text names, `copy_mark` tells copies of its text (see copies.py), and `withdraws` is set
    where it says that it takes a report back.
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
    names: tuple[str, ...] = ()
    copy_mark: tuple[int, ...] = ()
    withdraws: bool = False


class Record(Struct, frozen=True, kw_only=True):
    """One sighting and the article that reports it; `number` counts the article's sightings that are news, from 1.

    `names` are what is told by name around the sighting, countries left out; `site_names` those of its title and lead
    that name no town either, `towns` the words for the town itself, and `venues` the markets and
    stations that it names (see venues.py). `corrects`: its figures correct others;
    `another`: it calls itself one more attack.
    """

    report: Report
    number: int
    sighting: Sighting
    names: tuple[str, ...] = ()
    site_names: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    corrects: bool = False
    another: bool = False

    @property
    def id(self) -> str:
        """What names the sighting: its article and number, so that an edit of the article keeps it."""
        return f"{self.report.article_id}#{self.number}"

    @property
    def spot(self) -> Place | None:
        """The place, but not one that only the dateline names: that is where the reporter sits."""
        datelines = (one for one in self.sighting.evidence if one.field == "place" and _DATELINE.search(one.quote))
        return None if any(datelines) else self.sighting.place

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


def report_of(article: EnrichedArticle, seen: Seen) -> Report:
    """Return an article at the revision given, without what its text names."""
    return Report(
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
        copy_mark=copy_mark(f"{article.title}\n{article.text}"),
    )


def source_of(report: Report, *, evidence: tuple[Evidence, ...] = ()) -> SourceRef:
    """Return an article as an alert lists it, with the words in it that prove what the alert says."""
    return SourceRef(
        article_id=report.article_id,
        entry_id=report.entry_id,
        revision=report.revision,
        source=report.source,
        url=report.url,
        title=report.title,
        published=report.published,
        observed_at=report.observed_at,
        evidence=evidence,
    )


@lru_cache(maxsize=16)
def records_of(article: EnrichedArticle, seen: Seen) -> tuple[Record, ...]:
    """Return the article's foreground sightings; background and generic ones join nothing.

    What was read of the last few articles is kept: the store asks, and then the decision, and again if it was stale.
    """
    if all(sighting.salience is not Salience.FOREGROUND for sighting in article.sightings):
        return ()
    report = replace(report_of(article, seen), names=names_of(article), withdraws=withdraws(article))
    news = [sighting for sighting in article.sightings if sighting.salience is Salience.FOREGROUND]
    told = [hints_of(article, sighting, alone=len(news) == 1) for sighting in news]
    return tuple(
        Record(
            report=report,
            number=number,
            sighting=sighting,
            names=hints.names,
            site_names=hints.site_names,
            towns=hints.towns,
            venues=hints.venues,
            corrects=hints.corrects,
            another=hints.another,
        )
        for number, (sighting, hints) in enumerate(zip(news, told, strict=True), start=1)
    )


def moved(record: Record, seen: Seen) -> Record:
    """Return a record of an article whose first observation turned out to be earlier."""
    return replace(record, report=replace(record.report, first_observed_at=seen.first_observed_at))


def by_news(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return records by when what they say was said: an edit speaks at its own time."""
    return tuple(sorted(records, key=lambda one: (one.report.observed_at, one.report.article_id, one.number)))


def in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return records in the order that all decisions are made in."""
    return tuple(sorted(records, key=lambda record: record.order))
