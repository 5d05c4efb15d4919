"""Evaluation without Kafka: labelled or unlabelled items through the same pipeline, clustering and rules.

In: an archive's articles. Out: one `Answer` for each, in the form that scorers of labelled sets read.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch.errors import WirewatchError
from wirewatch.incidents import IncidentType, Salience, Sighting, Status, TimePrecision
from wirewatch_alerts.cluster import cluster
from wirewatch_alerts.compose import standings
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.rules import RuleSet
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import Recognizer

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

    id: str | int
    flagship: bool
    incidents: tuple[AnsweredIncident, ...]
    cluster: str | None


class _Read(Struct, frozen=True, kw_only=True):
    """What is kept of an item once it is read: its answer, and its sightings that are news."""

    answer: Answer
    records: tuple[Record, ...] = ()


def evaluate(
    articles: Iterable[RawArticle],
    rules: RuleSet,
    *,
    recognizer: Recognizer | None = None,
    told: Callable[[int], None] = lambda _: None,
    failed: Callable[[RawArticle, Exception], None] | None = None,
) -> tuple[Answer, ...]:
    """Answer for every article, in their order.

    `recognizer` is the user's spaCy pipeline, if any. `told` hears how many are read. `failed` hears of an article that
    raised an error of the program, which is answered as one without incidents; without it that ends the evaluation.
    """
    found = []
    for number, article in enumerate(articles, 1):
        found.append(_read(article, rules, recognizer, failed))
        told(number)
    joined = _joined(record for one in found for record in one.records)
    return tuple(
        replace(one.answer, cluster=joined[one.records[0].key]) if one.records else one.answer for one in found
    )


def _read(
    raw: RawArticle,
    rules: RuleSet,
    recognizer: Recognizer | None,
    failed: Callable[[RawArticle, Exception], None] | None,
) -> _Read:
    try:
        article = enrich(raw, recognizer=recognizer)
    except Exception as error:
        if failed is None or isinstance(error, WirewatchError):
            raise
        failed(raw, error)  # one item's surprise must not take the answers to all others along
        return _Read(answer=Answer(id=raw.entry_id, flagship=False, incidents=(), cluster=None))
    records = records_of(article, see(Seen(article_id=article.article_id), article))
    return _Read(answer=_answer(article, records, rules), records=records)


def _joined(records: Iterable[Record]) -> dict[str, str]:
    """Return the incident that each article's highest-ranked foreground sighting is part of, by the record's key.

    What stands twice in the items counts once, as on the topic.
    """
    once = {record.key: record for record in records}.values()
    return {record.key: part.incident_id for part in cluster(once) for record in part.records if record.number == 1}


def _answer(article: EnrichedArticle, records: Iterable[Record], rules: RuleSet) -> Answer:
    news = [sighting for sighting in article.sightings if sighting.salience is Salience.FOREGROUND]
    return Answer(
        id=article.entry_id,
        flagship=any(FLAGSHIP in standings([_as_first(record)], rules).by_rule for record in records),
        incidents=tuple(_incident(sighting) for sighting in news),
        cluster=None,
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
