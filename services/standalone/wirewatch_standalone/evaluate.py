"""Evaluation without Kafka: labelled or unlabelled items through the same pipeline, clustering and rules.

In: an archive's articles. Out: one `Answer` for each, in the form that scorers of labelled sets read.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch.incidents import IncidentType, Salience, Sighting, Status, TimePrecision
from wirewatch_alerts.cluster import cluster
from wirewatch_alerts.compose import standings
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.rules import RuleSet
from wirewatch_enricher.enrich import enrich

FLAGSHIP = "drone-attack-near-diplomatic-site"
_DAYS = frozenset({TimePrecision.MINUTE, TimePrecision.HOURS, TimePrecision.DAY})


class AnsweredIncident(Struct, frozen=True, kw_only=True):
    """One incident that an item reports as news; `date` is the local day (YYYY-MM-DD), None where it is not known."""

    type: IncidentType
    status: Status
    date: str | None
    country: str | None
    lat: float | None
    lon: float | None
    killed: int | None
    injured: int | None


class Answer(Struct, frozen=True, kw_only=True):
    """What the pipeline says of one item; `cluster` is the incident that its first foreground sighting joined."""

    id: str
    flagship: bool
    incidents: tuple[AnsweredIncident, ...]
    cluster: str | None


def evaluate(
    articles: Sequence[RawArticle], rules: RuleSet, *, told: Callable[[int], None] = lambda _: None
) -> tuple[Answer, ...]:
    """Answer for every article, in their order; `told` hears how many are read."""
    enriched = []
    for number, article in enumerate(articles, 1):
        enriched.append(enrich(article))
        told(number)
    joined = _joined(enriched)
    return tuple(_answer(article, _records(article), rules, joined) for article in enriched)


def _records(article: EnrichedArticle) -> tuple[Record, ...]:
    return records_of(article, see(Seen(article_id=article.article_id), article))


def _joined(articles: Iterable[EnrichedArticle]) -> dict[str, str]:
    """Return the incident that each article's highest-ranked foreground sighting is part of, by article id."""
    records = [record for article in articles for record in _records(article)]
    return {
        record.report.article_id: part.incident_id
        for part in cluster(records)
        for record in part.records
        if record.number == 1
    }


def _answer(article: EnrichedArticle, records: Sequence[Record], rules: RuleSet, joined: dict[str, str]) -> Answer:
    news = [sighting for sighting in article.sightings if sighting.salience is Salience.FOREGROUND]
    return Answer(
        id=article.entry_id,
        flagship=any(FLAGSHIP in standings([_as_first(record)], rules).by_rule for record in records),
        incidents=tuple(_incident(sighting) for sighting in news),
        cluster=joined.get(article.article_id),
    )


def _as_first(record: Record) -> Record:
    """Ask the rule as if nothing had been told before: a funeral's report opens no alert, but tells of the attack."""
    return replace(record, sighting=replace(record.sighting, follow_up=False))


def _incident(sighting: Sighting) -> AnsweredIncident:
    place, when = sighting.place, sighting.when
    return AnsweredIncident(
        type=sighting.type,
        status=sighting.status,
        date=when.start.date().isoformat() if when and when.precision in _DAYS else None,
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        killed=sighting.killed.least if sighting.killed else None,
        injured=sighting.injured.least if sighting.injured else None,
    )
