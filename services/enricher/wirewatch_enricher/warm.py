"""Loads all that the first article would otherwise wait for."""

from datetime import UTC, datetime

from wirewatch.articles import RawArticle
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import Recognizer
from wirewatch_enricher.gazetteer.airports import load_airports

_MOMENT = datetime(2022, 1, 3, tzinfo=UTC)


def warm(recognizer: Recognizer | None = None) -> None:
    """Read an article that touches every table; gazetteers, lexicons and automaton stay loaded."""
    load_airports()
    raw = RawArticle(
        article_id="warm",
        revision="1",
        entry_id="warm",
        source="warm",
        title="Drone shot down near the Italian embassy in Tripoli",
        text="TRIPOLI, Jan 3 - A drone was shot down at about 4:30 a.m. near Mitiga airport. No one was hurt.",
        published=_MOMENT,
        observed_at=_MOMENT,
    )
    enrich(raw, recognizer=recognizer)
