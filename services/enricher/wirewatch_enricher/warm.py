"""Loads what the first articles would otherwise wait for."""

import gc
from datetime import UTC, datetime

from wirewatch.articles import EnrichedArticle, RawArticle
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import Recognizer
from wirewatch_enricher.gazetteer.airports import load_airports

_MOMENT = datetime(2022, 1, 3, tzinfo=UTC)
_QUIET = (
    "The mayor of Tripoli and the head of the port met with the press, and the talk was of the harvest and of rain."
)
_NEWS = (
    "TRIPOLI, Jan 3 - A drone was shot down at about 4:30 a.m. near the Italian embassy, and the fire brigade was at "
    "the airport with an ambulance. No one was hurt, the head of the police said."
)


def warm(recognizer: Recognizer | None = None) -> None:
    """Load what every article needs: gazetteers, automata, lexicon, the user's pipeline."""
    load_airports()
    _read(_QUIET, recognizer)


def warm_incidents() -> None:
    """Load what an article that may tell of an incident needs besides: spaCy, its tokenizer, the stages behind.

    What is loaded then stays, so the garbage collector need not look at it again with every hundredth article.
    """
    _read(_NEWS, None)
    gc.collect()
    gc.freeze()


def _read(text: str, recognizer: Recognizer | None) -> EnrichedArticle:
    raw = RawArticle(
        article_id="warm",
        revision="1",
        entry_id="warm",
        source="warm",
        title="",
        text=text,
        published=_MOMENT,
        observed_at=_MOMENT,
    )
    return enrich(raw, recognizer=recognizer)
